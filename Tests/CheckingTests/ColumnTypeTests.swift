// Every type of the catalogue is one that a column can have, and goes by its name.

import Catalog
import Syntax
import Testing

@testable import Checking

@Suite struct ColumnTypeTests {
    /// A word with a type behind it declares a column, whatever else it may mean.
    @Test func parsingKnowsTheTypes() {
        #expect(columnTypeWords == Set(ColumnTypeDocumentation.all.map(\.name)))
    }

    @Test(arguments: ColumnTypeDocumentation.all.map(\.name)) func `a type of the catalogue is one of columns`(
        _ name: String
    ) throws {
        let type = try #require(ColumnTypeDocumentation.named(name))
        let rules = expectChecks("\(type.needs)\ntable t from \"t.csv\" {\n  \(type.declaration)\n}\n")
        let column = try #require(rules.tables.first?.columns.last)
        #expect(column.type.traits.name == name)
        #expect(ColumnType(plainName: name).map { $0.traits.name == name } ?? ["status", "choice"].contains(name))
    }
}

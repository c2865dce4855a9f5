// Expressions with their values: shown by `explain` and in the language reference, and verified by a test.

/// An expression, the row that it is evaluated on, and its value.
package struct WorkedExample: Sendable {
    /// A column: its line in a table, and a cell for each row of the table. The example is evaluated on the first row.
    package struct Column: Sendable {
        package var declaration: String
        package var cells: [String]

        /// A column of one row.
        init(_ declaration: String, _ cells: String...) {
            self.declaration = declaration
            self.cells = cells
        }

        /// The column's name in the expression.
        package var name: String { declaration.split(separator: " ").first.map(String.init) ?? "" }
    }

    package var expression: String
    /// The value as a message shows it; `unknown` where there is none, `blank` where a message shows nothing.
    package var value: String
    /// Columns that the expression names, of a table `kpis`.
    package var columns: [Column]
    /// What else the rule file needs, such as the scheme of a status; or empty.
    package var declarations: String

    init(_ expression: String, _ value: String, _ columns: Column..., declarations: String = "") {
        self.expression = expression
        self.value = value
        self.columns = columns
        self.declarations = declarations
    }

    /// The row in words, to follow the value: `where size is 7 and other is TBC`; `nil` where nothing depends on it.
    package var condition: String? {
        guard !columns.isEmpty else { return nil }
        let parts = columns.map { column in
            let cells = column.cells.map { $0.isEmpty ? "blank" : $0 }
            return column.name + " is "
                + (cells.count == 1
                    ? cells[0] : cells.dropLast().joined(separator: ", ") + " and " + cells[cells.count - 1])
        }
        return "where " + parts.dropLast().map { $0 + (parts.count > 2 ? ", " : " ") }.joined()
            + (parts.count > 1 ? "and " : "") + parts[parts.count - 1]
    }
}

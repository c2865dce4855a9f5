// Holds a started rule file against the returns: the check must find the same header, and its rows are what counts.

import Checking
import Tables

extension Session {
    /// Opens each return as the check will. Where that would take another line for the header, or another character
    /// between cells, the rule file says which are meant; elsewhere what was inferred rests on the rows that the check
    /// will see, without headings and notes. Whether anything has to be written anew.
    func readAsChecked(_ writer: inout RuleFileWriter, _ rules: RuleSet, _ opener: TableOpener) -> Bool {
        var isNew = false
        for index in writer.tables.indices where !writer.tables[index].isReadAsChecked {
            var table = writer.tables[index]
            guard let checked = rules.tables.first(where: { $0.name == table.name }) else { continue }
            isNew = true
            let found = returns(of: table, Opening(checked, of: rules), opener)
            if let found {
                table.isReadAsChecked = true
                table.resample(found)
            } else if table.saysHowToOpen {
                // Nothing more can be said of it.
                table.isReadAsChecked = true
            } else {
                table.saysHowToOpen = true
            }
            writer.replace(index, by: table)
        }
        return isNew
    }

    /// The returns of a table as the check reads them; `nil` where it would take something else for their headers.
    private func returns(of table: InferredTable, _ opening: Opening, _ opener: TableOpener) -> [SampledReturn]? {
        var found: [SampledReturn] = []
        var path: String?
        for one in table.returns.returns where one.path != path {
            path = one.path
            let meant = table.returns.returns.filter { $0.path == one.path }
            do throws(ReadError) {
                let source = try files.source(one.path, name: files.shown(one.path), isNamed: true, progress: nil)
                let readers = try opening.readers(source, opener).map(\.table)
                for one in meant {
                    guard let reader = readers.first(where: { $0.sheet == one.sheet }) else { return nil }
                    try reader.settle()
                    guard reader.header.count == one.headerCount, reader.header.starts(with: one.header),
                        reader.line == one.headerLine, separator(of: reader) == one.separator
                    else { return nil }
                    found.append(try SampledReturn(reader, path: one.path))
                }
            } catch {
                return nil
            }
        }
        return found
    }
}

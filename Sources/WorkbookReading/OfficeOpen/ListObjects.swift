// Lists of a sheet: what Excel calls tables.

internal import Packages

/// Reads the part of a list; `nil` where it has no area.
func readListObject(_ scanner: XMLScanner) throws(PackageError) -> ListObject? {
    let (table, column) = (XMLName("table"), XMLName("tableColumn"))
    let (name, area, header, totals) = (
        XMLName("displayName"), XMLName("ref"), XMLName("headerRowCount"), XMLName("totalsRowCount")
    )
    let columnName = XMLName("name")
    var list: ListObject?
    while true {
        switch try scanner.next() {
        case .start where scanner.namespace == .sheet && scanner.name == table && list == nil:
            guard let found = try scanner.value(area).flatMap({ MergedArea($0) }) else { return nil }
            list = ListObject(
                name: try scanner.value(name) ?? "", rows: found.rows, columns: found.columns,
                headerRows: try scanner.value(header).flatMap { Int($0) } ?? 1,
                totalsRows: try scanner.value(totals).flatMap { Int($0) } ?? 0, columnNames: [])
        case .start where scanner.namespace == .sheet && scanner.name == column:
            var text = Array((try scanner.value(columnName) ?? "").utf8)
            decodeEscapes(&text, from: 0)
            list?.columnNames.append(String(decoding: text, as: UTF8.self))
        case .finish: return list
        default: continue
        }
    }
}

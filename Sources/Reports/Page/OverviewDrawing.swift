// An overview of a return: its rows and columns, with findings as marks.

import Findings
import Locations

/// The findings of one table of one file by bands of rows and by columns. Rows are numbered as a spreadsheet shows
/// them, from 1: the header is one of them, and so is what stands above it.
struct Overview {
    let file: CheckedFile
    /// The columns that are drawn, as indices into the file's, and whether those without findings are left out.
    private(set) var columns: [Int] = []
    private(set) var leavesColumnsOut = false
    /// How many findings of each column there are; those of whole rows at −1.
    private(set) var counts: [Int: Int] = [:]
    /// The worst severity of each band and column.
    private var marks: [Cell: Severity] = [:]
    /// How many findings are about no row or column that is drawn.
    private var unplaced = 0
    /// The last row that is drawn, and how many rows are one band.
    private var lastRow: Int
    private(set) var rowsOfBand: Int
    private let known: [FileDetails.Column]
    private let indices: [Int: Int]

    static let mostRows = 200
    static let mostColumns = 30
    /// Overviews of more returns are not drawn.
    static let mostFiles = 12

    private struct Cell: Hashable {
        var band: Int
        var column: Int
    }

    init(_ file: CheckedFile) {
        self.file = file
        known = file.details?.columns ?? []
        var indices: [Int: Int] = [:]
        for (index, column) in known.enumerated() { if let number = column.number { indices[number] = index } }
        self.indices = indices
        // Blank rows and headings among the rows are not counted, so that rows may stand further down.
        lastRow = (file.details?.headerRow ?? 0) + file.rows
        rowsOfBand = max(1, (lastRow + Self.mostRows - 1) / Self.mostRows)
    }

    private var bandCount: Int { (lastRow + rowsOfBand - 1) / rowsOfBand }

    func holds(_ finding: Finding) -> Bool {
        guard let location = finding.location else { return false }
        return location.file == file.path && location.sheet == file.sheet
            && (finding.table == nil || finding.table == file.table)
    }

    mutating func add(_ finding: Finding) {
        guard let extent = finding.location?.spreadsheetExtent, extent.row > 0 else {
            unplaced += 1
            return
        }
        var column = -1
        if finding.location?.header != nil {
            guard let index = indices[Int(extent.column)] else {
                unplaced += 1
                return
            }
            column = index
        }
        counts[column, default: 0] += 1
        let row = Int(extent.row)
        lastRow = max(lastRow, row)
        while bandCount > Self.mostRows { widenBands() }
        let cell = Cell(band: (row - 1) / rowsOfBand, column: column)
        marks[cell] = max(marks[cell] ?? .note, finding.severity)
    }

    /// Makes one band of two, so that however far down rows stand, there are no more bands than are drawn.
    private mutating func widenBands() {
        rowsOfBand *= 2
        var wider: [Cell: Severity] = [:]
        for (cell, severity) in marks {
            let cell = Cell(band: cell.band / 2, column: cell.column)
            wider[cell] = max(wider[cell] ?? .note, severity)
        }
        marks = wider
    }

    mutating func finish() {
        columns = Array(known.indices)
        if columns.count > Self.mostColumns {
            let worst = counts.filter { $0.key >= 0 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            columns = worst.prefix(Self.mostColumns).map(\.key).sorted()
            leavesColumnsOut = true
        }
    }

    // MARK: Drawing

    var isEmpty: Bool { marks.isEmpty || file.rows == 0 || known.isEmpty }

    var markup: String {
        let cell = (width: 20.0, height: bandCount > 100 ? 5.0 : bandCount > 40 ? 8.0 : 12.0)
        let (left, top) = (52.0, 24.0)
        let places = Dictionary(uniqueKeysWithValues: ([-1] + columns).enumerated().map { ($0.element, $0.offset) })
        let width = left + Double(columns.count + 1) * cell.width + 4
        let height = top + Double(bandCount) * cell.height + 6
        var body = ""
        for (place, column) in columns.enumerated() {
            let x = left + Double(place + 1) * cell.width
            let letter = known[column].number.map { columnName($0) } ?? String(column + 1)
            body += "<text x=\"\(drawn(x + cell.width / 2))\" y=\"14\" class=\"m t\">\(letter)</text>"
            body += "<path d=\"M\(drawn(x)) 20V\(drawn(height - 6))\" class=\"axis\" opacity=\".35\"/>"
        }
        body += "<text x=\"\(drawn(left - 6))\" y=\"14\" text-anchor=\"end\" class=\"t\">row</text>"
        let step = max(1, bandCount / 12)
        for band in stride(from: 0, to: bandCount, by: step) {
            let y = top + (Double(band) + 0.5) * cell.height + 3
            body += "<text x=\"\(drawn(left - 6))\" y=\"\(drawn(y))\" text-anchor=\"end\" class=\"t\">"
            body += grouped(band * rowsOfBand + 1) + "</text>"
        }
        // What is above this line is the header, and what stands above that.
        let below = top + Double(file.details?.headerRow ?? 0) / Double(rowsOfBand) * cell.height
        body += "<path d=\"M\(drawn(left)) \(drawn(below))H\(drawn(width - 4))\" class=\"axis\"/>"
        for severity in Severity.allCases {
            var path = ""
            for (mark, _) in marks.filter({ $0.value == severity })
                .sorted(by: { ($0.key.band, $0.key.column) < ($1.key.band, $1.key.column) })
            {
                guard let place = places[mark.column] else { continue }
                let x = left + Double(place) * cell.width + 3
                let y = top + Double(mark.band) * cell.height + 0.5
                path += shape(severity, x, y, cell.width - 6, cell.height - 1)
            }
            if !path.isEmpty { body += "<path d=\"\(path)\" class=\"\(severity.pageClass)\"/>" }
        }
        return
            "<figure class=\"map\"><div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"\(pageText(name))\">"
            + "<svg viewBox=\"0 0 \(drawn(width)) \(drawn(height))\" width=\"\(drawn(width))\" height=\"\(drawn(height))\" role=\"img\" "
            + "aria-label=\"\(pageText(words))\">\n" + body + "</svg></div>\n<figcaption>" + pageText(words)
            + "</figcaption></figure>\n"
    }

    /// A mark whose shape tells the severity: a square, a diamond, a triangle, a ring.
    private func shape(_ severity: Severity, _ x: Double, _ y: Double, _ width: Double, _ height: Double) -> String {
        let (w, h) = (drawn(width), drawn(height))
        let (halfWidth, halfHeight) = (drawn(width / 2), drawn(height / 2))
        switch severity {
        case .error: return "M\(drawn(x)) \(drawn(y))h\(w)v\(h)h-\(w)z"
        case .query:
            return "M\(drawn(x + width / 2)) \(drawn(y))l\(halfWidth) \(halfHeight)l-\(halfWidth) \(halfHeight)"
                + "l-\(halfWidth) -\(halfHeight)z"
        case .warning: return "M\(drawn(x)) \(drawn(y + height))h\(w)l-\(halfWidth) -\(h)z"
        case .note:
            let arc = "a\(halfWidth) \(halfHeight) 0 1 0 "
            return "M\(drawn(x)) \(drawn(y + height / 2))\(arc)\(w) 0\(arc)-\(w) 0z"
        }
    }

    /// `q2.xlsx, “Q2 KPIs”`
    var name: String {
        escapedForTerminal(file.path) + (file.sheet.map { ", “\(escapedForTerminal($0, columns: 60))”" } ?? "")
    }

    private var words: String {
        let total = counts.values.reduce(0, +) + unplaced
        var text = "\(name): \(counted(file.rows, "row")), \(counted(total, "finding"))"
        let worst = counts.filter { $0.key >= 0 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3)
        if !worst.isEmpty {
            text +=
                ", most in "
                + listed(
                    worst.map { "“\(escapedForTerminal(known[$0.key].header, columns: 40))” (\(grouped($0.value)))" })
        }
        var sentences = [text]
        if let row = file.details?.headerRow {
            sentences.append("Rows are numbered as in a spreadsheet, the header is in row \(grouped(row))")
        }
        if rowsOfBand > 1 { sentences.append("Each line of the drawing is \(grouped(rowsOfBand)) rows") }
        if leavesColumnsOut { sentences.append("Only columns with findings are drawn") }
        if counts[-1] != nil { sentences.append("Findings about whole rows are left of the first column") }
        if unplaced > 0 {
            let verb = unplaced == 1 ? " is" : " are"
            sentences.append(counted(unplaced, "finding") + verb + " in no cell of the drawing")
        }
        return sentences.map { ended($0) }.joined(separator: " ")
    }
}

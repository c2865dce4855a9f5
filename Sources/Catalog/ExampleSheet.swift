// Sheets of workbooks as examples: what is seen of their cells, and what they store.

/// A sheet whose first row is its header.
package struct ExampleSheet: Sendable {
    package var rows: [[ExampleCell]]
    /// Merged cells, by the names of their areas.
    package var merged: [String]
    /// Whether its workbook asks for calculation when it is opened.
    package var asksForCalculation: Bool
    /// Its conditional formats.
    package var conditions: [ExampleCondition]

    init(
        _ rows: [[ExampleCell]], merged: [String] = [], asksForCalculation: Bool = false,
        conditions: [ExampleCondition] = []
    ) {
        self.rows = rows
        self.merged = merged
        self.asksForCalculation = asksForCalculation
        self.conditions = conditions
    }

    /// The sheet as text: cells between bars, and in brackets what is not seen of them.
    package var text: String {
        let cells = rows.map { $0.map(\.text) }
        let widths = cells.reduce(into: [Int]()) { widths, row in
            for (column, cell) in row.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], cell.count)
            }
        }
        var lines = cells.map { row in
            let padded = row.enumerated().map { $1 + String(repeating: " ", count: widths[$0] - $1.count) }
            return "| " + padded.joined(separator: " | ") + " |"
        }
        lines += merged.map { "(\($0) is one cell)" }
        lines += conditions.map { "(\($0.cells) is \($0.name) where \($0.formula))" }
        if asksForCalculation { lines.append("(the workbook asks for calculation when it is opened)") }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// Cells that are coloured where a formula is true.
package struct ExampleCondition: Sendable {
    package var cells: String
    package var formula: String
    /// Six hexadecimal digits, and the name of the colour.
    package var colour: String
    package var name: String

    init(_ cells: String, _ formula: String, colour: String, name: String) {
        self.cells = cells
        self.formula = formula
        self.colour = colour
        self.name = name
    }
}

/// A cell of an example.
package enum ExampleCell: Sendable {
    case text(String)
    /// What is stored, the number format (`General` unless said), and what is seen.
    case figure(String, format: String, seen: String)
    /// A formula with its result, or without one.
    case formula(String, result: String?)
    /// A text, which may be empty, in a cell with a fill: the colour as six hexadecimal digits, and its name.
    case filled(String, colour: String, name: String)

    /// A figure that is shown as it is stored.
    static func figure(_ stored: String) -> Self { .figure(stored, format: "General", seen: stored) }

    fileprivate var text: String {
        switch self {
        case .text(let text): Double(text) != nil || text.hasSuffix("%") ? "\(text) (a text)" : text
        case .figure(let stored, let format, let seen):
            format == "General" ? stored : "\(seen)\(seen.isEmpty ? "" : " ")(stored \(stored), format \(format))"
        case .formula(let formula, let result):
            result.map { "\($0) (stored for \(formula))" } ?? "(\(formula) without a result)"
        case .filled(let text, _, let name): "\(text)\(text.isEmpty ? "" : " ")(filled \(name))"
        }
    }
}

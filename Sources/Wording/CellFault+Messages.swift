// The messages about one cell.

import Checking
import Columns
import Diagnostics
import Evaluation
import Findings
import Patterns
import Quantities

extension StructuralMessages {
    /// The message about a cell, to follow the name of its row.
    func of(_ fault: CellFault, _ cell: String, _ memory: inout Memory) -> Words {
        let name = title
        switch fault {
        case .missing where column?.origin == .heading:
            return Words(
                message: "no heading stands above this row to say its \(name)",
                help: "a heading is a row with one text and no key. If headings stand in the key's column, say in the "
                    + "rule file what keys look like, such as `matches /[0-9.]+/`; if a row needs none, write `optional`"
            )
        case .missing: return Words(message: "\(name) is blank", help: "fill in \(name); every row must have one")
        case .unreadable: return unreadable(cell, &memory)
        case .notAllowed:
            guard case .choice(let choices)? = column?.type else { return Words(message: cell) }
            let labels = choices.texts
            let (near, fix) = label(for: cell, among: labels, &memory)
            return Words(
                message: "\(name) is \(quoted(cell)), which is not one of \(listed(labels))",
                help: near.map { didYouMean($0, cell) } ?? "write one of \(listed(labels))",
                fix: fix)
        case .badFormat:
            return Words(
                message: "\(name) \(quoted(cell)) does not match the required pattern",
                help: "it must match /\(column?.pattern?.source ?? "")/"
                    + (matcher.flatMap { matcher in unseenDifference(in: cell) { matcher.fits($0) } }.map { "; \($0)" }
                        ?? ""),
                fix: matcher.flatMap { .ofForm(cell, pattern: $0) })
        case .outOfRange:
            return Words(
                message: "\(name) is \(cell), which is not \(column.map { Self.bounds(of: $0) } ?? "allowed")",
                help: "correct the figure")
        case .noUnit:
            return Words(
                message: "\(name) \(quoted(cell)) is no unit",
                help: "write a unit, such as %, £m or days; leave the cell blank where there is none")
        case .unitDisagrees:
            return Words(
                message: "\(name) \(quoted(cell)) has another unit than stands in \(titleOfUnits)",
                help: "correct the one that is wrong; a figure whose unit stands in another column need not repeat it")
        case .notRounded:
            return Words(
                message: "\(name) is \(cell), which is not rounded to \(roundingOfColumn)",
                help: "round the figure; it was taken for an exact one")
        case .spreadsheetError:
            let isNarrow = cell.utf8.allSatisfy { $0 == 0x23 }
            return Words(
                message: isNarrow
                    ? "\(name) \(quoted(cell)) is no value: the column was too narrow to show it when it was saved"
                    : "\(name) \(quoted(cell)) is an error of a spreadsheet, and no value",
                help: isNarrow ? "widen the column and save it again" : "correct the formula that gave it")
        case .irregularNumber, .numberInWords:
            return Words(
                message: "\(name) \(quoted(cell)) was read as a number, but is not written as one",
                help: fault == .numberInWords ? "write it in figures" : "write it in figures, without spaces",
                fix: .ofNumber(cell))
        case .figureInWords:
            if ["%", "£", "€", "$"].contains(cell) {
                return Words(
                    message: "\(name) \(quoted(cell)) was taken for words: there is no figure beside the sign",
                    help: "write the figure, or leave the cell blank")
            }
            if !cell.contains(where: \.isNumber) {
                return Words(
                    message: "\(name) \(quoted(cell)) was taken for words, though it may stand for a figure",
                    help: "write the figure, or leave the cell blank where there is none")
            }
            let isWide = cell.unicodeScalars.contains { ("\u{FF10}"..."\u{FF19}").contains($0) }
            return Words(
                message: "\(name) \(quoted(cell)) was taken for words, though a figure stands in it",
                help: figureInPlainCharacters(cell).map { "write it in plain characters, as \(quoted($0))" }
                    ?? "write the figure alone, with its unit" + (isWide ? ", in plain characters" : "")
                    + "; what else there is to say can stand in brackets behind it")
        }
    }

    /// The label that is nearest to a cell's text, and the correction for the cell.
    private func label(
        for cell: String, among labels: [String], _ memory: inout Memory
    ) -> (near: String?, fix: CellCorrection?) {
        let spellings = memory.labels ?? LabelSpellings(labels)
        memory.labels = spellings
        let near = spellings.names.nearest(to: cell, budget: &memory.comparedLetters).map { spellings.names.names[$0] }
        return (near, .ofLabel(cell, spellings, near: near))
    }

    private func unreadable(_ cell: String, _ memory: inout Memory) -> Words {
        guard let column else { return Words(message: cell) }
        if case .status(let scheme) = column.type {
            let labels = judgement.rules.schemes[scheme].labels.map(\.text).filter { !$0.isEmpty }
            let (near, fix) = label(for: cell, among: labels, &memory)
            return Words(
                message: cell.isEmpty
                    ? "\(title) is blank, and the scheme has no status for a blank cell"
                    : "\(title) is \(quoted(cell)), which is no status of the scheme",
                help: near.map { didYouMean($0, cell) } ?? "write one of \(listed(labels))",
                fix: cell.isEmpty ? nil : fix)
        }
        let expectation = column.type.traits.expectation
        if column.calendar.pairs != .either, holdsPair(cell) {
            return Words(
                message: "\(title) \(quoted(cell)) cannot be read",
                help: column.calendar.pairs == .months
                    ? "the column says `months`: write a month, such as 2023-09, or a year in full, such as 2023/2024"
                    : "the column says `years`: write a year, such as 2023-24")
        }
        if let found = expectation?.cause(of: cell, monthFirst: column.calendar.isMonthFirst) {
            return Words(message: "\(title) \(quoted(cell)) cannot be read: \(found.cause)", help: found.cure)
        }
        return Words(
            message: "\(title) \(quoted(cell)) cannot be read",
            help: column.type == .date && column.calendar.isMonthFirst
                ? "write a date with its month first, such as 09/30/2023"
                : "write \(expectation?.text ?? "a text")")
    }

    private func listed(_ labels: [String]) -> String {
        let shown = labels.prefix(8).map { $0.isEmpty ? "(blank)" : quoted($0) }
        return shown.joined(separator: ", ") + (labels.count > 8 ? ", …" : "")
    }

    /// A near text, with the difference to the cell's text where it is invisible.
    func didYouMean(_ near: String, _ cell: String) -> String {
        "did you mean \(quoted(near))?"
            + (unseenDifference(cell, from: near).map { " \(quoted(cell)) looks alike, but \($0)" } ?? "")
    }

    /// A cell's text in quotation marks, cut where it is long.
    func quoted(_ text: String) -> String {
        text.count > 80 ? "“\(text.prefix(79))…”" : "“\(text)”"
    }
}

extension StructuralMessages {
    /// What people call the column in which the units of this one stand.
    private var titleOfUnits: String {
        column?.unitColumn.map { reported?.title($0) ?? table.columns[$0].name } ?? "its column of units"
    }

    /// What the column's figures are rounded to: `5`, `1,000`.
    private var roundingOfColumn: String { column?.rounding?.text ?? "" }

    /// Where the values of a column must lie: `between 0 and 100`, `at least 0`.
    fileprivate static func bounds(of column: CheckedColumn) -> String {
        guard let (low, high) = column.bounds else { return "" }
        if case .literal(.unknown) = low.kind { return "at most \(high.span.text)" }
        if case .literal(.unknown) = high.kind { return "at least \(low.span.text)" }
        return "between \(low.span.text) and \(high.span.text)"
    }
}

// Corrections in words: as help, as places beside a finding, and as values.

import Checking
import Diagnostics
import Evaluation
import Findings

extension CorrectionsFound {
    /// The corrections as a finding has them.
    func worded(in writer: FindingWriter) -> [FindingCorrection] {
        let places = Dictionary(grouping: proposals, by: \.place)
        let order = proposals.map(\.place).reduce(into: [Proposal.Place]()) { list, place in
            if !list.contains(place) { list.append(place) }
        }
        return order.compactMap { place in places[place].flatMap { word($0, at: place, in: writer) } }.sorted {
            ($0.location.file, $0.location.line, $0.location.column)
                < ($1.location.file, $1.location.line, $1.location.column)
        }
    }

    private func word(_ same: [Proposal], at place: Proposal.Place, in writer: FindingWriter) -> FindingCorrection? {
        guard let first = same.first else { return nil }
        let judgement = writer.judgement
        let table = judgement.rules.tables[place.table]
        var wanted = WantedRows()
        let set = wanted.set(of: Set(table.columns.indices))
        wanted.add(place.row, set: set)
        var other: Int?
        if case .repeats(let row) = first.reason { other = row }
        if let other { wanted.add(other, set: set) }
        wanted.finish()
        let rows = ReportedRows(wanted, columns: Set(table.columns.indices), table: place.table, in: writer)
        guard let row = rows[place.row] else { return nil }
        let key = judgement.key(of: row, in: rows, table: place.table)
        let name = judgement.keyText(key, row: row, in: rows)
        guard let column = place.column else {
            let twin = other.flatMap { rows[$0] }?.lineName ?? "another row"
            return FindingCorrection(
                kind: .repeated,
                message: (key.isEmpty ? row.lineName : "\(name) on \(row.lineName)")
                    + " repeats \(twin): counted once, \(comesRight)",
                column: nil, rowName: name, before: "", after: [], location: rows.location(of: row))
        }
        let title = rows.title(column) ?? table.columns[column].name
        let before = rows.cell(row, column)
        let after = same.compactMap(\.text)
        let says = before.isEmpty ? "is blank" : "is \(cut(oneLine(before), to: 60))"
        let would = after.map { cut(oneLine($0), to: 60) }.joined(separator: " or ")
        let subject = "“\(title)” of \(name)"
        let message: String
        switch first.reason {
        case .accused(.due): message = "\(subject) \(says) but due \(would): with it, \(comesRight)"
        case .accused(.meant): message = "\(subject) \(says) where \(would) is meant: with it, \(comesRight)"
        case .notRead, .misspelt, .notCounted, .misplaced:
            message = "\(subject) \(says): with \(would), \(comesRight)"
        case .slip(let kind): message = "\(subject) \(says): with \(would) (\(kind.words)), \(comesRight)"
        case .repeats, .stated:
            message = "\(subject) \(says), but its parts, which other totals confirm, make \(would)"
        }
        return FindingCorrection(
            kind: first.reason.kind, message: message, column: table.columns[column].name, rowName: name,
            before: before, after: after, location: rows.location(of: row, column: column) ?? rows.location(of: row))
    }

    /// What the total then comes to.
    private var comesRight: String {
        guard case .equal = total.nearness, !stated.isEmpty else { return "the total agrees" }
        return isCount ? "there are \(stated)" : "the total is \(stated)"
    }
}

extension ProposalReason {
    fileprivate var kind: FindingCorrection.Kind {
        switch self {
        case .accused: .accused
        case .notRead, .misspelt, .notCounted: .notCounted
        case .misplaced: .misplaced
        case .slip(.exchanged): .digitsExchanged
        case .slip(.shifted): .placeShifted
        case .slip(.sign): .sign
        case .repeats: .repeated
        case .stated: .stated
        }
    }
}

extension DigitSlip.Kind {
    fileprivate var words: String {
        switch self {
        case .exchanged: "two digits exchanged"
        case .shifted: "the decimal point shifted"
        case .sign: "the other sign"
        }
    }
}

extension Finding {
    /// Adds what would put it right: to its help, to the places beside it, and as values.
    mutating func add(_ corrections: [FindingCorrection]) {
        guard !corrections.isEmpty else { return }
        self.corrections = corrections
        let words = corrections.map(\.message).joined(separator: "; ")
        let beginning = corrections.count == 1 ? "One change would correct it: " : "Any of these would correct it: "
        let said = beginning + words + "."
        help = help.map { text in text + (text.last.map { ".?!)".contains($0) } ?? true ? " " : ". ") + said } ?? said
        related += corrections.map { correction in
            let would = correction.after.map { cut(oneLine($0), to: 60) }.joined(separator: " or ")
            return RelatedLocation(
                correction.column == nil
                    ? "without this row it would agree" : "with \(would) here it would agree", correction.location)
        }
    }
}

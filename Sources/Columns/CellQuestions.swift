// What is asked of the cells of one column, once the rule file has had its say about severities.

import Catalog
import Checking

/// What is asked of one column's cells, in the order in which a cell gets its first finding.
struct CellQuestions {
    struct Question {
        var verdict: CellFaults
        var fault: CellFault
        var isFault: Bool
    }

    /// Faults that a cell has by its text alone; what is turned off is not asked.
    let faults: [Question]
    /// What its value must lie between, asked behind the faults; `nil` where that is turned off.
    let range: Question?
    /// What is said of a cell that has none of these.
    let notes: [Question]
    /// The verdicts of which anything is asked.
    let asked: CellFaults
    /// By verdict whether a cell is faulty for it; of cells that need not lie in a range.
    private let isFaulty: [Bool]

    init(_ column: CheckedColumn, _ rules: RuleSet) {
        var isChoice = false
        if case .choice = column.type { isChoice = true }
        func question(_ verdict: CellFaults, _ fault: CellFault) -> Question? {
            guard rules.structural.severity(of: fault.finding) != nil else { return nil }
            return Question(verdict: verdict, fault: fault, isFault: rules.structural.isFault(fault.finding))
        }
        var faults = column.isRequired ? [question(.blank, .missing)] : []
        faults.append(question(.spreadsheetError, .spreadsheetError))
        faults.append(question(.unreadable, isChoice ? .notAllowed : .unreadable))
        faults.append(question(.misfit, .badFormat))
        let isCalendar = column.type.traits.isCalendar
        // In dates and periods the same bits say something of the whole column.
        let notes: [Question?] =
            isCalendar
            ? []
            : [
                question(.irregular, .irregularNumber), question(.inWords, .numberInWords),
                question(.nearlyFigure, .figureInWords),
            ]
        let (own, said) = (faults.compactMap { $0 }, notes.compactMap { $0 })
        self.faults = own
        self.notes = said
        range = question([], .outOfRange)
        asked = (own + said).reduce(into: []) { $0.formUnion($1.verdict) }
        isFaulty = (0..<256).map { raw in
            let verdict = CellFaults(rawValue: UInt8(raw))
            if let first = own.first(where: { verdict.contains($0.verdict) }) { return first.isFault }
            return said.contains { $0.isFault && verdict.contains($0.verdict) }
        }
    }

    /// Whether a cell of this verdict is faulty.
    @inline(__always)
    func isFaulty(_ verdict: UInt8) -> Bool { isFaulty[Int(verdict)] }
}

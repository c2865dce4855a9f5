// The structural findings that are looked for in the cells of one column, after `set` has changed severities.

import Catalog
import Checking

/// What is looked for in one column's cells, in order: a cell gets its first finding.
struct CellQuestions {
    struct Question {
        var verdict: CellFaults
        var fault: CellFault
        var isFault: Bool
    }

    /// Faults that a cell has by its text alone, without those that are turned off.
    let faults: [Question]
    /// Whether its value is within `between`, checked after the faults; `nil` where that is turned off.
    let range: Question?
    /// Whether it can be read as the unit that it is to be, and whether its figure has the unit that stands elsewhere.
    let noUnit: Question?
    let unitDisagrees: Question?
    /// Whether its figure is rounded as its column says, asked of cells without a fault.
    let notRounded: Question?
    /// Notes, for cells without a fault.
    let notes: [Question]
    /// All `CellFaults` that any of these looks for.
    let asked: CellFaults
    /// Indexed by the raw value of `CellFaults`: whether such a cell is faulty. Ranges are not included.
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
        // In dates and periods the same bits mean something else, about the whole column.
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
        noUnit = question([], .noUnit)
        unitDisagrees = question([], .unitDisagrees)
        notRounded = question([], .notRounded)
        asked = (own + said).reduce(into: []) { $0.formUnion($1.verdict) }
        isFaulty = (0..<256).map { raw in
            let verdict = CellFaults(rawValue: UInt8(raw))
            if let first = own.first(where: { verdict.contains($0.verdict) }) { return first.isFault }
            return said.contains { $0.isFault && verdict.contains($0.verdict) }
        }
    }

    /// Whether a cell with these `CellFaults` is faulty.
    @inline(__always)
    func isFaulty(_ verdict: UInt8) -> Bool { isFaulty[Int(verdict)] }
}

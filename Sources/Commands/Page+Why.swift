// The traces of `why`, for people.

import Findings
import Workspace

extension Page {
    /// The rule, then each row with the values of the rule's parts.
    mutating func show(_ answer: WhyAnswer, _ request: WhyRequest) {
        heading("\(answer.rule) (\(answer.severity.rawValue)): \(answer.title)")
        paragraphs("\(answer.location.file):\(answer.location.line), about table \(answer.table)", indent: 2)
        if answer.traces.isEmpty { showNothing(answer, request) }
        for trace in answer.traces { show(trace, answer) }
        let rest = answer.followed - answer.traces.count
        if rest > 0, !answer.traces.isEmpty {
            blankLine()
            let what = answer.isAboutGroups ? ("group", "groups") : ("row", "rows")
            let fits = request.row.isEmpty ? ("breaks the rule", "break the rule") : ("fits", "fit")
            paragraphs(
                "\(counted(rest, "more " + what.0 + " " + fits.0, "more " + what.1 + " " + fits.1)); "
                    + "`--max-shown` shows more of them, another `--row` fewer.", indent: 0)
        }
    }

    private mutating func showNothing(_ answer: WhyAnswer, _ request: WhyRequest) {
        blankLine()
        let asked = request.row.map { "\($0.column) = \($0.text)" }.joined(separator: ", ")
        if request.row.isEmpty {
            paragraphs("No row breaks it. To see what it makes of one, name it: `--row ref=7.25`.", indent: 2)
        } else if answer.matching == 0 {
            paragraphs("No row of \(answer.table) has \(asked).", indent: 2)
        } else {
            paragraphs(
                (answer.matching == 1 ? "The row" : "The \(answer.matching) rows") + " with \(asked) "
                    + (answer.matching == 1 ? "is none" : "are none")
                    + " that the rule is about: its `where` keeps them out, or a cell that orders its series is faulty.",
                indent: 2)
        }
    }

    private mutating func show(_ trace: RuleTrace, _ answer: WhyAnswer) {
        blankLine()
        let key = trace.key.map { "\($0.name) \($0.text.isEmpty ? "(blank)" : $0.text)" }.joined(separator: ", ")
        var subject = key
        if answer.isAboutGroups { subject = "the group of " + key }
        if subject.isEmpty { subject = trace.location?.row.map { "row \($0)" } ?? "the return" }
        paragraph(sentence(subject, trace, answer), isStrong: true)
        if let location = trace.location {
            let row = location.row.map { ", row \($0)" } ?? ""
            paragraphs("\(location.file):\(location.line)\(row)", indent: 2)
        }
        if !trace.faulty.isEmpty {
            values(
                trace.faulty.map {
                    ValueLine(depth: 0, text: $0.text, value: $0.value.words, note: $0.note, isStrong: true)
                },
                indent: 2)
            blankLine()
        }
        var lines: [ValueLine] = []
        let deciding = trace.decidingClauses
        for (index, clause) in trace.clauses.enumerated() {
            add(
                clause.part, depth: 0, as: "\(clause.kind.rawValue) \(clause.part.text)",
                isStrong: deciding.contains(index), to: &lines)
        }
        values(lines, indent: 2)
        for (row, partner, finding) in answer.findings where row == trace.row && partner == trace.partner {
            paragraphs("found: \(finding.message)", indent: 2)
            if let waiver = finding.waived { paragraphs("waived: \(waiver.because)", indent: 2) }
        }
    }

    private func add(
        _ part: TracedOperand, depth: Int, as text: String? = nil, isStrong: Bool = false, to lines: inout [ValueLine]
    ) {
        lines.append(
            ValueLine(
                depth: depth, text: text ?? part.text,
                value: part.value.words + (part.stored.map { " (stored \($0))" } ?? ""), note: part.note,
                isStrong: isStrong))
        for child in part.parts { add(child, depth: depth + 1, to: &lines) }
        guard let counted = part.counted else { return }
        var words = "made from \(Commands.counted(counted.count, "row", "rows")) of \(counted.table)"
        if counted.leftOut > 0 {
            words +=
                " (\(Commands.counted(counted.leftOut, "row with a faulty cell", "rows with faulty cells")) left out)"
        }
        var listed = counted.count
        if counted.missing > 0 {
            listed = counted.missing
            words += ", and from \(Commands.counted(counted.missing, "part that is missing", "parts that are missing"))"
        }
        if listed > counted.first.count { words += ", the first:" } else if listed > 0 { words += ":" }
        lines.append(ValueLine(depth: depth + 1, text: words, value: ""))
        for row in counted.first {
            let cells = row.cells.map { "\($0.name) \($0.text)" }.joined(separator: ", ")
            lines.append(
                ValueLine(
                    depth: depth + 2, text: "line \(row.line)" + (cells.isEmpty ? "" : ": " + cells),
                    value: row.value ?? ""))
        }
    }

    /// The outcome of the row for the rule, and why, in one sentence.
    private func sentence(_ subject: String, _ trace: RuleTrace, _ answer: WhyAnswer) -> String {
        let clause = trace.decidingClauses.first.map { trace.clauses[$0] }
        switch trace.outcome {
        case .passed: return subject + " passes the rule"
        case .broken:
            let isWaived = answer.findings.contains {
                $0.row == trace.row && $0.partner == trace.partner && $0.finding.waived != nil
            }
            return subject + " breaks the rule" + (isWaived ? ", which is waived" : "")
        case .notApplicable:
            return subject + " is none that the rule applies to"
                + (clause.map { ": `\($0.kind.rawValue) \($0.part.text)` is false" } ?? "")
        case .undecided:
            if let cell = trace.faulty.first, cell.value == .unknown {
                return subject + " cannot be decided: \(cell.text) is not known" + (cell.note.map { " (\($0))" } ?? "")
            }
            if let cell = trace.faulty.first {
                return subject + " cannot be decided: its cell for \(cell.text) is faulty"
            }
            guard let cause = clause?.part.firstUnknown else { return subject + " cannot be decided" }
            return subject + " cannot be decided: \(cause.text) is "
                + (cause.value == .unknown ? "not known" : cause.value.words) + (cause.note.map { " (\($0))" } ?? "")
        }
    }
}

extension RuleTrace {
    /// The clauses that decided the outcome: those that are false, or else those that are not known; for a row that
    /// passes, its `require`s.
    fileprivate var decidingClauses: [Int] {
        switch outcome {
        case .passed, .broken:
            return clauses.indices.filter {
                clauses[$0].kind == .require && clauses[$0].part.truth == (outcome == .passed)
            }
        case .notApplicable:
            return clauses.indices.filter { clauses[$0].kind == .when && clauses[$0].part.truth == false }
        case .undecided:
            let open = clauses.indices.filter { clauses[$0].part.truth == nil }
            let whens = open.filter { clauses[$0].kind == .when }
            return whens.isEmpty ? open : whens
        }
    }
}

extension TracedOperand {
    /// The first leaf without a value, among the parts that leave the whole without one.
    fileprivate var firstUnknown: TracedOperand? {
        guard isWithoutValue else { return nil }
        return parts.lazy.compactMap(\.firstUnknown).first ?? self
    }

    private var isWithoutValue: Bool {
        if isCondition { return truth == nil }
        return value == .unknown || value == .blank || (note != nil && !isInWords)
    }
}

// Dates, periods and lengths of time over a batch's vectors.

import Checking
import Columns
import Planning
import Quantities

extension ExpressionEvaluator {
    func year(_ inputs: [NodeID?], into result: FigureVector) {
        let start = yearStart(inputs[0])
        part(of: inputs[0], into: result, date: { date, _ in date.year }, period: { $0.year(from: start) })
    }

    func quarter(_ inputs: [NodeID?], into result: FigureVector) {
        let start = yearStart(inputs[0])
        part(of: inputs[0], into: result, date: { _, _ in nil }, period: { $0.quarter(from: start) })
    }

    func month(_ inputs: [NodeID?], into result: FigureVector) {
        part(
            of: inputs[0], into: result, date: { date, grain in grain.hasMonth ? date.month : nil },
            period: { $0.months == 1 ? $0.start % 12 + 1 : nil })
    }

    func weekday(_ inputs: [NodeID?], into result: FigureVector) {
        part(
            of: inputs[0], into: result, date: { date, grain in grain.isDay ? date.weekday : nil },
            period: { _ in nil })
    }

    func end(_ inputs: [NodeID?], into result: CodeVector) {
        let source = codes(inputs[0])
        result.dropGrains()
        for row in 0..<count {
            result.state[row] = source.state[row] == .value ? .value : .unknown
            result.code[row] = Int64(Period(code: source.code[row]).lastDay)
            result.setGrain(row, .end)
        }
    }

    func days(_ inputs: [NodeID?], into result: FigureVector) {
        distance(inputs, into: result) { from, to, _ in to - from }
    }

    func months(_ inputs: [NodeID?], into result: FigureVector) {
        distance(inputs, into: result) { from, to, grain in
            dates(from, to) { $0.months(until: $1, grain: grain) }
        }
    }

    func years(_ inputs: [NodeID?], into result: FigureVector) {
        distance(inputs, into: result) { from, to, grain in
            dates(from, to) { first, last in
                let months = first.months(until: last, grain: grain)
                return months >= 0 ? months / 12 : (months - 11) / 12
            }
        }
    }

    func age(_ inputs: [NodeID?], into result: FigureVector) {
        distance(inputs, into: result) { from, to, _ in dates(from, to) { $0.age(on: $1) } }
    }

    func workingDays(_ inputs: [NodeID?], into result: FigureVector) {
        if inputs.count > 2, let node = inputs[2],
            case .literal(.days(let table, let column)) = graph.nodes[node].kind
        {
            let holidays = lookups.holidays(ofTable: table, column: column)
            distance(inputs, into: result) { from, to, _ in holidays?.workingDays(after: from, through: to) }
        } else {
            distance(inputs, into: result) { from, to, _ in weekdays(after: from, through: to) }
        }
    }

    /// Moves dates by lengths of time.
    func shift(_ inputs: [NodeID?], subtract: Bool, into result: CodeVector) {
        let dates = codes(inputs[0])
        let amounts = codes(inputs[1])
        var inMonths = false
        if let input = inputs[1], case .duration(.months) = graph.nodes[input].type { inMonths = true }
        result.dropGrains()
        for row in 0..<count {
            guard dates.state[row] == .value, amounts.state[row] == .value else {
                result.state[row] = .unknown
                continue
            }
            let amount = Int(amounts.code[row]) * (subtract ? -1 : 1)
            let date = CalendarDate(days: Int(dates.code[row]))
            let grain = dates.grain(row)
            let shifted =
                inMonths ? date?.adding(months: amount, grain: grain) : date?.adding(days: amount)
            result.state[row] = shifted == nil ? .unknown : .value
            result.code[row] = Int64(shifted?.days ?? 0)
            // Days after the end of a month give a day, not a month.
            if inMonths { result.setGrain(row, grain) }
        }
        result.count = count
    }

    private func yearStart(_ node: NodeID?) -> Int {
        if let node, case .period(let years) = graph.nodes[node].type { return years.month }
        return 4
    }

    /// A part of a date, by the calendar, or of a period.
    private func part(
        of node: NodeID?, into result: FigureVector, date: (CalendarDate, DateGrain) -> Int?, period: (Period) -> Int?
    ) {
        let source = codes(node)
        var isDate = false
        if let node, case .date = graph.nodes[node].type { isDate = true }
        result.dropDenominators()
        for row in 0..<count {
            guard source.state[row] == .value else {
                result.state[row] = .unknown
                continue
            }
            let code = source.code[row]
            let found =
                isDate
                ? CalendarDate(days: Int(code)).flatMap { date($0, source.grain(row)) } : period(Period(code: code))
            result[figure: row] = found.map { Figure(whole: $0) } ?? .unknown
        }
    }

    /// The share of its year that has passed at a period's end, as a percentage.
    func elapsed(_ node: NodeID?, into result: FigureVector) {
        let source = codes(node)
        let start = yearStart(node)
        result.dropDenominators()
        for row in 0..<count {
            guard source.state[row] == .value else {
                result.state[row] = .unknown
                continue
            }
            let period = Period(code: source.code[row])
            let passed = period.start + period.months - (period.year(from: start) * 12 + start - 1)
            result[figure: row] = Figure(
                state: .value, mantissa: Int128(passed) * 100, denominator: 12, scale: 0, unit: .percent, flags: .exact)
        }
    }

    /// A number for each two dates, in days, and how the first was written.
    private func distance(_ inputs: [NodeID?], into result: FigureVector, _ body: (Int, Int, DateGrain) -> Int?) {
        let (from, to) = (codes(inputs[0]), codes(inputs[1]))
        result.dropDenominators()
        for row in 0..<count {
            if from.state[row] == .value, to.state[row] == .value,
                let distance = body(Int(from.code[row]), Int(to.code[row]), from.grain(row))
            {
                result[figure: row] = Figure(whole: distance)
            } else {
                result[figure: row] = .unknown
            }
        }
    }
}

private func dates(_ from: Int, _ to: Int, _ body: (CalendarDate, CalendarDate) -> Int?) -> Int? {
    guard let first = CalendarDate(days: from), let last = CalendarDate(days: to) else { return nil }
    return body(first, last)
}

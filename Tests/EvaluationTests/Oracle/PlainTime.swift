// The plain evaluator's functions of dates and periods: a month or a day at a time.

import Catalog
import Checking
import Quantities

extension PlainEvaluator {
    func time(_ function: Function, _ arguments: [TypedExpression], _ place: PlainPlace) -> PlainValue {
        guard case .code(.value, let code, let grain) = value(arguments[0], place) else {
            return function == .end ? .code(nil) : .figure(.unknown)
        }
        func whole(_ number: Int?) -> PlainValue { .figure(number.map { Figure(whole: $0) } ?? .unknown) }
        let date = arguments[0].type == .date ? CalendarDate(days: Int(code)) : nil
        let period = Period(code: code)
        var start = 4
        if case .period(let years) = arguments[0].type { start = years.month }
        switch function {
        case .year: return whole(date?.year ?? period.year(from: start))
        case .quarter: return whole(period.quarter(from: start))
        case .month:
            if let date { return whole(grain == .day || grain == .end || grain == .month ? date.month : nil) }
            return whole(period.months == 1 ? (period.start + 12_000) % 12 + 1 : nil)
        case .weekday:
            guard grain == .day || grain == .end, let date else { return .figure(.unknown) }
            // The fourth day after 1 January 1970 was a Monday.
            return whole(((date.days - 4) % 7 + 7) % 7 + 1)
        case .end: return .code(.value, Int64(period.lastDay), .end)
        case .elapsed:
            let passed = period.start + period.months - (period.year(from: start) * 12 + start - 1)
            return .figure(
                Figure(
                    state: .value, mantissa: Int128(passed) * 100, denominator: 12, scale: 0, unit: .percent,
                    flags: .exact))
        default:
            guard let other = value(arguments[1], place).code, let from = CalendarDate(days: Int(code)),
                let to = CalendarDate(days: Int(other))
            else { return .figure(.unknown) }
            return whole(between(from, grain, to, function, arguments.count > 2 ? arguments[2] : nil))
        }
    }

    private func between(
        _ from: CalendarDate, _ grain: DateGrain, _ to: CalendarDate, _ function: Function, _ table: TypedExpression?
    ) -> Int? {
        switch function {
        case .days: return to.days - from.days
        case .months: return most(from, grain, to, step: 1)
        case .years: return most(from, grain, to, step: 12)
        case .age:
            var age = -1
            // 29 February is 1 March where there is no such day.
            while case let year = from.year + age + 1, year < 10_000,
                let birthday = CalendarDate(year: year, month: from.month, day: from.day)
                    ?? CalendarDate(year: year, month: 3, day: 1),
                birthday <= to
            { age += 1 }
            return age < 0 ? nil : age
        default: return workingDays(from, to, table)
        }
    }

    /// How many steps of months can be taken without passing a day.
    private func most(_ from: CalendarDate, _ grain: DateGrain, _ to: CalendarDate, step: Int) -> Int? {
        var count = 0
        func isBeyond(_ count: Int) -> Bool {
            from.adding(months: count * step, grain: grain).map { $0 > to } ?? (count > 0)
        }
        while isBeyond(count) { count -= 1 }
        while !isBeyond(count + 1) { count += 1 }
        return count
    }

    private func workingDays(_ from: CalendarDate, _ to: CalendarDate, _ table: TypedExpression?) -> Int? {
        var holidays: Set<Int> = []
        if case .literal(.days(let table, let column))? = table?.kind {
            let cells = tables[table].rows.filter { !$0.isHeader && !$0.isOther }.map { $0.cells[column] }
            if cells.contains(where: \.isFaulty) { return nil }
            holidays = Set(cells.compactMap { $0.value.code.map { Int($0) } })
            let years = holidays.compactMap { CalendarDate(days: $0)?.year }
            guard let first = years.min(), let last = years.max(), (first...last).contains(from.year),
                (first...last).contains(to.year)
            else { return nil }
        }
        var count = 0
        // Weekdays go by the remainder of seven, with 4 for a Monday.
        for day in min(from.days, to.days) + 1..<max(from.days, to.days) + 1 {
            let weekday = ((day - 4) % 7 + 7) % 7
            if weekday < 5, !holidays.contains(day) { count += 1 }
        }
        return from <= to ? count : -count
    }
}

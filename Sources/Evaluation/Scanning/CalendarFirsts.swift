// What is reported once for a file's column of dates: that its cells are written in two ways, that times are ignored.

import Columns
import Quantities

/// A column of a file.
struct CalendarColumn: Hashable {
    var file: Int
    var column: Int
}

/// The first rows of a file's column, by number in the table, whose cells can be read in two ways, and those with
/// times.
struct CalendarFirsts {
    /// The first cell that was read in the column's order of day and month; `otherOrder` is the first of which only the
    /// other order gives a date.
    var ordered: Int?
    var otherOrder: Int?
    /// The first cell read as a year that may be a month; `month` is the first month that cannot be a year.
    var pairedYear: Int?
    var month: Int?
    /// The same, written with a stroke: among months with dashes a stroke marks a year.
    var strokedYear: Int?
    var strokedMonth: Int?
    /// The first cell with a year of two digits that may be another year, or a day.
    var shortYear: Int?
    var time: Int?
    /// How many cells hold a time.
    var times = 0

    /// Adds the rows of a batch.
    mutating func add(_ verdicts: UnsafePointer<UInt8>, found: CellFaults, rows: Mask, firstRow: Int) {
        func first(_ known: Int?, _ wanted: CellFaults, without other: CellFaults = []) -> Int? {
            guard known == nil, found.isSuperset(of: wanted) else { return known }
            for row in 0..<rows.count where rows[row] {
                let verdict = CellFaults(rawValue: verdicts[row])
                if verdict.isSuperset(of: wanted), verdict.isDisjoint(with: other) { return firstRow + row }
            }
            return nil
        }
        ordered = first(ordered, .ordered, without: [.pairedYear, .otherWay])
        otherOrder = first(otherOrder, [.otherWay, .unreadable])
        pairedYear = first(pairedYear, .pairedYear, without: [.stroked, .otherWay])
        month = first(month, .otherWay, without: [.unreadable, .stroked, .pairedYear])
        shortYear = first(shortYear, .shortYear)
        strokedYear = first(strokedYear, [.pairedYear, .stroked])
        strokedMonth = first(strokedMonth, [.otherWay, .stroked])
        guard found.contains(.time) else { return }
        time = first(time, .time)
        for row in 0..<rows.count where rows[row] && verdicts[row] & CellFaults.time.rawValue != 0 { times += 1 }
    }

    /// Adds the results of a later part of the file.
    mutating func merge(_ later: CalendarFirsts) {
        ordered = ordered ?? later.ordered
        otherOrder = otherOrder ?? later.otherOrder
        pairedYear = pairedYear ?? later.pairedYear
        month = month ?? later.month
        strokedYear = strokedYear ?? later.strokedYear
        strokedMonth = strokedMonth ?? later.strokedMonth
        shortYear = shortYear ?? later.shortYear
        time = time ?? later.time
        times += later.times
    }
}

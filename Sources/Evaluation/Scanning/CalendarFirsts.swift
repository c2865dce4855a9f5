// What is said once of a file's column of dates: that its cells are written in two ways, that times are left out.

import Columns
import Quantities

/// A column of a file.
struct CalendarColumn: Hashable {
    var file: Int
    var column: Int
}

/// The first rows of a file's column, by number in the table, whose cells can be read in two ways, and those with
/// times; −1 where there is none.
struct CalendarFirsts {
    /// Read in the column's order of day and month; only the other order makes a day of it.
    var ordered = -1
    var otherOrder = -1
    /// Read as a year where it may be a month; a month that cannot be a year.
    var pairedYear = -1
    var month = -1
    /// The same with a stroke: among months with dashes it is what tells a year.
    var strokedYear = -1
    var strokedMonth = -1
    var time = -1
    /// How many cells hold a time.
    var times = 0

    /// Adds the rows of a slice.
    mutating func add(_ verdicts: UnsafePointer<UInt8>, found: CellVerdict, rows: Mask, firstRow: Int) {
        func first(_ known: Int, _ wanted: CellVerdict, without other: CellVerdict = []) -> Int {
            guard known < 0, found.isSuperset(of: wanted) else { return known }
            for row in 0..<rows.count where rows[row] {
                let verdict = CellVerdict(rawValue: verdicts[row])
                if verdict.isSuperset(of: wanted), verdict.isDisjoint(with: other) { return firstRow + row }
            }
            return -1
        }
        ordered = first(ordered, .ordered, without: [.pairedYear, .otherWay])
        otherOrder = first(otherOrder, [.otherWay, .unreadable])
        pairedYear = first(pairedYear, .pairedYear, without: .stroked)
        month = first(month, .otherWay, without: [.unreadable, .stroked])
        strokedYear = first(strokedYear, [.pairedYear, .stroked])
        strokedMonth = first(strokedMonth, [.otherWay, .stroked])
        guard found.contains(.time) else { return }
        time = first(time, .time)
        for row in 0..<rows.count where rows[row] && verdicts[row] & CellVerdict.time.rawValue != 0 { times += 1 }
    }

    /// Adds what a later part of the file came to.
    mutating func merge(_ later: CalendarFirsts) {
        if ordered < 0 { ordered = later.ordered }
        if otherOrder < 0 { otherOrder = later.otherOrder }
        if pairedYear < 0 { pairedYear = later.pairedYear }
        if month < 0 { month = later.month }
        if strokedYear < 0 { strokedYear = later.strokedYear }
        if strokedMonth < 0 { strokedMonth = later.strokedMonth }
        if time < 0 { time = later.time }
        times += later.times
    }
}

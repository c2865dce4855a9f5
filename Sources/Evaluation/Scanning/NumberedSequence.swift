// References that should run in order: repeats, gaps, steps back, and those that a spreadsheet has shortened.

import Columns
import Quantities

/// A fault of one reference of a numbered column.
enum NumberedFault {
    /// An earlier row of the file has the same reference.
    case duplicate(row: Int, first: Int)
    /// `1.1` where `1.10` is due: the number as it should be, and the row that properly has the shortened reference.
    case shortened(row: Int, first: Int?, number: Int128)
    /// Numbers that the file lacks under the prefix, at the row after the gap: how many, and the first runs of them.
    case gap(row: Int, missing: [ClosedRange<Int128>], count: Int)
    /// It follows a greater number, in a file in which nearly all are in order.
    case outOfOrder(row: Int, previous: Int)

    /// The row of a reference that a spreadsheet has shortened.
    var shortenedRow: Int? {
        if case .shortened(let row, _, _) = self { row } else { nil }
    }

    var row: Int {
        switch self {
        case .duplicate(let row, _), .shortened(let row, _, _), .gap(let row, _, _), .outOfOrder(let row, _): row
        }
    }
}

/// Checks the references of one column through the files of a table, in the order of its rows. Each file is checked
/// separately: files of several periods repeat each other's references.
struct NumberedSequence {
    /// Consecutive numbers under one prefix, ignoring signs, of which none is missing.
    private struct Run: BitwiseCopyable {
        var series: Int32
        var low: Int128
        var high: Int128
    }

    /// A step that skips numbers.
    private struct Jump: BitwiseCopyable {
        var row: Int
        var series: Int32
        var from: Int128
        var to: Int128
    }

    /// What is known of the last reference under one prefix.
    private struct Last: BitwiseCopyable {
        var number: Int128
        /// The last number that was not a repeat, and its row.
        var inOrder: Int128
        var row: Int
        /// The run that its number ends, or −1.
        var run: Int32
    }

    /// How many runs of missing numbers a gap names.
    private static let mostParts = 3

    private var file = -1
    private var prefixes = KeyTable()
    /// Prefixes, ignoring signs: a number with other signs before it is not missing.
    private var bares = KeyTable()
    /// For each prefix the number of the same without signs.
    private var bareSeries = Storage<Int32>()
    private var lasts = Storage<Last>()
    /// Every reference with the row in which it came first, and whether it came without a note in brackets; those with
    /// a note with their notes too.
    private var references = KeyTable()
    private var firstRows = Storage<Int>()
    private var arePlain = Storage<Bool>()
    private var runs = Storage<Run>()
    private var jumps = Storage<Jump>()
    private var steps = 0
    private var stepsBack: [NumberedFault] = []
    /// The prefix of the last reference, which mostly is also that of the next.
    private var current: (prefix: KeyHash, series: Int)?

    private var faults: [NumberedFault] = []

    /// Takes the next row's reference, trimmed; one without a number is ignored. Each group is checked separately.
    mutating func add(_ text: UnsafeBufferPointer<UInt8>, row: Int, file: Int = 0, under group: KeyHash? = nil) {
        if file != self.file {
            finishFile()
            self.file = file
        }
        guard var reference = NumberedReference(text) else { return }
        if let group { reference.prefix = group.adding(reference.prefix) }
        let series = self.series(reference.prefix)
        let isFirst = series == lasts.count
        if isFirst {
            let bare = NumberedReference.barePrefix(of: text)
            bareSeries.append(Int32(bares.insert(group.map { $0.adding(bare) } ?? bare)))
        }
        let bare = bareSeries[series]
        var number = reference.number
        var isRepeat = false
        if !isFirst, reference.isShortened(due: lasts[series].number + 1) {
            number = lasts[series].number + 1
            let first = references.find(reference.key)
            faults.append(.shortened(row: row, first: first < 0 ? nil : firstRows[first], number: number))
            note(reference.key(numbered: number), nil, row)
        } else if let first = note(reference.key(numbered: number), reference.note, row) {
            faults.append(.duplicate(row: row, first: first))
            isRepeat = true
        }
        guard !isFirst else {
            runs.append(Run(series: bare, low: number, high: number))
            lasts.append(Last(number: number, inOrder: number, row: row, run: Int32(runs.count - 1)))
            return
        }
        var last = lasts[series]
        if number == last.number + 1 && last.run >= 0 {
            runs[Int(last.run)].high = number
        } else if number != last.number {
            if number > last.number + 1 {
                jumps.append(Jump(row: row, series: bare, from: last.number, to: number))
            }
            last.run = -1
            if !isRepeat {
                runs.append(Run(series: bare, low: number, high: number))
                last.run = Int32(runs.count - 1)
            }
        }
        last.number = number
        if !isRepeat {
            steps += 1
            if number < last.inOrder { stepsBack.append(.outOfOrder(row: row, previous: last.row)) }
            (last.inOrder, last.row) = (number, row)
        }
        lasts[series] = last
    }

    private mutating func series(_ prefix: KeyHash) -> Int {
        if let current, current.prefix == prefix { return current.series }
        let series = prefixes.insert(prefix)
        current = (prefix, series)
        return series
    }

    /// Records a reference; returns the earlier row that has it, if any. Two references with different notes are not
    /// repeats, because the notes may be parts of them: `T1[1]` and `T1[2]`.
    @discardableResult
    private func note(_ key: KeyHash, _ note: KeyHash?, _ row: Int) -> Int? {
        func insert(_ key: KeyHash) -> (index: Int, isNew: Bool) {
            let index = references.insert(key)
            guard index == firstRows.count else { return (index, false) }
            firstRows.append(row)
            arePlain.append(note == nil)
            return (index, true)
        }
        let (index, isNew) = insert(key)
        guard let note else {
            arePlain[index] = true
            return isNew ? nil : firstRows[index]
        }
        let noted = insert(key.adding(note))
        if !noted.isNew { return firstRows[noted.index] }
        return !isNew && arePlain[index] ? firstRows[index] : nil
    }

    /// All faults, in the order of their rows.
    mutating func finished() -> [NumberedFault] {
        finishFile()
        return faults.sorted { $0.row < $1.row }
    }

    /// Adds the faults that are known once the whole file was seen.
    private mutating func finishFile() {
        // A list with many steps back is not meant to be in order.
        if stepsBack.count * 10 < steps { faults += stepsBack }
        if jumps.count > 0 { findGaps() }
        (prefixes, bares, bareSeries, lasts) = (KeyTable(), KeyTable(), Storage(), Storage())
        (references, firstRows, arePlain) = (KeyTable(), Storage(), Storage())
        (runs, jumps, steps, stepsBack, current) = (Storage(), Storage(), 0, [], nil)
    }

    private mutating func findGaps() {
        let sorted = UnsafeBufferPointer(start: runs.start, count: runs.count).sorted {
            ($0.series, $0.low) < ($1.series, $1.low)
        }
        // The runs of each prefix, merged where they touch, with how many numbers come before each.
        var covered: [(run: Run, before: Int128)] = []
        for run in sorted {
            guard let last = covered.last?.run, last.series == run.series else {
                covered.append((run, 0))
                continue
            }
            if run.low <= last.high + 1 {
                covered[covered.count - 1].run.high = max(last.high, run.high)
            } else {
                let before = covered[covered.count - 1].before + last.high - last.low + 1
                covered.append((run, before))
            }
        }
        for index in 0..<jumps.count {
            let jump = jumps[index]
            // The runs that contain the ends of the gap: both numbers exist.
            let first = place(of: jump.from, jump.series, in: covered)
            let low = covered[first]
            let high = covered[place(of: jump.to, jump.series, in: covered)]
            let between = high.before - low.before - (low.run.high - low.run.low + 1)
            let missing = high.run.low - low.run.high - 1 - between
            guard missing > 0 else { continue }
            var parts: [ClosedRange<Int128>] = []
            var listed: Int128 = 0
            while listed < missing, parts.count < Self.mostParts {
                let run = first + parts.count
                let part = covered[run].run.high + 1...covered[run + 1].run.low - 1
                parts.append(part)
                listed += part.upperBound - part.lowerBound + 1
            }
            faults.append(.gap(row: jump.row, missing: parts, count: Int(clamping: missing)))
        }
    }

    /// The index of the merged run that contains a number.
    private func place(of number: Int128, _ series: Int32, in covered: [(run: Run, before: Int128)]) -> Int {
        var low = 0
        var high = covered.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if (covered[middle].run.series, covered[middle].run.low) <= (series, number) {
                low = middle
            } else {
                high = middle
            }
        }
        return low
    }
}

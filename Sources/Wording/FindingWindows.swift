// Findings that are too many for memory: worded window by window, in the order of the files, and stored.

import Checking
import Columns
import Evaluation
import Findings
import Workers

/// The violations of one table that are worded together: all that are about consecutive rows.
private struct WordingWindow {
    var table: Int
    /// For each entry of the table the range of its violations, in the order of their rows.
    var parts: [Range<Int>]
    /// The path of the file of its first row.
    var path: String
}

/// The violations of one entry.
private enum EntryViolations {
    case rule(Int, RuleViolations)
    case structural(StructuralEntry, StructuralViolations)

    var count: Int {
        switch self {
        case .rule(_, let violations): violations.count
        case .structural(_, let violations): violations.count
        }
    }

    /// The row of a violation; for a header the file's first row.
    func row(at index: Int, fileStarts: [Int]) -> Int {
        switch self {
        case .rule(_, let violations): return violations.row(at: index) ?? 0
        case .structural(_, let violations):
            switch violations.subject(at: index) {
            case .row(let row): return row
            case .header(let file): return fileStarts.indices.contains(file) ? fileStarts[file] : 0
            }
        }
    }
}

/// The violations of an entry by the rows that they are about.
private struct RowOrder {
    let violations: EntryViolations
    /// The order of the violations; empty where they are sorted already.
    private var order: [Int32] = []
    private let starts: [Int]

    init(_ violations: EntryViolations, fileStarts: [Int]) {
        self.violations = violations
        starts = fileStarts
        let indices = 0..<violations.count
        let isSorted = indices.dropFirst().allSatisfy { row(at: $0 - 1) <= row(at: $0) }
        if !isSorted { order = indices.map { Int32($0) }.sorted { (key(Int($0)), $0) < (key(Int($1)), $1) } }
    }

    var count: Int { violations.count }

    private func key(_ index: Int) -> Int { violations.row(at: index, fileStarts: starts) }

    func row(at place: Int) -> Int { key(order.isEmpty ? place : Int(order[place])) }

    /// The tasks that word the violations at some places.
    func tasks(_ places: Range<Int>) -> [WordingTask] {
        func indices(_ part: Range<Int>) -> [Int] {
            let part = places.lowerBound + part.lowerBound..<places.lowerBound + part.upperBound
            return order.isEmpty ? Array(part) : part.map { Int(order[$0]) }
        }
        switch violations {
        case .rule(let rule, let list):
            return WordingTask.tasks(ofRule: rule, places.count) { indices($0).map { list[$0] } }
        case .structural(let entry, let list):
            return WordingTask.tasks(of: entry, places.count) { indices($0).compactMap { list[$0] } }
        }
    }

    /// The first place, from `start` on, whose row is not before `row`.
    func place(ofRow row: Int, from start: Int) -> Int {
        var (low, high) = (start, count)
        while low < high {
            let middle = (low + high) / 2
            if self.row(at: middle) < row { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// Findings that were stored together, in order.
private struct FindingRun {
    var blocks: Range<Int>
    var first: Finding
    var last: Finding
}

extension FindingWriter {
    /// The kept violations in words, stored window by window.
    func wordedInWindows(
        _ others: [Finding], _ makeSpace: @escaping FindingSpaceMaker
    ) throws(FindingSpaceFailure) -> FindingList {
        let size = max(1, min(1 << 16, options.mostHeld))
        let (orders, windows) = windows(ofAbout: size)
        let total = orders.joined().reduce(0) { $0 + $1.count }
        var builder = FindingListBuilder(makeSpace, fingerprint: FindingIdentities.fingerprint)
        let identities = FindingIdentities(minimumCapacity: min(total, 1 << 20))
        var runs: [FindingRun] = []
        func keep(_ made: (findings: [Finding], identities: [KeyHash])) throws(FindingSpaceFailure) {
            guard let first = made.findings.first, let last = made.findings.last else { return }
            let start = builder.blockCount
            try putAway(made.findings, made.identities.map { identities.occurrence($0) }, &builder)
            runs.append(FindingRun(blocks: start..<builder.blockCount, first: first, last: last))
        }
        if !others.isEmpty { try keep(word([], and: others)) }
        for window in windows {
            let tasks = zip(orders[window.table], window.parts).flatMap { order, places in order.tasks(places) }
            try keep(word(tasks))
            if isAbandoned { return [] }
        }
        let isInOrder = runs.indices.dropFirst().allSatisfy { !precedes(runs[$0].first, runs[$0 - 1].last) }
        return isInOrder ? try builder.finish() : try merged(runs, builder, makeSpace, count: total)
    }

    /// Stores sorted findings, which all threads encode.
    private func putAway(
        _ findings: [Finding], _ occurrences: [Int32], _ builder: inout FindingListBuilder
    ) throws(FindingSpaceFailure) {
        let size = FindingListBuilder.blockSize
        let blocks = findings.withUnsafeBufferPointer { findings in
            nonisolated(unsafe) let all = findings
            return inParallel(threads, tasks: (all.count + size - 1) / size) { block in
                let range = block * size..<min((block + 1) * size, all.count)
                return FindingEncoder.block(
                    UnsafeBufferPointer(rebasing: all[range]), occurrences: occurrences[range])
            }
        }
        for block in blocks { try builder.append(block: block) }
    }

    /// Windows of about `size` violations, in the order of their files, with the orders that they index.
    private func windows(ofAbout size: Int) -> ([[RowOrder]], [WordingWindow]) {
        var orders: [[RowOrder]] = []
        var windows: [WordingWindow] = []
        let board = judgement.board
        for table in judgement.rules.tables.indices {
            let feed = judgement.feeds[table]
            let starts = feed.fileStarts
            let files = judgement.inputs[table].files
            let ofRules = board.rules.compactMap { rule, counts -> EntryViolations? in
                guard judgement.rules.rules[rule].scope.table == table else { return nil }
                return .rule(rule, counts.violations)
            }
            let structural = board.structural.compactMap { entry, counts -> EntryViolations? in
                entry.table == table ? .structural(entry, counts.violations) : nil
            }
            let own = (ofRules + structural).filter { $0.count > 0 }.map { RowOrder($0, fileStarts: starts) }
            orders.append(own)
            guard !own.isEmpty else { continue }
            // Many small files share windows; where files are few each has its own, so that they follow each other.
            let ends = starts.count <= 64 ? Array(starts.dropFirst()) + [Int.max] : [Int.max]
            var places = [Int](repeating: 0, count: own.count)
            for end in ends {
                while true {
                    let open = own.indices.filter { places[$0] < own[$0].count }
                    guard let row = open.map({ own[$0].row(at: places[$0]) }).min(), row < end else { break }
                    let next = nextPlaces(own, places, from: row, before: end, most: size)
                    windows.append(
                        WordingWindow(
                            table: table, parts: zip(places, next).map { $0..<$1 },
                            path: files.isEmpty ? "" : files[feed.place(of: row).file].path))
                    places = next
                }
            }
        }
        let sorted = windows.enumerated().sorted { left, right in
            if left.element.path.utf8.lexicographicallyPrecedes(right.element.path.utf8) { return true }
            if right.element.path.utf8.lexicographicallyPrecedes(left.element.path.utf8) { return false }
            return left.offset < right.offset
        }
        return (orders, sorted.map(\.element))
    }

    /// How far a window extends that begins at a row: at least over that row.
    private func nextPlaces(
        _ orders: [RowOrder], _ places: [Int], from row: Int, before end: Int, most: Int
    ) -> [Int] {
        func reached(_ row: Int) -> [Int] { orders.indices.map { orders[$0].place(ofRow: row, from: places[$0]) } }
        func size(_ reached: [Int]) -> Int { zip(reached, places).reduce(0) { $0 + $1.0 - $1.1 } }
        let lastRow = orders.filter { $0.count > 0 }.map { $0.row(at: $0.count - 1) }.max() ?? row
        var (low, high) = (row + 1, min(end, lastRow + 1))
        if high <= low { return reached(low) }
        let all = reached(high)
        if size(all) <= most { return all }
        while low + 1 < high {
            let middle = low + (high - low) / 2
            if size(reached(middle)) <= most { low = middle } else { high = middle }
        }
        return reached(low)
    }

    // MARK: Merging

    /// Merges overlapping runs into one list: a finding may be placed elsewhere than in the row that it is about.
    private func merged(
        _ runs: [FindingRun], _ source: FindingListBuilder, _ makeSpace: @escaping FindingSpaceMaker, count: Int
    ) throws(FindingSpaceFailure) -> FindingList {
        var builder = FindingListBuilder(makeSpace, fingerprint: FindingIdentities.fingerprint)
        let identities = FindingIdentities(minimumCapacity: min(count, 1 << 20))
        var heads: [RunHead] = []
        for (number, run) in runs.enumerated() {
            var head = RunHead(number: number, blocks: run.blocks)
            if try head.advance(source) { heads.append(head) }
        }
        // A heap: the smallest head is first, and each precedes its two children.
        for index in heads.indices.reversed() { sink(&heads, index) }
        var findings: [Finding] = []
        var occurrences: [Int32] = []
        while !heads.isEmpty {
            let finding = heads[0].finding
            occurrences.append(identities.occurrence(KeyForm.key(finding.fingerprint)))
            findings.append(finding)
            if findings.count == FindingListBuilder.blockSize << 6 {
                try putAway(findings, occurrences, &builder)
                findings.removeAll(keepingCapacity: true)
                occurrences.removeAll(keepingCapacity: true)
            }
            if try !heads[0].advance(source) {
                heads.swapAt(0, heads.count - 1)
                heads.removeLast()
            }
            sink(&heads, 0)
            if isAbandoned { return [] }
        }
        try putAway(findings, occurrences, &builder)
        return try builder.finish()
    }
}

/// The next finding of a run.
private struct RunHead {
    let number: Int
    private var blocks: Range<Int>
    private var block: [Finding] = []
    private var index = -1

    init(number: Int, blocks: Range<Int>) {
        self.number = number
        self.blocks = blocks
    }

    var finding: Finding { block[index] }

    /// Goes on to the next finding; false where there is none.
    mutating func advance(_ source: FindingListBuilder) throws(FindingSpaceFailure) -> Bool {
        index += 1
        if index < block.count { return true }
        guard let next = blocks.popFirst() else { return false }
        block = try source.findings(ofBlock: next)
        index = 0
        return !block.isEmpty
    }

    static func precedes(_ left: RunHead, _ right: RunHead) -> Bool {
        if Wording.precedes(left.finding, right.finding) { return true }
        if Wording.precedes(right.finding, left.finding) { return false }
        return left.number < right.number
    }
}

private func sink(_ heads: inout [RunHead], _ start: Int) {
    var index = start
    while true {
        var least = index
        for child in [2 * index + 1, 2 * index + 2] where child < heads.count {
            if RunHead.precedes(heads[child], heads[least]) { least = child }
        }
        guard least != index else { return }
        heads.swapAt(index, least)
        index = least
    }
}

/// Whether a finding is reported before another, as in `FindingBuffer.sorted`.
private func precedes(_ left: Finding, _ right: Finding) -> Bool {
    switch (left.location, right.location) {
    case (nil, nil): break
    case (nil, _): return true
    case (_, nil): return false
    case (let a?, let b?):
        if a.file != b.file { return a.file.utf8.lexicographicallyPrecedes(b.file.utf8) }
        if a.line != b.line { return a.line < b.line }
        if a.column != b.column { return a.column < b.column }
    }
    if left.rule != right.rule { return left.rule < right.rule }
    if left.message != right.message { return left.message < right.message }
    let sheets = (left.location?.sheet ?? "", right.location?.sheet ?? "")
    return sheets.0 != sheets.1 ? sheets.0 < sheets.1 : (left.table ?? "") < (right.table ?? "")
}

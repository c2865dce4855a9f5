// Findings from the threads that word them to the order in which they are reported.

import Columns
import Findings
import Workers

/// Findings that one task makes, which are moved on from here without a copy. One thread uses it at a time.
final class FindingBuffer: @unchecked Sendable {
    private let start: UnsafeMutablePointer<Finding>
    private let capacity: Int
    private(set) var count = 0
    private var marks: [Mark] = []
    /// The files of its findings, where each begins to differ from the last.
    private var files: [String] = []

    init(capacity: Int) {
        self.capacity = capacity
        start = .allocate(capacity: capacity)
        marks.reserveCapacity(capacity)
    }

    convenience init(_ findings: [Finding]) {
        self.init(capacity: findings.count)
        for finding in findings { append(finding) }
    }

    deinit {
        start.deinitialize(count: count)
        start.deallocate()
    }

    /// Appends a finding: no more than there is capacity. Until `sorted` its fingerprint says what it is about, not
    /// which of several about the same it is.
    func append(_ finding: consuming Finding) {
        precondition(count < capacity)
        let location = start + count
        location.initialize(to: finding)
        count += 1
        var mark = Mark(finding: location)
        if let line = location.pointee.location?.line, let column = location.pointee.location?.column,
            let file = location.pointee.location?.file
        {
            if files.last != file { files.append(file) }
            (mark.file, mark.line, mark.column) = (files.count - 1, line, column)
        }
        mark.identity = KeyForm.key(location.pointee.fingerprint)
        marks.append(mark)
    }

    var findings: [Finding] { Array(UnsafeBufferPointer(start: start, count: count)) }

    /// What nearly always decides which finding comes first, and where it is.
    private struct Mark {
        var finding: UnsafeMutablePointer<Finding>
        /// Of a part the index in `files`, later the file's rank among all; −1 without a place.
        var file = -1
        var line = 0
        var column = 0
        /// The finding's number among all.
        var index = 0
        var identity = KeyHash.empty
    }

    /// Takes the findings out of some parts, by file, place, rule and message; those without a place come first, and
    /// those that are alike stay in their order. Each comes with what it is about, from which it is told apart from
    /// others about the same.
    static func sorted(_ parts: [FindingBuffer], threads: Int) -> (findings: [Finding], identities: [KeyHash]) {
        var ranks: [String: Int] = [:]
        for part in parts { for file in part.files { ranks[file] = 0 } }
        let files = ranks.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        for (rank, file) in files.enumerated() { ranks[file] = rank }
        var marks: [Mark] = []
        marks.reserveCapacity(parts.reduce(0) { $0 + $1.count })
        for part in parts {
            let own = part.files.map { ranks[$0] ?? -1 }
            for var mark in part.marks {
                if mark.file >= 0 { mark.file = own[mark.file] }
                mark.index = marks.count
                marks.append(mark)
            }
        }
        marks.sort { left, right in
            if left.file != right.file { return left.file < right.file }
            if left.line != right.line { return left.line < right.line }
            if left.column != right.column { return left.column < right.column }
            let (a, b) = (left.finding, right.finding)
            if a.pointee.rule != b.pointee.rule { return a.pointee.rule < b.pointee.rule }
            if a.pointee.message != b.pointee.message { return a.pointee.message < b.pointee.message }
            return left.index < right.index
        }
        // Each finding is moved once, and its part knows no longer of it.
        let count = marks.count
        let pieces = count < 1000 ? 1 : threads
        let sorted = [Finding](unsafeUninitializedCapacity: count) { findings, filled in
            filled = count
            guard let start = findings.baseAddress else { return }
            nonisolated(unsafe) let (first, marks) = (start, marks)
            inParallel(pieces, tasks: pieces) { _, piece in
                for index in count * piece / pieces..<count * (piece + 1) / pieces {
                    (first + index).moveInitialize(from: marks[index].finding, count: 1)
                }
            }
        }
        for part in parts {
            part.count = 0
            part.marks = []
        }
        return (sorted, marks.map(\.identity))
    }
}

/// Tells findings about the same apart, as they come in their order.
final class FindingIdentities {
    private let identities: KeyTable
    private let counts = Storage<Int32>()

    init(minimumCapacity: Int) { identities = KeyTable(minimumCapacity: minimumCapacity) }

    /// Which of those about the same it is, from 0.
    func occurrence(_ identity: KeyHash) -> Int32 {
        let number = identities.insert(identity)
        guard number < counts.count else {
            counts.append(1)
            return 0
        }
        defer { counts[number] += 1 }
        return counts[number]
    }

    /// The fingerprint of a later finding about the same as one with another: so that mending one of two leaves one
    /// known and none new.
    static func fingerprint(_ first: String, _ occurrence: Int) -> String {
        FindingIdentity(rule: first, table: nil, part: [String(occurrence)], row: []).digest
    }
}

// Collects findings from the threads that word them, and sorts them into the order of reports.

import Columns
import Findings
import Workers

/// The findings of one task, which are moved out of it without a copy. One thread uses it at a time.
final class FindingBuffer: @unchecked Sendable {
    private let start: UnsafeMutablePointer<Finding>
    private let capacity: Int
    private(set) var count = 0
    private var marks: [Mark] = []
    /// The files of its findings, a new entry where the file changes.
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

    /// Appends a finding; there must be capacity. Until `sorted` its fingerprint identifies only its subject, not which
    /// of several findings about that it is.
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

    /// The sort key that nearly always decides, and the location of the finding.
    private struct Mark {
        var finding: UnsafeMutablePointer<Finding>
        /// First the index in the part's `files`, later the file's rank among all; −1 without a place.
        var file = -1
        var line = 0
        var column = 0
        /// The finding's number among all.
        var index = 0
        var identity = KeyHash.empty
    }

    /// Takes the findings out of some parts, by file, place, rule and message; those without a place come first, and
    /// equal ones keep their order. Each comes with its identity, by which several findings about one subject are
    /// numbered.
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
            // Rows of two sheets may be alike in all of that, and stand in tables that are told apart by their names.
            let sheets = (a.pointee.location?.sheet ?? "", b.pointee.location?.sheet ?? "")
            if sheets.0 != sheets.1 { return sheets.0 < sheets.1 }
            let tables = (a.pointee.table ?? "", b.pointee.table ?? "")
            if tables.0 != tables.1 { return tables.0 < tables.1 }
            return left.index < right.index
        }
        // Each finding is moved out once; its part then no longer owns it.
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

/// Numbers findings about the same subject, as they come in order.
final class FindingIdentities {
    private let identities: KeyTable
    private let counts = Storage<Int32>()

    init(minimumCapacity: Int) { identities = KeyTable(minimumCapacity: minimumCapacity) }

    /// The number of a finding among those with its identity, from 0.
    func occurrence(_ identity: KeyHash) -> Int32 {
        let number = identities.insert(identity)
        guard number < counts.count else {
            counts.append(1)
            return 0
        }
        defer { counts[number] += 1 }
        return counts[number]
    }

    /// The fingerprint of a later finding about the same subject: correcting one of two leaves one that is known and
    /// none that is new.
    static func fingerprint(_ first: String, _ occurrence: Int) -> String {
        FindingIdentity(rule: first, table: nil, part: [String(occurrence)], row: []).digest
    }
}

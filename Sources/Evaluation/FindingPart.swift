// Findings from the threads that word them to the order in which they are reported.

import Findings

/// Findings that one task makes, which are moved on from here without a copy. One thread uses it at a time.
final class FindingPart: @unchecked Sendable {
    private let start: UnsafeMutablePointer<Finding>
    private let capacity: Int
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = capacity
        start = .allocate(capacity: capacity)
    }

    convenience init(_ findings: [Finding]) {
        self.init(capacity: findings.count)
        for finding in findings { append(finding) }
    }

    deinit {
        start.deinitialize(count: count)
        start.deallocate()
    }

    /// Appends a finding: no more than there is capacity.
    func append(_ finding: consuming Finding) {
        precondition(count < capacity)
        (start + count).initialize(to: finding)
        count += 1
    }

    var findings: [Finding] { Array(UnsafeBufferPointer(start: start, count: count)) }

    /// What nearly always decides which finding comes first, and where it is.
    private struct Key {
        /// The file's rank among all; −1 without a place.
        var file: Int
        var line: Int
        var column: Int
        var finding: UnsafeMutablePointer<Finding>
        /// The finding's number among all.
        var index: Int
    }

    /// Takes the findings out of some parts, by file, place, rule and message; those without a place come first, and those that are alike
    /// stay in their order.
    static func sorted(_ parts: [FindingPart]) -> [Finding] {
        var ranks: [String: Int] = [:]
        var keys: [Key] = []
        keys.reserveCapacity(parts.reduce(0) { $0 + $1.count })
        for part in parts {
            for finding in UnsafeMutableBufferPointer(start: part.start, count: part.count) {
                if let file = finding.place?.file, ranks[file] == nil { ranks[file] = 0 }
            }
        }
        let files = ranks.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        for (rank, file) in files.enumerated() { ranks[file] = rank }
        for part in parts {
            for index in 0..<part.count {
                let finding = part.start + index
                let place = finding.pointee.place
                keys.append(
                    Key(
                        file: place.flatMap { ranks[$0.file] } ?? -1, line: place?.line ?? 0,
                        column: place?.column ?? 0, finding: finding, index: keys.count))
            }
        }
        keys.sort { left, right in
            if left.file != right.file { return left.file < right.file }
            if left.line != right.line { return left.line < right.line }
            if left.column != right.column { return left.column < right.column }
            let (a, b) = (left.finding, right.finding)
            if a.pointee.rule != b.pointee.rule { return a.pointee.rule < b.pointee.rule }
            if a.pointee.message != b.pointee.message { return a.pointee.message < b.pointee.message }
            return left.index < right.index
        }
        // Each finding is moved once, and its part knows no longer of it.
        let sorted = [Finding](unsafeUninitializedCapacity: keys.count) { findings, count in
            guard let first = findings.baseAddress else { return }
            for (index, key) in keys.enumerated() { (first + index).moveInitialize(from: key.finding, count: 1) }
            count = keys.count
        }
        for part in parts { part.count = 0 }
        return sorted
    }
}

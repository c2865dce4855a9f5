// The list of a run's findings: in memory where they are few, in a `FindingSpace` where they are many.

import Synchronization
import Workers

/// Findings in their order. Of a stored list only a small part is in memory at any time.
package struct FindingList: Sequence, ExpressibleByArrayLiteral, Sendable {
    private enum Kept {
        case held([Finding])
        case stored(StoredFindings)
    }

    private var kept: Kept

    /// Longer lists are stored, where there is a `FindingSpace`.
    package static let mostHeld = 200_000

    package init(_ findings: [Finding]) { kept = .held(findings) }
    package init(arrayLiteral findings: Finding...) { kept = .held(findings) }
    init(_ stored: StoredFindings) { kept = .stored(stored) }

    package var count: Int {
        switch kept {
        case .held(let findings): findings.count
        case .stored(let stored): stored.count
        }
    }

    package var isEmpty: Bool { count == 0 }

    /// Why stored findings could not be read back: anything read of the list may then be incomplete. `nil` where all
    /// went well.
    package var failure: FindingSpaceFailure? {
        if case .stored(let stored) = kept { stored.failure.withLock { $0 } } else { nil }
    }

    /// One finding. Iterating is faster than asking for each.
    package subscript(index: Int) -> Finding {
        get {
            switch kept {
            case .held(let findings): findings[index]
            case .stored(let stored): stored[index]
            }
        }
        set {
            var findings = Array(self)
            findings[index] = newValue
            self = FindingList(findings)
        }
    }

    /// Whether all of it is in memory.
    package var isHeld: Bool {
        if case .held = kept { true } else { false }
    }

    /// How many findings of a severity are neither waived nor in a baseline.
    package func reportedCount(of severity: Severity) -> Int {
        switch kept {
        case .held(let findings): return findings.count { $0.isReported && $0.severity == severity }
        case .stored(let stored):
            let index = Severity.allCases.firstIndex(of: severity) ?? 0
            return stored.blocks.reduce(0) { $0 + Int($1.content.reported[index]) }
        }
    }

    /// The first findings of each entry of the counts, `most` for each.
    package func first(ofEachEntry most: Int) -> [Finding] {
        var first: [Finding] = []
        forEachFirst(ofEachEntry: most) { first.append($0) }
        return first
    }

    /// Calls the body with each of the first findings of each entry of the counts, in the order of the list.
    package func forEachFirst(ofEachEntry most: Int, _ body: (Finding) -> Void) {
        switch kept {
        case .held(let findings):
            for finding in findings where finding.order < most { body(finding) }
        case .stored(let stored):
            for block in stored.blocks.indices where stored.blocks[block].content.leastOrder < most {
                for finding in stored.findings(ofBlock: block) where finding.order < most { body(finding) }
            }
        }
    }

    /// Reads parts of the list; fast where they are adjacent.
    package struct Parts {
        private let list: FindingList
        /// The block that was read last: the next part often begins in it.
        private var block: (index: Int, findings: [Finding])?

        fileprivate init(_ list: FindingList) { self.list = list }

        /// Calls the body with each finding of a range.
        package mutating func forEach(in range: Range<Int>, _ body: (Finding) -> Void) {
            switch list.kept {
            case .held(let findings): for index in range { body(findings[index]) }
            case .stored(let stored):
                var next = range.lowerBound
                while next < range.upperBound {
                    let index = stored.block(of: next)
                    if block?.index != index { block = (index, stored.findings(ofBlock: index)) }
                    let first = stored.blocks[index].first
                    let end = Swift.min(range.upperBound, first + stored.blocks[index].count)
                    // A block that could not be read is empty.
                    if let findings = block?.findings, findings.count >= end - first {
                        for finding in findings[next - first..<end - first] { body(finding) }
                    }
                    next = end
                }
            }
        }
    }

    package var parts: Parts { Parts(self) }

    package struct Iterator: IteratorProtocol {
        fileprivate var block: [Finding]
        fileprivate var index = 0
        fileprivate let stored: StoredFindings?
        fileprivate var nextBlock = 0

        package mutating func next() -> Finding? {
            while index == block.count {
                guard let stored, nextBlock < stored.blocks.count else { return nil }
                block = stored.findings(ofBlock: nextBlock)
                nextBlock += 1
                index = 0
            }
            index += 1
            return block[index - 1]
        }
    }

    package func makeIterator() -> Iterator {
        switch kept {
        case .held(let findings): Iterator(block: findings, stored: nil)
        case .stored(let stored): Iterator(block: [], stored: stored)
        }
    }

    /// The most findings of a part of a list in memory.
    package static let partSize = 4 * FindingBlock.size

    /// Transforms each part of the list, on some threads, and passes the results on in the order of the parts.
    package func inParts<Piece>(
        threads: Int, _ make: @escaping @Sendable (UnsafeBufferPointer<Finding>) -> Piece, _ take: (Piece) -> Void
    ) {
        switch kept {
        case .held(let findings):
            findings.withUnsafeBufferPointer { findings in
                nonisolated(unsafe) let all = findings
                let size = Self.partSize
                Self.inRounds((all.count + size - 1) / size, threads: threads, take) { part in
                    make(UnsafeBufferPointer(rebasing: all[part * size..<Swift.min(all.count, (part + 1) * size)]))
                }
            }
        case .stored(let stored):
            Self.inRounds(stored.blocks.count, threads: threads, take) { block in
                stored.findings(ofBlock: block).withUnsafeBufferPointer(make)
            }
        }
    }

    /// A few parts for each thread at a time, so that few results are waiting at a time.
    private static func inRounds<Piece>(
        _ count: Int, threads: Int, _ take: (Piece) -> Void, _ make: @escaping @Sendable (Int) -> Piece
    ) {
        guard threads > 1, count > 1 else {
            for part in 0..<count { take(make(part)) }
            return
        }
        let round = 16 * threads
        for start in stride(from: 0, to: count, by: round) {
            let made = inParallel(threads, tasks: Swift.min(round, count - start)) { make(start + $0) }
            for piece in made { take(piece) }
        }
    }

    /// The list with each finding changed, or left out where the body says false.
    package func changed(_ body: (inout Finding) -> Bool) throws(FindingSpaceFailure) -> FindingList {
        switch kept {
        case .held(var findings):
            var left = 0
            for index in findings.indices {
                guard body(&findings[index]) else { continue }
                if left != index { findings.swapAt(left, index) }
                left += 1
            }
            findings.removeSubrange(left...)
            return FindingList(findings)
        case .stored(let stored):
            var builder = FindingListBuilder(stored.makeSpace)
            for finding in self {
                var finding = finding
                if body(&finding) { try builder.append(finding) }
            }
            if let failure { throw failure }
            return try builder.finish()
        }
    }

    /// The list with other findings inserted, each before the first finding that it should precede.
    package func inserting(
        _ findings: [Finding], before follows: (Finding) -> Bool
    ) throws(FindingSpaceFailure) -> FindingList {
        guard case .stored(let stored) = kept else {
            var all = Array(self)
            all.insert(contentsOf: findings, at: all.firstIndex(where: follows) ?? all.endIndex)
            return FindingList(all)
        }
        var builder = FindingListBuilder(stored.makeSpace)
        var isIn = false
        for finding in self {
            if !isIn, follows(finding) {
                for other in findings { try builder.append(other) }
                isIn = true
            }
            try builder.append(finding)
        }
        if !isIn { for other in findings { try builder.append(other) } }
        if let failure { throw failure }
        return try builder.finish()
    }
}

/// A list that is stored in a `FindingSpace`.
final class StoredFindings: Sendable {
    let makeSpace: FindingSpaceMaker
    private let space: any FindingSpace
    let blocks: [FindingBlock]
    let count: Int
    let failure = Mutex<FindingSpaceFailure?>(nil)
    private let fingerprint: @Sendable (String, Int) -> String

    init(
        _ space: any FindingSpace, _ blocks: [FindingBlock], makeSpace: @escaping FindingSpaceMaker,
        fingerprint: @escaping @Sendable (String, Int) -> String
    ) {
        self.space = space
        self.blocks = blocks
        self.makeSpace = makeSpace
        self.fingerprint = fingerprint
        count = blocks.last.map { $0.first + $0.count } ?? 0
    }

    /// The findings of a block; empty where it cannot be read, which `failure` then records.
    func findings(ofBlock block: Int) -> [Finding] {
        let block = blocks[block]
        do throws(FindingSpaceFailure) {
            let bytes = try space.read(at: block.offset, count: block.length)
            return FindingDecoder.findings(in: bytes, count: block.count, fingerprint: fingerprint)
        } catch {
            failure.withLock { $0 = $0 ?? error }
            return []
        }
    }

    /// The block that a finding is in.
    func block(of index: Int) -> Int {
        var low = 0
        var high = blocks.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if blocks[middle].first <= index { low = middle } else { high = middle }
        }
        return low
    }

    subscript(index: Int) -> Finding {
        let low = block(of: index)
        let findings = findings(ofBlock: low)
        precondition(findings.indices.contains(index - blocks[low].first), "a finding could not be read")
        return findings[index - blocks[low].first]
    }
}

/// Builds a list from findings in order, and stores them when they become many.
package struct FindingListBuilder {
    private let makeSpace: FindingSpaceMaker
    private let fingerprint: @Sendable (String, Int) -> String
    private var held: [Finding] = []
    private var space: (any FindingSpace)?
    private var blocks: [FindingBlock] = []
    private var stored = 0
    private let mostHeld: Int

    /// `fingerprint` derives the fingerprint of one of several findings about the same subject from the first one's and
    /// its number.
    package init(
        _ makeSpace: @escaping FindingSpaceMaker, mostHeld: Int = FindingList.mostHeld,
        fingerprint: @escaping @Sendable (String, Int) -> String = { first, _ in first }
    ) {
        self.makeSpace = makeSpace
        self.fingerprint = fingerprint
        self.mostHeld = mostHeld
    }

    package mutating func append(_ finding: Finding) throws(FindingSpaceFailure) {
        held.append(finding)
        guard held.count > mostHeld || (space != nil && held.count >= FindingBlock.size) else { return }
        try putAway()
    }

    private mutating func putAway() throws(FindingSpaceFailure) {
        var pieces: [(bytes: [UInt8], content: FindingBlockContent)] = []
        held.withUnsafeBufferPointer { held in
            for start in stride(from: 0, to: held.count, by: FindingBlock.size) {
                let end = min(start + FindingBlock.size, held.count)
                pieces.append(FindingEncoder.block(UnsafeBufferPointer(rebasing: held[start..<end])))
            }
        }
        held.removeAll(keepingCapacity: space != nil)
        for piece in pieces { try append(block: piece) }
    }

    /// Stores a block that was encoded already; it must not have more findings than `blockSize`.
    package mutating func append(
        block: (bytes: [UInt8], content: FindingBlockContent)
    ) throws(FindingSpaceFailure) {
        let space: any FindingSpace
        if let made = self.space { space = made } else { space = try makeSpace() }
        self.space = space
        let offset = try space.append(block.bytes)
        blocks.append(
            FindingBlock(offset: offset, length: block.bytes.count, first: stored, content: block.content))
        stored += block.content.count
    }

    /// The number of stored blocks.
    package var blockCount: Int { blocks.count }

    /// The finished list; nothing may be appended afterwards.
    package mutating func finish() throws(FindingSpaceFailure) -> FindingList {
        guard space != nil else { return FindingList(held) }
        if !held.isEmpty { try putAway() }
        guard let space else { return FindingList(held) }
        return FindingList(StoredFindings(space, blocks, makeSpace: makeSpace, fingerprint: fingerprint))
    }

    /// The findings of a stored block, with the fingerprints with which they were stored.
    package func findings(ofBlock block: Int) throws(FindingSpaceFailure) -> [Finding] {
        guard let space else { return [] }
        let bytes = try space.read(at: blocks[block].offset, count: blocks[block].length)
        return FindingDecoder.findings(in: bytes, count: blocks[block].count) { first, _ in first }
    }

    /// The most findings of a block.
    package static var blockSize: Int { FindingBlock.size }
}

// How far a check has come, and the wish that it end: what a check and those who wait for it share.

import Synchronization

/// Shared by a running check with others, who may ask from any thread, a signal's handler among them.
package final class CheckProgress: Sendable {
    private let stopped = Atomic<Bool>(false)
    private let done = Atomic<Int>(0)
    private let total = Atomic<Int>(0)
    private let describing = Atomic<Bool>(false)

    package init() {}

    /// Asks the check to end at once with what it has found so far.
    package func stop() { stopped.store(true, ordering: .relaxed) }

    package var isStopped: Bool { stopped.load(ordering: .relaxed) }

    /// Says how many bytes are to be read in all, those that are read several times as often.
    package func expect(_ bytes: Int) { total.store(bytes, ordering: .relaxed) }

    /// Says that all was read, and so many findings are to be put into words.
    package func beginDescribing(_ findings: Int) {
        done.store(0, ordering: .relaxed)
        total.store(findings, ordering: .relaxed)
        describing.store(true, ordering: .relaxed)
    }

    package var isDescribing: Bool { describing.load(ordering: .relaxed) }

    /// Adds bytes that have been read, or findings that were described.
    package func add(_ count: Int) { done.wrappingAdd(count, ordering: .relaxed) }

    /// The part of the work that is done, from 0 to 1; `nil` where its size is not known yet.
    package var share: Double? {
        let total = total.load(ordering: .relaxed)
        guard total > 0 else { return nil }
        return min(1, Double(done.load(ordering: .relaxed)) / Double(total))
    }
}

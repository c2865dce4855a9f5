// The progress of a check and a request to cancel it, shared by the check and whoever waits for it.

import Synchronization

/// Shared by a running check with its callers; every member may be used from any thread, `stop` also from a signal
/// handler.
package final class CheckProgress: Sendable {
    private let stopped = Atomic<Bool>(false)
    private let done = Atomic<Int>(0)
    private let total = Atomic<Int>(0)
    private let describing = Atomic<Bool>(false)

    private let ended = Atomic<Bool>(false)
    /// What stops this one too.
    private let outer: CheckProgress?

    package init(within outer: CheckProgress? = nil) { self.outer = outer }

    /// Requests that the check ends at once with what it has found so far.
    package func stop() { stopped.store(true, ordering: .relaxed) }

    /// Begins to count anew, for another check. A request to stop stays.
    package func restart() {
        done.store(0, ordering: .relaxed)
        total.store(0, ordering: .relaxed)
        describing.store(false, ordering: .relaxed)
    }

    /// Says that the check has ended, and takes no request to stop any more: whoever goes on to ask about its rows is
    /// answered.
    package func end() { ended.store(true, ordering: .relaxed) }

    package var isStopped: Bool {
        guard !ended.load(ordering: .relaxed) else { return false }
        return stopped.load(ordering: .relaxed) || outer?.isStopped ?? false
    }

    /// Sets how many bytes will be read in all; bytes that are read several times count each time.
    package func expect(_ bytes: Int) { total.store(bytes, ordering: .relaxed) }

    /// Begins the phase in which this many findings are put into words.
    package func beginDescribing(_ findings: Int) {
        done.store(0, ordering: .relaxed)
        total.store(findings, ordering: .relaxed)
        describing.store(true, ordering: .relaxed)
    }

    package var isDescribing: Bool { describing.load(ordering: .relaxed) }

    /// Adds bytes that have been read, or findings that were described.
    package func add(_ count: Int) { done.wrappingAdd(count, ordering: .relaxed) }

    /// The share of the work that is done, from 0 to 1; `nil` where its size is not known yet.
    package var share: Double? {
        let total = total.load(ordering: .relaxed)
        guard total > 0 else { return nil }
        return min(1, Double(done.load(ordering: .relaxed)) / Double(total))
    }
}

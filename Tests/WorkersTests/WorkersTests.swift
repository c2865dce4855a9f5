// Threads, tasks and order.

import Synchronization
import Testing
import Workers

@Suite struct WorkersTests {
    @Test(arguments: [1, 2, 7]) func everyThreadRunsOnce(_ threads: Int) {
        let seen = Seen()
        inParallel(threads) { thread in seen.add(thread) }
        #expect(seen.sorted == Array(0..<threads))
    }

    @Test(arguments: [(1, 5), (3, 100), (4, 2), (3, 0)])
    func everyTaskIsDoneOnceByAThreadThatThereIs(_ threads: Int, _ tasks: Int) {
        let (done, by) = (Seen(), Seen())
        inParallel(threads, tasks: tasks) { thread, task in
            done.add(task)
            by.add(thread)
        }
        #expect(done.sorted == Array(0..<tasks))
        #expect(by.sorted.allSatisfy { (0..<threads).contains($0) })
    }

    @Test func valuesAreHandedOnInTheirOrder() {
        nonisolated(unsafe) var handed: [String] = []
        let merge = OrderedMerge<String> { handed.append($0) }
        for index in [2, 0, 3, 1, 4] { merge.add("value \(index)", at: index) }
        #expect(handed == (0..<5).map { "value \($0)" })
    }
}

/// Numbers from many threads.
private final class Seen: Sendable {
    private let numbers = Mutex<[Int]>([])
    func add(_ number: Int) { numbers.withLock { $0.append(number) } }
    var sorted: [Int] { numbers.withLock { $0.sorted() } }
}

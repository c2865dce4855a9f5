// Looks after the threads of the fuzzer: which package each has, and whether it ends.

import Platform
import Synchronization

/// Ends the program, with the packages that were looked at, where one is not done in time or takes too much memory, and
/// where the program crashes.
final class FuzzWatch: Sendable {
    /// What one package may take of the processor: a build for debugging is some ten times slower.
    #if DEBUG
        static let mostSeconds = 20.0
    #else
        static let mostSeconds = 2.0
    #endif
    /// What the whole program may hold, in MiB: twice what a check may take, for each of two threads.
    static let mostMemory = 1_024
    private static let mostPause = 60.0

    private let threads: Int

    init(threads: Int) { self.threads = threads }

    func looksAt(_ number: Int, thread: Int) { present.set(thread, number + 1) }

    func rests(thread: Int) { present.set(thread, 0) }

    /// Starts watching.
    func begin() {
        for signal in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE] {
            Platform.signal(signal) { signal in
                present.tell("crashed while looking at package")
                _exit(128 + signal)
            }
        }
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { _ in
                var seen: [(number: Int, since: Double)] = []
                while true {
                    usleep(500_000)
                    let now = seconds(CLOCK_MONOTONIC)
                    let numbers = present.numbers
                    if seen.isEmpty { seen = numbers.map { ($0, now) } }
                    for (thread, number) in numbers.enumerated() where seen[thread].number != number {
                        seen[thread] = (number, now)
                    }
                    if seen.contains(where: { $0.number > 0 && now - $0.since > FuzzWatch.mostPause }) {
                        present.tell("not done in a minute with package")
                        _exit(1)
                    }
                    if mostMemoryUsed() > FuzzWatch.mostMemory {
                        present.tell("too much memory for package")
                        _exit(1)
                    }
                }
            }, nil)
        pthread_detach(thread)
    }
}

/// The packages that threads look at, plus 1; readable while the program crashes.
private let present = PresentPackages()

private final class PresentPackages: @unchecked Sendable {
    private static let most = 64
    private let places: UnsafeMutablePointer<Int>

    init() {
        places = .allocate(capacity: Self.most)
        places.initialize(repeating: 0, count: Self.most)
    }

    deinit { places.deallocate() }

    func set(_ thread: Int, _ number: Int) { places[thread] = number }

    var numbers: [Int] { (0..<Self.most).map { places[$0] } }

    /// Writes what has happened, without allocating.
    func tell(_ words: StaticString) {
        for thread in 0..<Self.most where places[thread] > 0 {
            write(1, words.utf8Start, words.utf8CodeUnitCount)
            var number = places[thread] - 1
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { digits in
                var place = 23
                digits[place] = 0x0A
                repeat {
                    place -= 1
                    digits[place] = UInt8(0x30 + number % 10)
                    number /= 10
                } while number > 0
                place -= 1
                digits[place] = 0x20
                if let start = digits.baseAddress { write(1, start + place, 24 - place) }
            }
        }
    }
}

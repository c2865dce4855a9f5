// The few options of the component benchmark.

import Platform

/// What is measured, and how it is shown.
struct BenchmarkOptions {
    /// The number of rows, or of cells, that each measurement works on.
    var rows = 200_000
    /// How often each is repeated; the best counts.
    var rounds = 7
    /// The one group to measure.
    var group: String?
    var wantsJSON = false

    init(_ arguments: ArraySlice<String>) {
        var rest = arguments
        func number() -> Int {
            guard let number = rest.popFirst().flatMap({ Int($0) }), (1...100_000_000).contains(number) else { usage() }
            return number
        }
        while let word = rest.popFirst() {
            switch word {
            case "--rows": rows = number()
            case "--rounds": rounds = number()
            case "--only":
                guard let name = rest.popFirst() else { usage() }
                group = name
            case "--json": wantsJSON = true
            default: usage()
            }
        }
    }
}

/// Ends the program with its usage.
private func usage() -> Never {
    fail("usage: kpilint-benchmark [--rows N] [--rounds N] [--only scanning|reading|matching|judging] [--json]")
}

/// Ends the program: a benchmark that cannot measure what it claims must not print figures.
func fail(_ message: String) -> Never {
    let line = Array((message + "\n").utf8)
    _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    exit(2)
}

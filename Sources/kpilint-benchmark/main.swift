// Measures the program's parts one at a time: how fast text is cut into cells, cells are read, rows are judged.
//
// Not for installing. `Tests/Benchmark/run` builds and runs it with the rest of the benchmark. Everything is measured
// on one thread and on data made here, which are the same on every machine.

import Platform

let options = BenchmarkOptions(CommandLine.arguments.dropFirst())
let groups: [(name: String, run: (Stopwatch, BenchmarkOptions) -> [Measurement])] = [
    ("scanning", measureScanning),
    ("reading", measureReading),
    ("matching", measureMatching),
    ("judging", measureJudging),
]
let stopwatch = Stopwatch(rounds: options.rounds)
var measurements: [Measurement] = []
for group in groups where options.group.map({ $0 == group.name }) ?? true {
    measurements += group.run(stopwatch, options)
}
guard !measurements.isEmpty else { fail("there is no group of this name: \(groups.map(\.name))") }
print(options.wantsJSON ? json(measurements, options) : table(measurements))

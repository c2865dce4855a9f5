// Times repeated work, and requires the same result of each repetition.

/// The unit of a measurement.
enum Measure: String {
    case gigabytesASecond = "GB/s"
    case nanosecondsACell = "ns/cell"
    case nanosecondsARow = "ns/row"
}

/// One line of the table.
struct Measurement {
    var group: String
    var name: String
    var measure: Measure
    /// The time of the quickest round.
    var best: Double
    /// The median time of the rounds: far from the best one, the machine was busy.
    var median: Double
    /// Made from the results of a round; the same in all rounds and on all machines.
    var checksum: UInt64
}

/// Takes times with the monotonic clock.
struct Stopwatch {
    var rounds: Int

    /// Measures `work`, done once before the clock counts. It returns a checksum of its result, so that nothing is
    /// optimised away; a round with another checksum ends the program. `amount` is the number of bytes, cells or rows
    /// of a round.
    func time(
        _ group: String, _ name: String, _ measure: Measure, amount: Int, _ work: () -> UInt64
    ) -> Measurement {
        let checksum = work()
        var nanoseconds: [Double] = []
        for _ in 0..<rounds {
            let start = ContinuousClock.now
            let made = work()
            let elapsed = start.duration(to: .now).components
            nanoseconds.append(Double(elapsed.seconds) * 1e9 + Double(elapsed.attoseconds) / 1e9)
            guard made == checksum else { fail("\(group), \(name): two rounds differ in what they made") }
        }
        nanoseconds.sort()
        func figure(_ time: Double) -> Double {
            switch measure {
            case .gigabytesASecond: Double(amount) / time
            case .nanosecondsACell, .nanosecondsARow: time / Double(amount)
            }
        }
        return Measurement(
            group: group, name: name, measure: measure, best: figure(nanoseconds[0]),
            median: figure(nanoseconds[nanoseconds.count / 2]), checksum: checksum)
    }
}

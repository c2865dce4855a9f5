// The rows of one group of an aggregate that leaves out the outer row: the state of all others is found at once.

import Checking
import Planning

/// The entries of one group in the order of the table. The states of the first n entries and of the last n are kept for
/// every 32nd n.
final class RowEntries {
    private var numbers: [Int] = []
    private var contributions: [Contribution] = []
    private let function: AggregateKind
    private let bareJoins: Bool
    /// The states of the first 0, 32, 64, … entries, and of those behind them.
    private var before: [Accumulator] = []
    private var behind: [Accumulator] = []
    private static let step = 32

    init(_ aggregate: CountedAggregate, bareJoins: Bool) {
        function = aggregate.function
        self.bareJoins = bareJoins
    }

    func append(_ number: Int, _ contribution: Contribution) {
        numbers.append(number)
        contributions.append(contribution)
    }

    func append(_ other: RowEntries) {
        numbers += other.numbers
        contributions += other.contributions
    }

    /// Brings the rows of a series into the order of the table, and sums them from both ends; called once.
    func finish() {
        if zip(numbers, numbers.dropFirst()).contains(where: >) {
            let places = numbers.indices.sorted { numbers[$0] < numbers[$1] }
            (numbers, contributions) = (places.map { numbers[$0] }, places.map { contributions[$0] })
        }
        var running = Accumulator(bareJoins: bareJoins)
        for (index, contribution) in contributions.enumerated() {
            if index % Self.step == 0 { before.append(running) }
            running.add(contribution, for: function)
        }
        running = Accumulator(bareJoins: bareJoins)
        for index in contributions.indices.reversed() {
            running.add(contributions[index], for: function)
            if index % Self.step == 0 { behind.append(running) }
        }
        behind.reverse()
    }

    /// The state of all entries but that of a row; `nil` where there is none.
    func state(without number: Int?) -> Accumulator? {
        guard let place = number.flatMap({ place(of: $0) }) else { return behind.first }
        guard numbers.count > 1 else { return nil }
        let block = place / Self.step
        var found = before[block]
        let end = min(numbers.count, (block + 1) * Self.step)
        for index in block * Self.step..<end where index != place { found.add(contributions[index], for: function) }
        if block + 1 < behind.count { found.merge(behind[block + 1], for: function) }
        return found
    }

    private func place(of number: Int) -> Int? {
        var (low, high) = (0, numbers.count)
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low < numbers.count && numbers[low] == number ? low : nil
    }
}

extension CountedAggregate {
    /// Whether the outer row is left out by what the others come to, and not taken off a number of rows.
    var needsOthers: Bool { excludesOwnRow && function != .count && function != .any }
}

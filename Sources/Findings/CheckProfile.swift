// What a check cost: the time of its stages and of each of its rules, as `kpilint check --profile` tells it.

/// The measured time of a check, of all threads together, in nanoseconds.
package struct CheckProfile: Sendable, Equatable {
    /// What a check does beside judging rules.
    package enum Stage: Int, CaseIterable, Sendable {
        /// Rule files are read and checked, returns are opened.
        case preparing
        /// Rows that other tables look up are read and kept.
        case lookups
        /// Returns are read and cut into cells.
        case reading
        /// Cells are read as figures, dates, statuses.
        case decoding
        /// Keys, references, numbers of cells: what is wrong with a table whatever the rules.
        case structure
        /// What the parts of a return came to is put together.
        case merging
        /// Findings are put into words.
        case wording
        /// Reports are written.
        case writing
    }

    /// The share of one rule for one table.
    package struct Rule: Sendable, Equatable {
        package var name: String
        /// `nil` for a rule about no rows.
        package var table: String?
        /// How many rows or groups were judged, again where stored figures were asked.
        package var rows: Int
        package var time: UInt64

        package init(name: String, table: String?, rows: Int, time: UInt64) {
            (self.name, self.table, self.rows, self.time) = (name, table, rows, time)
        }
    }

    /// Parallel to `Stage.allCases`.
    package var stages = [UInt64](repeating: 0, count: Stage.allCases.count)
    /// The slowest first.
    package var rules: [Rule] = []
    package var threads = 1
    /// From the start to the end of the check, as a clock on the wall shows it.
    package var elapsed: UInt64 = 0

    package init() {}

    package subscript(stage: Stage) -> UInt64 {
        get { stages[stage.rawValue] }
        set { stages[stage.rawValue] = newValue }
    }

    /// All that was measured.
    package var total: UInt64 { stages.reduce(0, +) + ruleTime }

    package var ruleTime: UInt64 { rules.reduce(0) { $0 + $1.time } }
}

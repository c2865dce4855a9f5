// What a page says of its making, beside the run.

/// The facts of a page that are not the run's.
package struct RunFacts: Sendable {
    /// The day of the run as `2023-09-30`; `nil` where nobody says it.
    package var day: String?
    /// Whether the values of cells are left out.
    package var redacts: Bool
    /// For a page that is written again whenever a return changes: after how many seconds it reads itself again.
    package var reloadsAfter: Int?

    /// For a page of a saved run what it lacks and why, or that it lacks nothing: a sentence without its full stop.
    package var saved: String?

    package init(day: String? = nil, redacts: Bool = false, reloadsAfter: Int? = nil) {
        self.day = day
        self.redacts = redacts
        self.reloadsAfter = reloadsAfter
    }
}

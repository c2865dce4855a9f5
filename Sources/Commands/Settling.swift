// When to check again: soon after the last of several changes, and not in the middle of one.

import Workspace

/// Changes that were not checked yet. Times are milliseconds of one clock.
struct Settling {
    /// How long nothing must happen.
    static let quiet = 40
    /// How long a file that is being written must not have been written to where nobody closes it.
    static let patience = 1000
    /// When to check at the latest, after the first change.
    static let longest = 1000
    /// The same where a file is being written all the time: half of it says little.
    static let longestWriting = 10_000

    private var first: Int?
    private var last: Int?
    /// When the files that were not closed yet were written to.
    private var open: [String: Int] = [:]
    /// Whether a file was certainly saved, so that no stamp need be compared.
    private(set) var isCertain = false

    mutating func note(_ changes: [Change], at now: Int) {
        for change in changes {
            first = first ?? now
            switch change {
            case .saved(let path):
                open[path] = nil
                last = now
                isCertain = true
            case .writing(let path):
                open[path] = now
                isCertain = true
            case .closed(let path):
                open[path] = nil
                last = now
            case .perhaps: last = now
            }
        }
    }

    /// When to check; `nil` where there is nothing to check.
    var due: Int? {
        guard let first else { return nil }
        let settled = max(last ?? 0, first) + Self.quiet
        guard let written = open.values.max() else { return min(settled, first + Self.longest) }
        return min(max(settled, written + Self.patience), first + Self.longestWriting)
    }
}

// The façade: what programs, editors and tests can request of kpilint.

package import Findings
package import Tables

/// The files of a program's run or of an editor, and the operations on them. Files of the disk, unsaved texts, folders
/// in memory and standard input are checked in the same way: they differ only in the tree.
package struct Session: Sendable {
    package let files: any FileTree

    package init(files: any FileTree) { self.files = files }
}

/// A request for a check. Paths are as given on the command line, relative to the folder of the session's files.
package struct CheckRequest: Sendable {
    /// Rule files; empty means the `*.rules` of that folder, else of `rules/`.
    package var ruleFiles: [String] = []
    /// Whether the folder's own rule files are taken where none is named; without them returns are read by what their
    /// headers say.
    package var takesFolderRules = true
    /// Returns named on the command line, `-` for standard input: each is bound to the tables whose pattern it matches,
    /// else to the one whose columns its header fits.
    package var returns: [String] = []
    /// `--table name=path`.
    package var bindings: [(table: String, path: String)] = []
    /// The name that is shown for standard input.
    package var standardInputName = "<stdin>"
    /// `--set name=value`.
    package var constants: [(name: String, value: String)] = []
    /// Days since 1970-01-01; `nil` is today, in local time.
    package var today: Int?
    /// The day that was asked for (`--today`), which a saved run keeps.
    package var statedToday: Int?
    /// Whether the run holds what it was made of, to be saved.
    package var isSaved = false
    /// `--only`, `--skip`: names of rules or structural findings, or prefixes of them.
    package var only: [String] = []
    package var skip: [String] = []
    /// How many findings are kept for each entry of the counts, in the order of the file; `nil` keeps all, 0 only
    /// counts.
    package var limit: Int?
    package var threads = 1
    /// Findings at or above this severity fail the check; `nil` is never.
    package var failOn: Severity? = .query
    package var allowsEmpty = false
    /// A baseline's path: findings in it are counted separately. `nil` for no baseline.
    package var baseline: String?
    /// A baseline that is about to be replaced: entries that the check does not cover are kept.
    package var replacedBaseline: String?
    /// Whether the check fails where the baseline has entries that are no longer found.
    package var strictBaseline = false
    /// What the run will write: a check that reads any of it is refused.
    package var outputs: [WrittenFile] = []
    /// The formats in which returns are read.
    package var formats = standardFormats
    /// Whether the time of each stage and rule is measured.
    package var profiles = false
    /// Receives the progress of the check, and may cancel it.
    package var progress: CheckProgress?
    /// Whether findings have excerpts of the table (for formats for people).
    package var wantsExcerpts = true
    /// Whether to look for the single changes that would put totals right: many times the work of the check itself.
    package var wantsCorrections = true
    /// How many findings of each entry of the counts have an excerpt; those of others are not drawn.
    package var excerptLimit = Int.max
    /// How many findings of each entry of the counts are illustrated, for pages; `nil` where no page is made.
    package var illustrationLimit: Int?
    /// The marked copies of returns that are made.
    package var copies: [MarkedCopyRequest] = []
    /// More findings than these are stored in a temporary file.
    package var mostHeld = FindingList.mostHeld

    package init() {}
}

/// The outcome of a request: the run, and notices for standard error such as how a return was read or bound.
package struct CheckOutcome: Sendable {
    package var run: CheckRun
    package var notices: [String]
    /// Entries of the baseline that the check would have found and did not.
    package var gone: [Baseline.Entry]
    /// Entries of the replaced baseline that the check did not cover.
    package var kept: [Baseline.Entry] = []
    /// The marked copies of the returns.
    package var copies: [MarkedCopy] = []
    /// Why nothing can be reported, although returns were read: lower case, no full stop.
    package var failure: String?
    /// What the check cost, where that was asked for and returns were read.
    package var profile: CheckProfile?
    /// Whether corrections were not asked for, and there are findings that may have some.
    package var mayBeCorrected = false

    package init(run: CheckRun, notices: [String] = [], gone: [Baseline.Entry] = []) {
        self.run = run
        self.notices = notices
        self.gone = gone
    }
}

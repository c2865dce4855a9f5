// The façade: what a program, an editor or a test asks of kpilint.

package import Findings
package import Tables

/// The files of a program's run or of an editor, with what can be asked about them. A file of the disk, unsaved text, a
/// folder in memory and standard input are checked one way: they differ in the tree alone.
package struct Session: Sendable {
    package let files: any FileTree

    package init(files: any FileTree) { self.files = files }
}

/// What `check` is asked to do. Paths are as given on the command line, relative to the folder of the session's files.
package struct CheckRequest: Sendable {
    /// Rule files; empty means the `*.rules` of that folder, else of `rules/`.
    package var ruleFiles: [String] = []
    /// Returns named on the command line, `-` for standard input: each is bound to the tables whose pattern it matches,
    /// else to the one whose columns its header fits.
    package var returns: [String] = []
    /// `--table name=path`.
    package var bindings: [(table: String, path: String)] = []
    /// The name that standard input goes by.
    package var standardInputName = "<stdin>"
    /// `--set name=value`.
    package var constants: [(name: String, value: String)] = []
    /// Days since 1970-01-01; `nil` is today, in local time.
    package var today: Int?
    /// `--only`, `--skip`: names of rules or structural findings, or prefixes of them.
    package var only: [String] = []
    package var skip: [String] = []
    /// At most so many findings for each entry of the counts, in the order of the file; `nil` is all, 0 counts only.
    package var limit: Int?
    package var threads = 1
    /// Findings at or above this severity fail the check; `nil` is never.
    package var failOn: Severity? = .query
    package var allowsEmpty = false
    /// A baseline's path: findings that it knows are counted apart. `nil` is none.
    package var baseline: String?
    /// A baseline that is about to be replaced: what of it the check does not look at is kept.
    package var replacedBaseline: String?
    /// Whether a baseline fails the check that holds what is no longer found.
    package var strictBaseline = false
    /// What the run will write: a check that reads any of it is refused.
    package var outputs: [WrittenFile] = []
    /// The formats in which returns are read.
    package var formats = standardFormats
    /// Hears how far the check has come, and may end it.
    package var progress: CheckProgress?
    /// Whether findings carry the part of the table around them (people's formats).
    package var wantsExcerpts = true
    /// Of each entry of the counts the first so many findings carry it; of others it is not drawn.
    package var excerptLimit = Int.max
    /// More findings than these are put away in a temporary file.
    package var mostHeld = FindingList.mostHeld

    package init() {}
}

/// The outcome of a request: the run, and remarks for standard error such as how a return was read or bound.
package struct CheckOutcome: Sendable {
    package var run: CheckRun
    package var remarks: [String]
    /// Entries of the baseline that the check would have found and did not.
    package var gone: [Baseline.Entry]
    /// Entries of the baseline that is about to be replaced which the check did not look at.
    package var kept: [Baseline.Entry] = []
    /// Why nothing can be reported, although returns were read: lower case, no full stop.
    package var failure: String?

    package init(run: CheckRun, remarks: [String] = [], gone: [Baseline.Entry] = []) {
        self.run = run
        self.remarks = remarks
        self.gone = gone
    }
}

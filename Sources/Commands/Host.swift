// The environment of the program: its outputs, its variables, and the functions that check.

package import Checking
package import Findings
package import Workspace

/// Everything that a command needs from outside. The program has that of the process, a test its own.
package struct Host {
    /// The value of an environment variable.
    package var variable: (String) -> String?
    package var outputIsTerminal: Bool
    package var errorIsTerminal: Bool
    /// The columns of the terminal at standard output; `nil` where it is not a terminal.
    package var terminalWidth: Int?
    /// How many processors there are to work with.
    package var processors: Int
    /// Today in local time, as days since 1970-01-01.
    package var today: Int
    /// The files that commands read, seen from the current folder.
    package var files: any FileTree
    /// Writes to standard output. A reader that closes early is not an error.
    package var write: ([UInt8]) -> Void
    /// Writes to standard error.
    package var writeError: (String) -> Void
    /// The files that standard output and standard error go to, where they go to files: no run may read them.
    package var ownOutputs: [WrittenFile] = []
    /// Receives the progress of a check and can cancel it; `nil` where nobody waits.
    package var progress: CheckProgress?
    /// Sets whether an interrupt cancels the check (true) or ends the program (false).
    package var catchesInterrupts: (Bool) -> Void = { _ in }
    package var check: (CheckRequest) -> CheckOutcome
    /// Loads rule files, or those of the current folder where none is named, with replaced constants.
    package var loadRules: ([String], [(name: String, value: String)]) -> RuleSet

    /// Begins to watch: from now on signals that would end the program only end the wait. `nil` where nothing can be
    /// watched.
    package var beginWatching: () -> WatchHost? = { nil }
    /// Whether nobody reads standard output any more.
    package var outputIsGone: () -> Bool = { false }

    package init(
        variable: @escaping (String) -> String?, outputIsTerminal: Bool, errorIsTerminal: Bool, terminalWidth: Int?,
        processors: Int, today: Int, files: any FileTree, write: @escaping ([UInt8]) -> Void,
        writeError: @escaping (String) -> Void,
        check: @escaping (CheckRequest) -> CheckOutcome,
        loadRules: @escaping ([String], [(name: String, value: String)]) -> RuleSet
    ) {
        self.variable = variable
        self.outputIsTerminal = outputIsTerminal
        self.errorIsTerminal = errorIsTerminal
        self.terminalWidth = terminalWidth
        self.processors = processors
        self.today = today
        self.files = files
        self.write = write
        self.writeError = writeError
        self.check = check
        self.loadRules = loadRules
    }

    var session: Session { Session(files: files) }

    func write(_ text: String) { write(Array(text.utf8)) }
}

/// What a command that goes on until it is ended needs from outside.
package struct WatchHost {
    /// What tells of changes: by looking every so many milliseconds, or where there is no number as the kernel tells.
    package var changes: (_ period: Int?) throws(WatchFailure) -> any ChangeWatch
    /// Milliseconds of a clock that nobody sets.
    package var milliseconds: () -> Int
    /// The time of day, for people.
    package var time: () -> String
    /// The columns of the terminal as it is now.
    package var terminalWidth: () -> Int?

    package init(
        changes: @escaping (_ period: Int?) throws(WatchFailure) -> any ChangeWatch, milliseconds: @escaping () -> Int,
        time: @escaping () -> String, terminalWidth: @escaping () -> Int?
    ) {
        self.changes = changes
        self.milliseconds = milliseconds
        self.time = time
        self.terminalWidth = terminalWidth
    }
}

// How a program learns that something was saved: the kernel tells it, or it looks from time to time.

/// Something that has happened to what is watched.
package enum Change: Equatable, Sendable {
    /// A file that was looked at was replaced or removed, or a folder on the way to it was.
    case saved(String)
    /// A file that was looked at is being written, and was not closed yet.
    case writing(String)
    /// A file that could have been written was closed. Programs open files so that nobody else writes to them, too.
    case closed(String)
    /// Something else happened, after which the files and folders have to be looked at.
    case perhaps
}

/// What a wait has come to.
package enum Waited: Equatable, Sendable {
    /// What has happened; nothing where the time is up.
    case changes([Change])
    /// There is a reason to end: see `WakingDescriptors`.
    case ended
}

/// Watches what a check has looked at.
package protocol ChangeWatch: AnyObject {
    /// Watches this and nothing else from now on, and says why it cannot. What happened before may be missed, so the
    /// caller looks at the files afterwards.
    func watch(_ footprint: Footprint) -> WatchRefusal?

    /// Waits for the next changes; at most so many milliseconds, or for ever.
    func wait(_ milliseconds: Int?) -> Waited
}

/// Why the kernel cannot say what changes.
package enum WatchRefusal: Equatable, Sendable {
    /// All that this user may watch at a time are taken.
    case tooMany
    /// The folder is on a file system that other machines may write to.
    case silent(folder: String, fileSystem: String)
    /// The folder may be entered and not be read.
    case notPermitted(folder: String)
    /// The path of the current folder is not known, or leads to another folder now.
    case unknownFolder
    case system(String)

    /// Lower case, no full stop.
    package var words: String {
        switch self {
        case .tooMany: "this user watches as many folders as the system allows (fs.inotify)"
        case .silent(let folder, let system): "\(folder) is on \(system), which does not tell what others save"
        case .notPermitted(let folder): "\(folder) may not be read"
        case .unknownFolder: "the path of the current folder is not known, or has changed"
        case .system(let message): message
        }
    }
}

/// Descriptors that end a wait.
package struct WakingDescriptors: Sendable {
    /// Becomes readable when the program should end.
    package var ending: Int32
    /// Where the reports go: once nobody can read them there, as when the terminal is closed, the wait ends.
    package var output: Int32?

    package init(ending: Int32, output: Int32?) {
        self.ending = ending
        self.output = output
    }
}

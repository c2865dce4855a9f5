// The descriptors of returns: a limited number at a time, however many returns there are.

import Platform
import Synchronization
import Tables

/// Opens files when they are read, and closes those that were read longest ago when there are too many.
final class OpenFiles: Sendable {
    /// The open files of the process.
    static let shared = OpenFiles(limit: mostOpenFiles())

    private struct Entry {
        var descriptor: Int32
        /// How many reads are under way.
        var users = 0
        var lastUse = 0
    }

    private struct State {
        var entries: [ObjectIdentifier: Entry] = [:]
        var clock = 0
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) { self.limit = max(1, limit) }

    /// An open descriptor of a file, which the caller must return after use. `open` opens it where it is not open.
    func borrow(
        _ file: AnyObject, open: () -> Result<Int32, ReadError>
    ) throws(ReadError) -> Int32 {
        let id = ObjectIdentifier(file)
        let result = state.withLock { state -> Result<Int32, ReadError> in
            state.clock += 1
            if state.entries[id] == nil {
                if state.entries.count >= limit { closeOldest(&state) }
                var opened = open()
                // Other code may hold the rest of the descriptors.
                if case .failure(.system(let code, _)) = opened, code == EMFILE || code == ENFILE {
                    while closeOldest(&state) {}
                    opened = open()
                }
                switch opened {
                case .success(let descriptor): state.entries[id] = Entry(descriptor: descriptor)
                case .failure(let error): return .failure(error)
                }
            }
            guard let descriptor = state.entries[id]?.descriptor else { return .failure(ReadError(code: EBADF)) }
            state.entries[id]?.users += 1
            state.entries[id]?.lastUse = state.clock
            return .success(descriptor)
        }
        return try result.get()
    }

    func giveBack(_ file: AnyObject) {
        state.withLock { state in state.entries[ObjectIdentifier(file)]?.users -= 1 }
    }

    /// Closes a file's descriptor; it must not be in use.
    func close(_ id: ObjectIdentifier) {
        state.withLock { state in
            if let entry = state.entries.removeValue(forKey: id) { Glibc.close(entry.descriptor) }
        }
    }

    /// How many are open.
    var count: Int { state.withLock { $0.entries.count } }

    /// Closes the least recently read file that is not in use; false where there is none.
    @discardableResult
    private func closeOldest(_ state: inout State) -> Bool {
        let idle = state.entries.filter { $0.value.users == 0 }
        guard let oldest = idle.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return false }
        state.entries[oldest.key] = nil
        Glibc.close(oldest.value.descriptor)
        return true
    }
}

/// A quarter of what the process may open, up to a useful maximum.
private func mostOpenFiles() -> Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 16 }
    return Int(min(32, max(2, limit.rlim_cur / 4)))
}

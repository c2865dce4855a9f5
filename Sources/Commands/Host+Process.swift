// The host that is this process.

import Findings
import Platform
import Synchronization
import Workspace

extension Host {
    /// Standard error, the environment, the clock and the terminal of this process, and its standard output. From now
    /// on a pipe that is closed at its other end only stops the writing.
    static func process(_ output: StandardOutput) -> Host {
        signal(SIGPIPE, SIG_IGN)
        // Reaching the limit for file sizes becomes a failed write, which is reported.
        signal(SIGXFSZ, SIG_IGN)
        // The runtime would print a trace and continue.
        signal(SIGQUIT, SIG_DFL)
        let files = DiskTree(processFolder: currentFolder())
        var host = Host(
            variable: { name in getenv(name).map { pathText($0) } },
            outputIsTerminal: isatty(STDOUT_FILENO) == 1,
            errorIsTerminal: isatty(STDERR_FILENO) == 1,
            terminalWidth: columns(of: STDOUT_FILENO),
            processors: max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))),
            today: Workspace.today(),
            files: files,
            write: { output.write($0) },
            writeError: { _ = writeAll(Array($0.utf8), to: STDERR_FILENO) },
            check: { Session(files: files).check($0) },
            loadRules: { Session(files: files).rules($0, constants: $1) })
        for (descriptor, name) in [(STDOUT_FILENO, "standard output"), (STDERR_FILENO, "standard error")] {
            let file = WrittenFile(descriptor: descriptor, name: "the file that \(name) goes to")
            if let file { host.ownOutputs.append(file) }
        }
        host.progress = processProgress
        host.outputIsGone = { output.isClosed }
        host.beginWatching = { WatchHost.process() }
        host.catchesInterrupts = { $0 ? catchInterrupts() : restoreInterrupts() }
        return host
    }
}

/// The current folder; empty where it is not known. Called once, because the program never changes it.
func currentFolder() -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    guard getcwd(&buffer, buffer.count) != nil else { return "" }
    return buffer.withUnsafeBufferPointer { $0.baseAddress.map { pathText($0) } ?? "" }
}

/// The progress of the process's only check. It exists before a signal can arrive, and lives as long as the process.
private let processProgress = CheckProgress()

/// From now on the first interrupt cancels the check and any wait for input; a second one ends the program.
private func catchInterrupts() {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in
        // Only a store and a system call: both are allowed in a signal handler.
        processProgress.stop()
        signal(SIGINT, SIG_DFL)
    }
    action.sa_flags = 0
    _ = processProgress.isStopped
    sigaction(SIGINT, &action, nil)
}

private func restoreInterrupts() { signal(SIGINT, SIG_DFL) }

extension WatchHost {
    /// The signals, clocks and terminal of this process; `nil` where it can have no pipe.
    fileprivate static func process() -> WatchHost? {
        // A closed standard output would end each wait at once.
        let output = fcntl(STDOUT_FILENO, F_GETFL) < 0 ? nil : STDOUT_FILENO
        guard let ending = catchEndings() else { return nil }
        let waking = WakingDescriptors(ending: ending, output: output)
        return WatchHost(
            changes: { period throws(WatchFailure) in
                if let period { return PollingWatch(period: period, waking: waking) }
                return try InotifyWatch(waking: waking)
            },
            milliseconds: { Milliseconds.now }, time: timeOfDay, terminalWidth: { columns(of: STDOUT_FILENO) })
    }
}

/// The end of a pipe that a signal writes to.
private let endingPipe = Atomic<Int32>(-1)

/// From now on the first interrupt, request to end, or loss of the terminal cancels the check and makes the returned
/// descriptor readable; a second one ends the program.
private func catchEndings() -> Int32? {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
    endingPipe.store(ends[1], ordering: .sequentiallyConsistent)
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { number in
        // Only stores and system calls, which are allowed in a signal handler.
        let code = errno
        processProgress.stop()
        _ = Glibc.write(endingPipe.load(ordering: .relaxed), [UInt8(0)], 1)
        signal(number, SIG_DFL)
        errno = code
    }
    // What is being written to the disk is written to its end.
    action.sa_flags = SA_RESTART
    _ = processProgress.isStopped
    for number in [SIGINT, SIGTERM, SIGHUP] {
        var old = sigaction()
        // `nohup` wants the program to go on without its terminal.
        if number == SIGHUP, sigaction(number, nil, &old) == 0, isIgnored(old) { continue }
        sigaction(number, &action, nil)
    }
    return ends[0]
}

private func isIgnored(_ action: sigaction) -> Bool {
    unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
}

/// `12:04:31`, in local time.
private func timeOfDay() -> String {
    var now = time(nil)
    var local = tm()
    guard localtime_r(&now, &local) != nil else { return "" }
    return [local.tm_hour, local.tm_min, local.tm_sec].map { ($0 < 10 ? "0" : "") + String($0) }.joined(separator: ":")
}

/// The process's standard output, which remembers failures to write.
final class StandardOutput {
    /// The `errno` of the first failure; a reader that closes early is not one.
    private(set) var problem: Int32?
    private(set) var isClosed = false

    func write(_ bytes: [UInt8]) {
        guard !isClosed, let code = writeAll(bytes, to: STDOUT_FILENO) else { return }
        isClosed = true
        if code != EPIPE { problem = code }
    }
}

/// Writes every byte; returns the `errno` that stopped it, or `nil`.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    bytes.withUnsafeBytes { buffer in
        var offset = 0
        while offset < buffer.count {
            // The offset is below the count, so the pointer stays within the buffer, which lives until this returns.
            let count = Glibc.write(descriptor, buffer.baseAddress.map { $0 + offset }, buffer.count - offset)
            if count >= 0 {
                offset += count
            } else if errno == EAGAIN {
                var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&wait, 1, -1)
            } else if errno != EINTR {
                return errno
            }
        }
        return nil
    }
}

/// The width of the terminal that a descriptor is, or `nil`.
private func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
}

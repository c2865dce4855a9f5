// Tells a waiting person that a long check is still under way.

import Glibc

/// A line on standard error that counts the seconds, from the third one on, until it is finished; then nothing of it is left.
///
/// It runs on a thread of its own, so that the check may take every other one. `finish` has to be called once.
final class ProgressDisplay {
    private var thread = pthread_t()
    private var isRunning = false
    /// Closing this end of the pipe ends the thread at once.
    private var writeEnd: Int32 = -1
    private var readEnd: Int32 = -1

    init() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return }
        (readEnd, writeEnd) = (ends[0], ends[1])
        // The descriptor travels as the pointer itself: nothing is shared with the thread.
        let argument = UnsafeMutableRawPointer(bitPattern: Int(readEnd) + 1)
        isRunning = pthread_create(&thread, nil, { countSeconds(until: Int32(Int(bitPattern: $0)) - 1) }, argument) == 0
    }

    /// Ends the line and the thread.
    func finish() {
        if writeEnd >= 0 { close(writeEnd) }
        if isRunning { pthread_join(thread, nil) }
        if readEnd >= 0 { close(readEnd) }
        (isRunning, writeEnd, readEnd) = (false, -1, -1)
    }
}

/// Writes the line once a second until the other end of the pipe is closed.
private func countSeconds(until descriptor: Int32) -> UnsafeMutableRawPointer? {
    var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    var seconds = 0
    while poll(&watched, 1, 1000) == 0 {
        seconds += 1
        if seconds >= 3 { _ = writeAll(Array("\rchecking … \(seconds) s".utf8), to: STDERR_FILENO) }
    }
    if seconds >= 3 { _ = writeAll(Array("\r\u{1B}[K".utf8), to: STDERR_FILENO) }
    return nil
}

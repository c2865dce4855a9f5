// Shows the progress of a long check.

import Findings
import Platform

/// A line on standard error, from half a second on until `finish`, which erases it.
///
/// It runs on a thread of its own, so that the check can use all others. `finish` must be called once.
final class ProgressDisplay {
    private var thread = pthread_t()
    private var isRunning = false
    /// Closing this end of the pipe ends the thread at once.
    private var writeEnd: Int32 = -1
    private var readEnd: Int32 = -1

    /// The argument of the thread, which releases it at its end.
    private final class Watch {
        let progress: CheckProgress
        let descriptor: Int32
        init(_ progress: CheckProgress, _ descriptor: Int32) {
            self.progress = progress
            self.descriptor = descriptor
        }
    }

    init(_ progress: CheckProgress) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return }
        (readEnd, writeEnd) = (ends[0], ends[1])
        let watch = Unmanaged.passRetained(Watch(progress, readEnd))
        isRunning =
            pthread_create(
                &thread, nil,
                { context in
                    guard let context else { return nil }
                    let watch = Unmanaged<Watch>.fromOpaque(context).takeRetainedValue()
                    show(watch.progress, until: watch.descriptor)
                    return nil
                }, watch.toOpaque()) == 0
        if !isRunning { watch.release() }
    }

    /// Ends the line and the thread.
    func finish() {
        if writeEnd >= 0 { close(writeEnd) }
        if isRunning { pthread_join(thread, nil) }
        if readEnd >= 0 { close(readEnd) }
        (isRunning, writeEnd, readEnd) = (false, -1, -1)
    }
}

/// Rewrites the line five times a second until the other end of the pipe is closed.
private func show(_ progress: CheckProgress, until descriptor: Int32) {
    // Interrupts must go to the thread that may be waiting for input.
    var interrupt = sigset_t()
    sigemptyset(&interrupt)
    sigaddset(&interrupt, SIGINT)
    pthread_sigmask(SIG_BLOCK, &interrupt, nil)
    var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    var tenths = 5
    guard poll(&watched, 1, 500) == 0 else { return }
    repeat {
        let share = progress.share.map { " " + String(Int($0 * 100)) + "%" } ?? ""
        let seconds = tenths >= 20 ? " (" + String(tenths / 10) + " s)" : ""
        let word = progress.isStopped ? "ending" : progress.isDescribing ? "describing findings" : "checking"
        _ = writeAll(Array("\r\u{1B}[K\(word) …\(share)\(seconds)".utf8), to: STDERR_FILENO)
        tenths += 2
    } while poll(&watched, 1, 200) == 0
    _ = writeAll(Array("\r\u{1B}[K".utf8), to: STDERR_FILENO)
}

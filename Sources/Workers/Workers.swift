// Threads for work that can be shared: as many as asked for, joined before the call returns.

import Platform
import Synchronization

/// Runs a body once on each of some threads, the calling one among them as number 0, and waits for all. For a thread
/// that the system refuses to start there is no call: bodies must share the work among the threads that run. Threads
/// rather than a task group, because the pool of tasks is as wide as the machine whatever number is asked for, and a
/// check is synchronous to its caller.
package func inParallel(_ threads: Int, _ body: @escaping @Sendable (_ thread: Int) -> Void) {
    guard threads > 1 else {
        body(0)
        return
    }
    final class Work {
        let index: Int
        let body: @Sendable (Int) -> Void
        init(_ index: Int, _ body: @escaping @Sendable (Int) -> Void) {
            self.index = index
            self.body = body
        }
    }
    var started: [pthread_t] = []
    for index in 1..<threads {
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(index, body))
        let status = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                let work = Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
                work.body(work.index)
                return nil
            }, work.toOpaque())
        if status == 0 { started.append(thread) } else { work.release() }
    }
    body(0)
    for thread in started { pthread_join(thread, nil) }
}

/// Does each of some tasks once, on threads that take the next task when they finish one. The body can find what
/// belongs to its thread by the thread's number.
package func inParallel(
    _ threads: Int, tasks: Int, _ body: @escaping @Sendable (_ thread: Int, _ task: Int) -> Void
) {
    let next = Mutex(0)
    inParallel(max(1, min(threads, tasks))) { thread in
        while true {
            let task = next.withLock { next in
                defer { next += 1 }
                return next
            }
            guard task < tasks else { return }
            body(thread, task)
        }
    }
}

/// Does each of some tasks once, as the function above, and returns their values by task.
package func inParallel<Value>(
    _ threads: Int, tasks: Int, making body: @escaping @Sendable (_ task: Int) -> Value
) -> [Value] {
    [Value](unsafeUninitializedCapacity: tasks) { values, count in
        // Every task writes its own value.
        nonisolated(unsafe) let made = values
        inParallel(threads, tasks: tasks) { _, task in made.initializeElement(at: task, to: body(task)) }
        count = tasks
    }
}

/// Passes values on in order, whichever thread finishes first: each goes to `body`, under the lock, once all before it
/// have gone.
package final class OrderedMerge<Value>: @unchecked Sendable {
    private let state = Mutex(())
    private var next = 0
    private var waiting: [Int: Value] = [:]
    private let body: (Value) -> Void

    package init(_ body: @escaping (Value) -> Void) { self.body = body }

    /// Takes the value of an index; every index from 0 on must be given once.
    package func add(_ value: Value, at index: Int) {
        // The values cross threads here and nowhere else; the lock orders all access.
        state.withLock { _ in
            waiting[index] = value
            while let ready = waiting.removeValue(forKey: next) {
                body(ready)
                next += 1
            }
        }
    }
}

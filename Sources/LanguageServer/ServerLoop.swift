// The server's two threads: one reads what the client sends, the other answers and checks.

import Findings
import JSON
import Platform

extension LanguageServer {
    /// Serves one client until it ends the session or goes away. `read` gives what has arrived, nothing at the end;
    /// `write` gives bytes to the client, and says whether it takes them. Returns the exit status.
    package static func serve(
        _ host: ServerHost, read: @escaping @Sendable () -> [UInt8], write: @escaping ([UInt8]) -> Bool
    ) -> Int32 {
        var isHeard = true
        let server = LanguageServer(host) { message in isHeard = write(MessageFraming.framed(message)) && isHeard }
        let queue = MessageQueue()
        let isAhead = queue.fill(by: read)
        var framing = MessageFraming()
        /// How often in a row a check was stopped: whoever types on is shown something nevertheless.
        var stops = 0
        func take(_ event: MessageQueue.Event) -> Bool {
            switch event {
            case .message(let message): server.receive(message)
            case .fault(let why): server.refuse(why)
            case .end: return false
            }
            return server.exitStatus == nil
        }
        while isHeard {
            if isAhead {
                let wait = server.isDirty || server.lacksCorrections ? 0 : aliveCheck
                if let event = queue.next(waiting: wait) {
                    guard take(event) else { break }
                } else if server.isDirty {
                    let progress = stops < mostStops ? queue.beginCheck() : CheckProgress()
                    let isDone = server.settle(progress) { queue.arrivals }
                    queue.endCheck()
                    stops = isDone ? 0 : stops + 1
                } else if server.lacksCorrections {
                    server.addCorrections(queue.beginCheck(endedByAll: true))
                    queue.endCheck()
                } else if server.isAbandoned {
                    break
                }
                continue
            }
            // The system gives no thread: what is sent meanwhile waits.
            if let piece = framing.next() {
                guard take(MessageQueue.Event(piece)) else { break }
            } else if server.isDirty {
                server.settle()
                server.addCorrections()
            } else {
                let bytes = read()
                if bytes.isEmpty { break }
                framing.add(bytes)
            }
        }
        return server.exitStatus ?? 1
    }

    /// After so many checks that were stopped one is made to its end.
    private static let mostStops = 3

    /// Seconds after which a silent client is looked at.
    private static let aliveCheck = 3
}

/// Messages that have arrived, in their order, and the check that they may end.
///
/// Everything below is used under the lock.
private final class MessageQueue: @unchecked Sendable {
    enum Event {
        case message(ClientMessage)
        case fault(String)
        case end

        init(_ piece: MessageFraming.Piece) {
            switch piece {
            case .message(let bytes): self = .message(ClientMessage(bytes))
            case .fault(let why): self = .fault(why)
            }
        }
    }

    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let arrival = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var events: [Event] = []
    /// How many events at the front have been taken.
    private var taken = 0
    private var check: CheckProgress?
    /// Whether any message ends the check: it can be made later.
    private var isEndedByAll = false
    /// The reader's own.
    private var read: @Sendable () -> [UInt8] = { [] }

    init() {
        lock.initialize(to: pthread_mutex_t())
        arrival.initialize(to: pthread_cond_t())
        pthread_mutex_init(lock, nil)
        pthread_cond_init(arrival, nil)
    }

    deinit {
        pthread_cond_destroy(arrival)
        pthread_mutex_destroy(lock)
        arrival.deallocate()
        lock.deallocate()
    }

    private func locked<Value>(_ body: () -> Value) -> Value {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return body()
    }

    /// Starts the thread that reads; `false` where the system refuses one. It is never waited for: it may be reading
    /// when the program ends.
    func fill(by read: @escaping @Sendable () -> [UInt8]) -> Bool {
        self.read = read
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self)
        let status = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<MessageQueue>.fromOpaque(context).takeRetainedValue().readAll()
                return nil
            }, context.toOpaque())
        guard status == 0 else {
            context.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    private func readAll() {
        var framing = MessageFraming()
        while true {
            let bytes = read()
            if bytes.isEmpty { return add(.end) }
            framing.add(bytes)
            while let piece = framing.next() { add(Event(piece)) }
        }
    }

    private func add(_ event: Event) {
        var ends = true
        if case .message(let message) = event { ends = message.endsChecks }
        if case .fault = event { ends = false }
        locked {
            events.append(event)
            if ends || isEndedByAll { check?.stop() }
            pthread_cond_signal(arrival)
        }
    }

    /// The next event; `nil` where none arrives within so many seconds.
    func next(waiting seconds: Int) -> Event? {
        locked {
            if taken == events.count, seconds > 0 {
                var until = timespec()
                clock_gettime(CLOCK_REALTIME, &until)
                until.tv_sec += seconds
                while taken == events.count {
                    if pthread_cond_timedwait(arrival, lock, &until) != 0 { break }
                }
            }
            guard taken < events.count else { return nil }
            defer {
                taken += 1
                if taken == events.count { (events, taken) = ([], 0) }
            }
            return events[taken]
        }
    }

    /// The progress of a check that begins, which ends it when something arrives that makes it vain.
    func beginCheck(endedByAll: Bool = false) -> CheckProgress {
        let progress = CheckProgress()
        locked {
            check = progress
            isEndedByAll = endedByAll
            if taken < events.count { progress.stop() }
        }
        return progress
    }

    func endCheck() { locked { check = nil } }

    /// What of the events that wait concerns requests that are about to be answered.
    var arrivals: LanguageServer.Arrivals {
        locked {
            var arrivals = LanguageServer.Arrivals()
            for case .message(.notification(let method, let parameters)) in events[taken...] {
                switch method {
                case "$/cancelRequest": parameters["id"].map { arrivals.cancelled.append($0) }
                case "textDocument/didChange", "textDocument/didClose":
                    if let uri = parameters[path: "textDocument", "uri"]?.text { arrivals.changed.insert(uri) }
                default: break
                }
            }
            return arrivals
        }
    }
}

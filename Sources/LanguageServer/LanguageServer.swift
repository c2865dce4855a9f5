// The language server: takes messages one after the other, and checks what they have changed.

import EditorFeatures
package import Findings
import JSON
package import Workspace

/// What the server needs from outside.
package struct ServerHost {
    /// The files of a folder, which is given as an absolute path.
    package var files: (_ folder: String) -> any FileTree
    /// The folder in which the server was started.
    package var startFolder: String
    package var threads: Int
    package var version: String
    /// Whether a process is still there.
    package var isRunning: (Int) -> Bool
    /// What `kpilint why` prints of an answer; `nil` where nothing is printed, and nobody can ask.
    package var wordsOfWhy: ((WhyReport, WhyRequest) -> String)?
    /// Writes a text under a name where the user's programs keep what can be made again, and gives its path.
    package var keep: (_ name: String, _ text: [UInt8]) throws(HostFailure) -> String = {
        (_, _) throws(HostFailure) in throw HostFailure(words: "there is no place for it")
    }
    /// Appends to a file of traces, and to no other file.
    package var trace: (_ path: String, _ lines: [UInt8]) throws(HostFailure) -> Void = {
        (_, _) throws(HostFailure) in throw HostFailure(words: "nothing is traced here")
    }

    package init(
        files: @escaping (String) -> any FileTree, startFolder: String, threads: Int, version: String,
        isRunning: @escaping (Int) -> Bool
    ) {
        self.files = files
        self.startFolder = startFolder
        self.threads = threads
        self.version = version
        self.isRunning = isRunning
    }
}

/// Why something outside cannot be done: lower case, no full stop.
package struct HostFailure: Error {
    package var words: String

    package init(words: String) { self.words = words }
}

/// A session with one client (Language Server Protocol 3.17).
///
/// It is used by one thread. Messages are taken in their order (`receive`); what they change is checked when none is
/// waiting (`settle`), and requests whose answer depends on that wait for it.
package final class LanguageServer {
    enum Phase {
        case created, running, shutDown
    }

    /// A folder of the client's, or one that holds a document outside of all of these.
    struct Folder {
        var path: String
        var editor: Editor
        var isOfClient: Bool
        /// Whether corrections of its findings are still to be looked for.
        var lacksCorrections = false
        /// Whether something has changed since it was checked.
        var isDirty = true {
            didSet { hasOldRules = isDirty }
        }
        /// Whether more than the text of returns has changed since: the rules that were checked may be others now.
        var hasOldRules = true
        /// Whether it was closed: nothing of it is checked or shown.
        var isGone = false
        var findings = EditorFindings()
        var told: Set<String> = []
    }

    /// An open document.
    struct Document {
        var path: String
        var folder: Int
        var version: Int?
        /// How often its text was set.
        var revision = 0
    }

    /// The view of a document's text, as long as it and the rules are as they were; `nil` where no rule reads it.
    struct CachedView {
        var revision: Int
        var checks: Int
        var view: ReturnView?
    }

    /// A request that waits for a check.
    struct Waiting {
        var id: JSONValue
        var method: String
        var parameters: JSONValue
        /// The URI of the document that it is about; `nil` for one about all.
        var uri: String? { parameters[path: "textDocument", "uri"]?.text }
    }

    /// What has arrived while a check ran, and is not taken yet.
    struct Arrivals {
        /// The ids of requests that are to be cancelled.
        var cancelled: [JSONValue] = []
        /// The URIs of documents that are changed or closed.
        var changed: Set<String> = []
    }

    let host: ServerHost
    private let output: ([UInt8]) -> Void
    var phase = Phase.created
    /// The exit status, once the client has asked for the end.
    package private(set) var exitStatus: Int32?
    var client = Client()
    var settings: JSONValue = .null
    var folders: [Folder] = []
    /// By URI.
    var documents: [String: Document] = [:]
    /// The URI by which the client knows an open path.
    var uris: [String: String] = [:]
    /// What was sent for each document, by its URI.
    var published: [String: JSONValue] = [:]
    /// By URI.
    var views: [String: CachedView] = [:]
    /// How many checks were made to their end.
    private(set) var checkCount = 0
    /// The requests whose answers follow from findings that the client has made since it was told to ask anew.
    private var marksAsked: [String: Set<String>] = [:]
    private var waiting: [Waiting] = []
    /// Whether a folder was closed whose findings the client still shows.
    var hasLeft = false
    private var requestCount = 0
    /// What is done with the answers to requests of the server's, by their ids; `nil` is an error.
    private var expected: [Int: (JSONValue?) -> Void] = [:]
    /// Where all messages are traced, as an absolute path; `nil` where they are not.
    var traceFile: String?

    /// `send` takes each message to the client.
    package init(_ host: ServerHost, send: @escaping ([UInt8]) -> Void) {
        self.host = host
        output = send
    }

    private func send(_ message: JSONValue) {
        trace(message, "to the client")
        output(message.bytes)
    }

    /// Whether there is something to check.
    package var isDirty: Bool {
        phase == .running && (folders.contains { $0.isDirty && !$0.isGone } || !waiting.isEmpty || hasLeft)
    }

    /// Whether corrections of what was found are still to be looked for.
    package var lacksCorrections: Bool {
        phase == .running && folders.contains { $0.lacksCorrections && !$0.isGone }
    }

    /// Whether the client's process has ended, where it named one.
    package var isAbandoned: Bool { client.process.map { !host.isRunning($0) } ?? false }

    // MARK: Messages

    package func receive(_ bytes: [UInt8]) { receive(ClientMessage(bytes)) }

    /// Answers what is no message at all.
    package func refuse(_ why: String) { send(.response(.null, .unparsable(why))) }

    func receive(_ message: ClientMessage) {
        if traceFile != nil { trace(message.json, "from the client") }
        switch message {
        case .faulty(let id, let error): send(.response(id, error))
        case .response(let id, let result): id.int.flatMap { expected.removeValue(forKey: $0) }?(result)
        case .notification(let method, let parameters): note(method, parameters)
        case .request(let id, let method, let parameters):
            do throws(ResponseError) {
                if let result = try answer(id, method, parameters) { send(.response(id, result)) }
            } catch {
                send(.response(id, error))
            }
        }
    }

    /// The result of a request; `nil` for one that waits for a check.
    private func answer(_ id: JSONValue, _ method: String, _ parameters: JSONValue) throws(ResponseError) -> JSONValue?
    {
        switch (phase, method) {
        case (.created, "initialize"): return try initialize(parameters)
        case (.created, _): throw .notInitialized
        case (.shutDown, _): throw .invalidRequest("the server was shut down")
        case (.running, "initialize"): throw .invalidRequest("the server is initialized")
        case (.running, "shutdown"):
            phase = .shutDown
            for request in waiting { send(.response(request.id, .cancelled)) }
            waiting = []
            return .null
        case (.running, "textDocument/diagnostic") where client.pulls,
            (.running, "workspace/diagnostic") where client.pulls, (.running, "textDocument/codeAction"):
            let request = Waiting(id: id, method: method, parameters: parameters)
            guard isDirty else { return try result(of: request) }
            waiting.append(request)
            return nil
        case (.running, "workspace/executeCommand") where host.wordsOfWhy != nil: return try execute(parameters)
        case (.running, _):
            guard let asked = ReturnRequest(rawValue: method) else { throw .unknownMethod(method) }
            if asked.isMarking, let uri = parameters[path: "textDocument", "uri"]?.text {
                marksAsked[asked.family, default: []].insert(uri)
            }
            guard mustWait(asked, parameters) else { return try result(of: asked, parameters) }
            waiting.append(Waiting(id: id, method: method, parameters: parameters))
            return nil
        }
    }

    /// Answers the requests about a document that wait: what they asked of is no longer there.
    func outdate(_ uri: String) {
        for request in waiting where request.uri == uri { send(.response(request.id, .outdated)) }
        waiting.removeAll { $0.uri == uri }
    }

    private func result(of request: Waiting) throws(ResponseError) -> JSONValue {
        if let asked = ReturnRequest(rawValue: request.method) { return try result(of: asked, request.parameters) }
        return switch request.method {
        case "textDocument/diagnostic": try documentDiagnostics(request.parameters)
        case "workspace/diagnostic": workspaceDiagnostics(request.parameters)
        default: try codeActions(request.parameters)
        }
    }

    private func note(_ method: String, _ parameters: JSONValue) {
        if method == "exit" {
            exitStatus = phase == .shutDown ? 0 : 1
            return
        }
        guard phase == .running else { return }
        switch method {
        case "initialized":
            register()
            askForSettings()
        case "$/cancelRequest":
            guard let id = parameters["id"], let place = waiting.firstIndex(where: { $0.id == id }) else { return }
            send(.response(waiting.remove(at: place).id, .cancelled))
        case "textDocument/didOpen": didOpen(parameters)
        case "textDocument/didChange": didChange(parameters)
        case "textDocument/didClose": didClose(parameters)
        case "textDocument/didSave", "workspace/didChangeWatchedFiles":
            for index in folders.indices { folders[index].isDirty = true }
        case "workspace/didChangeConfiguration":
            // A client that has nothing to say of kpilint leaves it as it is.
            if let own = parameters[path: "settings", "kpilint"] {
                applySettings(own)
            } else if parameters["settings"] ?? .null == .null {
                askForSettings()
            }
        case "workspace/didChangeWorkspaceFolders": didChangeFolders(parameters)
        default: break
        }
    }

    func notify(_ method: String, _ parameters: JSONValue) { send(.notification(method, parameters)) }

    /// Asks the client; `answered` takes the result, `nil` for an error.
    func request(_ method: String, _ parameters: JSONValue?, answered: ((JSONValue?) -> Void)? = nil) {
        requestCount += 1
        expected[requestCount] = answered
        send(.request(requestCount, method, parameters))
    }

    // MARK: Checks

    /// Checks what has changed, tells the client, and answers the requests that wait. `false` where it was stopped.
    @discardableResult
    package func settle(_ progress: CheckProgress = CheckProgress()) -> Bool {
        settle(progress) { Arrivals() }
    }

    /// `arrived` says what has arrived meanwhile.
    @discardableResult
    func settle(_ progress: CheckProgress, arrived: () -> Arrivals) -> Bool {
        guard phase == .running else { return true }
        for index in folders.indices where folders[index].isDirty && !folders[index].isGone {
            guard let found = folders[index].editor.check(progress, wantsCorrections: false) else { return false }
            folders[index].isDirty = false
            folders[index].findings = found
            folders[index].lacksCorrections = found.mayBeCorrected
            checkCount += 1
            tellNotices(ofFolder: index)
        }
        tell(arrived)
        return true
    }

    /// Looks for corrections of what was found, and tells the client of them; stopped, it is begun anew another time.
    package func addCorrections(_ progress: CheckProgress = CheckProgress()) {
        guard phase == .running, !isDirty else { return }
        for index in folders.indices where folders[index].lacksCorrections && !folders[index].isGone {
            guard let found = folders[index].editor.check(progress) else { return }
            folders[index].lacksCorrections = false
            folders[index].findings = found
            checkCount += 1
            tell { Arrivals() }
        }
    }

    /// Tells the client what is new, and answers the requests that wait for a check.
    private func tell(_ arrived: () -> Arrivals) {
        hasLeft = false
        let changed = publish()
        let asked = waiting
        waiting = []
        let arrivals = asked.isEmpty ? Arrivals() : arrived()
        var answered: Set<String> = []
        var marked: [String: Set<String>] = [:]
        for request in asked {
            do throws(ResponseError) {
                if arrivals.cancelled.contains(request.id) { throw .cancelled }
                if let uri = request.uri, arrivals.changed.contains(uri) { throw .outdated }
                send(.response(request.id, try result(of: request)))
            } catch {
                send(.response(request.id, error))
                continue
            }
            if let uri = request.uri {
                answered.insert(uri)
                if let own = ReturnRequest(rawValue: request.method) { marked[own.family, default: []].insert(uri) }
            }
            if request.method == "workspace/diagnostic" { answered.formUnion(changed) }
        }
        // What follows from findings is asked for anew where these are others now.
        for family in client.refreshed {
            let old = marksAsked[family, default: []].intersection(changed).subtracting(marked[family] ?? [])
            if !old.isEmpty { self.request("workspace/\(family)/refresh", nil) }
        }
        // The client asks anew for documents that it has not changed itself.
        if client.pulls, !changed.isSubset(of: answered) { request("workspace/diagnostic/refresh", nil) }
    }
}

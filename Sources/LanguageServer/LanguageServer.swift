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
        /// Whether something has changed since it was checked.
        var isDirty = true
        /// Whether corrections of its findings are still to be looked for.
        var lacksCorrections = false
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
    }

    /// A request that waits for a check.
    struct Waiting {
        var id: JSONValue
        var method: String
        var parameters: JSONValue
    }

    let host: ServerHost
    private let send: (JSONValue) -> Void
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
    private var waiting: [Waiting] = []
    /// Whether a folder was closed whose findings the client still shows.
    var hasLeft = false
    private var requestCount = 0

    /// `send` takes each message to the client.
    package init(_ host: ServerHost, send: @escaping ([UInt8]) -> Void) {
        self.host = host
        self.send = { send($0.bytes) }
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
        switch message {
        case .faulty(let id, let error): send(.response(id, error))
        case .response: break
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
        default: throw .unknownMethod(method)
        }
    }

    private func result(of request: Waiting) throws(ResponseError) -> JSONValue {
        switch request.method {
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
        case "initialized": watchFiles()
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
            if let own = parameters[path: "settings", "kpilint"] { applySettings(own) }
        case "workspace/didChangeWorkspaceFolders": didChangeFolders(parameters)
        default: break
        }
    }

    func notify(_ method: String, _ parameters: JSONValue) { send(.notification(method, parameters)) }

    func request(_ method: String, _ parameters: JSONValue?) {
        requestCount += 1
        send(.request(requestCount, method, parameters))
    }

    // MARK: Checks

    /// Checks what has changed, tells the client, and answers the requests that wait. `false` where it was stopped.
    @discardableResult
    package func settle(_ progress: CheckProgress = CheckProgress()) -> Bool {
        guard phase == .running else { return true }
        for index in folders.indices where folders[index].isDirty && !folders[index].isGone {
            guard let found = folders[index].editor.check(progress, wantsCorrections: false) else { return false }
            folders[index].isDirty = false
            folders[index].findings = found
            folders[index].lacksCorrections = found.mayBeCorrected
            tellNotices(ofFolder: index)
        }
        tell()
        return true
    }

    /// Looks for corrections of what was found, and tells the client of them; stopped, it is begun anew another time.
    package func addCorrections(_ progress: CheckProgress = CheckProgress()) {
        guard phase == .running, !isDirty else { return }
        for index in folders.indices where folders[index].lacksCorrections && !folders[index].isGone {
            guard let found = folders[index].editor.check(progress) else { return }
            folders[index].lacksCorrections = false
            folders[index].findings = found
            tell()
        }
    }

    /// Tells the client what is new, and answers the requests that wait for a check.
    private func tell() {
        hasLeft = false
        let changed = publish()
        let asked = waiting
        waiting = []
        var answered: Set<String> = []
        for request in asked {
            do throws(ResponseError) { send(.response(request.id, try result(of: request))) } catch {
                send(.response(request.id, error))
            }
            if let uri = request.parameters[path: "textDocument", "uri"]?.text { answered.insert(uri) }
            if request.method == "workspace/diagnostic" { answered.formUnion(changed) }
        }
        // The client asks anew for documents that it has not changed itself.
        if client.pulls, !changed.isSubset(of: answered) { request("workspace/diagnostic/refresh", nil) }
    }
}

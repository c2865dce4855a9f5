// The beginning of a session: what the client can do, its folders and settings.

import EditorFeatures
import JSON
import Workspace

/// What the client says of itself.
struct Client {
    var encoding = PositionEncoding.utf16
    /// Whether it asks for diagnostics, and can be told to ask anew. Others are sent them.
    var pulls = false
    var showsRelated = false
    var takesVersions = false
    var takesDocumentChanges = false
    var takesActions = false
    var registersWatches = false
    /// Whether it tells of changed settings where it is asked to.
    var registersSettings = false
    /// Whether it can be asked for settings.
    var answersSettings = false
    var showsDocuments = false
    /// Whether it keeps the `data` of diagnostics.
    var keepsData = false
    var showsMarkdown = false
    var takesNestedSymbols = false
    /// Which of the requests that follow from findings it can be told to make anew.
    var refreshed: [String] = []
    var process: Int?
}

extension LanguageServer {
    func initialize(_ parameters: JSONValue) throws(ResponseError) -> JSONValue {
        guard parameters.members != nil else { throw .invalidParameters("`initialize` has parameters") }
        let capabilities = parameters["capabilities"] ?? .null
        let listed = capabilities[path: "general", "positionEncodings"]?.array?.compactMap(\.text) ?? []
        // The first of these that the client lists costs least to convert.
        client.encoding = PositionEncoding.allCases.first { listed.contains($0.rawValue) } ?? .utf16
        let diagnostics = capabilities[path: "textDocument", "publishDiagnostics"] ?? .null
        client.showsRelated = diagnostics.says("relatedInformation")
        client.takesVersions = diagnostics.says("versionSupport")
        client.pulls =
            capabilities[path: "textDocument", "diagnostic"]?.members != nil
            && capabilities.says("workspace", "diagnostics", "refreshSupport")
        if client.pulls, capabilities.says("textDocument", "diagnostic", "relatedInformation") {
            client.showsRelated = true
        }
        client.takesDocumentChanges = capabilities.says("workspace", "workspaceEdit", "documentChanges")
        client.takesActions = capabilities[path: "textDocument", "codeAction", "codeActionLiteralSupport"] != nil
        client.registersWatches = capabilities.says("workspace", "didChangeWatchedFiles", "dynamicRegistration")
        client.registersSettings = capabilities.says("workspace", "didChangeConfiguration", "dynamicRegistration")
        client.answersSettings = capabilities.says("workspace", "configuration")
        client.showsDocuments = capabilities.says("window", "showDocument", "support")
        client.keepsData =
            diagnostics.says("dataSupport") || capabilities.says("textDocument", "diagnostic", "dataSupport")
        let formats = capabilities[path: "textDocument", "hover", "contentFormat"]?.array?.compactMap(\.text) ?? []
        client.showsMarkdown = formats.contains("markdown")
        client.takesNestedSymbols = capabilities.says(
            "textDocument", "documentSymbol", "hierarchicalDocumentSymbolSupport")
        client.refreshed = ["semanticTokens", "codeLens", "inlayHint"].filter {
            capabilities.says("workspace", $0, "refreshSupport")
        }
        client.process = parameters["processId"]?.int
        for path in folderPaths(parameters) { addFolder(path, isOfClient: true) }
        phase = .running
        if let own = parameters["initializationOptions"], own.members != nil { applySettings(own) }
        return .object(of: [
            "capabilities": .object(of: [
                "positionEncoding": .text(client.encoding.rawValue),
                "textDocumentSync": ["openClose": true, "change": 2, "save": ["includeText": false]],
                "diagnosticProvider": client.pulls
                    ? ["identifier": "kpilint", "interFileDependencies": true, "workspaceDiagnostics": true] : nil,
                "codeActionProvider": client.takesActions
                    ? ["codeActionKinds": ["quickfix", .text(Self.fixAll)]] : nil,
                "executeCommandProvider": host.wordsOfWhy == nil ? nil : ["commands": [.text(Self.whyCommand)]],
                "hoverProvider": true,
                "completionProvider": ["triggerCharacters": Self.completionTriggers],
                "definitionProvider": true, "referencesProvider": true, "documentSymbolProvider": true,
                "foldingRangeProvider": true, "selectionRangeProvider": true, "inlayHintProvider": true,
                "semanticTokensProvider": ["legend": Self.tokenLegend, "full": true, "range": true],
                "codeLensProvider": ["resolveProvider": false],
                "workspace": ["workspaceFolders": ["supported": true, "changeNotifications": true]],
            ]),
            "serverInfo": ["name": "kpilint", "version": .text(host.version)],
        ])
    }

    /// The folders that the client has open; none where it has none on the disk.
    private func folderPaths(_ parameters: JSONValue) -> [String] {
        if let listed = parameters["workspaceFolders"]?.array, !listed.isEmpty {
            return listed.compactMap { $0["uri"]?.text }.compactMap { filePath($0) }
        }
        if let uri = parameters["rootUri"]?.text { return [filePath(uri)].compactMap { $0 } }
        return [parameters["rootPath"]?.text].compactMap { $0 }.filter { $0.hasPrefix("/") }
    }

    @discardableResult
    func addFolder(_ path: String, isOfClient: Bool) -> Int {
        let path = Editor.plain(path.hasSuffix("/") ? path : path + "/")
        if let known = folders.firstIndex(where: { $0.path == path }) {
            if isOfClient { folders[known].isOfClient = true }
            if folders[known].isGone { (folders[known].isGone, folders[known].isDirty) = (false, true) }
            return known
        }
        var editor = Editor(host.files(path))
        editor.settings = editorSettings
        for document in documents.values {
            if let text = folders[document.folder].editor.text(of: document.path) { editor.lookAt(document.path, text) }
        }
        let folder = Folder(path: path, editor: editor, isOfClient: isOfClient)
        // The place of one that was closed is taken again, where no document is to be moved from it.
        if let free = folders.indices.first(where: { index in
            folders[index].isGone && !documents.values.contains { $0.folder == index }
        }) {
            folders[free] = folder
            return free
        }
        folders.append(folder)
        return folders.count - 1
    }

    /// Which folder holds a path: the innermost that is open, else the one that it stands in, which is opened.
    func folder(ofPath path: String) -> Int {
        // One that is open for other documents alone holds none below it.
        let parent = path[...(path.lastIndex(of: "/") ?? path.startIndex)]
        let holding = folders.indices.filter { index in
            let folder = folders[index]
            return !folder.isGone && (folder.isOfClient ? path.hasPrefix(folder.path) : folder.path == parent)
        }
        if let innermost = holding.max(by: { folders[$0].path.utf8.count < folders[$1].path.utf8.count }) {
            return innermost
        }
        return addFolder(String(parent), isOfClient: false)
    }

    func didChangeFolders(_ parameters: JSONValue) {
        for folder in parameters[path: "event", "removed"]?.array ?? [] {
            guard let path = folder["uri"]?.text.flatMap({ filePath($0) }) else { continue }
            let whole = path.hasSuffix("/") ? path : path + "/"
            guard let index = folders.firstIndex(where: { $0.path == whole && $0.isOfClient }) else { continue }
            close(folder: index)
            folders[index].isOfClient = false
        }
        for folder in parameters[path: "event", "added"]?.array ?? [] {
            guard let path = folder["uri"]?.text.flatMap({ filePath($0) }) else { continue }
            addFolder(path, isOfClient: true)
        }
        rehome()
    }

    /// Asks to be told of files that others save, and of settings, where the client can tell.
    func register() {
        var registrations: [JSONValue] = []
        let watchers: [JSONValue] = ["**/*.rules", "**/*.csv", "**/*.tsv", "**/*.txt", "**/*.xlsx", "**/*.ods"].map {
            ["globPattern": $0]
        }
        if client.registersWatches {
            registrations.append([
                "id": "kpilint-files", "method": "workspace/didChangeWatchedFiles",
                "registerOptions": ["watchers": .array(watchers)],
            ])
        }
        if client.registersSettings {
            registrations.append([
                "id": "kpilint-settings", "method": "workspace/didChangeConfiguration",
                "registerOptions": ["section": "kpilint"],
            ])
        }
        if !registrations.isEmpty {
            request("client/registerCapability", ["registrations": .array(registrations)])
        }
    }

    // MARK: Settings

    /// Asks for the settings, where the client answers that. What it does not set stays as it is.
    func askForSettings() {
        guard client.answersSettings else { return }
        request("workspace/configuration", ["items": [["section": "kpilint"]]]) { [unowned self] result in
            guard phase == .running, let own = result?.array?.first, own != .null else { return }
            if own != settings { applySettings(own) }
        }
    }

    func applySettings(_ own: JSONValue) {
        settings = own
        let made = editorSettings
        traceFile = own["traceFile"]?.text.flatMap { $0.isEmpty ? nil : $0 }.map { path in
            let folder = folders.first { $0.isOfClient && !$0.isGone }?.path ?? host.startFolder
            return Editor.plain(path.hasPrefix("/") ? path : folder + (folder.hasSuffix("/") ? "" : "/") + path)
        }
        for words in faults(ofSettings: own) { tell(words, isError: true) }
        for index in folders.indices {
            folders[index].editor.settings = made
            folders[index].isDirty = true
        }
    }

    /// What of the settings is left out, since it is not what they hold.
    private func faults(ofSettings own: JSONValue) -> [String] {
        guard let members = own.members else { return ["the settings are no object, and are left out"] }
        return members.compactMap { name, value in
            let wanted: String?
            switch (name, value) {
            case (_, .null): wanted = nil
            case ("rules", .text), ("baseline", .text): wanted = nil
            case ("rules", .array(let items)): wanted = items.allSatisfy { $0.text != nil } ? nil : "a list of paths"
            case ("rules", _): wanted = "a list of paths"
            case ("baseline", _): wanted = "a path"
            case ("today", _):
                wanted = value.text.flatMap { EditorSettings.day($0) } == nil ? "a day such as 2023-09-30" : nil
            case ("set", .object(let constants)):
                wanted =
                    constants.allSatisfy { constant in
                        switch constant.value {
                        case .text, .number, .bool: true
                        case .null, .array, .object: false
                        }
                    } ? nil : "an object of texts, numbers and truths"
            case ("set", _): wanted = "an object of texts, numbers and truths"
            case ("inlayHints", .bool), ("traceFile", .text): wanted = nil
            case ("inlayHints", _): wanted = "true or false"
            case ("traceFile", _): wanted = "a path"
            case ("maxDiagnostics", _): wanted = value.int.map { $0 > 0 } ?? false ? nil : "a number above 0"
            default:
                return "there is no setting `\(name)`: there are rules, baseline, today, set, inlayHints, "
                    + "maxDiagnostics, traceFile"
            }
            return wanted.map { "the setting `\(name)` is \($0); what it says is left out" }
        }
    }

    private var editorSettings: EditorSettings {
        var made = EditorSettings()
        made.threads = host.threads
        made.rules = settings["rules"]?.array?.compactMap(\.text) ?? settings["rules"]?.text.map { [$0] } ?? []
        made.baseline = settings["baseline"]?.text
        made.today = settings["today"]?.text.flatMap { EditorSettings.day($0) }
        made.constants = (settings["set"]?.members ?? []).compactMap { name, value in
            switch value {
            case .text(let text), .number(let text): (name, text)
            case .bool(let value): (name, value ? "true" : "false")
            default: nil
            }
        }
        made.showsHints = settings["inlayHints"]?.bool ?? false
        if let most = settings["maxDiagnostics"]?.int, most > 0 { made.mostDiagnostics = most }
        return made
    }
}

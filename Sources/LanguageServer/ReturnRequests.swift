// Requests about open returns: which of them wait for a check, and the view of a return that they ask.

import EditorFeatures
import JSON

extension LanguageServer {
    /// The requests about a return's cells that are answered here.
    enum ReturnRequest: String {
        case hover = "textDocument/hover"
        case completion = "textDocument/completion"
        case definition = "textDocument/definition"
        case references = "textDocument/references"
        case symbols = "textDocument/documentSymbol"
        case folds = "textDocument/foldingRange"
        case selections = "textDocument/selectionRange"
        case tokens = "textDocument/semanticTokens/full"
        case tokensInRange = "textDocument/semanticTokens/range"
        case hints = "textDocument/inlayHint"
        case lenses = "textDocument/codeLens"

        /// Whether it marks what was found, and is made anew when that is something else.
        var isMarking: Bool {
            switch self {
            case .tokens, .tokensInRange, .hints, .lenses: true
            default: false
            }
        }

        /// As requests to make it anew call it.
        var family: String {
            let name = rawValue.dropFirst("textDocument/".count)
            return String(name.prefix { $0 != "/" })
        }

        /// Whether the answer follows from the text and the rules, without the findings or the rows of other returns.
        var needsNoCheck: Bool {
            switch self {
            case .completion, .symbols, .folds, .selections: true
            case .hover, .definition, .references, .tokens, .tokensInRange, .hints, .lenses: false
            }
        }
    }

    /// Whether a request must wait for the check that is due: it asks what was found, the rules have changed, or those
    /// that were checked read nothing from the document.
    func mustWait(_ request: ReturnRequest, _ parameters: JSONValue) -> Bool {
        guard isDirty else { return false }
        guard request.needsNoCheck, !folders.contains(where: { $0.hasOldRules && !$0.isGone }) else { return true }
        return view(parameters[path: "textDocument", "uri"]?.text ?? "") == nil
    }

    func result(of request: ReturnRequest, _ parameters: JSONValue) throws(ResponseError) -> JSONValue {
        guard let uri = parameters[path: "textDocument", "uri"]?.text else {
            throw .invalidParameters("which document is meant?")
        }
        let view = view(uri)
        switch request {
        case .hover: return hover(view, try place(parameters["position"], view))
        case .completion: return completion(view, try place(parameters["position"], view))
        case .definition: return definition(uri, view, try place(parameters["position"], view))
        case .references:
            let isWanted = parameters[path: "context", "includeDeclaration"]?.bool ?? false
            return references(uri, view, try place(parameters["position"], view), declaration: isWanted)
        case .symbols: return symbols(uri, view)
        case .folds: return folds(view)
        case .selections:
            guard let positions = parameters["positions"]?.array else {
                throw .invalidParameters("the positions are missing")
            }
            var places: [Int] = []
            for position in positions { places.append(try place(position, view)) }
            return selections(view, places)
        case .tokens: return tokens(uri, view, nil)
        case .tokensInRange: return tokens(uri, view, try range(parameters))
        case .hints: return hints(uri, try range(parameters))
        case .lenses: return lenses(uri, view)
        }
    }

    /// The byte of a view's text that a position stands before.
    private func place(_ position: JSONValue?, _ view: ReturnView?) throws(ResponseError) -> Int {
        guard let position = TextPosition(position) else { throw .invalidParameters("which position is meant?") }
        return view?.text.offset(of: position, client.encoding) ?? 0
    }

    private func range(_ parameters: JSONValue) throws(ResponseError) -> TextRange {
        guard let range = TextRange(parameters["range"]) else { throw .invalidParameters("which range is meant?") }
        return range
    }

    /// The view of an open return by the rules that were checked last: those of its own folder, else of another one.
    /// `nil` for a document that is not open, that holds rules, or of which the rules read no table.
    func view(_ uri: String) -> ReturnView? {
        guard let document = documents[uri] else { return nil }
        if let known = views[uri], known.revision == document.revision, known.checks == checkCount { return known.view }
        guard let text = folders[document.folder].editor.text(of: document.path) else { return nil }
        let order = [document.folder] + folders.indices.filter { $0 != document.folder }
        let view = order.lazy.filter { !self.folders[$0].isGone }.compactMap {
            self.folders[$0].findings.view(of: document.path, text)
        }.first
        views[uri] = CachedView(revision: document.revision, checks: checkCount, view: view)
        return view
    }

    /// What was found in a document, by the rules of all folders.
    func found(_ uri: String) -> [EditorDiagnostic] {
        guard let path = documents[uri]?.path else { return [] }
        return folders.filter { !$0.isGone }.flatMap { $0.findings.documents[path] ?? [] }
    }

    /// A place as a client takes it; the path of its file is as findings name it in the folder of a document. `nil`
    /// for one that no file holds: the built-in rules.
    func location(_ place: EditorPlace, from uri: String) -> JSONValue? {
        guard let document = documents[uri] else { return nil }
        let editor = folders[document.folder].editor
        let path = editor.absolute(place.file)
        guard editor.isThere(path) else { return nil }
        return ["uri": .text(self.uri(of: path)), "range": place.extent.range(client.encoding).json]
    }
}

// Opening, editing and closing documents.

import EditorFeatures
import JSON

extension LanguageServer {
    func didOpen(_ parameters: JSONValue) {
        guard let document = parameters["textDocument"], let uri = document["uri"]?.text,
            let text = document["text"]?.text
        else { return }
        if documents[uri] != nil { close(uri) }
        outdate(uri)
        guard let path = path(of: uri, text) else { return }
        // Two spellings of one URI are one document: the last one opened.
        if let other = uris[path] { documents[other] = nil }
        let folder = folder(ofPath: path)
        documents[uri] = Document(path: path, folder: folder, version: document["version"]?.int)
        views[uri] = nil
        uris[path] = uri
        show(path, TextBuffer(text), in: folder)
    }

    func didChange(_ parameters: JSONValue) {
        guard let uri = parameters[path: "textDocument", "uri"]?.text, var document = documents[uri],
            var text = folders[document.folder].editor.text(of: document.path)
        else { return }
        if let version = parameters[path: "textDocument", "version"]?.int {
            if let last = document.version, version <= last {
                let words = "a change of \(uri) to version \(version) came after version \(last); it is left out"
                return tell(words, isError: true)
            }
            document.version = version
        }
        document.revision += 1
        documents[uri] = document
        outdate(uri)
        for change in parameters["contentChanges"]?.array ?? [] {
            guard let new = change["text"]?.text else { continue }
            switch change["range"] {
            case nil, .null?: text = TextBuffer(new)
            case let written?:
                guard let range = TextRange(written) else {
                    tell("a change of \(uri) has a range that cannot be read; it is left out", isError: true)
                    continue
                }
                text.replace(range, with: new, client.encoding)
            }
        }
        show(document.path, text, in: document.folder)
    }

    /// Gives the text of an open document to all folders, whose rules may read it, and to its own as one to be shown.
    private func show(_ path: String, _ text: TextBuffer, in own: Int) {
        for index in folders.indices where !folders[index].isGone {
            if index == own { folders[index].editor.open(path, text) } else { folders[index].editor.lookAt(path, text) }
            let hadOldRules = folders[index].hasOldRules
            folders[index].isDirty = true
            if !Editor.holdsRules(path) { folders[index].hasOldRules = hadOldRules }
        }
    }

    /// Gives each open document to the folder that it belongs to, after folders have come or gone.
    func rehome() {
        for (uri, document) in documents.sorted(by: { $0.key < $1.key }) {
            guard let text = folders[document.folder].editor.text(of: document.path) else { continue }
            let home = folder(ofPath: document.path)
            if home != document.folder {
                folders[document.folder].editor.close(document.path)
                documents[uri]?.folder = home
            }
            show(document.path, text, in: home)
        }
    }

    func didClose(_ parameters: JSONValue) {
        guard let uri = parameters[path: "textDocument", "uri"]?.text else { return }
        close(uri)
    }

    private func close(_ uri: String) {
        guard let document = documents.removeValue(forKey: uri) else { return }
        outdate(uri)
        uris[document.path] = nil
        views[uri] = nil
        for index in folders.indices where !folders[index].isGone {
            folders[index].editor.close(document.path)
            folders[index].isDirty = true
        }
        // A folder that was opened for its documents alone goes with the last of them.
        let isLeft = documents.values.contains { $0.folder == document.folder }
        if !folders[document.folder].isOfClient, !isLeft { close(folder: document.folder) }
    }

    /// The path under which a document is read. One that is not on the disk gets one of its own in the first folder,
    /// with an ending that says what it holds.
    private func path(of uri: String, _ text: String) -> String? {
        if let path = filePath(uri) { return Editor.plain(path) }
        let isUnsaved = uri.lowercased().hasPrefix("untitled:")
        let ending = [".rules", ".csv", ".tsv"].first { uri.hasSuffix($0) }
        // The other side of a comparison, for example.
        guard isUnsaved || ending != nil else { return nil }
        let name = uri.utf8.map { byte -> String in
            let isPlain =
                UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
            return isPlain ? String(Unicode.Scalar(byte)) : "-" + String(byte, radix: 16)
        }
        let holdsRules = ending == ".rules" || Editor.looksLikeRules(text)
        let folder = folders.first { $0.isOfClient && !$0.isGone }?.path ?? host.startFolder + "/unsaved/"
        return Editor.plain(
            (folder.hasSuffix("/") ? folder : folder + "/") + name.joined() + (holdsRules ? ".rules" : ".csv")
                + Editor.unsaved)
    }
}

extension TextPosition {
    init?(_ value: JSONValue?) {
        guard let line = value?["line"]?.place, let character = value?["character"]?.place else { return nil }
        self.init(line: line, column: character)
    }

    var json: JSONValue { ["line": .number(line), "character": .number(column)] }
}

extension TextRange {
    init?(_ value: JSONValue?) {
        guard let start = TextPosition(value?["start"]), let end = TextPosition(value?["end"]) else { return nil }
        self.init(start, end)
    }

    var json: JSONValue { ["start": start.json, "end": end.json] }
}

extension JSONValue {
    /// A whole number, also one that is written with decimals, or greater than any place.
    fileprivate var place: Int? {
        guard case .number(let text) = self, let number = Double(text), number == number.rounded() else { return nil }
        return number >= 1e15 ? 1 << 50 : number <= -1e15 ? -1 : Int(number)
    }
}

// Opening, editing and closing documents.

import EditorFeatures
import JSON

extension LanguageServer {
    func didOpen(_ parameters: JSONValue) {
        guard let document = parameters["textDocument"], let uri = document["uri"]?.text,
            let text = document["text"]?.text
        else { return }
        if documents[uri] != nil { close(uri) }
        let path = path(of: uri, text)
        let folder = folder(ofPath: path)
        documents[uri] = Document(path: path, folder: folder, version: document["version"]?.int)
        uris[path] = uri
        folders[folder].editor.open(path, TextBuffer(text))
        markDirty(all: path)
    }

    func didChange(_ parameters: JSONValue) {
        guard let uri = parameters[path: "textDocument", "uri"]?.text, var document = documents[uri],
            var text = folders[document.folder].editor.text(of: document.path)
        else { return }
        document.version = parameters[path: "textDocument", "version"]?.int ?? document.version
        documents[uri] = document
        for change in parameters["contentChanges"]?.array ?? [] {
            guard let new = change["text"]?.text else { continue }
            if let range = TextRange(change["range"]) {
                text.replace(range, with: new, client.encoding)
            } else {
                text = TextBuffer(new)
            }
        }
        folders[document.folder].editor.open(document.path, text)
        markDirty(all: document.path)
    }

    func didClose(_ parameters: JSONValue) {
        guard let uri = parameters[path: "textDocument", "uri"]?.text else { return }
        close(uri)
    }

    private func close(_ uri: String) {
        guard let document = documents.removeValue(forKey: uri) else { return }
        folders[document.folder].editor.close(document.path)
        markDirty(all: document.path)
        // A folder that was opened for its documents alone goes with the last of them.
        let isLeft = documents.values.contains { $0.folder == document.folder }
        if !folders[document.folder].isOfClient, !isLeft { clear(folder: document.folder) }
    }

    /// Folders that hold a path may have rules about it.
    private func markDirty(all path: String) {
        for index in folders.indices where path.hasPrefix(folders[index].path) { folders[index].isDirty = true }
    }

    /// The path under which a document is read. One that is not on the disk gets one of its own in the first folder,
    /// with an ending that says what it holds.
    private func path(of uri: String, _ text: String) -> String {
        if let path = filePath(uri) { return path }
        let name = uri.utf8.map { byte -> Character in
            let isPlain =
                UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
            return isPlain ? Character(Unicode.Scalar(byte)) : "-"
        }
        let holdsRules = uri.hasSuffix(".rules") || Editor.looksLikeRules(text)
        let folder = folders.first(where: \.isOfClient)?.path ?? host.startFolder
        return (folder.hasSuffix("/") ? folder : folder + "/") + String(name) + (holdsRules ? ".rules" : ".csv")
    }
}

extension TextPosition {
    init?(_ value: JSONValue?) {
        guard let line = value?["line"]?.int, let character = value?["character"]?.int else { return nil }
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

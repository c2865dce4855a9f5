// What is offered on a finding beside its fixes, and the command that says why it was found.

import EditorFeatures
import Findings
import JSON

extension LanguageServer {
    /// The command that shows what `kpilint why` says.
    static let whyCommand = "kpilint.why"

    /// The suggested correction, a waiver, an entry of the baseline, and the question why.
    func findingActions(_ diagnostic: EditorDiagnostic) -> [JSONValue] {
        var actions = diagnostic.corrections.map { correction in
            action(
                correction.fix.title, on: diagnostic,
                edit: edit(correction.path, [(correction.fix.extent.range(client.encoding), correction.fix.text)]))
        }
        guard let subject = diagnostic.subject, let folder = folder(ofSubject: subject, diagnostic) else {
            return actions
        }
        let editor = folder.editor
        if let waiver = editor.waiver(of: subject, client.encoding) {
            let others = Editor.othersWaived(with: subject, among: folder.findings)
            let what = others == 0 ? "this" : "this and \(others) more of \(subject.rowName)"
            actions.append(action("waive \(what): \(subject.rule)…", on: diagnostic, edit: edit(waiver)))
        }
        if let entry = editor.baselineEntry(of: subject, client.encoding) {
            let file = entry.path.split(separator: "/").last.map(String.init) ?? entry.path
            actions.append(action("add to the baseline \(file)", on: diagnostic, edit: edit(entry)))
        }
        if subject.isOfRule, !subject.ruleFiles.isEmpty, host.wordsOfWhy != nil {
            let command: JSONValue = [
                "title": "show why", "command": .text(Self.whyCommand),
                "arguments": [
                    .object(of: [
                        "folder": .text(folder.path), "rule": .text(subject.rule),
                        "table": subject.table.map { .text($0) }, "line": .number(subject.line),
                        "key": .array(subject.key.map { ["column": .text($0.name), "text": .text($0.text)] }),
                        "rules": .array(subject.ruleFiles.map { .text($0) }),
                    ])
                ],
            ]
            actions.append(action("show why \(subject.rule) finds it", on: diagnostic, command: command))
        }
        return actions
    }

    private func edit(_ insertion: EditorInsertion) -> JSONValue {
        edit(insertion.path, [(TextRange(insertion.position, insertion.position), insertion.text)])
    }

    /// The folder whose rules found it.
    private func folder(ofSubject subject: EditorDiagnostic.Subject, _ diagnostic: EditorDiagnostic) -> Folder? {
        folders.first { folder in
            !folder.isGone
                && folder.findings.documents.values.contains { found in
                    found.contains {
                        $0.subject?.fingerprint == subject.fingerprint && $0.subject?.ruleFiles == subject.ruleFiles
                    }
                }
        }
    }

    // MARK: Commands

    func execute(_ parameters: JSONValue) throws(ResponseError) -> JSONValue {
        guard let command = parameters["command"]?.text else { throw .invalidParameters("which command is meant?") }
        guard command == Self.whyCommand else { throw .invalidParameters("there is no command \(command)") }
        guard let asked = parameters["arguments"]?.array?.first, let rule = asked["rule"]?.text,
            let files = asked["rules"]?.array?.compactMap(\.text), !files.isEmpty,
            files.allSatisfy(Editor.holdsRules)
        else {
            throw .invalidParameters("`\(Self.whyCommand)` is given the rule and its files, as the code action says")
        }
        guard let folder = folders.first(where: { !$0.isGone && $0.path == asked["folder"]?.text }) else {
            throw .invalidParameters("its folder is not open")
        }
        let key = (asked["key"]?.array ?? []).compactMap { part in
            part["column"]?.text.map { NamedText($0, part["text"]?.text ?? "") }
        }
        showWhy(
            EditorDiagnostic.Subject(
                rule: rule, table: asked["table"]?.text, key: key,
                line: asked["line"]?.int ?? 0, isOfRule: true, ruleFiles: files),
            in: folder)
        return .null
    }

    /// Shows why as a document, or in a message where the client shows none.
    private func showWhy(_ subject: EditorDiagnostic.Subject, in folder: Folder) {
        guard let words = host.wordsOfWhy else { return }
        let answer = folder.editor.why(subject)
        let text = words(answer.report, answer.request)
        func tellAll() { notify("window/showMessage", ["type": 3, "message": .text(text)]) }
        guard client.showsDocuments else { return tellAll() }
        let name =
            "why-"
            + subject.rule.utf8.map { byte -> String in
                let letter = Unicode.Scalar(byte)
                let isPlain =
                    letter.properties.isAlphabetic && byte < 0x80 || (0x30...0x39).contains(byte) || letter == "-"
                return isPlain ? String(letter) : "_"
            }.joined() + ".txt"
        let path: String
        do throws(HostFailure) { path = try host.keep(name, Array(text.utf8)) } catch {
            tell("the answer cannot be written: \(error.words)", isError: true)
            return tellAll()
        }
        request(
            "window/showDocument", ["uri": .text(fileURI(path)), "external": false, "takeFocus": true]
        ) { result in
            if result?["success"]?.bool != true { tellAll() }
        }
    }
}

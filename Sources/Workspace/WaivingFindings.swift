// A waiver for one finding, to be added to a rule file.

import Catalog
import Checking
import Diagnostics
package import Findings
import Syntax

/// A waiver with an empty reason, at the end of a rule file. Until somebody writes the reason it is a warning, and
/// waives nothing.
package struct OfferedWaiver: Sendable, Equatable {
    /// The rule file's path as its rule set names it.
    package var path: String
    /// The rule file's bytes, behind which the text is added.
    package var before: [UInt8]
    package var text: String
}

extension Session {
    /// A waiver of a rule's findings in the row or group with a key, for the rule files of a request: in a file that
    /// holds nothing but waivers where there is one, else in the file that declares the table. It was tried beside the
    /// rule files; `nil` where the finding cannot be waived by its key.
    package func waiver(
        of rule: String, in table: String?, key: [NamedText], _ request: CheckRequest
    ) -> OfferedWaiver? {
        guard let table, key.contains(where: { !$0.text.isEmpty }) else { return nil }
        if case .never = BuiltInFinding(rawValue: rule)?.documentation.waiving { return nil }
        let paths = request.ruleFiles.isEmpty ? defaultRuleFiles() : request.ruleFiles
        let sources = RuleSources(paths, in: files, constants: request.constants)
        let rules = sources.checkIfRead()
        guard !paths.isEmpty, !rules.hasErrors, let file = rules.fileOfWaivers(for: table) else { return nil }
        let pairs = rules.rules.first { $0.name == rule }?.pairs
        let beside = pairs.map { rules.joins[$0.join].name }
        for isPrinted in [false, true] {
            func text(reason: String) -> String {
                file.added(waiverText(rule, key, beside: beside, isPrinted: isPrinted, reason: reason))
            }
            let tried = SourceFile(name: file.name, bytes: file.bytes + text(reason: "tried").utf8)
            let checked = sources.check(replacing: [tried])
            guard !checked.hasErrors, checked.diagnostics.count == rules.diagnostics.count,
                checked.waivers.count == rules.waivers.count + 1,
                let waiver = checked.waivers.last(where: { $0.span.file.name == file.name }),
                waiver.conditions.contains(where: { checked.tables[$0.table].name == table })
            else { continue }
            return OfferedWaiver(path: file.name, before: file.bytes, text: text(reason: ""))
        }
        return nil
    }
}

extension RuleSet {
    /// The rule file to which waivers for a table are added.
    fileprivate func fileOfWaivers(for table: String) -> SourceFile? {
        let own = files.filter { $0.source !== standardPack }
        let home = own.first { file in
            file.tree.declarations.contains { declaration in
                guard case .table(let declared) = declaration.kind else { return false }
                return declared.name.text == table
            }
        }
        let ofWaivers = own.filter { file in
            !file.tree.declarations.isEmpty
                && file.tree.declarations.allSatisfy { declaration in
                    guard case .waive = declaration.kind else { return false }
                    return true
                }
        }
        let near = ofWaivers.first { file in
            home.map { folder(of: $0.source.name) == folder(of: file.source.name) } ?? false
        }
        return (near ?? ofWaivers.first ?? home ?? own.first)?.source
    }
}

extension SourceFile {
    /// A declaration as it is added behind the file's text: with the file's line ends, and a blank line before it.
    fileprivate func added(_ declaration: String) -> String {
        let lineEnd: String
        if let first = bytes.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
            let isPair = bytes[first] == 0x0D && first + 1 < bytes.count && bytes[first + 1] == 0x0A
            lineEnd = isPair ? "\r\n" : bytes[first] == 0x0D ? "\r" : "\n"
        } else {
            lineEnd = "\n"
        }
        var before = ""
        let isAtLineEnd = bytes.last.map { $0 == 0x0A || $0 == 0x0D } ?? true
        if !isAtLineEnd { before += lineEnd }
        if !bytes.isEmpty, !(isAtLineEnd && lineText(lineStarts.count - 1).allSatisfy { $0 == " " || $0 == "\t" }) {
            before += lineEnd
        }
        return before + declaration.split(separator: "\n").map { $0 + lineEnd }.joined()
    }
}

// What a declaration says, without its places: so that tests can compare a file with its formatted self.

import Diagnostics
import Syntax
import Testing

/// Everything that a value of the syntax tree holds, names and all, apart from byte ranges.
func structure(_ value: Any, label: String = "") -> String {
    switch value {
    case is Range<Int>: return ""
    case let text as String:
        // Blanks at the end of a comment's line go.
        return label == "documentation" ? "'" + text.withoutTrailingBlanks + "'" : "'\(text)'"
    case let number as any BinaryInteger: return "\(number)"
    case let truth as Bool: return "\(truth)"
    default: break
    }
    let mirror = Mirror(reflecting: value)
    if mirror.children.isEmpty { return "\(value)" }
    if mirror.displayStyle == .optional, let wrapped = mirror.children.first {
        return structure(wrapped.value, label: label)
    }
    let parts = mirror.children.map { child in
        let label = child.label ?? ""
        return label + ":" + structure(child.value, label: label)
    }
    return "(" + parts.filter { !$0.hasSuffix(":") }.joined(separator: " ") + ")"
}

/// What the declarations of a file say that are not broken.
func structures(_ file: RuleFile) -> [String] {
    file.declarations.map { structure($0.kind) + " " + structure($0.documentation as Any, label: "documentation") }
}

extension String {
    fileprivate var withoutTrailingBlanks: String {
        split(separator: "\n", omittingEmptySubsequences: false).map { line in
            var line = line
            while line.last == " " || line.last == "\t" { line.removeLast() }
            return String(line)
        }.joined(separator: "\n")
    }
}

/// Formats a text without faults and sees that its meaning stays and that formatting again changes nothing.
@discardableResult
func expectFormatted(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) -> String {
    let before = parse(SourceFile(name: "test.rules", text: text))
    #expect(before.diagnostics.map(\.shown) == [], "\(text)", sourceLocation: sourceLocation)
    let once = format(before)
    let after = parse(SourceFile(name: "test.rules", bytes: once))
    #expect(after.diagnostics.map(\.shown) == [], "\(after.file.text)", sourceLocation: sourceLocation)
    #expect(structures(before) == structures(after), "\(text)", sourceLocation: sourceLocation)
    let twice = format(after)
    #expect(once == twice, "\(text)", sourceLocation: sourceLocation)
    return String(decoding: once, as: UTF8.self)
}

extension SourceFile {
    /// All of it.
    var text: String { text(0..<bytes.count) }
}

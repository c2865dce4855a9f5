// Names, texts and types: the parts of declarations and clauses.

internal import Diagnostics

extension Parser {
    /// Takes the present token as a name.
    mutating func takeName() -> Name {
        let range = range
        let isQuoted = kind() == .quotedName
        let text =
            isQuoted
            ? text(range.lowerBound + 1..<max(range.lowerBound + 1, range.upperBound - 1)) : text(range)
        let isBad = sign == .bad
        advance()
        if isBad { abandon() }
        return Name(text, range, isQuoted: isQuoted)
    }

    /// Takes a name; where there is none, gives the clause up and returns `nil`. With `reserved` it takes a reserved
    /// word too, and reports that it needs backquotes.
    mutating func name(_ code: String, _ wanted: String, reserved: Bool = true, help: String? = nil) -> Name? {
        if isAtName() { return takeName() }
        if reserved, kind() == .name, sign.isReservedWord {
            reportReserved()
            return takeName()
        }
        failExpected(code, wanted, help: help)
        return nil
    }

    /// Reports that the word here is reserved.
    func reportReserved() {
        let written = text(range)
        report(
            "reserved-word", "`\(written)` is a word of the language", at: range,
            help: "a column of that name stands in backquotes",
            fix: DiagnosticFix("put it in backquotes", replacing: range, with: "`\(written)`"))
    }

    /// N {"," N}
    mutating func names(_ code: String, _ wanted: String) -> [Name] {
        var names: [Name] = []
        repeat {
            guard let name = name(code, wanted) else { break }
            names.append(name)
        } while take(.comma)
        return names
    }

    /// The name of a table or an alias, which cannot be one of `neighbourWords`.
    mutating func tableName(_ wanted: String) -> Name? {
        if neighbourWords.contains(word()) {
            report(
                "reserved-word", "`\(word())` cannot be the name of a table or an alias", at: range,
                help: "before a `.` it means rows seen from this one; choose another name")
        }
        return name("expected-name", wanted, reserved: false)
    }

    /// A rule's name, which may hold `-`. Where the lexer did not expect one, its tokens are joined.
    mutating func ruleName() -> Name? {
        guard kind() == .name || kind() == .number else {
            failExpected("expected-name", "the rule's name", help: "one word of letters, digits, `_` and `-`")
            return nil
        }
        let start = range.lowerBound
        var end = range.upperBound
        advance()
        while token.trivia.isEmpty, range.lowerBound == end,
            sign == .minus || kind() == .name || kind() == .number
        {
            end = range.upperBound
            advance()
        }
        return Name(text(start..<end), start..<end)
    }

    /// Takes a text; where there is none, gives the clause up and returns `nil`.
    mutating func textLiteral(_ code: String, _ wanted: String, help: String? = nil) -> TextLiteral? {
        guard isAtText() else {
            failExpected(code, wanted, help: help ?? "a text stands in double quotes")
            return nil
        }
        let literal = TextLiteral(unescaped(range), range)
        let isBad = sign == .bad
        advance()
        if isBad { abandon() }
        return literal
    }

    /// TEXT {"," TEXT}
    mutating func texts(_ code: String, _ wanted: String) -> [TextLiteral] {
        var texts: [TextLiteral] = []
        repeat {
            guard let text = textLiteral(code, wanted) else { break }
            texts.append(text)
        } while take(.comma)
        return texts
    }

    /// The content of a text: without quotes, escapes replaced. A text that is not closed extends to its end.
    func unescaped(_ range: Range<Int>) -> String {
        let content = contentOfText(range)
        let bytes = file.bytes
        guard bytes[content].contains(Byte.backslash) else { return text(content) }
        var result: [UInt8] = []
        var index = content.lowerBound
        while index < content.upperBound {
            var byte = bytes[index]
            index += 1
            if byte == Byte.backslash, index < content.upperBound {
                let escaped = bytes[index]
                index += 1
                switch escaped {
                case UInt8(ascii: "n"): byte = Byte.newline
                case UInt8(ascii: "t"): byte = Byte.tab
                case Byte.quote, Byte.backslash, Byte.leftBrace, Byte.rightBrace: byte = escaped
                case UInt8(ascii: "u"):
                    if let (scalar, length) = escapedScalar(in: bytes[index..<content.upperBound]) {
                        result += Array(String(scalar).utf8)
                        index += length
                        continue
                    }
                    result.append(byte)
                    byte = escaped
                default:
                    result.append(byte)
                    byte = escaped
                }
            }
            result.append(byte)
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The range between the quotes of a text.
    func contentOfText(_ range: Range<Int>) -> Range<Int> {
        let opening = scalar(in: file.bytes, at: range.lowerBound, before: range.upperBound)?.length ?? 1
        let start = min(range.lowerBound + opening, range.upperBound)
        var closing = 1
        while closing < 3, range.upperBound - closing > start, file.bytes[range.upperBound - closing] & 0xC0 == 0x80 {
            closing += 1
        }
        return signs[index] == .bad ? start..<range.upperBound : start..<max(start, range.upperBound - closing)
    }

    /// A regular expression.
    mutating func regexLiteral(after word: String) -> RegexLiteral? {
        guard kind() == .regex, sign != .bad else {
            let content = isAtText() ? text(contentOfText(range)) : nil
            failExpected(
                "expected-regex", "a regular expression after `\(word)`",
                help: "it stands between slashes: `\(word) /[0-9]+/`",
                fix: content.map { DiagnosticFix("put it between slashes", replacing: range, with: "/\($0)/") })
            return nil
        }
        let literal = range
        advance()
        var end = literal.upperBound
        while file.bytes[end - 1] != Byte.slash { end -= 1 }
        let flags = end..<literal.upperBound
        return RegexLiteral(
            source: text(literal.lowerBound + 1..<end - 1),
            ignoresCase: file.bytes[flags].contains(UInt8(ascii: "i")), range: literal)
    }

    // MARK: Types

    /// type = N [SCHEME] | "choice" ["exactly"] TEXT {"," TEXT}
    mutating func typeName(_ help: String? = nil) -> TypeName? {
        guard let name = name("expected-type", "a type", reserved: false, help: help) else { return nil }
        var type = TypeName(name: name, range: name.range)
        if name.text == "status", isAtName(), !isAtModifier {
            type.scheme = takeName()
        } else {
            if name.text == "choice", isAtWord("exactly") {
                type.exactly = range
                advance()
            }
            if isAtText() { type.labels.append(contentsOf: labels()) }
        }
        type.range = name.range.lowerBound..<lastEnd
        return type
    }

    private mutating func labels() -> [TextLiteral] {
        var labels: [TextLiteral] = []
        repeat {
            guard let label = textLiteral("expected-label", "a label in quotes") else { break }
            labels.append(label)
            if isAtText() {
                report(
                    "expected-comma", "expected `,` between two labels", at: lastEnd..<lastEnd,
                    fix: DiagnosticFix("write `,`", replacing: lastEnd..<lastEnd, with: ","))
                continue
            }
            guard sign == .comma, isAtText(1) else { break }
            advance()
        } while true
        return labels
    }

    /// Whether the token is a word that modifies a column.
    var isAtModifier: Bool {
        sign == .from || columnModifierWords.contains(word()) && !readingModifierWords.contains(word())
    }
}

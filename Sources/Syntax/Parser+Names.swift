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
        if isAtText(), sign != .bad, case let word = unescaped(range), isPlainName(word) {
            report(
                code, "\(wanted) stands without quotes", at: range, help: help,
                fix: DiagnosticFix("write `\(word)`", replacing: range, with: word))
            let place = range
            advance()
            return Name(word, place)
        }
        if reserved, kind() == .name, sign.isReservedWord {
            reportReserved()
            return takeName()
        }
        failExpected(code, wanted, help: help)
        return nil
    }

    /// Whether a text could stand as a name.
    private func isPlainName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(0x30...0x39).contains(first), text.utf8.count <= 60 else { return false }
        return !isReserved(text)
            && text.utf8.allSatisfy { byte in
                byte == Byte.underscore || Byte.isDigit(byte) || (0x61...0x7A).contains(byte | 0x20)
            }
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
            if takeCommaBehindNames() { break }
        } while takeSeparator()
        return names
    }

    /// The name of a table or an alias, which cannot be one of `neighbourWords`.
    mutating func tableName(_ wanted: String) -> Name? {
        if neighbourWords.contains(word()) {
            report(
                "reserved-word", "`\(word())` cannot be the name of a table or an alias", at: range,
                help: "before a `.` it means rows seen from this one; choose another name")
        }
        if isAtText(), sign != .bad, let name = nameOfText("_") {
            report(
                "expected-name", "\(wanted) is one word without quotes", at: range, help: "write `\(name)`",
                fix: DiagnosticFix("write `\(name)`", replacing: range, with: name))
            let place = range
            advance()
            return Name(name, place)
        }
        return name("expected-name", wanted, reserved: false)
    }

    /// The words of the text here as one name, with a sign between them; `nil` where they make none.
    private func nameOfText(_ sign: Character) -> String? {
        var name = ""
        for scalar in unescaped(range).unicodeScalars {
            let isLetter = (0x61...0x7A).contains(scalar.value | 0x20) && scalar.value < 0x80
            let isDigit = (0x30...0x39).contains(scalar.value)
            if isLetter || isDigit && !name.isEmpty {
                name.unicodeScalars.append(scalar)
            } else if name.last != sign, !name.isEmpty {
                name.append(sign)
            }
        }
        while name.last == sign { name.removeLast() }
        return name.isEmpty || name.utf8.count > 60 || isReserved(name) ? nil : name
    }

    /// A rule's name, which may hold `-`. Where the lexer did not expect one, its tokens are joined.
    mutating func ruleName() -> Name? {
        if isAtText(), sign != .bad, let name = nameOfText("-")?.lowercased() {
            let place = range.lowerBound..<range.lowerBound
            let isTitle = sign(1) == .leftBrace || isAtClauseEnd
            report(
                "expected-name", "a rule has a name of one word before its title", at: range,
                help: "write `\(name)`" + (isTitle ? " before the title" : ""),
                fix: DiagnosticFix(
                    "write `\(name)`", replacing: isTitle ? place : range, with: isTitle ? name + " " : name))
            let own = Name(name, range)
            if !isTitle { advance() }
            return own
        }
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

    /// Takes a path that stands without quotes, with a report; `nil` where there is none.
    mutating func barePath(_ code: String, _ wanted: String) -> TextLiteral? {
        guard !isAtText(), kind() == .name || sign == .dot else { return nil }
        var end = range.upperBound
        var ahead = 1
        while index + ahead < tokens.count, tokens[index + ahead].trivia.isEmpty,
            [.name, .number, .symbol].contains(kind(ahead)), ![.leftBrace, .lineEnd].contains(sign(ahead))
        {
            end = tokens[index + ahead].range.upperBound
            ahead += 1
        }
        let place = range.lowerBound..<end
        let path = text(place)
        guard path.contains(".") || path.contains("/") else { return nil }
        report(
            code, "\(wanted) stands in double quotes", at: place, help: "write `\"\(path)\"`",
            fix: DiagnosticFix("put it in quotes", replacing: place, with: "\"\(path)\""))
        while range.lowerBound < end, sign != .endOfFile { advance() }
        return TextLiteral(path, place)
    }

    /// TEXT {"," TEXT}
    mutating func texts(_ code: String, _ wanted: String) -> [TextLiteral] {
        var texts: [TextLiteral] = []
        repeat {
            guard let text = textLiteral(code, wanted) else { break }
            texts.append(text)
            if sign == .comma, !isAtText(1), takeCommaAtLineEnd() { break }
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
            var content = isAtText() ? text(contentOfText(range)) : nil
            if let whole = content, whole.count > 2, whole.first == "/", whole.last == "/" {
                content = String(whole.dropFirst().dropLast())
            } else {
                content = content.map { pattern(ofWildcards: $0, any: "*", one: "?") }
            }
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

    /// The regular expression that a text with wildcards means; any other text as it is.
    func pattern(ofWildcards text: String, any: Character, one: Character) -> String {
        guard text.contains(any) || text.contains(one),
            text.allSatisfy({
                $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_" || $0 == any || $0 == one
            })
        else { return text }
        return text.map { $0 == any ? ".*" : $0 == one ? "." : String($0) }.joined()
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
            if isAtText(), name.text == "choice" || !isFirstOnLine() { type.labels.append(contentsOf: labels()) }
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
            if sign == .or || sign == .bar, isAtText(1) {
                report(
                    "expected-comma", "expected `,` between two labels", at: range,
                    fix: DiagnosticFix("write `,`", replacing: lastEnd..<range.upperBound, with: ","))
                advance()
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

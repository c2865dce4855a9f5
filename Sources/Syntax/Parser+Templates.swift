// The texts of messages: plain parts, and expressions in braces.

internal import Diagnostics

extension Parser {
    /// TEXT {TEXT}
    mutating func template(_ wanted: String) -> Template? {
        guard isAtText() else {
            if let fix = quotingLine {
                fail("expected-text", "\(wanted) stands in quotes", help: fix.title, fix: fix)
                return nil
            }
            failExpected("expected-text", "\(wanted) in quotes", help: "a text stands in double quotes")
            return nil
        }
        var template = Template(parts: [], range: range)
        repeat {
            readTemplate(into: &template.parts)
            template.range = template.range.lowerBound..<range.upperBound
            let isBad = sign == .bad
            advance()
            if isBad { abandon() }
        } while isAtText() && !isAbandoned
        failValueOutside(template.range.lowerBound)
        return template
    }

    /// Puts the rest of a line of words in quotes; `nil` where there is no such line here.
    var quotingLine: DiagnosticFix? {
        guard kind() == .name, !isFirstOnLine() || index == 0 else { return nil }
        var ahead = 0
        while ![.lineEnd, .endOfFile, .rightBrace, .leftBrace].contains(sign(ahead)) {
            guard kind(ahead) != .text, ahead == 0 || !isFirstOnLine(ahead) else { return nil }
            ahead += 1
        }
        guard ahead > 0 else { return nil }
        let place = range.lowerBound..<tokens[index + ahead - 1].range.upperBound
        let words = text(place)
        guard !words.contains("\""), !words.contains("\\") else { return nil }
        return DiagnosticFix("write `\"\(words)\"`", replacing: place, with: "\"\(words)\"")
    }

    /// Reports a value beside the texts of a message, which belongs into one of them.
    private mutating func failValueOutside(_ start: Int) {
        guard !isAbandoned, sign == .plus || isAtName() && !isFirstOnLine() else { return }
        var ahead = index
        var meant = ""
        for token in tokens[..<index].reversed() {
            guard token.kind == .text, token.range.lowerBound >= start else { break }
            meant = text(token.range.lowerBound + 1..<token.range.upperBound - 1) + meant
        }
        var isWhole = true
        while ahead < tokens.count, ![.lineEnd, .rightBrace, .endOfFile].contains(signs[ahead]) {
            let token = tokens[ahead]
            switch (token.kind, signs[ahead]) {
            case (.text, .other): meant += text(token.range.lowerBound + 1..<token.range.upperBound - 1)
            case (.symbol, .plus): break
            case (.name, .other), (.quotedName, _):
                var end = token.range.upperBound
                if signs[ahead + 1] == .dot, tokens[ahead + 2].kind == .name {
                    ahead += 2
                    end = tokens[ahead].range.upperBound
                }
                meant += "{" + text(token.range.lowerBound..<end) + "}"
            default: isWhole = false
            }
            ahead += 1
        }
        let place = start..<tokens[ahead - 1].range.upperBound
        fail(
            "unexpected-sign", "values stand within the text of a message, in braces",
            help: isWhole ? "write `\"\(meant)\"`" : "`message \"the value is {value}\"`",
            fix: isWhole ? DiagnosticFix("write `\"\(meant)\"`", replacing: place, with: "\"\(meant)\"") : nil)
    }

    /// Reads the present token, a text.
    private mutating func readTemplate(into parts: inout [Template.Part]) {
        let content = contentOfText(range)
        let bytes = file.bytes
        var plain: [UInt8] = []
        var index = content.lowerBound
        while index < content.upperBound {
            let byte = bytes[index]
            switch byte {
            case Byte.backslash where index + 1 < content.upperBound:
                appendEscape(bytes[index + 1], to: &plain)
                index += 2
                continue
            case Byte.leftBrace:
                append(&plain, to: &parts)
                guard let close = closingBrace(in: bytes, of: index, before: content.upperBound) else {
                    report(
                        "unclosed-brace", "expected `}` after this `{`", at: index..<index + 1,
                        help: "a brace that is meant as such is `\\{`")
                    return
                }
                parts.append(.expression(embedded(index + 1..<close)))
                index = close
            case Byte.rightBrace:
                report(
                    "unmatched-brace", "there is no `{` for this `}`", at: index..<index + 1,
                    help: "a brace that is meant as such is `\\}`",
                    fix: DiagnosticFix("write `\\}`", replacing: index..<index + 1, with: "\\}"))
            default: plain.append(byte)
            }
            index += 1
        }
        append(&plain, to: &parts)
    }

    private func appendEscape(_ escaped: UInt8, to plain: inout [UInt8]) {
        switch escaped {
        case UInt8(ascii: "n"): plain.append(Byte.newline)
        case UInt8(ascii: "t"): plain.append(Byte.tab)
        case Byte.quote, Byte.backslash, Byte.leftBrace, Byte.rightBrace: plain.append(escaped)
        default: plain += [Byte.backslash, escaped]
        }
    }

    private func append(_ plain: inout [UInt8], to parts: inout [Template.Part]) {
        guard !plain.isEmpty else { return }
        let text = String(decoding: plain, as: UTF8.self)
        plain.removeAll()
        if case .text(let before)? = parts.last {
            parts[parts.count - 1] = .text(before + text)
        } else {
            parts.append(.text(text))
        }
    }

    /// Reads the expression between two braces.
    private func embedded(_ range: Range<Int>) -> Expression {
        if range.lowerBound < range.upperBound, file.bytes[range.lowerBound] == Byte.leftBrace {
            report("double-brace", "one brace is enough", at: range.lowerBound - 1..<range.upperBound + 1)
            return Expression(.broken, range)
        }
        var lexer = Lexer(file: file, range: range, isEmbedded: true, bag: bag)
        lexer.run()
        var parser = Parser(lexer, file: file, bag: bag)
        parser.ending = "`}`"
        return parser.wholeExpression()
    }
}

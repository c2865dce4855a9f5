// Punctuation and operators, and signs of other languages that people write instead.

internal import Diagnostics

extension Lexer {
    /// Takes a sign, or a run of bytes that can begin no token.
    mutating func lexSign() {
        let start = position
        if let (sign, length) = properSign() {
            position += length
            return push(.symbol, sign, from: start)
        }
        if let wrong = WrongSign.at(start, in: self) {
            position += wrong.written.utf8.count
            let range = start..<position
            if wrong.sign == .lineEnd, openParentheses > 0 {
                bag.report(
                    wrong.code, "what stands in brackets is separated by commas", at: range,
                    fix: DiagnosticFix("write `,`", replacing: range, with: ","))
                return push(.symbol, .comma, from: start)
            }
            if wrong.sign == .lineEnd {
                bag.report(
                    wrong.code, wrong.message, at: range,
                    fix: DiagnosticFix("leave out the `;`", replacing: range, with: ""))
                push(.lineEnd, .lineEnd, from: start)
                return beginClause()
            }
            bag.report(
                wrong.code, wrong.message, at: range,
                fix: DiagnosticFix("write `\(wrong.meant)`", replacing: range, with: wrong.replacement))
            return push(.symbol, wrong.sign, from: start)
        }
        if isEmbedded, bytes[start] == Byte.backslash, byte(start + 1) == Byte.quote { return lexEscapedText() }
        lexUnexpected()
    }

    /// Takes a text between `\"` and `\"`, which in the braces of a message are plain quotes.
    private mutating func lexEscapedText() {
        let start = position
        var index = start + 2
        while index < end, bytes[index] != Byte.quote { index += 1 }
        position = min(index + 1, end)
        let content = start + 2..<max(start + 2, bytes[index - 1] == Byte.backslash ? index - 1 : index)
        let range = start..<position
        bag.report(
            "escaped-quote", "in braces a text stands in plain quotes", at: range,
            fix: DiagnosticFix("leave out the `\\`", replacing: range, with: "\"\(text(content))\""))
        push(.text, .bad, from: start)
    }

    private func properSign() -> (sign: Sign, length: Int)? {
        let second = byte(position + 1)
        let isEqualNext = second == UInt8(ascii: "=")
        switch bytes[position] {
        case Byte.leftBrace: return (.leftBrace, 1)
        case Byte.rightBrace: return (.rightBrace, 1)
        case UInt8(ascii: "("): return (.leftParenthesis, 1)
        case UInt8(ascii: ")"): return (.rightParenthesis, 1)
        case UInt8(ascii: "["): return (.leftBracket, 1)
        case UInt8(ascii: "]"): return (.rightBracket, 1)
        case Byte.comma: return (.comma, 1)
        case Byte.dot: return second == Byte.dot ? (.range, 2) : (.dot, 1)
        case UInt8(ascii: ":"): return (.colon, 1)
        case UInt8(ascii: "?"): return (.question, 1)
        case Byte.bar: return second == Byte.bar && !isInTest ? nil : (.bar, 1)
        case UInt8(ascii: "="):
            if isEqualNext { return byte(position + 2) == UInt8(ascii: "=") ? nil : (.equal, 2) }
            return [UInt8(ascii: ">"), UInt8(ascii: "<"), UInt8(ascii: "~")].contains(second) ? nil : (.assign, 1)
        case UInt8(ascii: "!"): return isEqualNext ? (.notEqual, 2) : nil
        case UInt8(ascii: "<"):
            if isEqualNext { return (.lessOrEqual, 2) }
            return second == UInt8(ascii: ">") ? nil : (.less, 1)
        case UInt8(ascii: ">"): return isEqualNext ? (.greaterOrEqual, 2) : (.greater, 1)
        case UInt8(ascii: "+"): return (.plus, 1)
        case Byte.minus: return (.minus, 1)
        case Byte.star: return (.star, 1)
        case Byte.slash: return (.slash, 1)
        default: return nil
        }
    }

    /// Takes the bytes up to the next one that may begin a token, white space or a line end.
    private mutating func lexUnexpected() {
        let start = position
        var isEncoded = true
        repeat {
            if let (_, length) = scalar(in: bytes, at: position, before: end) {
                position += length
            } else {
                isEncoded = false
                position += 1
            }
        } while position < end && isUnexpected(at: position)
        var isMoney = ["£", "€", "$"].contains(text(start..<position))
        if isMoney {
            while nameLength(in: bytes, at: position, before: end, starting: false) > 0
                || (byte(position) == Byte.dot || byte(position) == Byte.comma) && Byte.isDigit(byte(position + 1))
            {
                position += max(1, nameLength(in: bytes, at: position, before: end, starting: false))
            }
        }
        // Bytes that are not UTF-8 have been reported for the whole file.
        if isEncoded {
            let written = text(start..<position)
            isMoney = isMoney && written.unicodeScalars.dropFirst().first.map { ("0"..."9").contains($0) } ?? true
            let amount = "measure(\"\(written)\")"
            var help: String? = isMoney ? "an amount is written as in a cell: `\(amount)`" : nil
            var fix =
                isMoney && written.unicodeScalars.count > 1
                ? DiagnosticFix("write `\(amount)`", replacing: start..<position, with: amount) : nil
            if written == "%", let number = tokens.last, number.kind == .number, signs.last != .bad,
                bytes[number.range.upperBound..<start].allSatisfy({ $0 == Byte.space })
            {
                help = "write `\(text(number.range))%`, without a space"
                fix = DiagnosticFix("leave out the space", replacing: number.range.upperBound..<start, with: "")
            }
            bag.report(
                "unexpected-character", "`\(visible(written))` has no meaning here", at: start..<position, help: help,
                fix: fix)
        }
        push(.unexpected, .bad, from: start)
    }

    private func isUnexpected(at index: Int) -> Bool {
        let byte = bytes[index]
        if byte < 0x80 {
            return byte < 0x20 && !Byte.isLineEnd(byte) && byte != Byte.tab || byte == 0x7F
                || "~@$^\\%".utf8.contains(byte)
        }
        guard let (scalar, _) = scalar(in: bytes, at: index, before: end) else { return true }
        return !scalar.properties.isAlphabetic && scalar.value > 0xBF && !(0x2010...0x2060).contains(scalar.value)
            && !(0x2200...0x22FF).contains(scalar.value)
    }

    /// A text with invisible characters shown by their code points.
    private func visible(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars.prefix(12) {
            switch scalar.properties.generalCategory {
            case .control, .format, .unassigned, .privateUse, .lineSeparator, .paragraphSeparator, .spaceSeparator:
                result += "U+" + String(scalar.value, radix: 16, uppercase: true)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

/// A sign of other languages or of a word processor, with the one that is meant.
private struct WrongSign {
    var written: String
    var sign: Sign
    var meant: String
    var code = "wrong-sign"
    var message: String {
        sign == .lineEnd ? "a clause ends with its line, without `;`" : "`\(written)` is written `\(meant)`"
    }
    var replacement: String { sign == .not ? "not " : meant }

    /// The longest first.
    private static let all: [WrongSign] = [
        WrongSign(written: "===", sign: .equal, meant: "=="),
        WrongSign(written: "&&", sign: .and, meant: "and"),
        WrongSign(written: "&", sign: .and, meant: "and"),
        WrongSign(written: "||", sign: .or, meant: "or"),
        WrongSign(written: "!", sign: .not, meant: "not"),
        WrongSign(written: "<>", sign: .notEqual, meant: "!="),
        WrongSign(written: "=>", sign: .greaterOrEqual, meant: ">="),
        WrongSign(written: "=<", sign: .lessOrEqual, meant: "<="),
        WrongSign(written: "≥", sign: .greaterOrEqual, meant: ">="),
        WrongSign(written: "≤", sign: .lessOrEqual, meant: "<="),
        WrongSign(written: "≠", sign: .notEqual, meant: "!="),
        WrongSign(written: "×", sign: .star, meant: "*"),
        WrongSign(written: "÷", sign: .slash, meant: "/"),
        WrongSign(written: "−", sign: .minus, meant: "-"),
        WrongSign(written: "–", sign: .minus, meant: "-"),
        WrongSign(written: "—", sign: .minus, meant: "-"),
        WrongSign(written: "…", sign: .range, meant: ".."),
        WrongSign(written: ";", sign: .lineEnd, meant: "", code: "semicolon"),
    ]

    static func at(_ index: Int, in lexer: Lexer) -> WrongSign? {
        all.first { wrong in
            let length = wrong.written.utf8.count
            return index + length <= lexer.end && lexer.bytes[index..<index + length].elementsEqual(wrong.written.utf8)
        }
    }
}

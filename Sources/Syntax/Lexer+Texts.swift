// Texts, names in backquotes and regular expressions: what is written between two marks on one line.

internal import Diagnostics

extension Lexer {
    /// Takes a text in plain quotes; in a message also over the texts inside its braces.
    mutating func lexText() {
        let start = position
        let isTemplate = isInTemplate
        guard let close = closingQuote(of: start, isTemplate: isTemplate) else { return lexUnclosedText(from: start) }
        position = close + 1
        checkEscapes(start + 1..<close, isTemplate: isTemplate)
        push(.text, .other, from: start)
    }

    private mutating func closingQuote(of start: Int, isTemplate: Bool) -> Int? {
        if isTemplate, position >= unclosedBraceLine {
            var index = start + 1
            scan: while index < end, !Byte.isLineEnd(bytes[index]) {
                switch bytes[index] {
                case Byte.quote: return index
                case Byte.backslash where !Byte.isLineEnd(byte(index + 1)): index += 2
                case Byte.leftBrace:
                    guard let close = closingBrace(in: bytes, of: index, before: end) else { break scan }
                    index = close + 1
                default: index += 1
                }
            }
            unclosedBraceLine = endOfLine(from: start)
        }
        var index = start + 1
        while index < end, !Byte.isLineEnd(bytes[index]) {
            if bytes[index] == Byte.quote { return index }
            index += bytes[index] == Byte.backslash && !Byte.isLineEnd(byte(index + 1)) ? 2 : 1
        }
        return nil
    }

    /// Takes a text that its line does not end: up to the line's end, but not the `{` that opens a declaration's block.
    private mutating func lexUnclosedText(from start: Int) {
        var stop = trimmed(endOfLine(from: start), from: start)
        let opensBlock =
            clauseBegins(with: "rule") || clauseBegins(with: "table") || clauseBegins(with: "test")
            || clauseBegins(with: "scheme")
        if opensBlock, stop > start + 1, bytes[stop - 1] == Byte.leftBrace { stop = trimmed(stop - 1, from: start) }
        position = stop
        bag.report(
            "unclosed-text", "this text is not closed", at: start..<stop,
            help: "a text ends on its line, with `\"`",
            fix: DiagnosticFix("close the text", replacing: stop..<stop, with: "\""))
        openParentheses = 0
        push(.text, .bad, from: start)
    }

    private func trimmed(_ stop: Int, from start: Int) -> Int {
        var stop = stop
        while stop > start + 1, bytes[stop - 1] == Byte.space || bytes[stop - 1] == Byte.tab { stop -= 1 }
        return stop
    }

    /// Reports each unknown escape in a text.
    private func checkEscapes(_ range: Range<Int>, isTemplate: Bool) {
        var index = range.lowerBound
        while index < range.upperBound {
            switch bytes[index] {
            case Byte.leftBrace where isTemplate:
                // Behind a brace that is not closed nothing tells what is text.
                guard let close = closingBrace(in: bytes, of: index, before: range.upperBound) else { return }
                index = close + 1
            case Byte.backslash:
                checkEscape(at: index, isTemplate: isTemplate)
                index += 2
            default: index += 1
            }
        }
    }

    private func checkEscape(at index: Int, isTemplate: Bool) {
        switch byte(index + 1) {
        case Byte.quote, Byte.backslash, UInt8(ascii: "n"), UInt8(ascii: "t"): return
        case UInt8(ascii: "u") where !isTemplate && escapedScalar(in: bytes[min(index + 2, end)..<end]) != nil: return
        case Byte.leftBrace, Byte.rightBrace:
            if isTemplate { return }
            bag.report(
                "unknown-escape", "braces need no `\\` here", at: index..<index + 2,
                help: "only `message` and `help` hold expressions in braces",
                fix: DiagnosticFix("leave out the `\\`", replacing: index..<index + 1, with: ""))
        default:
            let length = scalar(in: bytes, at: index + 1, before: end)?.length ?? 1
            let range = index..<min(end, index + 1 + length)
            bag.report(
                "unknown-escape", "there is no escape `\(text(range))` in a text", at: range,
                help: isTemplate
                    ? "a message knows `\\\"`, `\\\\`, `\\n` and `\\t`; a backslash itself is `\\\\`"
                    : "a text knows `\\\"`, `\\\\`, `\\n`, `\\t` and `\\u{…}`; a backslash itself is `\\\\`",
                fix: DiagnosticFix("write `\\\\`", replacing: index..<index + 1, with: "\\\\"))
        }
    }

    /// Takes a text in quotes other than `"`, and says so. `false` where the mark is not a quotation mark, or is a lone
    /// apostrophe.
    mutating func lexQuotedOtherwise() -> Bool {
        let start = position
        guard let (mark, length) = scalar(in: bytes, at: start, before: end) else { return false }
        let isSingle = QuotationMark.single.contains(mark)
        guard isSingle || QuotationMark.curly.contains(mark) else { return false }
        var index = start + length
        while index < end, !Byte.isLineEnd(bytes[index]) {
            guard let (next, width) = scalar(in: bytes, at: index, before: end) else {
                index += 1
                continue
            }
            if isSingle ? QuotationMark.single.contains(next) : QuotationMark.double.contains(next) {
                position = index + width
                reportQuotes(start, content: start + length..<index, isSingle: isSingle)
                push(.text, .other, from: start)
                return true
            }
            index += width
        }
        if isSingle { return false }
        lexUnclosedText(from: start)
        return true
    }

    private func reportQuotes(_ start: Int, content: Range<Int>, isSingle: Bool) {
        let escaped = text(content).map { $0 == "\"" ? "\\\"" : String($0) }.joined()
        bag.report(
            isSingle ? "single-quotes" : "curly-quotes", "a text stands in plain double quotes", at: start..<position,
            help: isSingle ? nil : "word processors put curly quotes; switch that off for rule files",
            fix: DiagnosticFix("use plain double quotes", replacing: start..<position, with: "\"\(escaped)\""))
    }

    /// Takes a name in backquotes.
    mutating func lexQuotedName() {
        let start = position
        var index = start + 1
        while index < end, !Byte.isLineEnd(bytes[index]), bytes[index] != Byte.backquote { index += 1 }
        guard byte(index) == Byte.backquote else {
            position = trimmed(index, from: start)
            bag.report(
                "unclosed-name", "this name is not closed", at: start..<position,
                help: "a name in backquotes ends on its line, with a backquote")
            openParentheses = 0
            return push(.quotedName, .bad, from: start)
        }
        position = index + 1
        let isBlank = bytes[start + 1..<index].allSatisfy { $0 == Byte.space || $0 == Byte.tab }
        if isBlank { bag.report("empty-name", "there is no name between these backquotes", at: start..<position) }
        push(.quotedName, isBlank ? .bad : .other, from: start)
    }

    /// Takes a regular expression with its flags.
    mutating func lexRegex() {
        let start = position
        var index = start + 1
        while index < end, !Byte.isLineEnd(bytes[index]), bytes[index] != Byte.slash {
            index += bytes[index] == Byte.backslash && !Byte.isLineEnd(byte(index + 1)) ? 2 : 1
        }
        guard byte(index) == Byte.slash else {
            position = trimmed(min(index, end), from: start)
            bag.report(
                "unclosed-regex", "this regular expression is not closed", at: start..<position,
                help: "it ends on its line, with `/`; a slash inside it is `\\/`")
            openParentheses = 0
            return push(.regex, .bad, from: start)
        }
        position = index + 1
        while Byte.isASCIILetter(byte(position)) { position += 1 }
        let flags = index + 1..<position
        if flags.count > 1 || flags.contains(where: { bytes[$0] != UInt8(ascii: "i") }) {
            bag.report(
                "unknown-flag", "there is no flag `\(text(flags))` of a regular expression", at: flags,
                help: "the one flag is `i`: ignore case")
        }
        push(.regex, .other, from: start)
    }
}

/// The character of `{…}` behind `\u`, by its hexadecimal number, and the length of the braces with it.
func escapedScalar(in bytes: ArraySlice<UInt8>) -> (scalar: Unicode.Scalar, length: Int)? {
    guard bytes.first == Byte.leftBrace,
        let close = bytes.prefix(8).firstIndex(of: Byte.rightBrace), close > bytes.startIndex + 1,
        let number = UInt32(String(decoding: bytes[(bytes.startIndex + 1)..<close], as: UTF8.self), radix: 16),
        let scalar = Unicode.Scalar(number)
    else { return nil }
    return (scalar, close + 1 - bytes.startIndex)
}

/// The marks that people and word processors put around texts.
private enum QuotationMark {
    static let single: Set<Unicode.Scalar> = ["'", "\u{2018}", "\u{2019}", "\u{201A}"]
    static let curly: Set<Unicode.Scalar> = ["\u{201C}", "\u{201D}", "\u{201E}", "\u{AB}", "\u{BB}"]
    static let double = curly.union(["\""])
}

/// The index of the `}` that closes the `{` at `open`, skipping texts and inner braces; `nil` where its line has none.
func closingBrace(in bytes: [UInt8], of open: Int, before end: Int) -> Int? {
    var depth = 0
    var isInText = false
    var index = open
    while index < end, !Byte.isLineEnd(bytes[index]) {
        switch bytes[index] {
        case Byte.backslash where index + 1 < end && bytes[index + 1] == Byte.quote: index += 1
        case Byte.backslash where isInText && index + 1 < end && bytes[index + 1] == Byte.backslash: index += 1
        case Byte.quote: isInText.toggle()
        case Byte.leftBrace where !isInText: depth += 1
        case Byte.rightBrace where !isInText:
            depth -= 1
            if depth == 0 { return index }
        default: break
        }
        index += 1
    }
    return nil
}

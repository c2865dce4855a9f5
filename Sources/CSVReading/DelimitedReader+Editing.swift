// Replaces texts of cells in delimited text, and leaves every other byte as it is.

import Locations
import Quantities
package import Tables

extension DelimitedReader {
    /// A cell keeps its quotes and the white space around its text, and gets quotes where the new text needs them. A
    /// file in another encoding than UTF-8 is edited only if the rest of it is byte for byte the same afterwards.
    package func replacing(_ edits: [CellEdit], in file: [UInt8]) throws(EditError) -> [UInt8] {
        let sorted = edits.map { (place: Self.bytes(of: $0), text: $0.text) }.sorted {
            $0.place.lowerBound < $1.place.lowerBound
        }
        guard encoding != .utf8 else { return try replacing(sorted: sorted, inText: file) }
        let mark = file.prefix(textStart)
        let (text, isWhole) = decoded(file)
        guard isWhole, encoding.encode(text) == Array(file.dropFirst(textStart)) else {
            throw EditError(words: "it holds bytes that are no \(encoding.title): save it as UTF-8 first")
        }
        guard let encoded = encoding.encode(try replacing(sorted: sorted, inText: text)) else {
            throw EditError(words: "\(encoding.title) lacks a character of the new text: save it as UTF-8 first")
        }
        return mark + encoded
    }

    package func plainText(of file: [UInt8]) -> (text: [UInt8], encoding: String)? {
        // Where an ASCII character is one byte, programs that compare lines of bytes can read the text as it is.
        guard let letter = encoding.encode(Array("a".utf8)), letter.count > 1 else { return nil }
        return (decoded(file).text, encoding.title)
    }

    package func texts(of edits: [CellEdit], in file: [UInt8]) -> [String] {
        let text = encoding == .utf8 ? file : decoded(file).text
        return edits.map { edit in
            let place = Self.bytes(of: edit)
            guard place.upperBound <= text.count else { return "" }
            let cell = text[place]
            let isQuoted = isQuoted(cell)
            let inner = isQuoted ? unquoted(cell).inner : cell
            let kept = inner.withUnsafeBufferPointer { trimmed($0) }
            let said = String(decoding: inner.prefix(kept.upperBound).dropFirst(kept.lowerBound), as: UTF8.self)
            guard isQuoted else { return said }
            return said.split(separator: "\"\"", omittingEmptySubsequences: false).joined(separator: "\"")
        }
    }

    package func replacement(_ text: String, for shape: CellShape) -> String? {
        func spaces(_ count: UInt8) -> [UInt8] { [UInt8](repeating: 0x20, count: Int(count)) }
        let inner = spaces(shape.before) + [UInt8(ascii: "x")] + spaces(shape.after)
        let cell = shape.isQuoted ? quoted(inner) + spaces(shape.behind) : inner
        return String(decoding: written(text, over: cell[...]), as: UTF8.self)
    }

    /// The text as UTF-8, and whether all of the file was valid in its encoding.
    private func decoded(_ file: [UInt8]) -> (text: [UInt8], isWhole: Bool) {
        var text: [UInt8] = []
        var replaced: [Int] = []
        encoding.decode(Array(file.dropFirst(textStart)), into: &text, replaced: &replaced)
        return (text, replaced.isEmpty)
    }

    /// A quoted cell's content, still escaped, and what follows the closing quote, which is the first one that is not
    /// doubled.
    private func unquoted(_ cell: ArraySlice<UInt8>) -> (inner: ArraySlice<UInt8>, behind: ArraySlice<UInt8>) {
        let quote = UInt8(ascii: "\"")
        var close = cell.startIndex + 1
        while close < cell.endIndex {
            if cell[close] == quote {
                guard close + 1 < cell.endIndex, cell[close + 1] == quote else { break }
                close += 1
            }
            close += 1
        }
        close = min(close, cell.endIndex)
        return (cell[(cell.startIndex + 1)..<close], cell[min(close + 1, cell.endIndex)...])
    }

    /// Whether a cell is one quoted text, with white space behind it at most. Otherwise all its quotes are letters.
    private func isQuoted(_ cell: ArraySlice<UInt8>) -> Bool {
        guard cell.first == UInt8(ascii: "\"") else { return false }
        let (inner, behind) = unquoted(cell)
        return inner.endIndex < cell.endIndex && behind.withUnsafeBufferPointer { trimmed($0).isEmpty }
    }

    /// The bytes of an edit's cell in the text; beyond any text for a place in a sheet.
    private static func bytes(of edit: CellEdit) -> Range<Int> {
        if case .text(let extent) = edit.location { extent.bytes } else { Int.max..<Int.max }
    }

    private func replacing(sorted edits: [(place: Range<Int>, text: String)], inText text: [UInt8]) throws(EditError)
        -> [UInt8]
    {
        var result: [UInt8] = []
        result.reserveCapacity(text.count + edits.count * 16)
        var end = 0
        for edit in edits {
            guard edit.place.lowerBound >= end, edit.place.upperBound <= text.count else { throw .changed }
            result += text[end..<edit.place.lowerBound]
            result += written(edit.text, over: text[edit.place])
            end = edit.place.upperBound
        }
        result += text[end...]
        return result
    }

    /// A cell's bytes with another text in them.
    private func written(_ text: String, over cell: ArraySlice<UInt8>) -> [UInt8] {
        let quote = UInt8(ascii: "\"")
        let new = Array(text.utf8)
        guard isQuoted(cell) else {
            let (before, after) = surroundings(of: cell)
            let needsQuotes =
                new.contains { $0 == quote || $0 == separator || $0 == 0x0A || $0 == 0x0D }
                || new.withUnsafeBufferPointer { trimmed($0) } != 0..<new.count
            return needsQuotes ? quoted(before + new + after) : before + new + after
        }
        let (inner, behind) = unquoted(cell)
        let (before, after) = surroundings(of: inner)
        let isSpace = behind.withUnsafeBufferPointer { trimmed($0).isEmpty }
        return quoted(before + new + after) + (isSpace ? behind : [])
    }

    private func quoted(_ text: [UInt8]) -> [UInt8] {
        let quote = UInt8(ascii: "\"")
        return [quote] + text.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
    }

    /// The white space before and behind a cell's text; both empty for a blank cell.
    private func surroundings(of cell: ArraySlice<UInt8>) -> (before: [UInt8], after: [UInt8]) {
        let text = cell.withUnsafeBufferPointer { trimmed($0) }
        guard !text.isEmpty else { return ([], []) }
        return (Array(cell.prefix(text.lowerBound)), Array(cell.suffix(cell.count - text.upperBound)))
    }
}

extension TextEncoding {
    /// Appends the whole of a text in this encoding as UTF-8.
    fileprivate func decode(_ bytes: [UInt8], into text: inout [UInt8], replaced: inout [Int]) {
        switch self {
        case .utf8: text += bytes
        case .windows1252: Windows1252.decode(bytes, into: &text, replaced: &replaced)
        case .utf16LittleEndian, .utf16BigEndian:
            let order = self == .utf16BigEndian ? UTF16Order.big : .little
            _ = UTF16Text.decode(bytes, order, isLast: true, into: &text, replaced: &replaced)
        }
    }

    /// A text in this encoding; `nil` where the encoding lacks a character.
    fileprivate func encode(_ text: [UInt8]) -> [UInt8]? {
        let scalars = String(decoding: text, as: UTF8.self).unicodeScalars
        var bytes: [UInt8] = []
        switch self {
        case .utf8: return text
        case .windows1252:
            for scalar in scalars {
                guard let byte = Windows1252.byte(of: scalar) else { return nil }
                bytes.append(byte)
            }
        case .utf16LittleEndian, .utf16BigEndian:
            let isBig = self == .utf16BigEndian
            for unit in String(scalars).utf16 {
                let high = UInt8(unit >> 8)
                let low = UInt8(truncatingIfNeeded: unit)
                bytes += isBig ? [high, low] : [low, high]
            }
        }
        return bytes
    }
}

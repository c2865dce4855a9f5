// A reader of delimited text that takes one byte after the other: slow and obviously right, to compare the fast one with.

import Tables

/// One cell as the plain reader sees it.
struct PlainCell: Equatable {
    var text: [UInt8]
    var place: CellPlace
}

/// One record, blank ones left out.
struct PlainRecord: Equatable {
    var cells: [PlainCell]
    var place: CellPlace
    var isUnterminated = false
    /// The byte behind its line end.
    var next = 0
}

struct PlainReader {
    private let bytes: [UInt8]
    private let separator: UInt8
    private var index = 0
    private var line = 1
    private var column = 1

    private init(_ bytes: [UInt8], separator: UInt8) {
        self.bytes = bytes
        self.separator = separator
    }

    static func records(of bytes: [UInt8], separator: UInt8) -> [PlainRecord] {
        var reader = PlainReader(bytes, separator: separator)
        var records: [PlainRecord] = []
        while let record = reader.nextRecord() {
            if !isBlank(bytes[record.place.bytes], separator) { records.append(record) }
        }
        return records
    }

    private var byte: UInt8? { index < bytes.count ? bytes[index] : nil }

    private var isAtLineEnd: Bool { byte == nil || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }

    private mutating func advance() {
        let byte = bytes[index]
        index += 1
        if byte == UInt8(ascii: "\n") || (byte == UInt8(ascii: "\r") && self.byte != UInt8(ascii: "\n")) {
            line += 1
            column = 1
        } else if byte & 0xC0 != 0x80, byte != UInt8(ascii: "\r") {
            column += 1
        }
    }

    private mutating func nextRecord() -> PlainRecord? {
        guard byte != nil else { return nil }
        let start = (line, column, index)
        var cells: [PlainCell] = []
        var isUnterminated = false
        while true {
            let (cell, isOpen) = nextCell()
            cells.append(cell)
            isUnterminated = isOpen
            if byte == separator { advance() } else { break }
        }
        let place = CellPlace(
            line: start.0, column: start.1, endLine: line, endColumn: column, bytes: start.2..<index)
        if byte == UInt8(ascii: "\r") {
            advance()
            if byte == UInt8(ascii: "\n") { advance() }
        } else if byte != nil {
            advance()
        }
        return PlainRecord(cells: cells, place: place, isUnterminated: isUnterminated, next: index)
    }

    private mutating func nextCell() -> (PlainCell, isOpen: Bool) {
        let start = (line, column, index)
        var text: [UInt8] = []
        var isOpen = false
        if byte == UInt8(ascii: "\"") {
            advance()
            isOpen = true
            while isOpen, let byte {
                advance()
                if byte != UInt8(ascii: "\"") {
                    text.append(byte)
                } else if self.byte == UInt8(ascii: "\"") {
                    text.append(byte)
                    advance()
                } else {
                    isOpen = false
                }
            }
        }
        while !isAtLineEnd, let byte, byte != separator {
            text.append(byte)
            advance()
        }
        let place = CellPlace(
            line: start.0, column: start.1, endLine: line, endColumn: column, bytes: start.2..<index)
        return (PlainCell(text: text, place: place), isOpen)
    }

    /// Whether there are separators and white space only.
    private static func isBlank(_ record: ArraySlice<UInt8>, _ separator: UInt8) -> Bool {
        let text = String(decoding: record, as: UTF8.self)
        return text.unicodeScalars.allSatisfy {
            $0.value == UInt32(separator) || $0 == "\u{A0}" || [0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D].contains($0.value)
        }
    }

    /// The faults that a record has under a header of so many cells, as the reader is to report them.
    static func faults(of record: PlainRecord, at index: Int, header: [PlainCell]) -> [RecordFault] {
        var faults: [RecordFault] = []
        let count = record.cells.count
        let fewest = 1 + (header.lastIndex { !isWhite($0.text) } ?? 0)
        if record.isUnterminated {
            faults.append(RecordFault(record: index, field: count - 1, kind: .unterminatedQuote))
        } else if count < fewest {
            faults.append(RecordFault(record: index, field: count - 1, kind: .ragged(cells: count, expected: fewest)))
        } else if record.cells.dropFirst(header.count).contains(where: { !isWhite($0.text.filter { $0 != 0x22 }) }) {
            let kind = RecordFault.Kind.ragged(cells: count, expected: header.count)
            faults.append(RecordFault(record: index, field: header.count, kind: kind))
        }
        for (field, cell) in record.cells.enumerated() where String(validating: cell.text, as: UTF8.self) == nil {
            let fault = RecordFault(record: index, field: field, kind: .badEncoding)
            let place = faults.firstIndex { $0.field > field } ?? faults.count
            faults.insert(fault, at: place)
        }
        return faults
    }

    private static func isWhite(_ text: [UInt8]) -> Bool {
        String(decoding: text, as: UTF8.self).allSatisfy(\.isWhitespace)
    }
}

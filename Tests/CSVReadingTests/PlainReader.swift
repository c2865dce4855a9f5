// A reader of delimited text that takes one byte after the other: slow and obviously right, to compare the fast one
// with.

import Locations
import Tables

/// One cell as the plain reader sees it.
struct PlainCell: Equatable {
    var text: [UInt8]
    var place: TextExtent
}

/// One record, blank ones left out.
struct PlainRecord: Equatable {
    var cells: [PlainCell]
    var place: TextExtent
    /// What is wrong with its quotes.
    var faults: [PlainQuoteFault] = []
    /// The byte behind its line end.
    var next = 0

    var spoilsRow: Bool { faults.contains { $0.spoilsRow } }
}

struct PlainQuoteFault: Equatable {
    var field: Int
    var kind: RecordFault.Kind

    var spoilsRow: Bool {
        switch kind {
        case .strayQuote(_, let spoilsRow), .unterminatedQuote(let spoilsRow): spoilsRow
        default: false
        }
    }

    var isOfClosing: Bool {
        switch kind {
        case .strayQuote, .unterminatedQuote: true
        default: false
        }
    }
}

struct PlainReader {
    /// What a quote means that opens a cell and that no quote closes before a separator or line end.
    private enum Meaning {
        /// The cell goes on to the next separator or line end behind the quote that seems to close it.
        case closing
        case letter
        /// Quotes within the cell are letters until one stands before a separator or line end, no more than 32 lines
        /// on.
        case tolerant
    }

    private let bytes: [UInt8]
    private let separator: UInt8
    /// For each offset, and the end, its line and column from 1, and where its line begins.
    private var places: [(line: Int, column: Int, start: Int)] = []

    private init(_ bytes: [UInt8], separator: UInt8) {
        self.bytes = bytes
        self.separator = separator
        var place = (line: 1, column: 1, start: 0)
        for index in bytes.indices {
            places.append(place)
            let isPair = bytes[index] == 0x0D && index + 1 < bytes.count && bytes[index + 1] == 0x0A
            if bytes[index] == 0x0A || (bytes[index] == 0x0D && !isPair) {
                place = (place.line + 1, 1, index + 1)
            } else if bytes[index] & 0xC0 != 0x80, bytes[index] != 0x0D {
                place.column += 1
            }
        }
        places.append(place)
    }

    /// The header, which is the first record, and all records behind it.
    static func records(of bytes: [UInt8], separator: UInt8) -> [PlainRecord] {
        let reader = PlainReader(bytes, separator: separator)
        var records: [PlainRecord] = []
        var index = 0
        while index < bytes.count {
            guard let header = records.first else {
                let run = reader.run(from: index, counts: nil)
                let first = run.first { !reader.isBlank($0) }
                if let first { records.append(first) }
                index = first?.next ?? run[run.count - 1].next
                continue
            }
            let run = reader.run(from: index, counts: fewest(under: header)...max(1, header.cells.count))
            records += run.filter { !reader.isBlank($0) }
            index = run[run.count - 1].next
        }
        return records
    }

    /// What the header calls the columns: quotes that are wrong are no part of it.
    static func headers(_ header: PlainRecord) -> [String] {
        var texts = header.cells.map { String(decoding: $0.text, as: UTF8.self) }
        for fault in header.faults {
            if fault.isOfClosing { texts[fault.field].removeAll { $0 == "\"" } }
            if fault.kind == .looseQuote, texts[fault.field].last == "\"" { texts[fault.field].removeLast() }
        }
        return texts
    }

    /// The records that are read together.
    private func run(from start: Int, counts: ClosedRange<Int>?) -> [PlainRecord] {
        var plain = record(from: start, .closing)!
        guard plain.faults.contains(where: \.isOfClosing) else { return [plain] }
        var tolerant: PlainRecord?
        if let counts, let found = record(from: start, .tolerant), counts.contains(found.cells.count) {
            tolerant = found
        }
        var lines: [PlainRecord] = []
        var next = start
        while next < max(plain.next, tolerant?.next ?? 0) {
            lines.append(record(from: next, .letter)!)
            next = lines.last!.next
        }
        let looked = lines.filter { !isBlank($0) }.map(\.cells.count)
        if let first = looked.first {
            let counts = counts ?? first...first
            if counts.contains(first), looked.count(where: { !counts.contains($0) }) * 10 <= looked.count {
                return lines
            }
        }
        let fault = plain.faults.first { $0.isOfClosing }!
        plain = tolerant ?? plain
        plain.faults = [fault]
        if case .strayQuote(let mark, _) = fault.kind {
            plain.faults[0].kind = .strayQuote(mark, spoilsRow: true)
        } else {
            plain.faults[0].kind = .unterminatedQuote(spoilsRow: true)
        }
        return [plain]
    }

    /// The record that begins at an offset; `nil` where a cell is too long to be read tolerantly.
    private func record(from start: Int, _ meaning: Meaning) -> PlainRecord? {
        var cells: [PlainCell] = []
        var faults: [PlainQuoteFault] = []
        var index = start
        while true {
            guard let (cell, kind) = cell(from: index, meaning) else { return nil }
            // Spacing is named once.
            if let kind, kind != .spacedQuote || !faults.contains(where: { $0.kind == .spacedQuote }) {
                faults.append(PlainQuoteFault(field: cells.count, kind: kind))
            }
            cells.append(cell)
            index = cell.place.bytes.upperBound
            guard index < bytes.count, bytes[index] == separator else { break }
            index += 1
        }
        // So many that the row is doubtful as a whole, or that no more are named.
        if faults.count > 100 {
            if var stray = faults.first(where: \.isOfClosing) {
                if case .strayQuote(let mark, _) = stray.kind {
                    stray.kind = .strayQuote(mark, spoilsRow: true)
                } else {
                    stray.kind = .unterminatedQuote(spoilsRow: true)
                }
                faults = [stray]
            } else {
                faults = Array(faults.prefix(100))
            }
        }
        var next = min(index + 1, bytes.count)
        if index + 1 < bytes.count, bytes[index] == 0x0D, bytes[index + 1] == 0x0A { next += 1 }
        return PlainRecord(cells: cells, place: place(start, index), faults: faults, next: next)
    }

    private func cell(from start: Int, _ meaning: Meaning) -> (PlainCell, RecordFault.Kind?)? {
        var open = start
        while open < bytes.count, [0x20, 0x09, 0x0B, 0x0C].contains(bytes[open]), bytes[open] != separator { open += 1 }
        guard open < bytes.count, bytes[open] == 0x22 else {
            let end = edge(from: start)
            let cell = PlainCell(text: Array(bytes[start..<end]), place: place(start, end))
            return (cell, cell.text.contains(0x22) ? .looseQuote : nil)
        }
        var text: [UInt8] = []
        var close = open + 1
        while close < bytes.count {
            if bytes[close] == 0x22 {
                guard close + 1 < bytes.count, bytes[close + 1] == 0x22 else { break }
                close += 1
            }
            text.append(bytes[close])
            close += 1
        }
        if close < bytes.count, let end = edge(rightBehind: close) {
            return (PlainCell(text: text, place: place(open, end)), open > start ? .spacedQuote : nil)
        }
        let kind: RecordFault.Kind =
            close < bytes.count
            ? .strayQuote(mark(close, from: open), spoilsRow: false) : .unterminatedQuote(spoilsRow: false)
        let end: Int
        switch meaning {
        case .closing: end = close < bytes.count ? edge(from: close + 1) : bytes.count
        case .letter: end = edge(from: open + 1)
        case .tolerant:
            guard let found = tolerantEnd(from: open + 1) else { return nil }
            end = found
        }
        return (PlainCell(text: Array(bytes[open..<end]), place: place(open, end)), kind)
    }

    private func tolerantEnd(from start: Int) -> Int? {
        var quotes = 0
        var lines: Int
        for index in start..<bytes.count {
            lines = places[index + 1].line - places[start].line
            if lines > 32 { return nil }
            quotes = bytes[index] == 0x22 ? quotes + 1 : 0
            if quotes % 2 == 1, index + 1 == bytes.count || bytes[index + 1] != 0x22, let end = edge(rightBehind: index)
            {
                return end
            }
        }
        return nil
    }

    private func edge(from start: Int) -> Int {
        bytes[start...].firstIndex { $0 == separator || $0 == 0x0A || $0 == 0x0D } ?? bytes.count
    }

    /// The end of the cell that a quote closes, if nothing but white space follows it.
    private func edge(rightBehind close: Int) -> Int? {
        let end = edge(from: close + 1)
        let behind = bytes[(close + 1)..<end]
        return isWhite(Array(behind)) ? end : nil
    }

    private func place(_ start: Int, _ end: Int) -> TextExtent {
        TextExtent(
            line: places[start].line, offset: start, lines: places[end].line - places[start].line,
            length: end - start, start: column(start), end: column(end))
    }

    private func column(_ offset: Int) -> TextColumn {
        let before = bytes[places[offset].start..<offset]
        let scalars = places[offset].column - 1
        return TextColumn(
            bytes: UInt32(before.count), scalars: UInt32(scalars),
            utf16: UInt32(scalars + before.count { $0 >= 0xF0 }))
    }

    private func mark(_ close: Int, from open: Int) -> QuoteMark {
        var mark = QuoteMark(offset: UInt32(close - open))
        mark.lines = UInt32(places[close].line - places[open].line)
        mark.column = column(close)
        return mark
    }

    /// Whether no cell holds any text.
    private func isBlank(_ record: PlainRecord) -> Bool {
        if record.cells.count == 1, record.cells[0].text == [0x1A], record.place.bytes.count == 1 { return true }
        return record.cells.allSatisfy { isWhite($0.text) } && !record.faults.contains { $0.isOfClosing }
    }

    /// The faults that a record has under a header of so many cells, as the reader is to report them.
    static func faults(of record: PlainRecord, at index: Int, header: PlainRecord) -> [RecordFault] {
        var faults: [RecordFault] = []
        let count = record.cells.count
        let fewest = fewest(under: header)
        let whole = header
        let isHeader = record == header
        let header = header.cells
        if record.spoilsRow {
            // Nothing else is said of its cells.
        } else if count < fewest {
            faults.append(RecordFault(record: index, field: count - 1, kind: .ragged(cells: count, expected: fewest)))
        } else if record.cells.dropFirst(header.count).contains(where: { !isWhite($0.text) }) {
            let kind = RecordFault.Kind.ragged(cells: count, expected: header.count)
            faults.append(RecordFault(record: index, field: header.count, kind: kind))
        } else if count != header.count {
            let kind = RecordFault.Kind.uneven(cells: count, expected: header.count)
            faults.append(RecordFault(record: index, field: min(header.count, count - 1), kind: kind))
        }
        for fault in record.faults {
            faults.append(RecordFault(record: index, field: fault.field, kind: fault.kind))
        }
        faults.sort { $0.field < $1.field }
        func insert(_ kind: RecordFault.Kind, _ field: Int) {
            let place = faults.firstIndex { $0.field > field } ?? faults.count
            faults.insert(RecordFault(record: index, field: field, kind: kind), at: place)
        }
        for (field, cell) in record.cells.enumerated() where cell.text.contains(0) { insert(.zeroByte, field) }
        for (field, cell) in record.cells.enumerated() where String(validating: cell.text, as: UTF8.self) == nil {
            insert(.badEncoding, field)
        }
        if !isHeader, repeats(headers(whole), record) { insert(.repeatedHeader, 0) }
        return faults
    }

    /// Whether a record says what two or more headers say, the first one among them.
    private static func repeats(_ headers: [String], _ record: PlainRecord) -> Bool {
        func bare(_ text: String) -> String {
            text.lowercased().split { $0.isWhitespace }.joined(separator: " ")
        }
        let named = headers.indices.filter { !bare(headers[$0]).isEmpty }
        guard named.count >= 2, named[0] == 0 else { return false }
        return named.allSatisfy { field in
            field < record.cells.count
                && bare(String(decoding: record.cells[field].text, as: UTF8.self)) == bare(headers[field])
        }
    }

    private static func fewest(under header: PlainRecord) -> Int {
        1 + (headers(header).lastIndex { $0.allSatisfy(\.isWhitespace) == false } ?? 0)
    }

    private func isWhite(_ text: [UInt8]) -> Bool { Self.isWhite(text) }

    private static func isWhite(_ text: [UInt8]) -> Bool {
        String(decoding: text, as: UTF8.self).allSatisfy(\.isWhitespace)
    }
}

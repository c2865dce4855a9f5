// Findings encoded as bytes, which one run writes to a `FindingSpace` and reads back.

import Locations

/// A part of a list of findings that is stored as a whole. A block can be read without any other.
struct FindingBlock: Sendable {
    /// The most findings of a block.
    static let size = 256

    var offset: Int
    var length: Int
    /// The number of its first finding in the list.
    var first: Int
    var content: FindingBlockContent

    var count: Int { content.count }
}

/// A summary of a block, so that it need not be read.
package struct FindingBlockContent: Sendable {
    var count = 0
    /// How many of its findings are reported, indexed by severity.
    var reported: [Int32] = [Int32](repeating: 0, count: Severity.allCases.count)
    /// The least `Finding.order` in the block.
    var leastOrder = Int.max

    fileprivate mutating func add(_ finding: UnsafePointer<Finding>, severity: Int) {
        count += 1
        if finding.pointee.isReported { reported[severity] += 1 }
        leastOrder = min(leastOrder, finding.pointee.order)
    }
}

/// The last text in each slot of a record, for findings of one rule: repeated texts are not written again.
private struct Repeats {
    var texts: [String] = [String](repeating: "", count: 96)
}

/// The slots of texts in a record.
private enum Slot: Int {
    case message, help, table, column, file, header, sheet, fingerprint, because, until, ruleFile
    case relatedMessage, relatedFile, relatedHeader, fixColumn, fixText, fixWritten, fixFile, fixHeader
    case waiverFile
    case label, owner, rowName
    case keyName = 24
    case keyText = 32
    case valueName = 40
    case valueText = 48
    case mark = 56
    case storedName = 64
    case storedText = 72
    case groupName = 80
    case groupText = 88

    /// The slot for one of several texts in sequence.
    func at(_ index: Int) -> Int { rawValue + min(index, 7) }
}

/// Writes findings.
package struct FindingEncoder {
    var bytes: [UInt8] = []
    private var content = FindingBlockContent()
    private var rules: [String: Int] = [:]
    private var repeats: [Repeats] = []
    private var current = 0

    /// Encodes some findings as a block. `occurrences` holds for each its number among findings with the same
    /// fingerprint.
    package static func block(
        _ findings: UnsafeBufferPointer<Finding>, occurrences: ArraySlice<Int32>? = nil
    ) -> (bytes: [UInt8], content: FindingBlockContent) {
        var encoder = FindingEncoder()
        encoder.bytes.reserveCapacity(findings.count * 320)
        for index in findings.indices {
            let occurrence = occurrences.map { Int($0[$0.startIndex + index]) } ?? 0
            if let start = findings.baseAddress { encoder.put(start + index, occurrence) }
        }
        return (encoder.bytes, encoder.content)
    }

    private mutating func put(_ finding: UnsafePointer<Finding>, _ occurrence: Int) {
        if let known = rules[finding.pointee.rule] {
            current = known
            put(known)
        } else {
            current = repeats.count
            rules[finding.pointee.rule] = current
            repeats.append(Repeats())
            put(current)
            putWhole(finding.pointee.rule)
        }
        let severity = Severity.allCases.firstIndex(of: finding.pointee.severity) ?? 0
        content.add(finding, severity: severity)
        bytes.append(UInt8(severity))
        bytes.append(finding.pointee.isBaselined ? 1 : 0)
        put(finding.pointee.order)
        put(finding.pointee.message, Slot.message.rawValue)
        put(finding.pointee.help, Slot.help)
        put(finding.pointee.table, Slot.table)
        put(finding.pointee.column, Slot.column)
        put(texts: finding.pointee.key, .keyName, .keyText)
        put(finding.pointee.rowName, Slot.rowName)
        put(finding.pointee.label, Slot.label)
        put(finding.pointee.owner, Slot.owner)
        put(texts: finding.pointee.values, .valueName, .valueText)
        put(texts: finding.pointee.stored, .storedName, .storedText)
        put(finding.pointee.location, .file, .header)
        put(finding.pointee.related.count)
        for related in finding.pointee.related {
            put(related.message, Slot.relatedMessage.rawValue)
            put(related.location, .relatedFile, .relatedHeader)
        }
        put(finding.pointee.fixes.count)
        for fix in finding.pointee.fixes {
            bytes.append(fix.isSafe ? 1 : 0)
            put(fix.column, Slot.fixColumn.rawValue)
            put(fix.text, Slot.fixText.rawValue)
            put(fix.written, Slot.fixWritten)
            put(fix.location, .fixFile, .fixHeader)
        }
        put(finding.pointee.corrections.count)
        for correction in finding.pointee.corrections { put(correction) }
        put(finding.pointee.fingerprint, Slot.fingerprint.rawValue)
        put(occurrence)
        put(finding.pointee.waived)
        put(finding.pointee.ruleLocation, .ruleFile)
        put(finding.pointee.excerpt)
        bytes.append(finding.pointee.illustration == nil ? 0 : 1)
        if let illustration = finding.pointee.illustration { put(illustration) }
    }

    private mutating func put(_ correction: FindingCorrection) {
        putWhole(correction.kind.rawValue)
        putWhole(correction.message)
        bytes.append(correction.column == nil ? 0 : 1)
        if let column = correction.column { putWhole(column) }
        putWhole(correction.rowName)
        putWhole(correction.before)
        put(correction.after.count)
        for text in correction.after { putWhole(text) }
        put(correction.location, .file, .header)
    }

    mutating func put(_ number: Int) {
        // The sign is in the lowest bit.
        var rest = UInt(bitPattern: number &<< 1 ^ number &>> (Int.bitWidth - 1))
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func putWhole(_ text: String) {
        put(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    /// A text, or −1 for the last one in this slot.
    private mutating func put(_ text: String, _ slot: Int) {
        // Compared byte by byte: equal strings may be composed differently.
        let last = repeats[current].texts[slot]
        if last.utf8.count == text.utf8.count, last.utf8.elementsEqual(text.utf8) { return put(-1) }
        putWhole(text)
        repeats[current].texts[slot] = text
    }

    /// A text, or −2 for none.
    private mutating func put(_ text: String?, _ slot: Slot) {
        if let text { put(text, slot.rawValue) } else { put(-2) }
    }

    private mutating func put(_ number: Int?) {
        bytes.append(number == nil ? 0 : 1)
        if let number { put(number) }
    }

    mutating func put(groups: [NamedText]) { put(texts: groups, .groupName, .groupText) }

    private mutating func put(texts: [NamedText], _ name: Slot, _ text: Slot) {
        put(texts.count)
        for (index, named) in texts.enumerated() {
            put(named.name, name.at(index))
            put(named.text, text.at(index))
        }
    }

    private mutating func put(_ location: FindingLocation?, _ file: Slot, _ header: Slot) {
        bytes.append(location == nil ? 0 : 1)
        if let location { put(location, file, header) }
    }

    private mutating func put(_ location: FindingLocation, _ file: Slot, _ header: Slot) {
        put(location.file, file.rawValue)
        put(location.sheet, Slot.sheet)
        switch location.extent {
        case .text(let extent):
            bytes.append(0)
            put(extent)
        case .sheet(let extent):
            bytes.append(extent.isHidden ? 2 : 1)
            for number in [extent.row, extent.column, extent.rowCount, extent.columnCount] { put(Int(number)) }
        }
        put(location.shownAs.map { Int($0.row) })
        put(location.shownAs.map { Int($0.column) })
        put(location.row)
        put(location.header, header)
    }

    private mutating func put(_ location: RuleLocation, _ file: Slot) {
        put(location.file, file.rawValue)
        put(location.extent)
    }

    private mutating func put(_ extent: TextExtent) {
        put(extent.line)
        put(extent.offset)
        put(Int(extent.lines))
        put(Int(extent.length))
        put(extent.start)
        put(extent.end)
    }

    /// Other units are written only where they differ from scalars.
    private mutating func put(_ column: TextColumn) {
        put(Int(column.scalars))
        put(Int(column.bytes) - Int(column.scalars))
        put(Int(column.utf16) - Int(column.scalars))
    }

    private mutating func put(_ location: RuleLocation?, _ file: Slot) {
        bytes.append(location == nil ? 0 : 1)
        if let location { put(location, file) }
    }

    private mutating func put(_ waiver: FindingWaiver?) {
        bytes.append(waiver == nil ? 0 : 1)
        guard let waiver else { return }
        put(waiver.because, Slot.because.rawValue)
        put(waiver.until, Slot.until)
        put(waiver.location, .waiverFile)
    }

    mutating func put(_ excerpt: Excerpt?) {
        bytes.append(excerpt == nil ? 0 : 1)
        guard let excerpt else { return }
        put(excerpt.columnCount)
        put(excerpt.columns.count)
        for column in excerpt.columns {
            putWhole(column.header)
            put(column.index)
            put(column.number)
        }
        put(excerpt.rows.count)
        for row in excerpt.rows {
            put(row.line)
            put(row.number)
            put(row.cells.count)
            for cell in row.cells { putWhole(cell) }
            put(row.marks.count)
            for mark in row.marks {
                put(mark.column)
                bytes.append(mark.isPrimary ? 1 : 0)
                put(mark.label, Slot.mark)
            }
        }
    }
}

extension SheetExtent {
    /// One cell; `nil` where a number of it is.
    fileprivate init?(row: Int?, column: Int?) {
        guard let row, let column else { return nil }
        self.init(row: row, column: column)
    }
}

/// Reads what `FindingEncoder` wrote.
struct FindingDecoder {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var at = 0
    private var rules: [String] = []
    private var repeats: [Repeats] = []
    private var current = 0
    private let fingerprint: (String, Int) -> String

    /// `fingerprint` derives the fingerprint of one of several findings about the same subject.
    static func findings(in bytes: [UInt8], count: Int, fingerprint: @escaping (String, Int) -> String) -> [Finding] {
        bytes.withUnsafeBufferPointer { bytes in
            var decoder = FindingDecoder(bytes, fingerprint)
            return (0..<count).map { _ in decoder.finding() }
        }
    }

    private init(_ bytes: UnsafeBufferPointer<UInt8>, _ fingerprint: @escaping (String, Int) -> String) {
        self.bytes = bytes
        self.fingerprint = fingerprint
    }

    private mutating func finding() -> Finding {
        current = number()
        if current == rules.count {
            rules.append(whole())
            repeats.append(Repeats())
        }
        let severity = Severity.allCases[Int(byte())]
        var finding = Finding(rule: rules[current], severity: severity, message: "")
        finding.isBaselined = byte() == 1
        finding.order = number()
        finding.message = text(Slot.message.rawValue)
        finding.help = optional(.help)
        finding.table = optional(.table)
        finding.column = optional(.column)
        finding.key = texts(.keyName, .keyText)
        finding.rowName = optional(.rowName)
        finding.label = optional(.label)
        finding.owner = optional(.owner)
        finding.values = texts(.valueName, .valueText)
        finding.stored = texts(.storedName, .storedText)
        finding.location = byte() == 1 ? location(.file, .header) : nil
        finding.related = list {
            let message = $0.text(Slot.relatedMessage.rawValue)
            return RelatedLocation(message, $0.location(.relatedFile, .relatedHeader))
        }
        finding.fixes = list {
            let isSafe = $0.byte() == 1
            let column = $0.text(Slot.fixColumn.rawValue)
            let text = $0.text(Slot.fixText.rawValue)
            let written = $0.optional(.fixWritten)
            return FindingFix(
                isSafe: isSafe, column: column, text: text, written: written,
                location: $0.location(.fixFile, .fixHeader))
        }
        finding.corrections = list {
            let kind = FindingCorrection.Kind(rawValue: $0.whole()) ?? .accused
            let message = $0.whole()
            let column = $0.byte() == 1 ? $0.whole() : nil
            let (rowName, before) = ($0.whole(), $0.whole())
            let after = $0.list { $0.whole() }
            return FindingCorrection(
                kind: kind, message: message, column: column, rowName: rowName, before: before, after: after,
                location: $0.location(.file, .header))
        }
        finding.fingerprint = text(Slot.fingerprint.rawValue)
        let occurrence = number()
        if occurrence > 0 { finding.fingerprint = fingerprint(finding.fingerprint, occurrence) }
        if byte() == 1 {
            let because = text(Slot.because.rawValue)
            let until = optional(.until)
            finding.waived = FindingWaiver(because: because, until: until, location: ruleLocation(.waiverFile))
        }
        if byte() == 1 { finding.ruleLocation = ruleLocation(.ruleFile) }
        if byte() == 1 { finding.excerpt = excerpt() }
        if byte() == 1 { finding.illustration = illustration() }
        return finding
    }

    mutating func byte() -> UInt8 {
        defer { at += 1 }
        return bytes[at]
    }

    mutating func number() -> Int {
        var value: UInt = 0
        var shift: UInt = 0
        while true {
            let byte = byte()
            value |= UInt(byte & 0x7F) &<< shift
            if byte < 0x80 { break }
            shift += 7
        }
        return Int(bitPattern: value >> 1) ^ -Int(bitPattern: value & 1)
    }

    private mutating func text(ofLength count: Int) -> String {
        defer { at += count }
        return String(decoding: UnsafeBufferPointer(rebasing: bytes[at..<at + count]), as: UTF8.self)
    }

    mutating func whole() -> String { text(ofLength: number()) }

    private mutating func text(_ slot: Int) -> String {
        let count = number()
        guard count >= 0 else { return repeats[current].texts[slot] }
        let text = text(ofLength: count)
        repeats[current].texts[slot] = text
        return text
    }

    private mutating func optional(_ slot: Slot) -> String? {
        let start = at
        if number() == -2 { return nil }
        at = start
        return text(slot.rawValue)
    }

    mutating func list<Element>(_ element: (inout Self) -> Element) -> [Element] {
        let count = number()
        return count == 0 ? [] : (0..<count).map { _ in element(&self) }
    }

    mutating func groups() -> [NamedText] { texts(.groupName, .groupText) }

    private mutating func texts(_ name: Slot, _ text: Slot) -> [NamedText] {
        let count = number()
        return count == 0
            ? []
            : (0..<count).map { index in
                let name = self.text(name.at(index))
                return NamedText(name, self.text(text.at(index)))
            }
    }

    private mutating func location(_ file: Slot, _ header: Slot) -> FindingLocation {
        let file = text(file.rawValue)
        let sheet = optional(.sheet)
        let location: CellLocation
        switch byte() {
        case 0: location = .text(extent())
        case let kind:
            location = .sheet(
                SheetExtent(
                    row: number(), column: number(), rowCount: number(), columnCount: number(), isHidden: kind == 2))
        }
        let shownRow = byte() == 1 ? number() : nil
        let shownColumn = byte() == 1 ? number() : nil
        let row = byte() == 1 ? number() : nil
        return FindingLocation(
            file: file, sheet: sheet, location, shownAs: SheetExtent(row: shownRow, column: shownColumn), row: row,
            header: optional(header))
    }

    private mutating func ruleLocation(_ file: Slot) -> RuleLocation {
        RuleLocation(file: text(file.rawValue), extent())
    }

    private mutating func extent() -> TextExtent {
        TextExtent(
            line: number(), offset: number(), lines: number(), length: number(), start: column(), end: column())
    }

    private mutating func column() -> TextColumn {
        let scalars = number()
        func column(_ count: Int) -> UInt32 { UInt32(truncatingIfNeeded: scalars + count) }
        return TextColumn(
            bytes: column(number()), scalars: UInt32(truncatingIfNeeded: scalars), utf16: column(number()))
    }

    mutating func excerpt() -> Excerpt {
        let columnCount = number()
        let columns = list {
            Excerpt.Column(header: $0.whole(), index: $0.number(), number: $0.byte() == 1 ? $0.number() : nil)
        }
        let rows = list { decoder in
            let line = decoder.number()
            let number = decoder.byte() == 1 ? decoder.number() : nil
            let cells = decoder.list { $0.whole() }
            let marks = decoder.list {
                let column = $0.number()
                let isPrimary = $0.byte() == 1
                return Excerpt.Mark(column: column, isPrimary: isPrimary, label: $0.optional(.mark))
            }
            return Excerpt.Row(line: line, number: number, cells: cells, marks: marks)
        }
        return Excerpt(columns: columns, rows: rows, columnCount: columnCount)
    }
}

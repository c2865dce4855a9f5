// What a reader tells about a chunk when it has filled it.

package import Locations

/// Where the fields of some records are in a chunk's bytes, and what is wrong with the records.
package struct ChunkFields {
    /// The end of each field (exclusive, at its separator or line end), for all records in order.
    package var fieldEnds = OffsetBuffer()
    /// The start of each field. Empty where each field starts one byte behind the end before it: given only for
    /// narratives, sheets, and delimited text with white space before quotes.
    package var fieldStarts: [UInt32] = []
    /// Where each field's own cell begins and ends, where some of them say what stands elsewhere; else empty.
    package var cellStarts: [UInt32] = []
    package var cellEnds: [UInt32] = []
    /// For each record the index in `fieldEnds` of its first field, and one more at the end.
    package var firstFields = OffsetBuffer()
    /// The byte offset at which each record begins.
    package var recordStarts = OffsetBuffer()
    /// Records with a fault of their structure, in order.
    package var faults: [RecordFault] = []
    /// What fields show that say something else.
    package var shown = ShownTexts()

    package init() {}

    /// Fields of records that are contiguous in the bytes.
    package init(
        fieldEnds: OffsetBuffer, firstFields: OffsetBuffer, recordStarts: OffsetBuffer, faults: [RecordFault]
    ) {
        self.fieldEnds = fieldEnds
        self.firstFields = firstFields
        self.recordStarts = recordStarts
        self.faults = faults
    }

    /// Appends a record whose fields may be anywhere. Call `finish` after the last one.
    package mutating func append(recordAt start: Int, _ fields: some Sequence<Range<Int>>) {
        recordStarts.append(UInt32(truncatingIfNeeded: start))
        firstFields.append(UInt32(truncatingIfNeeded: fieldEnds.count))
        for field in fields {
            fieldStarts.append(UInt32(truncatingIfNeeded: field.lowerBound))
            fieldEnds.append(UInt32(truncatingIfNeeded: field.upperBound))
        }
    }

    /// Says where the next field's own cell stands: call it for all fields, or for none.
    package mutating func append(cellAt place: Range<Int>) {
        cellStarts.append(UInt32(truncatingIfNeeded: place.lowerBound))
        cellEnds.append(UInt32(truncatingIfNeeded: place.upperBound))
    }

    package mutating func finish() { firstFields.append(UInt32(truncatingIfNeeded: fieldEnds.count)) }
}

/// Where the records of a chunk come from: the locations of their cells follow from it.
package enum ChunkOrigin: Sendable {
    /// The chunk's bytes are those of the text from an offset on (that of the file for UTF-8, of the transcoded text
    /// otherwise), which begins a physical line; lines count from 1.
    case text(offset: Int, line: Int)
    /// The cells were put into the chunk one by one: the place of each record in the sheet, and the column of each
    /// field.
    case sheet(rows: [SheetExtent], columns: [UInt32])
}

/// Facts about a chunk as a whole.
package struct ChunkContents: Sendable {
    /// How many bytes at the front belong to the records.
    package var byteCount: Int
    /// Which fields stand in columns that the sheet does not show; empty where it shows all.
    package var hiddenFields: [Bool] = []
    package var origin: ChunkOrigin
    /// The quote character, or 0 where quotes have no meaning.
    package var quote: UInt8 = 0
    /// How many fields every record has; `nil` where it differs or is not known.
    package var uniformFieldCount: Int?
    /// The number of data records before the chunk in its table.
    package var firstRecord = 0
    /// What the reader needs to fill a chunk with the same records again.
    package var token = ChunkToken()
    /// A field that has no cell in its record, and stands where the record does.
    package var unplacedField: Int?
    /// Whether some of the records can be read again without the others: what each is follows from it alone.
    package var isDivisible = false

    package init(byteCount: Int, origin: ChunkOrigin) {
        self.byteCount = byteCount
        self.origin = origin
    }
}

/// Numbers that mean something only to the reader that gave them.
package struct ChunkToken: Sendable, BitwiseCopyable {
    package var first: Int
    package var second: Int
    package var third: Int

    package init(_ first: Int = 0, _ second: Int = 0, _ third: Int = 0) {
        self.first = first
        self.second = second
        self.third = third
    }
}

/// Some records of a table that its reader can fill a chunk with again.
package struct ChunkPosition: Sendable, BitwiseCopyable {
    /// The number of data records before them in the table.
    package var firstRecord: Int
    package var recordCount: Int
    package var token: ChunkToken

    package init(firstRecord: Int, recordCount: Int, token: ChunkToken) {
        self.firstRecord = firstRecord
        self.recordCount = recordCount
        self.token = token
    }
}

extension RecordChunk {
    /// Sets the fields and facts of the bytes that a reader has put into the chunk; `fields` gets the memory of the
    /// former ones. Sets all state at once, so that nothing of an earlier use is left.
    package func load(_ fields: inout ChunkFields, _ contents: ChunkContents) {
        swap(&fieldEnds, &fields.fieldEnds)
        swap(&fieldStarts, &fields.fieldStarts)
        swap(&cellStarts, &fields.cellStarts)
        swap(&cellEnds, &fields.cellEnds)
        swap(&firstFields, &fields.firstFields)
        swap(&recordStarts, &fields.recordStarts)
        swap(&faults, &fields.faults)
        swap(&shown, &fields.shown)
        self.contents = contents
        byteCount = contents.byteCount
        textEnd = contents.byteCount
        quote = contents.quote
        uniformFieldCount = contents.uniformFieldCount
        placeIndex = nil
    }

    /// Fills the chunk with a text of which some records are to be read.
    package func load(_ text: [UInt8], _ fields: consuming ChunkFields, origin: ChunkOrigin) {
        clear()
        reserve(text.count)
        text.withUnsafeBufferPointer { text in
            if let start = text.baseAddress { bytes.update(from: start, count: text.count) }
        }
        var fields = fields
        load(&fields, ChunkContents(byteCount: text.count, origin: origin))
    }

    /// The number of data records before this chunk in its table.
    package var firstRecord: Int { contents.firstRecord }

    /// What its reader needs to fill it again.
    package var position: ChunkPosition {
        ChunkPosition(firstRecord: contents.firstRecord, recordCount: recordCount, token: contents.token)
    }

    /// The offset in the text of its first byte; 0 for a sheet.
    package var fileOffset: Int {
        guard case .text(let offset, _) = contents.origin else { return 0 }
        return offset
    }

    /// The physical line that its first byte begins; 1 for a sheet.
    package var firstLine: Int {
        guard case .text(_, let line) = contents.origin else { return 1 }
        return line
    }
}

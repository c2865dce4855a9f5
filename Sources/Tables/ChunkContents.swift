// What a reader says of a chunk when it has filled it.

package import Locations

/// Where the fields of some records stand in a chunk's bytes, and what is wrong with them.
package struct ChunkFields {
    /// The end of each field (exclusive, at its separator or line end), of all records one after the other.
    package var fieldEnds = OffsetBuffer()
    /// The start of each field where it is not one behind the end before it: given for narratives, for sheets, and for
    /// delimited text with white space before quotes; else empty.
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

    package init() {}

    /// The fields of records that follow each other in their bytes.
    package init(
        fieldEnds: OffsetBuffer, firstFields: OffsetBuffer, recordStarts: OffsetBuffer, faults: [RecordFault]
    ) {
        self.fieldEnds = fieldEnds
        self.firstFields = firstFields
        self.recordStarts = recordStarts
        self.faults = faults
    }

    /// Appends a record whose fields stand anywhere. `finish` follows the last one.
    package mutating func append(recordAt start: Int, _ fields: some Sequence<Range<Int>>) {
        recordStarts.append(UInt32(truncatingIfNeeded: start))
        firstFields.append(UInt32(truncatingIfNeeded: fieldEnds.count))
        for field in fields {
            fieldStarts.append(UInt32(truncatingIfNeeded: field.lowerBound))
            fieldEnds.append(UInt32(truncatingIfNeeded: field.upperBound))
        }
    }

    package mutating func finish() { firstFields.append(UInt32(truncatingIfNeeded: fieldEnds.count)) }
}

/// Where the records of a chunk come from, which the locations of their cells follow from.
package enum ChunkOrigin: Sendable {
    /// The chunk's bytes are those of the text from an offset on (that of the file for UTF-8, of the transcoded text
    /// otherwise), which begins a physical line; lines count from 1.
    case text(offset: Int, line: Int)
    /// The cells were put into the chunk one by one: where each record stands in the sheet, and the column of each
    /// field.
    case sheet(rows: [SheetExtent], columns: [UInt32])
}

/// What is true of a chunk as a whole.
package struct ChunkContents: Sendable {
    /// How many bytes at the front belong to the records.
    package var byteCount: Int
    package var origin: ChunkOrigin
    /// The quote character, or 0 where fields are taken as they stand.
    package var quote: UInt8 = 0
    /// How many fields every record has, where that is the same for all and known.
    package var uniformFieldCount: Int?
    /// The number of data records before the chunk in its table.
    package var firstRecord = 0
    /// What the reader needs to fill a chunk so again.
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

/// Numbers that mean something to the reader that gave them, and to nobody else.
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
    /// Takes over what a reader has made of the bytes that it has put into the chunk; `fields` gets the memory of the
    /// chunk's former ones. Everything that is known of the chunk is said here at once, so that nothing of an earlier
    /// use is left.
    package func load(_ fields: inout ChunkFields, _ contents: ChunkContents) {
        swap(&fieldEnds, &fields.fieldEnds)
        swap(&fieldStarts, &fields.fieldStarts)
        swap(&cellStarts, &fields.cellStarts)
        swap(&cellEnds, &fields.cellEnds)
        swap(&firstFields, &fields.firstFields)
        swap(&recordStarts, &fields.recordStarts)
        swap(&faults, &fields.faults)
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

    /// For its reader, to be filled so again.
    package var position: ChunkPosition {
        ChunkPosition(firstRecord: contents.firstRecord, recordCount: recordCount, token: contents.token)
    }

    /// The offset in the text of its first byte; 0 where it is no text's.
    package var fileOffset: Int {
        guard case .text(let offset, _) = contents.origin else { return 0 }
        return offset
    }

    /// The physical line that its first byte begins; 1 where it is no text's.
    package var firstLine: Int {
        guard case .text(_, let line) = contents.origin else { return 1 }
        return line
    }
}

// The separator and the header's place, as recognised from a return's first records.

internal import Tables

/// How a text is laid out.
struct Dialect {
    var separator = UInt8(ascii: ",")
    /// Where the header record begins, and on which line.
    var headerOffset: Int
    var headerLine: Int
    var remarks: [ReadingNotice] = []
    /// Records above the header that look like rows; empty where the header's line was given.
    var above = RecordsAbove()
    /// The lines of comments above the header, as far as it was looked for.
    var comments: [Int] = []
}

extension Dialect {
    private static let sampleBytes = 1 << 20
    private static let sampleRecords = 50
    /// At most this many cells are examined for each separator, so that very wide tables open quickly.
    private static let sampleCells = 100_000

    init(
        of input: any TextInput, options: DelimitedOptions, headerScore: ([String]) -> Int
    ) throws(ReadError) {
        var offset = input.start
        var line = 1
        let named = options.separator.flatMap { Self.canSeparate($0) ? $0 : nil }
        var stated: UInt8?
        if let statement = try Self.separatorLine(of: input, at: offset) {
            stated = statement.separator
            offset += statement.length
            line = 2
        }
        let firstLine = line
        if let wanted = options.firstLine, wanted > line {
            (offset, line) = try Self.skipLines(wanted - line, of: input, from: offset, line: line)
            if line < wanted { remarks.append(.lacksLine(wanted)) }
        }
        headerOffset = offset
        headerLine = line

        let sample = try Sample(of: input, at: offset, line: line, limit: Self.sampleBytes)
        let comments = options.comments.map { CommentMark($0) }
        let candidates = (named ?? stated).map { [$0] } ?? [",", ";", "\t", "|"].map { UInt8(ascii: $0) }
        var best: Sample.Reading?
        for candidate in candidates {
            let reading = sample.read(
                separator: candidate, isFirstHeader: options.knowsHeader, comments: comments,
                records: Self.sampleRecords, cells: Self.sampleCells, headerScore: headerScore)
            if let reading, best.map({ reading.isBetter(than: $0) }) ?? true { best = reading }
        }
        separator = best?.separator ?? named ?? stated ?? separator
        if let best {
            headerOffset = offset + best.headerOffset
            headerLine = best.headerLine
            self.comments = best.comments
            if !options.knowsHeader { above = best.above }
        }
        if named == nil, separator != UInt8(ascii: ",") {
            remarks.append(.separator(Self.title(of: separator)))
        }
        guard options.columns == nil else { return }
        if let wanted = options.firstLine, wanted >= firstLine, headerLine > wanted {
            if options.headerLines?.count ?? 1 == 1 {
                remarks.append(.blankHeader(line: wanted, found: headerLine))
            }
        } else if !options.knowsHeader, headerLine != firstLine {
            remarks.append(.header(line: headerLine))
        }
    }

    private static func title(of separator: UInt8) -> String {
        switch separator {
        case UInt8(ascii: "\t"): "tabs"
        case UInt8(ascii: " "): "spaces"
        default: String(UnicodeScalar(separator))
        }
    }

    /// Whether a byte can be a separator.
    private static func canSeparate(_ byte: UInt8) -> Bool {
        byte < 0x80 && byte != 0 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\n")
            && byte != UInt8(ascii: "\r")
    }

    /// The first line, where it is `sep=;` as Excel writes and reads it.
    private static func separatorLine(
        of input: any TextInput, at offset: Int
    ) throws(ReadError) -> (separator: UInt8, length: Int)? {
        var bytes = try input.bytes(at: offset, atMost: 16)
        let isQuoted = bytes.first == UInt8(ascii: "\"")
        if isQuoted { bytes.removeFirst() }
        let head = bytes.prefix(4).map { $0 | 0x20 }
        guard bytes.count > 4, head.elementsEqual("sep=".utf8.map { $0 | 0x20 }), canSeparate(bytes[4]) else {
            return nil
        }
        var length = 5
        if isQuoted {
            guard bytes.count > length, bytes[length] == UInt8(ascii: "\"") else { return nil }
            length += 1
        }
        if bytes.count > length {
            switch bytes[length] {
            case UInt8(ascii: "\n"): length += 1
            case UInt8(ascii: "\r"):
                length += bytes.count > length + 1 && bytes[length + 1] == UInt8(ascii: "\n") ? 2 : 1
            default: return nil
            }
        }
        return (bytes[4], length + (isQuoted ? 1 : 0))
    }

    /// Skips physical lines, whatever is in them: a preamble need not be delimited text. Returns the offset that it
    /// reached, which is the text's end where there are fewer lines.
    private static func skipLines(
        _ count: Int, of input: any TextInput, from start: Int, line: Int
    ) throws(ReadError) -> (offset: Int, line: Int) {
        var offset = start
        var passed = 0
        var isAfterReturn = false
        while true {
            let block = try input.bytes(at: offset, atMost: 1 << 16)
            guard !block.isEmpty else { return (offset, line + passed) }
            for (index, byte) in block.enumerated() {
                if isAfterReturn, byte == UInt8(ascii: "\n") {
                    isAfterReturn = false
                    continue
                }
                isAfterReturn = byte == UInt8(ascii: "\r")
                // One byte late, so that both bytes of a CRLF are passed.
                if passed == count { return (offset + index, line + passed) }
                if isAfterReturn || byte == UInt8(ascii: "\n") { passed += 1 }
            }
            offset += block.count
        }
    }
}

extension TextInput {
    /// Some bytes from an offset on, fewer only at the end.
    fileprivate func bytes(at offset: Int, atMost count: Int) throws(ReadError) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
        defer { buffer.deallocate() }
        var replaced: [Int] = []
        let read = try self.read(at: offset, into: buffer, replaced: &replaced)
        return Array(buffer[0..<read])
    }
}

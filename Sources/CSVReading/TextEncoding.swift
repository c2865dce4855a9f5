// The encodings of delimited text: by name, and as recognised from a file's bytes.

internal import Tables

enum TextEncoding {
    case utf8
    case utf16LittleEndian
    case utf16BigEndian
    case windows1252

    /// An encoding by the names people use, whatever their case and punctuation; `nil` for others.
    init?(name: String, head: [UInt8]) {
        switch NamedEncoding(name) {
        case .utf8?: self = .utf8
        case .utf16LittleEndian?: self = .utf16LittleEndian
        case .utf16BigEndian?: self = .utf16BigEndian
        case .utf16?: self = Self.utf16(withoutMark: head) ?? .utf16LittleEndian
        case .windows1252?: self = .windows1252
        case nil: return nil
        }
    }

    /// UTF-16 without a byte order mark, where every other byte is mostly zero.
    static func utf16(withoutMark head: [UInt8]) -> TextEncoding? {
        guard head.count >= 2 else { return nil }
        var even = 0
        var odd = 0
        for index in stride(from: 0, to: head.count - 1, by: 2) {
            if head[index] == 0 { even += 1 }
            if head[index + 1] == 0 { odd += 1 }
        }
        let pairs = head.count / 2
        if odd * 2 >= pairs, even * 10 <= pairs { return .utf16LittleEndian }
        if even * 2 >= pairs, odd * 10 <= pairs { return .utf16BigEndian }
        return nil
    }

    /// Its name in a notice.
    var title: String {
        switch self {
        case .utf8: "UTF-8"
        case .utf16LittleEndian, .utf16BigEndian: "UTF-16"
        case .windows1252: "Windows-1252"
        }
    }
}

/// How a file's bytes are to be read as text.
struct RecognisedText {
    var encoding: TextEncoding
    /// The length of the byte order mark.
    var start = 0
    var remarks: [ReadingNotice] = []
}

extension RecognisedText {
    /// Reads the source as the text that it was recognised as.
    func makeInput(_ source: any ByteSource) -> any TextInput {
        encoding == .utf8
            ? UTF8Input(source, start: start) : TranscodedInput(source, start: start, encoding: encoding)
    }

    /// The largest file that is read whole to see whether it is UTF-8.
    private static let wholeFileLimit = 16 << 20
    private static let headLimit = 1 << 20

    /// Recognises the encoding from a byte order mark, else from the name given, else from zero bytes and from bytes
    /// that are not UTF-8.
    init(of source: any ByteSource, named name: String?) throws(ReadError) {
        var head = try source.bytes(at: 0, atMost: min(max(source.size, 1), Self.headLimit))
        guard !head.isEmpty else { throw .isEmpty }
        if let kind = BinaryKind.name(of: head) { throw .notText(kind: kind) }
        if let (mark, start) = Self.byteOrderMark(head) {
            encoding = mark
            self.start = start
            guard head.count > start else { throw .isEmpty }
            if let name, TextEncoding(name: name, head: head) != mark {
                remarks = [.markedEncoding(mark.title, named: name)]
            } else if name == nil, mark != .utf8 {
                remarks = [.encoding(mark.title)]
            }
            return
        }
        let named = name.flatMap { TextEncoding(name: $0, head: head) }
        if let name, named == nil { remarks = [.unknownEncoding(name)] }
        if let named, named == .utf16LittleEndian || named == .utf16BigEndian {
            encoding = named
            return
        }
        // A single zero byte, or a few among many bytes, are faults of their cells.
        let zeros = head.count { $0 == 0 }
        if zeros > 1 {
            if let wide = TextEncoding.utf16(withoutMark: head) {
                encoding = wide
                remarks.append(.encoding("UTF-16"))
                return
            }
            if zeros * 20 > head.count { throw .holdsZeros(line: Self.lineOfZero(in: head)) }
        }
        if let named {
            encoding = named
            return
        }
        encoding = .utf8
        let isWhole = source.size <= Self.wholeFileLimit
        var survey = UTF8Survey()
        var offset = 0
        while !head.isEmpty {
            offset += head.count
            let next = isWhole ? try source.bytes(at: offset, atMost: Self.headLimit) : []
            survey.look(at: head, isLast: next.isEmpty && isWhole)
            head = next
        }
        if survey.isForeign {
            encoding = .windows1252
            remarks.append(.encoding("Windows-1252"))
        }
    }

    private static func lineOfZero(in head: [UInt8]) -> Int {
        var line = 1
        var before: UInt8 = 0
        for byte in head {
            if byte == 0 { break }
            if byte == UInt8(ascii: "\r") || (byte == UInt8(ascii: "\n") && before != UInt8(ascii: "\r")) { line += 1 }
            before = byte
        }
        return line
    }

    private static func byteOrderMark(_ head: [UInt8]) -> (TextEncoding, Int)? {
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
        if head.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
        if head.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
        return nil
    }
}

/// Counts evidence for and against UTF-8 in a text that comes in blocks.
private struct UTF8Survey {
    private var wellFormed = 0
    private var illFormed = 0
    private var rest: [UInt8] = []

    /// Whether the text is in an encoding of one byte a character. A few bad bytes among many good sequences are faults
    /// of UTF-8.
    var isForeign: Bool { illFormed > wellFormed }

    mutating func look(at block: [UInt8], isLast: Bool) {
        let bytes = rest.isEmpty ? block : rest + block
        rest = []
        bytes.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            var index = 0
            while let bad = UTF8Validation.nextIllFormed(start, from: index, to: buffer.count, sequences: &wellFormed) {
                if bad.upperBound == buffer.count, !isLast, start[bad.lowerBound] >= 0xC2, start[bad.lowerBound] <= 0xF4
                {
                    // The sequence may continue in the next block.
                    rest = Array(buffer[bad])
                    break
                }
                illFormed += 1
                index = bad.upperBound
            }
        }
    }
}

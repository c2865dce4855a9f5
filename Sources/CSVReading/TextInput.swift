// A return's bytes as UTF-8, from any offset, whatever its encoding.

internal import Tables

/// Text as UTF-8 bytes. Offsets are those of the text, which for a UTF-8 file are the file's own.
protocol TextInput: AnyObject {
    /// Throws where the file has changed since it was opened.
    func checkSource() throws(ReadError)
    /// Where the text begins, behind any byte order mark.
    var start: Int { get }
    /// Whether the bytes are known to be UTF-8, so that they need no validation.
    var isWellFormed: Bool { get }
    /// Frees memory that it allocates again when it is used again.
    func rest()
    /// Fills the buffer, short only at the end, and appends the offset of each U+FFFD that replaces bytes without a
    /// character.
    func read(
        at offset: Int, into buffer: UnsafeMutableRawBufferPointer, replaced: inout [Int]
    ) throws(ReadError) -> Int
}

/// A UTF-8 file, as it is.
final class UTF8Input: TextInput {
    let start: Int
    let isWellFormed = false
    private let source: any ByteSource

    init(_ source: any ByteSource, start: Int) {
        self.source = source
        self.start = start
    }

    func checkSource() throws(ReadError) { try source.checkUnchanged() }

    func rest() {}

    func read(
        at offset: Int, into buffer: UnsafeMutableRawBufferPointer, replaced: inout [Int]
    ) throws(ReadError) -> Int {
        try source.readFully(at: offset, into: buffer)
    }
}

/// A file in another encoding, read block by block and written as UTF-8. It remembers where each block's text began, so
/// that going back costs one block.
final class TranscodedInput: TextInput {
    let start = 0
    let isWellFormed = true

    private static let blockBytes = 1 << 16

    private let source: any ByteSource
    private let encoding: TextEncoding
    /// The beginnings of blocks as far as the text is known: 16 bytes for 64 KiB.
    private var blocks: [(text: Int, source: Int)]

    /// The text of one block, where it begins, and where the next one's bytes begin.
    private var text: [UInt8] = []
    private var textStart = 0
    private var nextSource: Int
    /// The offsets, within `text`, of replaced characters.
    private var replacements: [Int] = []

    init(_ source: any ByteSource, start: Int, encoding: TextEncoding) {
        self.source = source
        self.encoding = encoding
        nextSource = start
        blocks = [(0, start)]
    }

    func checkSource() throws(ReadError) { try source.checkUnchanged() }

    func read(
        at offset: Int, into buffer: UnsafeMutableRawBufferPointer, replaced: inout [Int]
    ) throws(ReadError) -> Int {
        if offset < textStart || offset > textStart + text.count { seek(offset) }
        var filled = 0
        while filled < buffer.count {
            let from = offset + filled - textStart
            guard from < text.count else {
                guard try decodeNextBlock() else { break }
                continue
            }
            let length = min(buffer.count - filled, text.count - from)
            text.withUnsafeBytes { bytes in
                UnsafeMutableRawBufferPointer(rebasing: buffer[filled..<filled + length])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[from..<from + length]))
            }
            for place in replacements where place >= from && place < from + length {
                replaced.append(textStart + place)
            }
            filled += length
        }
        return filled
    }

    func rest() {
        // As if the block's text had been read: the next reading finds the block that it needs.
        seek(textStart)
        text = []
        replacements = []
    }

    /// Moves to the last block that is known to begin at or before an offset.
    private func seek(_ offset: Int) {
        var low = 0
        var high = blocks.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if blocks[middle].text <= offset { low = middle } else { high = middle }
        }
        textStart = blocks[low].text
        nextSource = blocks[low].source
        text.removeAll(keepingCapacity: true)
        replacements.removeAll(keepingCapacity: true)
    }

    /// Moves to the next block; false at the end.
    private func decodeNextBlock() throws(ReadError) -> Bool {
        let bytes = try source.bytes(at: nextSource, atMost: Self.blockBytes)
        guard !bytes.isEmpty else { return false }
        textStart += text.count
        text.removeAll(keepingCapacity: true)
        replacements.removeAll(keepingCapacity: true)
        if let last = blocks.last, last.text < textStart { blocks.append((textStart, nextSource)) }
        let isLast = bytes.count < Self.blockBytes
        switch encoding {
        case .utf8: text = bytes
        case .windows1252: Windows1252.decode(bytes, into: &text, replaced: &replacements)
        case .utf16LittleEndian, .utf16BigEndian:
            let order = encoding == .utf16BigEndian ? UTF16Order.big : .little
            nextSource += UTF16Text.decode(bytes, order, isLast: isLast, into: &text, replaced: &replacements)
            return true
        }
        nextSource += bytes.count
        return true
    }
}

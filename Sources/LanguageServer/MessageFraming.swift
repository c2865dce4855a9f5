// Cutting a stream of bytes into messages, each behind a header with its length.

/// Cuts bytes that arrive in pieces of any size into messages.
struct MessageFraming {
    enum Piece: Equatable {
        case message([UInt8])
        /// What arrived is no message, with why; reading goes on behind it.
        case fault(String)
    }

    /// No header is longer, and no message: an editor that sends a text of more than this has no use for the answer.
    private static let longestHeader = 16_384
    private static let longestMessage = 1 << 29

    private var buffer: [UInt8] = []
    /// How many bytes at the front of the buffer are done with.
    private var start = 0
    /// How many bytes are still to be passed over.
    private var skipped = 0
    /// Whether what arrives is passed over up to the next header.
    private var isLost = false
    private static let headerStart = Array("content-length:".utf8)

    /// Takes bytes that have arrived.
    mutating func add(_ bytes: some Collection<UInt8>) {
        if start > 1 << 16, start * 2 > buffer.count {
            buffer.removeFirst(start)
            start = 0
        }
        buffer += bytes
    }

    /// The next message, or fault; `nil` where more bytes must arrive first.
    mutating func next() -> Piece? {
        if skipped > 0 {
            let passed = min(skipped, buffer.count - start)
            skipped -= passed
            start += passed
            if skipped > 0 { return nil }
        }
        if isLost {
            // Reading goes on at what looks like a header.
            guard let found = nextHeader() else {
                start = max(start, buffer.count - Self.headerStart.count)
                return nil
            }
            (start, isLost) = (found, false)
        }
        guard let end = headerEnd() else {
            guard buffer.count - start > Self.longestHeader else { return nil }
            start += 1
            isLost = true
            return .fault("a header has more than \(Self.longestHeader) bytes")
        }
        let header = String(decoding: buffer[start..<end], as: UTF8.self)
        var length: Int?
        for line in header.split(separator: "\r\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "content-length" else { continue }
            length = Int(parts[1].filter { $0 != " " && $0 != "\t" })
        }
        guard let length, length >= 0 else {
            start += 1
            isLost = true
            return .fault("a header without a length")
        }
        guard length <= Self.longestMessage else {
            start = end + 4
            // A client that says more than it can mean is not waited for.
            if length <= Self.longestMessage << 3 { skipped = length } else { isLost = true }
            return .fault("a message has \(length) bytes, and \(Self.longestMessage) are read at most")
        }
        guard buffer.count - (end + 4) >= length else { return nil }
        let message = Array(buffer[end + 4..<end + 4 + length])
        start = end + 4 + length
        return .message(message)
    }

    /// Where the blank line stands that ends the header.
    private func headerEnd() -> Int? {
        var at = start
        let last = min(buffer.count, start + Self.longestHeader)
        while at + 3 < last {
            if buffer[at] == 0x0D, buffer[at + 1] == 0x0A, buffer[at + 2] == 0x0D, buffer[at + 3] == 0x0A { return at }
            at += 1
        }
        return nil
    }

    /// Where a header seems to begin.
    private func nextHeader() -> Int? {
        var at = start
        while at + Self.headerStart.count <= buffer.count {
            if buffer[at..<at + Self.headerStart.count].elementsEqual(
                Self.headerStart, by: { $0 | 0x20 == $1 || $0 == $1 })
            {
                return at
            }
            at += 1
        }
        return nil
    }

    /// A message as it is sent.
    static func framed(_ message: [UInt8]) -> [UInt8] {
        Array("Content-Length: \(message.count)\r\n\r\n".utf8) + message
    }
}

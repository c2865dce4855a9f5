// A text that is read whole, in any encoding.

package import Tables

/// A text as UTF-8, with notices about how it was read.
package struct WholeText {
    package let bytes: [UInt8]
    /// Where the text begins in its file, behind a byte order mark; 0 where it is not UTF-8.
    package let start: Int
    package let remarks: [ReadingNotice]
    /// Whether the text continues beyond the limit.
    package let isCut: Bool

    /// Reads at most `limit` bytes of the text. `encoding` is the one that the rule file names; `nil` where it names
    /// none.
    package init(_ source: any ByteSource, encoding: String?, limit: Int) throws(ReadError) {
        let recognised = try RecognisedText(of: source, named: encoding)
        let input = recognised.makeInput(source)
        start = input.start
        remarks = recognised.remarks
        var bytes = [UInt8](repeating: 0, count: min(limit, source.size * 3 + 1))
        var filled = 0
        var replaced: [Int] = []
        var failure: ReadError?
        while filled < bytes.count, failure == nil {
            let before = filled
            bytes.withUnsafeMutableBytes { buffer in
                let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[before...])
                do throws(ReadError) {
                    filled += try input.read(at: input.start + before, into: rest, replaced: &replaced)
                } catch { failure = error }
            }
            if filled == before { break }
        }
        if let failure { throw failure }
        try input.checkSource()
        isCut = filled == limit && filled == bytes.count
        bytes.removeLast(bytes.count - filled)
        self.bytes = bytes
    }
}

// Other bytes in some places of a part.

/// The bytes of a part, or of a range of it, with some ranges replaced, which are named front to back.
struct PartEdits {
    let part: [UInt8]
    private let end: Int
    private var output: [UInt8] = []
    private var taken: Int

    init(_ part: [UInt8], within range: Range<Int>? = nil) {
        self.part = part
        taken = range?.lowerBound ?? 0
        end = range?.upperBound ?? part.count
    }

    mutating func replace(_ range: Range<Int>, by bytes: [UInt8]) {
        output += part[taken..<range.lowerBound]
        output += bytes
        taken = range.upperBound
    }

    var result: [UInt8] { output + part[taken..<end] }

    /// Whether the tag that ends at an offset holds nothing: `<c/>`.
    func isEmptyTag(endingAt end: Int) -> Bool { end >= 2 && part[end - 2] == UInt8(ascii: "/") }

    /// The prefix of a tag's name with its colon, or nothing.
    func prefix(ofTagAt start: Int) -> String {
        let name = part[(start + 1)...].prefix { $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") && !isXMLSpace($0) }
        guard let colon = name.firstIndex(of: UInt8(ascii: ":")) else { return "" }
        return String(decoding: name[...colon], as: UTF8.self)
    }
}

// The text of a paragraph of a document.

internal import Packages

/// Reads paragraphs.
struct ParagraphReader {
    private let space = XMLName("s")
    private let spaces = XMLName("c")
    private let tab = XMLName("tab")
    private let lineBreak = XMLName("line-break")

    /// Reads the paragraph that has just begun to its end. White space is one space, and none at the ends.
    func read(_ scanner: XMLScanner, into text: inout [UInt8]) throws(PackageError) {
        let outer = scanner.depth
        let start = text.count
        var isSpaced = true
        while true {
            switch try scanner.next() {
            case .start:
                guard scanner.namespace == .text else {
                    try scanner.skip()
                    continue
                }
                switch scanner.name {
                case space:
                    let count = try scanner.value(spaces, in: .text).flatMap { Int($0) } ?? 1
                    text += [UInt8](repeating: 0x20, count: min(max(1, count), 1 << 15))
                    isSpaced = false
                case tab:
                    text.append(0x09)
                    isSpaced = false
                case lineBreak:
                    text.append(0x0A)
                    isSpaced = true
                default: break
                }
            case .text:
                var more: [UInt8] = []
                try scanner.appendText(to: &more)
                for byte in more {
                    let isSpace = isXMLSpace(byte)
                    if !isSpace || !isSpaced { text.append(isSpace ? 0x20 : byte) }
                    isSpaced = isSpace
                }
            case .end where scanner.depth == outer:
                if text.count > start, text.last == 0x20, isSpaced { text.removeLast() }
                return
            default: continue
            }
        }
    }
}

// The parts of a text that a match of a pattern cannot go beyond.

import Quantities

/// The part of a narrative that a match cannot go beyond.
package enum NarrativeExtent: String, Sendable, CaseIterable { case line, paragraph, text }

extension NarrativeExtent {
    /// The lines or paragraphs of a text, without the line end behind them; a paragraph ends at a line of white space.
    package func parts(of text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        guard self != .text else { return [0..<text.count] }
        var parts: [Range<Int>] = []
        /// The paragraph to which the next line may belong.
        var open: Range<Int>?
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, text[end] != 0x0A, text[end] != 0x0D { end += 1 }
            if trimmed(UnsafeBufferPointer(rebasing: text[start..<end])).isEmpty {
                if let part = open { parts.append(part) }
                open = nil
            } else if self == .line {
                parts.append(start..<end)
            } else {
                open = (open?.lowerBound ?? start)..<end
            }
            start = end + (end + 1 < text.count && text[end] == 0x0D && text[end + 1] == 0x0A ? 2 : 1)
        }
        if let open { parts.append(open) }
        return parts
    }
}

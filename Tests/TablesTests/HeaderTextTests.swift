// Header cells are the same whether Unicode's properties are asked for or not.

import Tables
import Testing

@Suite struct HeaderTextTests {
    /// Pieces of which some are white space of every length in UTF-8, and some look like it.
    private static let pieces = [
        "a", "B", " ", "  ", "\t", "\n", "\u{A0}", "\u{85}", "\u{1680}", "\u{2003}", "\u{2028}", "\u{202F}", "\u{205F}",
        "\u{3000}", "\u{200B}", "£", "–", "’", "…", "µ", "é", "e\u{301}", "漢", "]", "[note 1]", "[x]", "\u{180E}",
    ]

    private func slow(_ cell: String) -> String {
        let text = cell.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard text.hasSuffix("]"), let open = text.lastIndex(of: "["), open > text.startIndex,
            text[open...].dropFirst().lowercased().hasPrefix("note")
        else { return text }
        return String(text[..<open].reversed().drop { $0 == " " }.reversed())
    }

    @Test func surplusWhiteSpaceAndNotesDoNotCount() {
        for one in Self.pieces {
            for two in Self.pieces {
                for three in Self.pieces {
                    for cell in [one + two + three, "x" + one + two + three + "y"] {
                        #expect(
                            headerText(cell).unicodeScalars.elementsEqual(slow(cell).unicodeScalars),
                            "\(Array(cell.utf8))")
                    }
                }
            }
        }
    }
}

// The words that ask something behind `is`: they go before columns of such a name.

package import Syntax

extension StateName {
    private static let words: Set<String> = [
        "known", "unknown", "blank", "present", "true", "false", "approximate", "bounded",
    ]

    /// The value whose text is compared; `nil` for a label in quotes and for a word of the language or a colour.
    package var value: Syntax.Expression? {
        switch self {
        case .text: nil
        case .value(let value): value
        case .word(let name):
            Self.words.contains(name.text) || Colour.allCases.contains { $0.name == name.text }
                ? nil : Syntax.Expression(.name(qualifier: nil, name), name.range)
        }
    }
}

// The labels of a choice.

/// What the cells of a choice can say, in the order of declaration.
package struct ChoiceLabels: RandomAccessCollection, ExpressibleByArrayLiteral, Hashable, Sendable {
    package var texts: [String]
    /// `choice exactly`: whether a cell must have the case of its label.
    package var mindsCase = false

    package init(_ texts: [String], mindsCase: Bool = false) {
        self.texts = texts
        self.mindsCase = mindsCase
    }

    package init(arrayLiteral texts: String...) { self.texts = texts }

    package var startIndex: Int { texts.startIndex }
    package var endIndex: Int { texts.endIndex }
    package subscript(index: Int) -> String { texts[index] }
}

// The labels of choices and schemes by their texts, so that a label is found without looking at all of them.

/// The labels of one choice or scheme, in the order of their declaration.
final class LabelIndex {
    let texts: [String]
    private var exact: [String: Int] = [:]
    private var folded: [String: Int] = [:]

    init(_ texts: [String]) {
        self.texts = texts
        for (index, text) in texts.enumerated() {
            exact[text] = exact[text] ?? index
            let key = LabelIndex.folded(text)
            folded[key] = folded[key] ?? index
        }
    }

    /// The first label of exactly this text.
    func index(of text: String) -> Int? { exact[text] }

    /// The first label with this text, ignoring case and the white space around it; runs of white space are one space.
    func index(ignoringCase text: String) -> Int? { folded[LabelIndex.folded(text)] }

    private static func folded(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

extension Checker {
    /// The labels of a choice, indexed once for each declaration: columns of one declaration share their labels'
    /// memory.
    func labelIndex(of labels: [String]) -> LabelIndex {
        let place = unsafe labels.withUnsafeBufferPointer { unsafe $0.baseAddress.map { Int(bitPattern: $0) } }
        if let place, let known = choiceLabels[place] { return known }
        let made = LabelIndex(labels)
        if let place { choiceLabels[place] = made }
        return made
    }

    func labelIndex(ofScheme scheme: Int) -> LabelIndex {
        if let known = schemeLabels[scheme] { return known }
        let made = LabelIndex(rules.schemes[scheme].labels.map(\.text))
        schemeLabels[scheme] = made
        return made
    }
}

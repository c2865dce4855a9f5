// Columns that say which way an indicator is better, in a council's own words.

import Checking

/// What the cells of a column say of the way that is better.
struct DirectionLabels {
    /// The labels that mean that higher is better, and that lower is.
    private(set) var higher: [String] = []
    private(set) var lower: [String] = []
    /// Those that mean neither, or are not known: rows that have them are left undecided.
    private(set) var others: [String] = []

    private static let meaningHigher: Set<String> = [
        "high", "higher", "higher is better", "high is good", "high is better", "higher is good", "higher the better",
        "the higher the better", "increase", "increasing", "increased", "to increase", "up", "upward", "upwards",
        "maximise", "maximize", "to maximise", "aim to maximise", "max", "maximum", "bigger", "bigger is better",
        "larger", "larger is better", "more", "more is better", "positive", "rise", "rising", "above", "above target",
        "above target is good", "high good", "h", "↑", "▲", "+",
    ]
    private static let meaningLower: Set<String> = [
        "low", "lower", "lower is better", "low is good", "low is better", "lower is good", "lower the better",
        "the lower the better", "decrease", "decreasing", "decreased", "to decrease", "down", "downward", "downwards",
        "minimise", "minimize", "to minimise", "aim to minimise", "min", "minimum", "smaller", "smaller is better",
        "less", "less is better", "fewer", "fewer is better", "reduce", "reducing", "reduction", "negative", "fall",
        "falling", "below", "below target", "below target is good", "low good", "l", "↓", "▼", "-",
    ]
    private static let yes: Set<String> = ["yes", "y", "true"]
    private static let no: Set<String> = ["no", "n", "false"]
    /// Headers that ask whether one of the ways is better.
    private static let askHigher: Set<String> = [
        "higher is better", "high is good", "bigger is better", "is higher better", "is high good", "more is better",
    ]
    private static let askLower: Set<String> = [
        "lower is better", "low is good", "smaller is better", "is lower better", "is low good", "less is better",
    ]

    /// `nil` where too few labels are known for the column to be one of directions.
    init?(header: String, _ sample: ColumnSample) {
        guard sample.differing > 0, sample.differing <= 12, !sample.hasBrokenTexts else { return nil }
        let spoken = spokenHeader(header)
        let asks = Self.askHigher.contains(spoken) ? true : Self.askLower.contains(spoken) ? false : nil
        var unknown = 0
        for text in sample.inOrder {
            let word = text.lowercased()
            let words = word.count > 1 ? spokenHeader(text) : word
            if let asks, Self.yes.contains(word) || Self.no.contains(word) {
                let isHigher = Self.yes.contains(word) == asks
                if isHigher { add(text, to: \.higher) } else { add(text, to: \.lower) }
            } else if Self.meaningHigher.contains(words) {
                add(text, to: \.higher)
            } else if Self.meaningLower.contains(words) {
                add(text, to: \.lower)
            } else {
                add(text, to: \.others)
                unknown += sample.counts[text, default: 0]
            }
        }
        guard !(higher.isEmpty && lower.isEmpty), unknown * 2 <= sample.filled else { return nil }
    }

    /// Labels count once, whatever their case.
    private mutating func add(_ text: String, to labels: WritableKeyPath<Self, [String]>) {
        let isKnown = self[keyPath: labels].contains { $0.lowercased() == text.lowercased() }
        if !isKnown { self[keyPath: labels].append(text) }
    }

    /// `“High” is higher, “Low” is lower; “n/a” says neither`.
    var words: String {
        func quoted(_ texts: [String]) -> String { texts.map { "“\($0)”" }.joined(separator: ", ") }
        var parts: [String] = []
        if !higher.isEmpty { parts.append(quoted(higher) + " is higher") }
        if !lower.isEmpty { parts.append(quoted(lower) + " is lower") }
        let rest = others.isEmpty ? "" : "; \(quoted(others)) \(others.count == 1 ? "says" : "say") neither"
        return parts.joined(separator: ", ") + rest
    }
}

extension InferredColumn {
    /// What its cells say of the way that is better, where its header says that they do and they are not already
    /// `higher` and `lower`; else `nil`.
    var directions: DirectionLabels? {
        guard role == nil, ColumnRole.better.rank(of: header) != nil else { return nil }
        return DirectionLabels(header: header, sample)
    }

    var isDirection: Bool { directions != nil }
}

extension InferredTable {
    /// The column that says in a council's own words which way is better; `nil` where none does, or one says it in the
    /// words of the standard rules.
    var directionColumn: Int? {
        guard index(of: .better) == nil else { return nil }
        return columns.indices.filter { columns[$0].isDirection }.min {
            (ColumnRole.better.rank(of: columns[$0].header) ?? 0)
                < (ColumnRole.better.rank(of: columns[$1].header) ?? 0)
        }
    }

    var knowsDirection: Bool { index(of: .better) != nil || directionColumn != nil }
}

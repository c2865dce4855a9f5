// What columns are called in returns: the names that the standard rules ask for, quarters, status labels.

import Checking

/// A column that standard rules know, by its name there.
enum ColumnRole: String, CaseIterable {
    case ref, value, target, rag, commentary, frequency, better, kind, direction, period, numerator, denominator
    case previousValue = "previous_value"
    case previousTarget = "previous_target"
    case previousPeriod = "previous_period"
    case targetDate = "target_date"

    /// The headers that it goes by, as `spokenHeader` gives them; of two columns that fit, that of the earlier name is
    /// taken.
    var names: [String] {
        switch self {
        case .ref:
            [
                "ref", "reference", "ref no", "code", "id", "pi", "pi ref", "kpi ref", "indicator ref",
                "indicator code", "kpi no", "measure ref", "no", "number",
            ]
        case .value:
            [
                "value", "actual", "outturn", "performance", "result", "current value", "current", "latest value",
                "latest", "actual value", "actual performance", "current performance", "latest performance",
                "this quarter", "this period", "this month", "quarter actual", "actual this quarter", "actual ytd",
                "ytd actual", "ytd", "year to date", "actual to date", "year to date actual", "ytd performance",
                "quarterly outturn", "year end outturn", "final outturn", "outturn to date", "achieved", "achievement",
                "current quarter", "current period", "this year", "current year",
            ]
        case .target:
            [
                "target", "current target", "target value", "annual target", "year end target", "quarterly target",
                "target this quarter", "target ytd", "ytd target", "profiled target", "goal",
            ]
        case .rag:
            [
                "rag", "rag status", "rag rating", "brag", "brag status", "brag rating", "status", "rating",
                "performance status", "performance rating", "traffic light", "traffic lights", "traffic light status",
                "colour", "color", "light",
            ]
        case .commentary:
            [
                "commentary", "comment", "comments", "narrative", "notes", "explanation", "exception commentary",
                "performance commentary", "latest commentary",
            ]
        case .frequency: ["frequency", "reporting frequency", "reported", "how often"]
        case .better: ["better", "polarity", "good is", "good performance", "direction of good", "better is"]
        case .kind: ["kind", "figure kind", "type of figure"]
        case .direction: ["direction", "direction of travel", "dot", "trend"]
        case .period: ["period", "quarter", "reporting period", "reporting quarter"]
        case .numerator: ["numerator"]
        case .denominator: ["denominator"]
        case .previousValue:
            [
                "previous value", "previous", "last period", "last quarter", "previous quarter", "previous outturn",
                "previous actual", "prior value", "prior quarter", "prior period", "previous period", "last month",
                "previous month", "previous performance",
            ]
        case .previousTarget: ["previous target", "last target"]
        case .previousPeriod: ["previous period"]
        case .targetDate: ["target date", "due date", "deadline", "completion date", "due by"]
        }
    }

    /// How early among its names a header stands; `nil` for none of them.
    func rank(of header: String) -> Int? { names.firstIndex(of: spokenHeader(header)) }

    /// Whether a column's header is one of its names and its cells are what the standard rules expect.
    func fits(_ column: InferredColumn) -> Bool {
        guard rank(of: column.header) != nil else { return false }
        let sample = column.sample
        switch self {
        case .value, .previousValue, .numerator, .denominator: return sample.filled == 0 || sample.isMostlyFigures
        case .rag: return sample.filled == 0 || StatusLabels(sample) != nil
        case .better: return sample.counts.keys.allSatisfy { ["higher", "lower"].contains($0.lowercased()) }
        case .period, .previousPeriod: return sample.readingAsPeriod().isWhole
        case .targetDate: return sample.readingAsDate().isWhole
        case .target, .previousTarget:
            let reading = sample.readingAsTarget()
            return sample.filled == 0 || reading.values + reading.missing > 0
        default: return true
        }
    }
}

/// A header as it is spoken: its words, without what stands in brackets behind them.
func spokenHeader(_ header: String) -> String {
    var text = comparable(header)[...]
    if let bracket = text.firstIndex(where: { $0 == "(" || $0 == "[" }), bracket > text.startIndex {
        text = text[..<bracket]
    }
    return text.split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
}

/// A header that speaks of a quarter: `q1`, `Q2 2023/24`, `Quarter 1 - end of June position`.
struct QuarterHeader: Comparable {
    var year: Int
    var quarter: Int

    init?(_ header: String) {
        let words = comparable(header).split { !$0.isLetter && !$0.isNumber }.map(String.init)
        var quarter: Int?
        var year = 0
        for (index, word) in words.enumerated() {
            if let number = word.number(after: "q") ?? word.number(after: "qtr") ?? word.number(after: "quarter") {
                quarter = quarter ?? number
            } else if word == "quarter" || word == "qtr" || word == "q", words.indices.contains(index + 1) {
                quarter = quarter ?? words[index + 1].number(after: "")
            } else if word.count == 4, let number = Int(word), (1990...2100).contains(number) {
                year = max(year, number)
            }
        }
        guard let quarter, (1...4).contains(quarter), words.count <= 8 else { return nil }
        self.quarter = quarter
        self.year = year
    }

    static func < (left: Self, right: Self) -> Bool { (left.year, left.quarter) < (right.year, right.quarter) }

    var words: String { year > 0 ? "quarter \(quarter) of \(year)" : "quarter \(quarter)" }
}

extension String {
    /// The number that stands behind a word and ends the text.
    fileprivate func number(after word: String) -> Int? {
        guard hasPrefix(word), count > word.count, count <= word.count + 2 else { return nil }
        return Int(dropFirst(word.count))
    }
}

/// The labels of a status column by their colours; `nil` where a label's colour cannot be told.
struct StatusLabels {
    private(set) var labels: [(colour: Colour, texts: [String])] = []

    private static let known: [Colour: Set<String>] = [
        .green: ["green", "g", "lg", "on target", "on track", "achieved", "met", "above target", "exceeded"],
        .amber: [
            "amber", "a", "la", "below", "yellow", "near target", "slightly below target", "at risk",
            "within tolerance",
        ],
        .red: ["red", "r", "lr", "off target", "off track", "not met", "missed", "not achieved", "below target"],
        .blue: ["blue", "b", "completed", "complete", "done"],
        .grey: [
            "grey", "gray", "lu", "ld", "dna", "n/a", "na", "not available", "no data", "no target", "not rated",
            "withheld", "-",
            "tbc",
        ],
    ]

    init?(_ sample: ColumnSample) {
        var found: [Colour: [String]] = [:]
        guard sample.differing > 0, sample.differing <= 12 else { return nil }
        for text in sample.firstTexts {
            guard let colour = Colour.allCases.first(where: { Self.known[$0]?.contains(text.lowercased()) ?? false })
            else {
                return nil
            }
            if !(found[colour] ?? []).contains(where: { $0.lowercased() == text.lowercased() }) {
                found[colour, default: []].append(text)
            }
        }
        // Words such as N/A alone make no status.
        guard found[.green] != nil || found[.red] != nil else { return nil }
        labels = Colour.allCases.compactMap { colour in found[colour].map { (colour, $0) } }
    }

    /// The usual labels, for columns that are blank so far.
    init() {
        labels = [(.green, ["Green", "G"]), (.amber, ["Amber", "A"]), (.red, ["Red", "R"])]
    }

    /// Takes in the labels of another column.
    mutating func formUnion(_ other: StatusLabels) {
        for (colour, texts) in other.labels {
            if let index = labels.firstIndex(where: { $0.colour == colour }) {
                for text in texts where !labels[index].texts.contains(where: { $0.lowercased() == text.lowercased() }) {
                    labels[index].texts.append(text)
                }
            } else {
                labels.append((colour, texts))
            }
        }
        labels.sort { $0.colour.rawValue < $1.colour.rawValue }
    }
}

// How columns are named in returns: the columns of the standard rules, and status labels.

import Checking
import Diagnostics
import Tables

/// A column that standard rules know, by its name there.
enum ColumnRole: String, CaseIterable {
    case ref, value, target, rag, commentary, frequency, better, kind, direction, period, numerator, denominator
    case previousValue = "previous_value"
    case previousTarget = "previous_target"
    case previousPeriod = "previous_period"
    case targetDate = "target_date"

    /// What a column of this role is, for people.
    var meaning: String {
        switch self {
        case .ref: "the reference of each row"
        case .value: "the value"
        case .target: "the target"
        case .rag: "a status"
        case .commentary: "the commentary"
        case .frequency: "how often it is reported"
        case .better: "which way is better"
        case .kind: "whether figures add up over the year"
        case .direction: "the direction of travel"
        case .period: "the period"
        case .numerator: "the numerator"
        case .denominator: "the denominator"
        case .previousValue: "the value of the period before"
        case .previousTarget: "the target of the period before"
        case .previousPeriod: "the period before"
        case .targetDate: "the date by which it is due"
        }
    }

    /// The place of a header among those by which it is recognised; `nil` where it is not one of them.
    func rank(of header: String) -> Int? { rank(ofSpoken: spokenHeader(header)) }

    /// The same for a header as `spokenHeader` gives it.
    func rank(ofSpoken header: String) -> Int? { Self.ranks[self]?[header] }

    private static let ranks: [Self: [String: Int]] = Dictionary(
        uniqueKeysWithValues: allCases.map { role in
            (role, Dictionary(KnownHeaders.of(role).enumerated().map { ($1, $0) }) { first, _ in first })
        })

    /// Whether any role has such a header.
    static func isKnown(_ header: String) -> Bool { known.contains(spokenHeader(header)) }

    private static let known = Set(allCases.flatMap(KnownHeaders.of))

    /// Whether a column's header is one of its names and its cells are what the standard rules expect.
    func fits(_ column: InferredColumn) -> Bool {
        rank(of: column.header) != nil && fitsCells(column)
    }

    /// Whether the cells are what the standard rules expect, whatever the header is.
    func fitsCells(_ column: InferredColumn) -> Bool {
        let sample = column.sample
        switch self {
        case .value, .previousValue, .numerator, .denominator: return sample.filled == 0 || sample.isMostlyFigures
        case .rag: return sample.filled == 0 || column.statusLabels != nil
        case .better: return sample.counts.keys.allSatisfy { ["higher", "lower"].contains($0.lowercased()) }
        case .kind:
            let known: Set = ["cumulative", "snapshot", "rolling"]
            return sample.filled == 0 || sample.counts.keys.contains { known.contains($0.lowercased()) }
        case .period, .previousPeriod: return sample.readingAsPeriod().isWhole
        case .targetDate: return sample.readingAsDate().isWhole || sample.readingAsDate(monthFirst: true).isWhole
        case .target, .previousTarget:
            let reading = sample.readingAsTarget()
            return sample.filled == 0 || reading.values + reading.missing > 0
        // “Reported” may be a day, and “trend” a figure.
        case .frequency:
            return sample.filled == 0
                || sample.differing <= 12 && !sample.isMostlyFigures && !sample.readingAsDate().isWhole
        case .direction: return sample.filled == 0 || !sample.isMostlyFigures && !sample.readingAsDate().isWhole
        default: return true
        }
    }
}

/// The words of a header, without anything in brackets behind them.
func spokenHeader(_ header: String) -> String {
    var text = comparable(header)[...]
    if let bracket = text.firstIndex(where: { $0 == "(" || $0 == "[" }), bracket > text.startIndex {
        text = text[..<bracket]
    }
    return text.split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
}

/// The labels of a status column by their colours; `nil` where a label's colour cannot be told.
struct StatusLabels {
    private(set) var labels: [(colour: Colour, texts: [String])] = []
    /// Texts that look like misspelt known labels.
    private(set) var odd: [String] = []
    /// Words unlike any known label, which may be labels of their own.
    private(set) var unsorted: [String] = []

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

    /// The colour of a known label.
    static func colour(of text: String) -> Colour? {
        let label = text.lowercased()
        return Colour.allCases.first { known[$0]?.contains(label) ?? false }
    }

    /// Takes the labels of a column. Where the header names a status, a few cells may be odd.
    init?(_ sample: ColumnSample, isCalledStatus: Bool) {
        var found: [Colour: [String]] = [:]
        guard sample.differing > 0, sample.differing <= 12 else { return nil }
        for text in sample.firstTexts {
            guard let colour = Self.colour(of: text), !sample.isBroken(text) else {
                odd.append(text)
                continue
            }
            if !(found[colour] ?? []).contains(where: { $0.lowercased() == text.lowercased() }) {
                found[colour, default: []].append(text)
            }
        }
        let oddCells = odd.reduce(0) { $0 + sample.counts[$1, default: 0] }
        guard odd.isEmpty || isCalledStatus && odd.count <= 3 && oddCells * 4 <= sample.filled else { return nil }
        // Words such as N/A alone do not make a status.
        guard found[.green] != nil || found[.red] != nil else { return nil }
        labels = Colour.allCases.compactMap { colour in found[colour].map { (colour, $0) } }
        let spelt = Self.known.values.joined().filter { $0.count > 3 }
        unsorted = odd.filter { text in
            text.allSatisfy { $0.isLetter || $0 == " " || $0 == "-" } && text.count > 2
                && nearest(to: text.lowercased(), in: spelt) == nil
        }
        odd.removeAll { unsorted.contains($0) }
    }

    /// What the colours of cells are called.
    static let ofFills: [CellColour: [String]] = [
        .green: ["Green"], .amber: ["Amber"], .red: ["Red"], .blue: ["Blue"], .grey: ["Grey"],
    ]

    /// The usual labels, for columns that are blank so far.
    init() {
        labels = [(.green, ["Green", "G"]), (.amber, ["Amber", "A"]), (.red, ["Red", "R"])]
    }

    /// Labels for green and red where no cell has one: without both, a wrong status could not be found. They are spelt
    /// in the style of the known one.
    var missing: [(colour: Colour, texts: [String])] {
        let pairs = [
            ("Green", "Red"), ("G", "R"), ("LG", "LR"), ("On target", "Off target"), ("On track", "Off track"),
            ("Achieved", "Not achieved"), ("Met", "Not met"),
        ]
        let first = labels.first { $0.colour == .green || $0.colour == .red }
        let like = first?.texts.first ?? ""
        let pair = pairs.first { like.lowercased() == $0.0.lowercased() || like.lowercased() == $0.1.lowercased() }
        func spelt(_ text: String) -> String {
            if like == like.lowercased(), like != like.uppercased() { return text.lowercased() }
            return like == like.uppercased() && like != like.lowercased() ? text.uppercased() : text
        }
        return [(Colour.green, pair?.0 ?? "Green"), (.red, pair?.1 ?? "Red")].compactMap { colour, text in
            labels.contains { $0.colour == colour } ? nil : (colour, [spelt(text)])
        }
    }

    /// `“G” is green, “A” is amber, “R” is red; “n/a” gives no rating`.
    var words: String {
        func quoted(_ texts: [String]) -> String { texts.map { "“\($0)”" }.joined(separator: ", ") }
        let rated = labels.filter { $0.colour != .grey }.map { "\(quoted($0.texts)) is \($0.colour.name)" }
        let others = (labels.first { $0.colour == .grey }?.texts ?? []) + unsorted
        let rest = others.isEmpty ? "" : "; \(quoted(others)) \(others.count == 1 ? "gives" : "give") no rating"
        return rated.joined(separator: ", ") + rest
    }

    /// Adds the labels of another column.
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
        unsorted += other.unsorted.filter { !unsorted.contains($0) }
    }
}

// Why rules could not be decided, in sentences.

package import Findings

extension CheckRun {
    /// A sentence for each thing that was lacking, with the rules that could not be decided for want of it: what can be
    /// put right first. Beyond `most` they are only counted.
    func undecidedLines(most: Int = .max) -> [String] {
        // As many rules as a rule file has may lack the same thing: they are found by their names.
        var counts: [UndecidedTopic: [String: (place: Int, rows: Int)]] = [:]
        var fits: [UndecidedTopic: [String]] = [:]
        var order: [UndecidedTopic] = []
        for (place, entry) in rules.enumerated() {
            for reason in entry.undecidedBecause {
                let topic = UndecidedTopic(reason, ruleTable: entry.table)
                if counts[topic] == nil { order.append(topic) }
                counts[topic, default: [:]][entry.rule, default: (place, 0)].rows += reason.rows
                fits[topic, default: []] += reason.wouldFit.map { $0 + ", " + entry.rule + " holds" }
            }
        }
        let lacked = order.enumerated().map { place, topic in
            let rules = counts[topic] ?? [:]
            return (place: place, topic: topic, most: rules.values.map(\.rows).max() ?? 0, rules: rules)
        }.sorted { one, other in
            if one.topic.cause.isOrdinary != other.topic.cause.isOrdinary { return other.topic.cause.isOrdinary }
            return one.most == other.most ? one.place < other.place : one.most > other.most
        }
        var lines = lacked.prefix(most).map { topic in
            let names = topic.rules.sorted { ($1.value.rows, $0.value.place) < ($0.value.rows, $1.value.place) }
                .map { ($0.key, $0.value.rows) }
            return "Undecided as " + words(topic.topic) + ": "
                + first(topic.topic.cause.isOrdinary ? 1 : 4, of: names)
                + (fits[topic.topic] ?? []).prefix(3).map { "; " + escapedForTerminal($0) }.joined()
        }
        // A report of an earlier version says of no row why.
        let unexplained = undecidedByRule(where: \.undecidedBecause.isEmpty)
        if !unexplained.isEmpty {
            lines.append("Undecided rows: " + first(6, of: unexplained.map { ($0.rule, $0.count) }))
        }
        if lacked.count > most {
            let rest = lacked.dropFirst(most)
            let rules = Set(rest.flatMap(\.rules.keys))
            lines.append(
                "Undecided for " + counted(rest.count, "other reason") + ": " + counted(rules.count, "rule")
                    + " (`--statistics` lists them)")
        }
        return lines
    }

    /// Why one rule could not be decided, such as `nothing says which way is better`, with the number of rows; the most
    /// frequent first.
    package func undecidedReasons(of entry: RuleOutcomeCounts) -> [(words: String, rows: Int)] {
        entry.undecidedBecause.map { (words(UndecidedTopic($0, ruleTable: entry.table)), $0.rows) }
    }

    private func words(_ topic: UndecidedTopic) -> String {
        let column = "“" + escapedForTerminal(topic.column ?? "", columns: 60) + "”"
        let place =
            (topic.isOfNeighbour ? " in the row to compare with" : "")
            + (topic.table.map { " in " + name(ofTable: $0) } ?? "")
        let table = topic.table.map { name(ofTable: $0) } ?? "another table"
        switch topic.cause {
        case .blank: return column + " is blank" + place + (topic.table == nil ? "" : " (fill it in)")
        case .marker: return column + " gives no value" + place + ", such as TBC"
        case .unreadable: return column + " cannot be read" + place
        case .unusable: return column + " says what cannot be computed with" + place
        case .noColumn: return "there is no column " + column + place
        case .noNeighbour: return "there is no row to compare with"
        case .constant: return "a constant that it uses is not set, such as the day of the report"
        case .faulty: return column + " stands in a row or cell with a fault" + place
        case .noRow: return table + " has no row for them"
        case .noFile: return "there is no file for " + table
        case .noDirection: return "nothing says which way is better"
        case .uncertain: return "a row that it depends on could not be read"
        case .counted:
            return topic.table == nil ? "what is counted is not known" : "what is counted in " + table + " is not known"
        case .tooMany: return "there are too many pairs of a group and a row of " + table
        case .computed:
            return
                "what it compares comes to nothing (other units, a status that rates nothing, a text without a figure)"
        }
    }

    /// The file of a table where it is one, else the table's name.
    private func name(ofTable table: String) -> String {
        let files = (self.files + registers).filter { $0.table == table }.map(\.path)
        guard let only = files.first, Set(files).count == 1 else { return escapedForTerminal(table, columns: 120) }
        return escapedForTerminal(only)
    }
}

/// What was lacking, whichever rule asked for it.
private struct UndecidedTopic: Hashable {
    let cause: UndecidedCause
    /// `nil` for the table that the rule is about.
    let table: String?
    let column: String?
    let isOfNeighbour: Bool

    init(_ reason: UndecidedReason, ruleTable: String?) {
        cause = reason.cause
        table = reason.table == ruleTable ? nil : reason.table
        column = reason.column
        isOfNeighbour = reason.isOfNeighbour
    }
}

extension UndecidedCause {
    /// Whether it is nothing that anyone should put right: a series begins somewhere, and a table may be left out.
    var isOrdinary: Bool {
        switch self {
        case .noNeighbour, .noFile: true
        case .blank, .marker, .unreadable, .faulty, .unusable, .noColumn, .noRow, .noDirection, .constant, .uncertain,
            .counted, .tooMany, .computed:
            false
        }
    }
}

/// `rag-follows-target 30, unit-differs 6, 4 others 12`.
func first(_ most: Int, of counts: [(name: String, count: Int)]) -> String {
    var names = counts.prefix(most).map { escapedForTerminal($0.name, columns: 120) + " " + grouped($0.count) }
    if counts.count == most + 1, let last = counts.last {
        // Naming it is no longer than counting it.
        names.append(escapedForTerminal(last.name, columns: 120) + " " + grouped(last.count))
    } else if counts.count > most {
        let rest = counts.dropFirst(most)
        names.append(counted(rest.count, "other") + " " + grouped(rest.reduce(0) { $0 + $1.count }))
    }
    return names.joined(separator: ", ")
}

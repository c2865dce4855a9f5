// What a check cost, as a table for authors of rules.

package import Findings

/// The stages of a check and its rules with their shares of the measured time, fitted to the style's width; the slowest
/// rules first. Beyond twenty rules, those that took less than one part in a thousand each are one line.
package func renderProfile(_ profile: CheckProfile, style: TextStyle) -> String {
    let total = max(1, profile.total)
    if style.plain { return narratedProfile(profile, total) }
    var canvas = TextCanvas(style)
    canvas.line((headline(profile), .strong))
    canvas.line((right("share", 7) + right("ms", 12), .dim))
    func line(_ time: UInt64, _ words: String) {
        canvas.line((right(percentage(time, of: total), 7) + right(milliseconds(time), 12) + "  " + words, .plain))
    }
    for stage in CheckProfile.Stage.allCases where profile[stage] > 0 { line(profile[stage], stage.words) }
    line(profile.ruleTime, "judging by " + counted(profile.rules.count, "rule"))
    guard !profile.rules.isEmpty else { return canvas.output }
    canvas.line(("", .plain))
    canvas.line((right("share", 7) + right("ms", 12) + right("rows a second", 16) + "  rule", .dim))
    let (shown, rest) = profile.split(total)
    for rule in shown {
        let numbers =
            right(percentage(rule.time, of: total), 7) + right(milliseconds(rule.time), 12) + right(speed(rule), 16)
            + "  "
        canvas.line((numbers + fitted(rule.words, to: max(8, style.columns - numbers.count)), .plain))
    }
    if !rest.isEmpty {
        let time = rest.reduce(0) { $0 + $1.time }
        canvas.line(
            (
                right(percentage(time, of: total), 7) + right(milliseconds(time), 12) + blanks(18)
                    + counted(rest.count, "more rule"), .plain
            ))
    }
    for line in wrapped(howItIsDivided, first: style.columns, rest: style.columns) { canvas.line((line, .dim)) }
    return canvas.output
}

/// The same in sentences, for screen readers.
private func narratedProfile(_ profile: CheckProfile, _ total: UInt64) -> String {
    var lines = [headline(profile) + "."]
    for stage in CheckProfile.Stage.allCases where profile[stage] > 0 {
        lines.append("\(percentage(profile[stage], of: total)), \(milliseconds(profile[stage])) ms: \(stage.words).")
    }
    for rule in profile.rules {
        let speed = speed(rule)
        lines.append(
            "Rule \(rule.words): \(percentage(rule.time, of: total)), \(milliseconds(rule.time)) ms"
                + (speed.isEmpty ? "." : ", \(speed) rows a second."))
    }
    return (lines + [howItIsDivided]).map { $0 + "\n" }.joined()
}

private let howItIsDivided =
    "What several rules ask for is computed once, and its time divided equally among them. Times are those of all "
    + "threads together, rows a second those of one thread."

private func headline(_ profile: CheckProfile) -> String {
    "Profile: \(milliseconds(profile.total)) ms of work in \(milliseconds(profile.elapsed)) ms, "
        + (profile.threads == 1 ? "1 thread" : "up to \(profile.threads) threads")
}

extension CheckProfile {
    /// The rules that are shown one by one, and the others.
    fileprivate func split(_ total: UInt64) -> (shown: ArraySlice<Rule>, rest: ArraySlice<Rule>) {
        let shown = rules.prefix(max(20, rules.count { $0.time >= total / 1000 }))
        return (shown, rules.dropFirst(shown.count))
    }
}

extension CheckProfile.Stage {
    fileprivate var words: String {
        switch self {
        case .preparing: "reading rule files, opening returns"
        case .lookups: "keeping rows that other tables look up"
        case .reading: "reading returns, cutting them into cells"
        case .decoding: "reading cells as figures, dates, statuses"
        case .structure: "keys, references, what is wrong without a rule"
        case .merging: "putting the parts of returns together"
        case .wording: "putting findings into words"
        case .writing: "writing reports"
        }
    }
}

extension CheckProfile.Rule {
    fileprivate var words: String { escapedForTerminal(name + (table.map { " " + $0 } ?? ""), columns: 120) }
}

private func right(_ text: String, _ width: Int) -> String { blanks(width - text.count) + text }

private func percentage(_ time: UInt64, of total: UInt64) -> String { tenths(time * 1000 / total) + "%" }

private func milliseconds(_ time: UInt64) -> String { tenths((time + 50_000) / 100_000) }

/// A number of tenths with its decimal.
private func tenths(_ number: UInt64) -> String { grouped(Int(number / 10)) + ".\(number % 10)" }

/// Rows that a thread judges in a second; blank where nothing was measured.
private func speed(_ rule: CheckProfile.Rule) -> String {
    guard rule.time > 0, rule.rows > 0 else { return "" }
    return grouped(Int(Double(rule.rows) * 1e9 / Double(rule.time)))
}

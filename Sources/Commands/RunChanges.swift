// What is new and what is gone since another check.

import Findings
import Reports

/// The findings of a check, by what stays the same of them.
struct KnownFindings {
    /// Findings of one fingerprint.
    fileprivate struct Known {
        var count = 0
        var severity: Severity
        /// The place in the list of the first.
        var order: Int
        /// What it is called in a line of many.
        var name: String
        var message: Int
    }

    fileprivate private(set) var known: [String: Known] = [:]
    /// How many there are, of which all are known where they are not too many.
    let total: Int
    private(set) var isWhole = true

    /// More findings than these are counted only.
    static let most = 100_000

    init(_ run: CheckRun, most: Int = Self.most) {
        total = Severity.allCases.reduce(0) { $0 + run.count(of: $1) }
        guard total <= most else {
            isWhole = false
            return
        }
        var order = 0
        for finding in run.findings where finding.isReported {
            let first = Known(
                severity: finding.severity, order: order, name: Self.name(of: finding),
                message: finding.message.hashValue)
            known[finding.fingerprint, default: first].count += 1
            order += 1
        }
        // With a limit some were only counted.
        isWhole = order == total
    }

    /// `ref 7.9 (rag-follows-target)`
    private static func name(of finding: Finding) -> String {
        let place = finding.rowName ?? finding.location.map { $0.cell ?? $0.file } ?? finding.table
        guard let place else { return escapedForTerminal(finding.rule) }
        return escapedForTerminal(place, columns: 40) + " (" + escapedForTerminal(finding.rule) + ")"
    }
}

/// What two checks have not in common.
struct RunChanges: Equatable {
    var new: [String] = []
    var gone: [String] = []
    /// How many are in both and read differently.
    var different = 0
    /// Where findings were only counted: how many more there are, or fewer.
    var more: Int?

    init(from before: KnownFindings, to after: KnownFindings) {
        guard before.isWhole, after.isWhole else {
            more = after.total - before.total
            return
        }
        new = Self.names(in: after, missingIn: before)
        gone = Self.names(in: before, missingIn: after)
        different = after.known.count { print, finding in
            before.known[print].map { $0.message != finding.message } ?? false
        }
    }

    private static func names(in some: KnownFindings, missingIn others: KnownFindings) -> [String] {
        var names: [(severity: Severity, order: Int, name: String)] = []
        for (print, finding) in some.known {
            let surplus = finding.count - (others.known[print]?.count ?? 0)
            for _ in 0..<max(0, surplus) { names.append((finding.severity, finding.order, finding.name)) }
        }
        // The line may have no room for all: the worst come first.
        return names.sorted { ($1.severity, $0.order) < ($0.severity, $1.order) }.map(\.name)
    }

    /// In one line of at most so many columns where that is possible: `2 new, 1 gone: new ref 7.9 (late); gone …`.
    func line(width: Int) -> String {
        if let more {
            let words =
                more == 0 ? "as many findings as before" : "\(abs(more)) findings \(more > 0 ? "more" : "fewer")"
            // There are too many of them, or a limit was set.
            return words + ", not compared one by one"
        }
        let differently = different == 0 ? "" : "\(different) \(different == 1 ? "reads" : "read") differently"
        if new.isEmpty, gone.isEmpty {
            return different == 0 ? "nothing changed" : "nothing new and nothing gone, \(differently)"
        }
        var counts: [String] = []
        if !new.isEmpty { counts.append("\(new.count) new") }
        if !gone.isEmpty { counts.append("\(gone.count) gone") }
        if different > 0 { counts.append(differently) }
        let head = counts.joined(separator: ", ") + ": "
        // Each list has half of the room, and what the other leaves.
        let room = max(0, width - displayWidth(head))
        let both = !new.isEmpty && !gone.isEmpty
        let newWords = both ? "new " : ""
        let goneWords = both ? "gone " : ""
        let all = Self.listed(gone, after: goneWords, width: .max)
        let own = both ? max(room / 2, room - 2 - displayWidth(all)) : room
        let newList = Self.listed(new, after: newWords, width: own)
        let left = room - (newList.isEmpty ? 0 : displayWidth(newList) + 2)
        let goneList = Self.listed(gone, after: goneWords, width: left)
        return head + [newList, goneList].filter { !$0.isEmpty }.joined(separator: "; ")
    }

    /// The first of some names, at least one, and how many are left out.
    private static func listed(_ names: [String], after word: String, width: Int) -> String {
        var line = word
        for (index, name) in names.enumerated() {
            let next = (index == 0 ? "" : ", ") + name
            let rest = names.count - index - 1
            let end = rest == 0 ? "" : " and \(rest) more"
            guard index == 0 || displayWidth(line + next + end) <= width else {
                return line + " and \(names.count - index) more"
            }
            line += next
        }
        return names.isEmpty ? "" : line
    }
}

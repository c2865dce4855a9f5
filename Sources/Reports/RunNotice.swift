// Notices about a run as a whole, for formats that have findings only: what it did not read, and what it does not list.

import Findings

/// The rule name of a file that could not be read.
package let unreadableFileRule = "unreadable-file"
/// The rule name of a notice that a check was cancelled.
package let partialCheckRule = "partial-check"
/// The rule name of findings that are counted and not listed.
package let leftOutRule = "results-left-out"
/// The rule name of a table to which no rule applies.
package let formOnlyRule = "form-only"
/// The rule name of a table that was not read because other returns were named.
package let tableNotReadRule = "table-not-read"
/// The rule name of a check that had nothing to check.
package let nothingCheckedRule = "nothing-checked"

/// The rule name of a notice how a return was read without a rule file.
package let assumedReadingRule = "assumed-reading"

/// Something that is not a finding about a cell and must be reported all the same.
struct RunNotice {
    var rule: String
    var severity: Severity
    /// The file and line where it is reported.
    var path: String
    var line = 1
    /// The message where the path is shown too: lower case, no full stop.
    var message: String
    /// The message on its own.
    var sentence: String
    /// What identifies it among others of its rule, the same in every run.
    var identity: String
    var table: String?
    var column: String?
}

extension CheckRun {
    /// Why the run is incomplete: each file that could not be read, and that it was interrupted.
    var faultNotices: [RunNotice] {
        var notices = unreadable.map { file in
            RunNotice(
                rule: unreadableFileRule, severity: .error, path: file.path,
                message: "could not be read: " + file.reason,
                sentence: file.path + " could not be read: " + file.reason,
                identity: unreadableFileRule + "/" + file.path)
        }
        if isPartial {
            notices.append(
                RunNotice(
                    rule: partialCheckRule, severity: .error, path: files.first?.path ?? "kpilint",
                    message: partialCheckWords, sentence: partialCheckWords, identity: partialCheckRule))
        }
        return notices
    }

    /// The findings of each entry of the counts that a limit left out.
    var leftOutNotices: [RunNotice] {
        let hidden = hiddenCounts
        if hidden.isEmpty { return [] }
        var said: Set<EntryName> = []
        var firstFiles: [String: String] = [:]
        for file in files where firstFiles[file.table] == nil { firstFiles[file.table] = file.path }
        return rules.compactMap { entry in
            let name = EntryName(entry)
            guard let count = hidden[name], said.insert(name).inserted else { return nil }
            let words =
                counted(count, "finding") + " of " + entry.rule + (entry.column.map { " in " + $0 } ?? "")
                + (count == 1 ? " is" : " are") + " counted but not listed"
            return RunNotice(
                rule: leftOutRule, severity: entry.severity,
                path: entry.table.flatMap { firstFiles[$0] } ?? files.first?.path ?? "kpilint",
                message: words, sentence: words,
                identity: [leftOutRule, entry.rule, entry.table ?? "", entry.column ?? ""].joined(separator: "/"),
                table: entry.table, column: entry.column)
        }
    }

    /// What was not checked although it exists: tables that no rule is about, tables that were not read, and that
    /// nothing was checked.
    var coverageNotices: [RunNotice] {
        let somewhere = files.first?.path ?? "kpilint"
        func notice(
            _ rule: String, _ severity: Severity, _ line: String, _ table: String?, path: String? = nil
        ) -> RunNotice {
            RunNotice(
                rule: rule, severity: severity, path: path ?? somewhere,
                message: line.prefix(1).lowercased() + line.dropFirst(), sentence: line,
                identity: [rule, table ?? ""].joined(separator: "/"), table: table)
        }
        var notices: [RunNotice] = []
        for line in coverageLines {
            let file = line.table.flatMap { table in files.first { $0.table == table } }
            notices.append(notice(formOnlyRule, .warning, line.words, line.table, path: file?.path))
        }
        for line in unreadLines {
            // No return is about it, so it is reported where the table is declared.
            let location = unread.first { line.table == nil || $0.table == line.table }?.ruleLocation
            var said = notice(tableNotReadRule, .note, line.words, line.table, path: location?.file)
            said.line = location?.line ?? 1
            notices.append(said)
        }
        if verdict == .nothingChecked, !checkedFormOnly {
            notices.append(notice(nothingCheckedRule, .error, "Nothing was checked", nil))
        }
        return notices
    }

    /// How returns were read for which there is no rule file.
    var assumedNotices: [RunNotice] {
        assumed.map { reading in
            let words = reading.words
            return RunNotice(
                rule: assumedReadingRule, severity: .note, path: reading.path, line: max(1, reading.headerLine),
                message: words, sentence: reading.path + ": " + words,
                identity: assumedReadingRule + "/" + reading.path, table: reading.table)
        }
    }

    /// All notices; those about what was not checked come first.
    var notices: [RunNotice] { faultNotices + coverageNotices + assumedNotices + leftOutNotices }
}

let partialCheckWords = "the check was interrupted: this report is incomplete"

extension RunNotice {
    /// The notice as a finding.
    var finding: Finding {
        Finding(
            rule: rule, severity: severity, message: message, table: table, column: column,
            location: FindingLocation(file: path, line: line),
            fingerprint: hexadecimal(Reports.fingerprint(of: [identity])))
    }
}

// The overall result of a check.

/// The overall result of a check. Where several apply it is the first of: it could not be made, it was interrupted, it
/// is not complete, nothing was checked, there are findings.
package enum Verdict: Sendable, Equatable {
    /// What was asked for was checked, and no finding fails the check.
    case clean
    /// There are findings that fail the check.
    case findings
    case cannotCheck(CannotCheck)
    /// Something that should have been read could not be.
    case incomplete
    case nothingChecked
    /// It was cancelled.
    case interrupted

    /// Whether the check was completed, with findings or without.
    package var isComplete: Bool { self == .clean || self == .findings }
}

/// Why a check cannot be made.
package enum CannotCheck: Error, Sendable, Equatable {
    /// No rule file is named, and there is none in the default places.
    case noRuleFile
    /// The rule files have errors: see the run's diagnostics.
    case faultyRuleFiles
    /// No rule has the name, or begins so.
    case unknownRule(String, near: String?)
    case unknownTable(String, near: String?)
    /// A return is named by an empty word.
    case returnWithoutName
    /// Standard input is named as several returns.
    case standardInputTwice
    /// The header of a return fits several tables.
    case severalTables([String], file: String, path: String)
    /// In words: lower case, no full stop.
    case unusableBaseline(String)
    /// A file that is read would be written to.
    case writesWhatIsRead(String)
    /// A file would be written to that a table is read from, if not in this run.
    case writesReturn(String, table: String, pattern: String)

    /// The message for whoever requested the check: lower case, no full stop.
    package var words: String {
        switch self {
        case .noRuleFile:
            "there is no rule file: name one, put one into this folder or into rules/, or name a return by its file, as in "
                + "`kpilint check kpis.csv`"
        case .faultyRuleFiles: "the rule files have errors"
        case .unknownRule(let name, let near): "there is no rule \(name)" + meant(near)
        case .unknownTable(let name, let near): "there is no table \(name)" + meant(near)
        case .returnWithoutName: "a return has no name: an empty word stands for it"
        case .standardInputTwice: "standard input can be read as one return only"
        case .severalTables(let tables, let file, let path):
            "the header of \(file) fits the tables \(listed(tables)): say which is read from it, as "
                + "with `--table \(tables.first ?? "")=\(path)`, once for each that is"
        case .unusableBaseline(let words): words
        case .writesWhatIsRead(let name): "\(name) is an input of this check: write the output to another file"
        case .writesReturn(let name, let table, let pattern):
            "\(name) is what table \(table) is read from (`from \"\(pattern)\"`): write the output to another file"
        }
    }

    private func meant(_ near: String?) -> String { near.map { "; did you mean \($0)?" } ?? "" }

    /// `a, b and c`
    private func listed(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " and " + last
    }
}

// What a check comes to as a whole.

/// What a check comes to. Of several that hold it is the first of: it could not be made, it was interrupted, it is not
/// complete, nothing was checked, there are findings.
package enum Verdict: Sendable, Equatable {
    /// What was asked for was checked, and no finding fails the check.
    case clean
    /// There are findings that fail the check.
    case findings
    case cannotCheck(CannotCheck)
    /// Something that was to be read could not be.
    case incomplete
    case nothingChecked
    /// It was ended before its time.
    case interrupted

    /// Whether the check came to its end, be there findings or not.
    package var isComplete: Bool { self == .clean || self == .findings }
}

/// Why a check cannot be made.
package enum CannotCheck: Error, Sendable, Equatable {
    /// None is named, and there is none where they are looked for.
    case noRuleFile
    /// The diagnostics of the run say what is wrong with them.
    case faultyRuleFiles
    /// No rule has the name, or begins so.
    case unknownRule(String, near: String?)
    case unknownTable(String, near: String?)
    /// An empty word stands where a return is named.
    case returnWithoutName
    /// Standard input is named as several returns.
    case standardInputTwice
    /// The header of a return fits several tables.
    case severalTables([String], file: String, path: String)
    /// In words: lower case, no full stop.
    case unusableBaseline(String)
    /// A file that is read would be written to.
    case writesWhatIsRead(String)
    /// A file would be written to that a table is read from, be it not in this run.
    case writesReturn(String, table: String, pattern: String)

    /// What is said to whoever asked for the check: lower case, no full stop.
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
        case .writesWhatIsRead(let name): "\(name) is read here: what is written must go to another file"
        case .writesReturn(let name, let table, let pattern):
            "\(name) is what table \(table) is read from (`from \"\(pattern)\"`): what is written must go to another file"
        }
    }

    private func meant(_ near: String?) -> String { near.map { "; did you mean \($0)?" } ?? "" }

    /// `a, b and c`
    private func listed(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " and " + last
    }
}

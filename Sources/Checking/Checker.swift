// The state of one check of rule files: what is declared, what is typed so far, the diagnostics.

import Diagnostics
import Findings
import Patterns
import Quantities
import Syntax

/// Works through the declarations of all files. One thread uses it; `check` makes one, runs it and throws it away.
final class Checker {
    let options: CheckingOptions
    private(set) var diagnostics: [Diagnostic] = []
    /// How many errors there are so far, within the running `attempt`, or outside any.
    private(set) var faults = 0
    /// Faults that were reported, so that an expression that is typed for several tables reports each once.
    private var reported: Set<ReportKey> = []
    /// How many `attempt`s are running, one inside the other.
    private var attempts = 0
    /// Candidates that may still be compared with misspelt names; keeps hostile files cheap.
    private var nearestBudget = 200_000
    /// Whether budget is left to compare candidates: callers need not list them otherwise.
    var looksForNearest: Bool { nearestBudget > 0 && lettersBudget > 0 }
    /// Letters of names that may still be compared.
    private var lettersBudget = 100_000_000

    /// How many computed columns are being typed, each because the one before names it.
    var letDepth = 0

    /// Whether a file that is imported could not be loaded. Unknown names may be declared there, so they are not
    /// reported.
    var lacksImports = false
    /// Whether the rule at hand has a clause that could not be read: names that are unknown may be declared there, so
    /// they are not reported.
    var lacksClauses = false
    /// Whether a rule is being checked, and not a table, a scheme or a waiver.
    var checksRule = false
    /// The constants that are lists.
    var constantLists: [ConstantList] = []
    /// Expressions of the outer row as aggregates' conditions hold them, by the identity of the original, which the
    /// value keeps alive.
    var outsideForms: [ObjectIdentifier: TypedExpression] = [:]
    var files: [LoadedFile] = []
    var rules = RuleSet()
    /// The symbols and uses found so far.
    var symbols = SymbolRecorder()
    /// While above 0, names that are looked up are not recorded: they were recorded before, or belong to other text.
    var silence = 0
    /// The patterns that have been compiled: a rule for any table is typed anew for each table.
    var patterns: [WrittenPattern: Pattern] = [:]
    /// The symbols of the names of joined rows, by number of join.
    var joinSymbols: [SymbolID?] = []
    /// The numbers of all tables, in one list that all waivers share.
    var allTables: [Int] = []
    /// Budget of tables in which to look up the names of waivers that fit no table.
    var misfitBudget = 1_000_000
    /// Schemes that declarations of importing files replace.
    var replacedSchemes: [SchemeEntry] = []
    var replacedTables: [TableEntry] = []
    /// The columns that rules for any table require, by the rule's name and the column's.
    var parametersByRule: [String: ParameterSymbols] = [:]
    var constants: [String: ConstantEntry] = [:]
    /// The constants that the files of packs cannot use, because one of another kind goes before the pack's own: by
    /// name, with the name of that one.
    var clashes: [String: String] = [:]
    /// What each such constant is, and what the pack's own is, in words.
    var clashWords: [String: (found: String, wanted: String)] = [:]
    /// The last such constant that was met.
    var metClash: String?
    var schemeEntries: [SchemeEntry] = []
    var schemesByName: [String: Int] = [:]
    var tableEntries: [TableEntry] = []
    var tablesByName: [String: Int] = [:]
    /// Keyed by the address of a choice's labels, which the index keeps alive, or by number of scheme.
    var choiceLabels: [Int: LabelIndex] = [:]
    var schemeLabels: [Int: LabelIndex] = [:]
    var ruleEntries: [RuleEntry] = []
    var rulesByName: [String: Int] = [:]
    /// The table that a rule for any table is being typed for.
    var boundTable: Int?
    /// The labels that the rule for any table at hand asks for and some of its tables have not.
    var lackedLabels: [LackedLabel] = []
    /// The tables that each rule can run on, in their order, once the rules have been checked.
    var tablesByRule: [String: [Int]] = [:]
    /// By the name of a rule its pairs, also where the rule is off.
    var pairsByRule: [String: CheckedPairs] = [:]

    init(options: CheckingOptions) {
        self.options = options
        silence = options.keepsSymbols ? 0 : 1
    }
}

/// A declaration's place and its file.
struct Origin {
    var file: Int
    var span: SourceSpan
    var documentation: String?
}

/// A label that a rule for any table asks for, and the tables that have it not.
struct LackedLabel {
    var label: String
    /// What is asked, as it is written.
    var asked: String
    var span: SourceSpan
    var tables: Set<Int>
}

private struct ReportKey: Hashable {
    var code: String
    var file: ObjectIdentifier
    var range: Range<Int>
    /// Set for notes, which may refer to several rules at one place.
    var message: String?
}

// MARK: Saying what is wrong

extension Checker {
    /// The most diagnostics that are kept.
    private static let limit = 2_000

    /// Faults that may only be due to an imported file that is missing.
    private static let codesOfUnknownNames: Set<String> = [
        "unknown-table", "unknown-scheme", "unknown-rule", "unknown-constant", "unknown-column",
        "unknown-list",
    ]

    func report(_ diagnostic: Diagnostic) {
        let key = ReportKey(
            code: diagnostic.code, file: ObjectIdentifier(diagnostic.span.file), range: diagnostic.span.range,
            message: diagnostic.severity == .note ? diagnostic.message : nil)
        if lacksImports && Self.codesOfUnknownNames.contains(diagnostic.code)
            || lacksClauses && ["unknown-column", "unknown-list"].contains(diagnostic.code)
        {
            faults += 1
            return
        }
        if attempts == 0 {
            guard diagnostics.count < Self.limit, reported.insert(key).inserted else { return }
        }
        if diagnostic.severity == .error { faults += 1 }
        diagnostics.append(diagnostic)
    }

    func error(
        _ code: String, _ message: String, at span: SourceSpan, help: String? = nil, notes: [DiagnosticNote] = [],
        fix: DiagnosticFix? = nil
    ) {
        report(Diagnostic(code, .error, message, at: span, help: help, notes: notes, fix: fix))
    }

    func warn(
        _ code: String, _ message: String, at span: SourceSpan, help: String? = nil, fix: DiagnosticFix? = nil
    ) {
        report(Diagnostic(code, .warning, message, at: span, help: help, fix: fix))
    }

    /// Runs `work` without reporting; returns the first error that it would have reported. Names are not recorded,
    /// unless no other code types this text.
    func attempt<Result>(
        recordsNames: Bool = false, _ work: () -> Result
    ) -> (result: Result, firstError: Diagnostic?) {
        let kept = (diagnostics, faults)
        diagnostics = []
        attempts += 1
        if !recordsNames { silence += 1 }
        let result = work()
        if !recordsNames { silence -= 1 }
        attempts -= 1
        let firstError = diagnostics.first { $0.severity == .error }
        (diagnostics, faults) = kept
        return (result, firstError)
    }

    /// The name that was most likely meant.
    func nearestName(to name: String, in candidates: [String]) -> String? {
        guard nearestBudget > 0 else { return nil }
        nearestBudget -= candidates.count
        // One letter for another is no misspelling.
        let candidates = name.unicodeScalars.count > 1 ? candidates : candidates.filter { $0.unicodeScalars.count > 1 }
        let index = NameIndex(candidates)
        return index.nearest(to: name, budget: &lettersBudget).map { index.names[$0] }
    }

    /// Reports an unknown name, with the nearest one as help and fix.
    func unknownName(
        _ code: String, _ message: String, _ name: Name, in file: SourceFile,
        among candidates: @autoclosure () -> [String], otherwise help: String? = nil
    ) {
        let span = SourceSpan(file, name.range)
        guard looksForNearest, let near = nearestName(to: name.text, in: candidates()) else {
            return error(code, message, at: span, help: help)
        }
        error(
            code, message, at: span, help: "did you mean `\(near)`?",
            fix: DiagnosticFix(
                "write `\(near)`", replacing: name.range, with: spelling(of: near, likeRuleName: code == "unknown-rule")
            ))
    }

    /// A name as it is written in a rule file: in backquotes if it is not a plain name.
    func spelling(of name: String, likeRuleName: Bool = false) -> String {
        if likeRuleName { return name }
        let isPlain = name.unicodeScalars.enumerated().allSatisfy { index, scalar in
            scalar == "_" || scalar.properties.isAlphabetic || (index > 0 && ("0"..."9").contains(scalar))
        }
        return isPlain && !name.isEmpty && !isReserved(name) ? name : "`\(name)`"
    }
}

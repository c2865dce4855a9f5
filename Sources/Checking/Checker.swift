// The state of one check of rule files: what is declared, what is typed so far, what there is to say.

import Diagnostics
import Findings
import Quantities
import Syntax

/// Works through the declarations of all files. One thread uses it; `check` makes one, runs it and throws it away.
final class Checker {
    let options: CheckingOptions
    private(set) var diagnostics: [Diagnostic] = []
    /// How many errors there are so far, in the `attempt` that is under way or beside all of them.
    private(set) var faults = 0
    /// Faults that were reported, so that what is looked at for several tables is said once.
    private var reported: Set<ReportKey> = []
    /// Depth of `attempt`s that are under way.
    private var attempts = 0
    /// Candidates that may still be compared with misspelt names; keeps hostile files cheap.
    private var nearestBudget = 200_000
    /// Whether there is a point in listing candidates.
    var looksForNearest: Bool { nearestBudget > 0 && lettersBudget > 0 }
    /// Letters of names that may still be compared.
    private var lettersBudget = 100_000_000

    /// How many computed columns are being typed, each because the one before names it.
    var letDepth = 0

    /// Whether a file that is imported could not be loaded. Names that nothing goes by may be declared there, so
    /// nothing is said of them.
    var lacksImports = false
    /// The lists that constants were found to be.
    var constantLists: [ConstantList] = []
    /// What expressions of rows that ask are in the conditions of aggregates, by the expressions, which these keep.
    var outsideForms: [ObjectIdentifier: TypedExpression] = [:]
    var files: [LoadedFile] = []
    var rules = RuleSet()
    /// What is found out of names.
    var symbols = SymbolRecorder()
    /// How many things are under way in which names are looked up that were recorded before, or are another's.
    var silence = 0
    /// What the rows of joins go by, by number of join.
    var joinSymbols: [SymbolID?] = []
    /// The numbers of all tables, of which waivers share one list.
    var allTables: [Int] = []
    /// Tables that may still be looked at for names of waivers that are about none.
    var misfitBudget = 1_000_000
    /// What declarations of importing files stand in place of.
    var replacedSchemes: [SchemeEntry] = []
    var replacedTables: [TableEntry] = []
    /// The columns that rules for any table ask for, by the rule's name and theirs.
    var parametersByRule: [String: ParameterSymbols] = [:]
    var constants: [String: ConstantEntry] = [:]
    var schemeEntries: [SchemeEntry] = []
    var schemesByName: [String: Int] = [:]
    var tableEntries: [TableEntry] = []
    var tablesByName: [String: Int] = [:]
    /// By where a choice's labels are in memory, which the index keeps, and by number of scheme.
    var choiceLabels: [Int: LabelIndex] = [:]
    var schemeLabels: [Int: LabelIndex] = [:]
    var ruleEntries: [RuleEntry] = []
    var rulesByName: [String: Int] = [:]
    /// The tables that each rule can run on, in their order, once the rules have been checked.
    var tablesByRule: [String: [Int]] = [:]

    init(options: CheckingOptions) {
        self.options = options
        silence = options.keepsSymbols ? 0 : 1
    }
}

/// A declaration's place and the file it stands in.
struct Origin {
    var file: Int
    var span: SourceSpan
    var documentation: String?
}

private struct ReportKey: Hashable {
    var code: String
    var file: ObjectIdentifier
    var range: Range<Int>
    /// Of notes, which may speak of several rules at one place.
    var message: String?
}

// MARK: Saying what is wrong

extension Checker {
    /// The most diagnostics that are kept.
    private static let limit = 2_000

    /// What may be wrong only because a file that should be imported is not there.
    private static let codesOfUnknownNames: Set<String> = [
        "unknown-table", "unknown-scheme", "unknown-rule", "unknown-constant", "unknown-column",
        "unknown-list",
    ]

    func report(_ diagnostic: Diagnostic) {
        let key = ReportKey(
            code: diagnostic.code, file: ObjectIdentifier(diagnostic.span.file), range: diagnostic.span.range,
            message: diagnostic.severity == .note ? diagnostic.message : nil)
        if lacksImports, Self.codesOfUnknownNames.contains(diagnostic.code) {
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

    /// Does something silently; gives the first error that it would have reported. Names are not recorded, unless
    /// nothing else looks at the text.
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

    /// Reports a name that nothing goes by, with the nearest one as help and fix.
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

    /// A name as it is written where a name stands: in backquotes if it is no plain name.
    private func spelling(of name: String, likeRuleName: Bool) -> String {
        if likeRuleName { return name }
        let isPlain = name.unicodeScalars.enumerated().allSatisfy { index, scalar in
            scalar == "_" || scalar.properties.isAlphabetic || (index > 0 && ("0"..."9").contains(scalar))
        }
        return isPlain && !name.isEmpty && !isReserved(name) ? name : "`\(name)`"
    }
}

// Checking: loads rule files, declares what is in them, types it, and reports what is wrong with it.

package import Diagnostics
import Syntax

/// Checks rule files and all that they import. Never fails: faults are diagnostics, in the order of files and places,
/// and a rule without a fault is in the result whatever is wrong with others. Rules may be run only if no diagnostic is
/// an error.
///
/// The work is bounded by the size of the files times the number of tables; a hostile file gets more diagnostics, up to
/// a limit, and no more work.
package func check(_ entry: [SourceFile], options: CheckingOptions) -> RuleSet {
    var rules = checkOnce(entry, options: options)
    if options.verifiesFixes {
        rules.diagnostics = withVerifiedFixes(rules.diagnostics, of: entry, options: options) {
            checkOnce($0, options: $1).diagnostics
        }
    }
    rules.diagnostics = rules.diagnostics.sayingNamesOnce
    return rules
}

/// Checks rule files once, without trying what errors offer as fixes.
private func checkOnce(_ entry: [SourceFile], options: CheckingOptions) -> RuleSet {
    let checker = Checker(options: options)
    checker.loadFiles(entry)
    checker.declare()
    checker.applySettings()
    checker.declareSchemes()
    checker.checkTables()
    checker.typeConstants()
    checker.recordReplaced()
    checker.checkRules()
    checker.checkContradictingRules()
    checker.checkLookupsByPart()
    checker.checkWaivers()
    checker.checkRuleTests()
    checker.finishStoredColumns()
    checker.rules.symbols = checker.finishedSymbols()
    checker.rules.diagnostics = checker.sortedDiagnostics()
    return checker.rules
}

extension Checker {
    /// Sorted by file, in the order in which files are listed, then by place.
    fileprivate func sortedDiagnostics() -> [Diagnostic] {
        var order: [ObjectIdentifier: Int] = [:]
        for (index, file) in rules.files.enumerated() { order[ObjectIdentifier(file.source)] = index }
        return diagnostics.enumerated()
            .map { (file: order[ObjectIdentifier($1.span.file)] ?? -1, index: $0, diagnostic: $1) }
            .sorted {
                ($0.file, $0.diagnostic.span.range.lowerBound, $0.index)
                    < ($1.file, $1.diagnostic.span.range.lowerBound, $1.index)
            }
            .map(\.diagnostic)
            .withoutRepeats
    }
}

extension [Diagnostic] {
    /// With one error for each name that is known nowhere in a file: at its first place, with the next ones beside it.
    fileprivate var sayingNamesOnce: [Diagnostic] {
        var firsts: [UnknownName: Int] = [:]
        var counts: [Int: Int] = [:]
        var result: [Diagnostic] = []
        for diagnostic in self {
            guard let name = UnknownName(diagnostic) else {
                result.append(diagnostic)
                continue
            }
            guard let first = firsts[name] else {
                firsts[name] = result.count
                result.append(diagnostic)
                continue
            }
            counts[first, default: 0] += 1
            if counts[first, default: 0] <= UnknownName.mostPlaces {
                result[first].notes.append(DiagnosticNote("and here", at: diagnostic.span))
            }
            result[first].extendFix(by: diagnostic.fix)
        }
        for (first, count) in counts where count > UnknownName.mostPlaces {
            let last = result[first].notes.count - 1
            result[first].notes[last].message += ", and in \(count - UnknownName.mostPlaces) more places"
        }
        return result
    }

    /// Without a `=` for `==` where what is compared is to be written otherwise altogether.
    fileprivate var withoutRepeats: [Diagnostic] {
        guard contains(where: { $0.code == "single-equals" }) else { return self }
        return filter { sign in
            guard sign.code == "single-equals" else { return true }
            return !contains { other in
                guard other.code != sign.code, other.span.file === sign.span.file, let fix = other.fix else {
                    return false
                }
                return fix.range.lowerBound <= sign.span.range.lowerBound
                    && fix.range.upperBound >= sign.span.range.upperBound
            }
        }
    }
}

/// A name that an error says is known nowhere: errors that say the same of it have one cause.
private struct UnknownName: Hashable {
    /// So many further places of a name are shown.
    static let mostPlaces = 3

    private var code: String
    private var message: String
    private var help: String?
    private var file: ObjectIdentifier

    init?(_ diagnostic: Diagnostic) {
        guard diagnostic.severity == .error,
            ["unknown-column", "unknown-table", "unknown-scheme", "unknown-constant", "unknown-list"].contains(
                diagnostic.code),
            // What a rule is advised to ask for is advised for each rule.
            diagnostic.fix != nil || diagnostic.help == nil
        else { return nil }
        code = diagnostic.code
        message = diagnostic.message
        help = diagnostic.help
        file = ObjectIdentifier(diagnostic.span.file)
    }
}

extension Diagnostic {
    /// Lets the fix mend a further place of its line, as that place's own would.
    fileprivate mutating func extendFix(by other: DiagnosticFix?) {
        guard let own = fix, let other, other.range.lowerBound >= own.range.upperBound,
            span.file.line(at: own.range.lowerBound) == span.file.line(at: other.range.upperBound)
        else { return }
        let between = span.file.bytes[own.range.upperBound..<other.range.lowerBound]
        fix = DiagnosticFix(
            own.title, replacing: own.range.lowerBound..<other.range.upperBound,
            with: own.replacement + String(decoding: between, as: UTF8.self) + other.replacement)
    }
}

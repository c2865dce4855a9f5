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

// Offered fixes of errors: each is tried, and only those are kept that mend their error and bring no other to its
// place.

import Diagnostics

/// Leaves out what the fixes of errors offer where the file, checked with it, still has the error, or another one in
/// its
/// place. `check` checks files without trying fixes. The number of trials is bounded: errors beyond it offer none.
func withVerifiedFixes(
    _ diagnostics: [Diagnostic], of entry: [SourceFile], options: CheckingOptions,
    check: ([SourceFile], CheckingOptions) -> [Diagnostic]
) -> [Diagnostic] {
    var trials = 60
    var bytes = 4_000_000
    let errors = diagnostics.filter { $0.severity == .error }
    return diagnostics.map { diagnostic in
        guard diagnostic.severity == .error, let fix = diagnostic.fix else { return diagnostic }
        var verified = diagnostic
        let file = diagnostic.span.file
        trials -= 1
        bytes -= file.bytes.count
        guard trials >= 0, bytes >= 0, fix.range.upperBound <= file.bytes.count else {
            verified.fix = nil
            return verified
        }
        var text = file.bytes
        text.replaceSubrange(fix.range, with: Array(fix.replacement.utf8))
        let mended = SourceFile(name: file.name, bytes: text)
        var trial = options
        trial.verifiesFixes = false
        trial.keepsSymbols = false
        trial.load = { path, importer in
            let loaded = options.load(path, importer)
            return loaded?.name == mended.name ? mended : loaded
        }
        let left = check(entry.map { $0.name == mended.name ? mended : $0 }, trial)
        // The place of the fault and that of the fix, in the file as it was and as it is then.
        let places = [fix.range.lowerBound, fix.range.upperBound, diagnostic.span.range.lowerBound]
        let grown = fix.replacement.utf8.count - fix.range.count
        let lines = file.lines(of: places)
        let linesThen = mended.lines(
            of: places.map { $0 >= fix.range.upperBound ? $0 + grown : $0 } + [fix.range.lowerBound])
        let before = errors.filter { $0.span.file === file && lines.contains($0.span.start.line) }
        let after = left.filter {
            $0.severity == .error && $0.span.file.name == mended.name && linesThen.contains($0.span.start.line)
        }
        let isMended =
            after.count < before.count
            && after.allSatisfy { error in
                before.contains { $0.code == error.code && $0.message == error.message }
            }
        if !isMended { verified.fix = nil }
        return verified
    }
}

extension SourceFile {
    /// The lines from the first of some places to the last.
    fileprivate func lines(of places: [Int]) -> ClosedRange<Int> {
        let lines = places.map { line(at: $0) }
        return (lines.min() ?? 1)...(lines.max() ?? 1)
    }
}

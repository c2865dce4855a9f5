// Runs a check, from request to outcome.

import Catalog
import Checking
import Diagnostics
import Evaluation
import Findings
import Planning
import Platform
import Quantities
import Tables
import Wording

extension Session {
    /// Runs a check. Never throws: rule files with errors, returns that cannot be read and checks of nothing are
    /// outcomes with verdicts of their own.
    package func check(_ request: CheckRequest) -> CheckOutcome { CheckInProgress(request, in: files).outcome }
}

/// A finished check, with its rules and files.
struct CheckInProgress {
    private(set) var outcome: CheckOutcome
    /// Empty where the check could not begin.
    var rules = RuleSet()
    var inputs: [TableInput] = []
    /// Whether returns were read, so that the outcome covers them.
    var hasBegun = false
    /// What editors ask about; `nil` where no return was read.
    private(set) var kept: KeptCheck?

    /// Checks files of a tree.
    init(_ request: CheckRequest, in files: any FileTree) {
        func refuse(_ run: CheckRun, _ reason: CannotCheck) -> CheckOutcome {
            var run = run
            run.verdict = .cannotCheck(reason)
            return CheckOutcome(run: run)
        }
        let begun = nanoseconds()
        var run = CheckRun(toolVersion: kpilintVersion)
        let asked = request
        var request = request
        let ruleFiles =
            request.ruleFiles.isEmpty && request.takesFolderRules
            ? Session(files: files).defaultRuleFiles() : request.ruleFiles
        guard !ruleFiles.isEmpty || request.canAssume else {
            outcome = refuse(run, .noRuleFile)
            return
        }
        var read = ReadFiles()
        let named = request.returns + request.bindings.map(\.path)
        for path in ruleFiles where path != "-" { read.add(path, in: files) }
        for path in named { read.add(path, in: files) }
        if let baseline = request.baseline { read.add(files.identity(of: baseline)) }
        if let refusal = read.refusal(of: request.outputs) {
            outcome = refuse(run, refusal)
            return
        }
        var known: Baseline?
        do throws(BaselineError) {
            known = try request.baseline.map { path throws(BaselineError) in try files.baseline(path) }
        } catch {
            outcome = refuse(run, .unusableBaseline(error.words))
            return
        }
        let assumed = ruleFiles.isEmpty ? Session(files: files).assumptions(for: request) : nil
        if let assumed {
            run.unreadable = assumed.unreadable.map { UnreadableFile(path: $0.path, reason: $0.reason) }
            run.assumed = assumed.readings
            guard !assumed.readings.isEmpty else {
                run.verdict = .incomplete
                outcome = CheckOutcome(run: run)
                return
            }
            request.returns = assumed.readings.map(\.path)
        }
        var sources = RuleSources(
            ruleFiles, adding: assumed.map { [$0.file] } ?? [], in: files, constants: request.constants)
        sources.readsSheets = request.formats.contains(where: \.hasSheets)
        let imports = ImportedFiles()
        let loaded = sources.checkIfRead(noting: imports)
        for path in imports.paths { read.add(files.identity(of: path)) }
        // Where rules have errors their tables are not read, but outputs are written, which must not overwrite what
        // would have been read.
        if loaded.hasErrors, !request.outputs.isEmpty {
            for path in sources.returnsNamed(in: loaded) { read.add(files.identity(of: path)) }
        }
        if let refusal = read.refusal(of: request.outputs) {
            outcome = refuse(run, refusal)
            return
        }
        rules = loaded
        // Nobody wrote the rules that are assumed: what could be better about them is nobody's business.
        run.diagnostics = assumed == nil ? rules.diagnostics : rules.diagnostics.filter { $0.severity == .error }
        guard !rules.hasErrors else {
            outcome = refuse(run, .faultyRuleFiles)
            return
        }
        if let unknown = rules.select(only: request.only, skip: request.skip) ?? rules.misnamed(in: request) {
            outcome = refuse(run, unknown)
            return
        }
        let binding = Binding(rules, request, in: files)
        let outputs = request.outputs
        if let refusal = binding.refusal ?? binding.read.refusal(of: outputs) ?? rules.refusal(of: outputs, in: files) {
            outcome = refuse(run, refusal)
            return
        }
        inputs = binding.inputs
        run.unreadable += binding.unreadable
        var options = EvaluationOptions()
        // A baseline is compared with all findings, however few are shown.
        options.limit = known == nil ? request.limit ?? Int.max : Int.max
        options.threads = max(1, request.threads)
        options.today = request.today ?? today()
        options.progress = request.progress
        options.recorder = request.profiles ? CheckRecorder() : nil
        var wording = WordingOptions()
        wording.excerptLimit = request.wantsExcerpts ? request.excerptLimit : 0
        wording.wantsCorrections = request.wantsCorrections
        wording.illustrationLimit = request.illustrationLimit
        wording.makeSpace = makeFindingSpace
        wording.mostHeld = request.mostHeld
        wording.known = Set(known?.entries.map(\.fingerprint) ?? [])
        let plan = CheckPlan(rules)
        options.recorder?.note(nanoseconds() - begun, .preparing)
        let judgement = judge(plan, inputs: binding.inputs, options: options)
        let judged = nanoseconds()
        let result = word(judgement, options: wording)
        let registers = rules.registers
        run.files = result.files.map { file in
            var file = file
            file.isRegister = registers.contains(file.table)
            return file
        }
        let wantsPage = request.illustrationLimit != nil
        if wantsPage || request.isSaved {
            let digests = binding.inputs.digests(ofAll: wantsPage)
            if wantsPage { run.files.addDetails(of: binding.inputs, digests) }
            if request.isSaved {
                let written = rules.files.map(\.source).filter { $0 !== standardPack && $0 !== assumed?.file }
                run.origin = asked.origin(ruleFiles, written)
                run.origin?.returns = digests.saved(of: binding.inputs)
            }
        }
        run.files.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        run.rules = result.rules
        run.findings = result.findings
        run.unreadable += result.errors.map { UnreadableFile(path: $0.path, reason: $0.error.words) }
        run.isPartial = result.isPartial
        run.formOnly = rules.tablesWithoutRules(among: Set(result.files.filter { $0.rows > 0 }.map(\.table)))
        run.unread = rules.rulesOfTables(binding.passedOver) + rules.absentTables(binding.absent)
        var notices = binding.notices
        for file in binding.inputs.lazy.flatMap(\.files) {
            notices += file.reader.remarksOnceRead.map { "\(file.path): \($0.words)" }
        }
        var gone: [Baseline.Entry] = []
        var failure = result.failure
        if assumed != nil, failure == nil {
            do throws(FindingSpaceFailure) { try run.forgetAssumedRules() } catch { failure = error }
        }
        if let known, failure == nil {
            do throws(FindingSpaceFailure) {
                gone = try hold(known, against: &run, of: rules, request, in: files, &notices)
            } catch {
                failure = error
            }
        }
        if let failure {
            run.findings = []
            run.unreadable.append(UnreadableFile(path: temporaryFolder(), reason: failure.words))
        }
        run.verdict = verdict(of: run, rules, request, absent: binding.absent)
        run.sayWhatIsWanted()
        run.readingNotices = notices
        hasBegun = true
        kept = KeptCheck(judgement, request, areAssumed: assumed != nil)
        outcome = CheckOutcome(run: run, notices: notices, gone: gone)
        outcome.kept = entriesLeftAlone(by: run, of: rules, request, in: files)
        outcome.failure = failure?.words
        outcome.mayBeCorrected = result.mayBeCorrected
        outcome.profile = options.recorder.map { recorder in
            let ended = nanoseconds()
            recorder.note(ended - judged, .wording)
            var profile = recorder.profile(of: rules)
            (profile.threads, profile.elapsed) = (options.threads, ended - begun)
            return profile
        }
        guard !request.copies.isEmpty, failure == nil else { return }
        let marking = nanoseconds()
        outcome.copies = markedCopies(of: binding.inputs, in: run, request) { path in
            guard let file = WrittenFile(path: path, in: files) else { return nil }
            let refusal =
                read.refusal(of: [file]) ?? binding.read.refusal(of: [file]) ?? rules.refusal(of: [file], in: files)
            return refusal?.words
        }
        if var profile = outcome.profile {
            let spent = nanoseconds() - marking
            profile[.writing] += spent
            profile.elapsed += spent
            outcome.profile = profile
        }
    }
}

/// The first that applies of: the check was interrupted, a return could not be read, nothing was checked, there are
/// findings that fail the check.
private func verdict(of run: CheckRun, _ rules: RuleSet, _ request: CheckRequest, absent: Set<Int>) -> Verdict {
    if run.isPartial { return .interrupted }
    if !run.unreadable.isEmpty { return .incomplete }
    // Rules that found no table to run on, or were all left out along with the structural findings, checked nothing.
    let hasRun = run.rules.contains { !$0.isStructural }
    let looksAtStructure = BuiltInFinding.allCases.contains { !rules.structural.isOff($0) }
    // Rules about tables that may be absent, and are, had nothing to check, and that is as it should be.
    let isAboutOthers = rules.rules.contains { !absent.contains(rules.base(ofTable: $0.scope.table)) }
    let isIdle = !hasRun && (!looksAtStructure || isAboutOthers)
    let mayLackAll = !absent.isEmpty && run.files.isEmpty
    if run.rowCount == 0 && !mayLackAll || isIdle, !request.allowsEmpty { return .nothingChecked }
    if let failOn = request.failOn {
        if Severity.allCases.contains(where: { $0 >= failOn && run.count(of: $0) > 0 }) { return .findings }
        // Somebody is still to answer, as a query asks.
        if failOn <= .query, rules.waivers.contains(where: \.lacksReason) { return .findings }
    }
    // Rules for any table that found none with their columns checked nothing either.
    return hasRun || rules.general.isEmpty || request.allowsEmpty ? .clean : .nothingChecked
}

/// Today's date in local time, in days since 1970-01-01.
package func today() -> Int {
    var now = time(nil)
    var local = tm()
    guard localtime_r(&now, &local) != nil else { return Int(now) / 86_400 }
    return CalendarDate(year: Int(local.tm_year) + 1900, month: Int(local.tm_mon) + 1, day: Int(local.tm_mday))?.days
        ?? Int(now) / 86_400
}

extension RuleSet {
    /// Why some files cannot be written: a table is read from them, if not in this run. `nil` where they can.
    fileprivate func refusal(of written: [WrittenFile], in files: any FileTree) -> CannotCheck? {
        for table in tables where !table.source.pattern.isEmpty {
            let pattern = FilePattern(table.source.pattern)
            let base = files.absolute(folder(of: table.source.patternSpan.file.name))
            let own =
                pattern.isPlain
                ? files.identity(of: resolved(pattern.plainPath, from: base.hasSuffix("/") ? base : base + "/"))
                : nil
            for output in written {
                let isMatched = output.path.map { path in
                    let given = files.absolute(path)
                    // A link may lead to the table's folder.
                    let folder = files.withoutLinks(base.hasSuffix("/") ? base : base + "/")
                    return pattern.match(given, from: base) != nil
                        || pattern.match(files.withoutLinks(given), from: folder) != nil
                }
                guard isMatched ?? false || own == output.identity else { continue }
                return .writesReturn(output.name, table: table.name, pattern: table.source.pattern)
            }
        }
        return nil
    }

    /// What is wrong with the names of tables and returns on the command line; `nil` where nothing is.
    fileprivate func misnamed(in request: CheckRequest) -> CannotCheck? {
        let own = tables.filter { $0.derivation == nil }.map(\.name)
        for (name, _) in request.bindings where !own.contains(name) {
            return .unknownTable(name, near: nearest(to: name, in: own))
        }
        let named = request.returns + request.bindings.map(\.path)
        if named.contains("") { return .returnWithoutName }
        if named.count(where: { $0 == "-" }) > 1 { return .standardInputTwice }
        return nil
    }

    /// Keeps the rules that `--only` and `--skip` leave; names may be prefixes. Returns the fault where a name fits
    /// nothing.
    mutating func select(only: [String], skip: [String]) -> CannotCheck? {
        guard !only.isEmpty || !skip.isEmpty else { return nil }
        let names = Set(rules.map(\.name)).union(idle.map(\.name)).union(BuiltInFinding.allCases.map(\.rawValue))
        if let unknown = (only + skip).lazy.compactMap({ noRule($0, among: names) }).first { return unknown }
        func isWanted(_ name: String) -> Bool {
            (only.isEmpty || only.contains { name.hasPrefix($0) }) && !skip.contains { name.hasPrefix($0) }
        }
        rules = rules.filter { isWanted($0.name) }
        general = general.filter { isWanted($0.name) }
        idle = idle.filter { isWanted($0.name) }
        for finding in BuiltInFinding.allCases where !isWanted(finding.rawValue) {
            structural.set(finding, to: nil)
        }
        return nil
    }
}

/// The fault that no rule has a name or prefix, with the nearest name; `nil` where there is one.
func noRule(_ wanted: String, among names: Set<String>) -> CannotCheck? {
    guard !names.contains(where: { $0.hasPrefix(wanted) }) else { return nil }
    return .unknownRule(wanted, near: nearest(to: wanted, in: names.sorted()))
}

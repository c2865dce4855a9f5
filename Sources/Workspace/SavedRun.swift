// A run that was saved as JSON, read back.

package import Findings
import JSON
import Locations
import Tables

/// Why a text is not a saved run, in words: lower case, no full stop.
package struct SavedRunError: Error, Equatable {
    package var words: String
}

extension Session {
    /// Reads a run from a file that `--output json` wrote, or from standard input where the path is `-`. `verdict` maps
    /// the program's exit codes.
    package func savedRun(at path: String, verdict: (_ exitCode: Int) -> Verdict?) throws(SavedRunError) -> CheckRun {
        let bytes: [UInt8]
        do throws(ReadError) {
            bytes = try files.source(operand: path, name: path).wholeBytes(limit: wholeFileLimit)
        } catch {
            throw SavedRunError(words: error.words)
        }
        return try readSavedRun(bytes, verdict: verdict)
    }
}

/// Reads what `--output json` wrote. The run renders in every format for machines as it did when it was made.
///
/// It lacks what the JSON does not hold: findings in a baseline, excerpts for people, and byte offsets.
package func readSavedRun(
    _ bytes: [UInt8], verdict: (_ exitCode: Int) -> Verdict?
) throws(SavedRunError) -> CheckRun {
    let root: JSONValue
    do throws(JSONError) { root = try JSONValue(reading: bytes) } catch {
        let line = 1 + bytes.prefix(error.offset).count { $0 == 0x0A }
        throw SavedRunError(words: "it is no JSON: something is wrong on line \(line)")
    }
    guard root["tool"]?["name"]?.text == "kpilint", let findings = root["findings"]?.array,
        let rules = root["rules"]?.array, let exitCode = root["summary"]?["exitCode"]?.int
    else { throw SavedRunError(words: "it is not what `kpilint check --output json` writes") }
    guard root["version"]?.int == 1 else {
        throw SavedRunError(words: "it was written by another version of kpilint: check again")
    }
    try root.refuseWhatNoRunHolds()
    for value in rules + findings {
        guard let severity = value["severity"]?.text else {
            throw SavedRunError(words: "it holds a rule or a finding without its severity")
        }
        guard Severity(rawValue: severity) != nil else {
            throw SavedRunError(words: "it holds a severity that no finding has: \(severity.prefix(40))")
        }
    }
    guard let verdict = verdict(exitCode) else {
        throw SavedRunError(words: "it holds an exit code that no check ends with: \(exitCode)")
    }
    var run = CheckRun(
        toolVersion: root["tool"]?["version"]?.text ?? "", verdict: verdict,
        isPartial: root["partial"]?.bool ?? false)
    run.rules = rules.map { RuleOutcomeCounts($0) }
    run.files = (root["files"]?.array ?? []).map {
        CheckedFile(
            path: $0["file"]?.text ?? "", table: $0["table"]?.text ?? "", rows: $0["rows"]?.int ?? 0,
            isRegister: $0["register"]?.bool ?? false)
    }
    for (index, file) in (root["files"]?.array ?? []).enumerated() {
        run.files[index].isDerived = file["derived"]?.bool ?? false
    }
    run.unreadable = (root["unreadable"]?.array ?? []).map {
        UnreadableFile(path: $0["file"]?.text ?? "", reason: $0["reason"]?.text ?? "")
    }
    run.formOnly = (root["formOnly"]?.array ?? []).map { value in
        FormOnlyTable(
            table: value["table"]?.text ?? "", wanted: (value["wanted"]?.array ?? []).compactMap(\.text),
            isWantedByStandard: value["standard"]?.bool ?? false)
    }
    run.unread = (root["unread"]?.array ?? []).map { value in
        UnreadTable(
            table: value["table"]?.text ?? "", rules: (value["rules"]?.array ?? []).compactMap(\.text),
            ruleLocation: value["location"].flatMap { RuleLocation($0) }, absent: value["absent"]?.text)
    }
    run.origin = root["madeOf"].map { RunOrigin($0, files: root["files"]?.array ?? []) }
    run.readingNotices = (root["notices"]?.array ?? []).compactMap(\.text)
    run.assumed = (root["assumed"]?.array ?? []).map { AssumedReading($0) }
    var places: [String: RuleLocation] = [:]
    for entry in run.rules { if let location = entry.ruleLocation { places[entry.rule] = location } }
    // A finding about no table that no entry counts is a fault of a rule file.
    let counted = Set(run.rules.filter { $0.table == nil }.map(\.rule))
    var found: [Finding] = []
    for value in findings {
        var finding = Finding(value)
        finding.ruleLocation = places[finding.rule]
        if finding.table == nil, !counted.contains(finding.rule) {
            run.savedRuleFileFindings.append(finding)
        } else {
            found.append(finding)
        }
    }
    run.findings = FindingList(found)
    do throws(FindingSpaceFailure) { try run.numberFindings() } catch { throw SavedRunError(words: error.words) }
    return run
}

extension JSONValue {
    /// More than any return has of rows, lines or characters.
    private static let most = 1 << 40

    /// Refuses impossible numbers: reports add counts and compute with places, which must not overflow.
    fileprivate func refuseWhatNoRunHolds() throws(SavedRunError) {
        switch self {
        case .null, .bool, .text: break
        case .number(let text):
            guard let number = Int(text), 0...Self.most ~= number else {
                throw SavedRunError(words: "it holds a number that no check counts: \(text)")
            }
        case .array(let items): for item in items { try item.refuseWhatNoRunHolds() }
        case .object(let members):
            for member in members { try member.value.refuseWhatNoRunHolds() }
            guard let line = self["line"]?.int, let column = self["column"]?.int, let endLine = self["endLine"]?.int,
                let endColumn = self["endColumn"]?.int
            else { break }
            guard (line, column) <= (endLine, endColumn) else {
                throw SavedRunError(words: "it holds a location that ends before it begins, on line \(line)")
            }
        }
    }
}

extension RuleOutcomeCounts {
    fileprivate init(_ value: JSONValue) {
        self.init(
            rule: value["rule"]?.text ?? "", severity: Severity(value), table: value["table"]?.text,
            column: value["column"]?.text, isStructural: value["passed"] == nil, title: value["title"]?.text,
            ruleLocation: value["location"].flatMap { RuleLocation($0) }, passed: value["passed"]?.int ?? 0,
            broken: value["broken"]?.int ?? 0, undecided: value["undecided"]?.int ?? 0,
            notApplicable: value["notApplicable"]?.int ?? 0, findings: value["findings"]?.int,
            waived: value["waived"]?.int ?? 0,
            baselined: value["baselined"]?.int ?? 0, documentation: value["documentation"]?.text)
        asQueries = value["asQueries"]?.int ?? 0
        undecidedBecause = (value["undecidedBecause"]?.array ?? []).map { UndecidedReason($0) }
    }
}

extension UndecidedReason {
    fileprivate init(_ value: JSONValue) {
        self.init(
            value["cause"]?.text.flatMap { UndecidedCause(rawValue: $0) } ?? .computed, table: value["table"]?.text,
            column: value["header"]?.text, isOfNeighbour: value["neighbour"]?.bool ?? false,
            rows: value["rows"]?.int ?? 0)
        wouldFit = (value["wouldFit"]?.array ?? []).compactMap(\.text)
    }
}

extension Severity {
    fileprivate init(_ value: JSONValue) { self = value["severity"]?.text.flatMap { Severity(rawValue: $0) } ?? .error }
}

extension Finding {
    fileprivate init(_ value: JSONValue) {
        self.init(
            rule: value["rule"]?.text ?? "", severity: Severity(value), message: value["message"]?.text ?? "",
            help: value["help"]?.text, table: value["table"]?.text, column: value["column"]?.text,
            key: texts(value["key"]), label: value["label"]?.text, owner: value["owner"]?.text,
            location: value["location"].flatMap { FindingLocation($0) },
            related: (value["related"]?.array ?? []).compactMap { RelatedLocation($0) }, values: texts(value["values"]),
            fixes: (value["fixes"]?.array ?? []).compactMap { FindingFix($0) },
            fingerprint: value["fingerprint"]?.text ?? "")
        stored = texts(value["stored"])
        corrections = (value["corrections"]?.array ?? []).compactMap { FindingCorrection($0) }
        // As messages begin that say which row they are about.
        let name = key.map { $0.name + " " + ($0.text.isEmpty ? "(blank)" : $0.text) }.joined(separator: ", ")
        rowName = value["rowName"]?.text ?? (!name.isEmpty && message.hasPrefix(name) ? name : nil)
        // Rows of a table without a key are numbered.
        if rowName == nil, key.isEmpty, let row = location?.row { rowName = "row \(row)" }
        if let waiver = value["waived"], let because = waiver["because"]?.text,
            let location = waiver["location"].flatMap({ RuleLocation($0) })
        {
            waived = FindingWaiver(because: because, until: waiver["until"]?.text, location: location)
        }
    }
}

extension RunOrigin {
    fileprivate init(_ value: JSONValue, files: [JSONValue]) {
        self.init()
        named = words(value["rules"])
        ruleFiles = (value["read"]?.array ?? []).map {
            File(path: $0["file"]?.text ?? "", digest: $0["sha256"]?.text)
        }
        // A file that is read for several tables has several entries, one behind the other.
        for file in files.map({ File(path: $0["file"]?.text ?? "", digest: $0["sha256"]?.text) })
        where file != returns.last { returns.append(file) }
        operands = words(value["returns"])
        bindings = words(value["tables"]).map(pair)
        constants = words(value["set"]).map(pair)
        (only, skip) = (words(value["only"]), words(value["skip"]))
        (today, limit) = (value["today"]?.text, value["limit"]?.int)
        failOn = value["failOn"]?.text.map { Severity(rawValue: $0) } ?? .query
        (allowsEmpty, strictBaseline) = (value["allowEmpty"]?.bool ?? false, value["strictBaseline"]?.bool ?? false)
        baseline = value["baseline"]?.text
    }
}

private func words(_ value: JSONValue?) -> [String] { (value?.array ?? []).compactMap(\.text) }

/// `name=text`, where the name holds no `=`.
private func pair(_ words: String) -> NamedText {
    let sign = words.firstIndex(of: "=") ?? words.endIndex
    return NamedText(String(words[..<sign]), String(words[sign...].dropFirst()))
}

extension AssumedReading {
    fileprivate init(_ value: JSONValue) {
        self.init(
            path: value["file"]?.text ?? "", table: value["table"]?.text ?? "", sheet: value["sheet"]?.text,
            headerLine: value["headerLine"]?.int ?? 1,
            columns: (value["columns"]?.array ?? []).map {
                Column(header: $0["header"]?.text ?? "", meaning: $0["meaning"]?.text ?? "")
            }, unused: (value["unused"]?.array ?? []).compactMap(\.text),
            wanted: (value["wanted"]?.array ?? []).compactMap(\.text))
    }
}

extension RelatedLocation {
    /// `nil` where it has no place.
    fileprivate init?(_ value: JSONValue) {
        guard let location = value["location"].flatMap({ FindingLocation($0) }) else { return nil }
        self.init(value["message"]?.text ?? "", location)
    }
}

extension FindingFix {
    /// `nil` where it has no place.
    fileprivate init?(_ value: JSONValue) {
        guard let location = value["location"].flatMap({ FindingLocation($0) }) else { return nil }
        self.init(
            isSafe: value["safe"]?.bool ?? false, column: value["column"]?.text ?? "", text: value["text"]?.text ?? "",
            written: value["written"]?.text, location: location)
    }
}

extension FindingCorrection {
    /// `nil` where it has no place, or is of a kind that is not known.
    fileprivate init?(_ value: JSONValue) {
        guard let location = value["location"].flatMap({ FindingLocation($0) }),
            let kind = value["kind"]?.text.flatMap({ Kind(rawValue: $0) })
        else { return nil }
        self.init(
            kind: kind, message: value["message"]?.text ?? "", column: value["column"]?.text,
            rowName: value["row"]?.text ?? "", before: value["before"]?.text ?? "",
            after: (value["after"]?.array ?? []).compactMap(\.text), location: location)
    }
}

private func texts(_ value: JSONValue?) -> [NamedText] {
    (value?.members ?? []).map { NamedText($0.name, $0.value.text ?? "") }
}

extension RuleLocation {
    fileprivate init?(_ value: JSONValue) {
        guard case .text(let extent) = FindingLocation(value)?.extent, let file = value["file"]?.text else {
            return nil
        }
        self.init(file: file, extent)
    }
}

extension FindingLocation {
    fileprivate init?(_ value: JSONValue) {
        guard let file = value["file"]?.text, let line = value["line"]?.int, let column = value["column"]?.int,
            let endLine = value["endLine"]?.int, let endColumn = value["endColumn"]?.int
        else { return nil }
        // Columns in other units are written only where they differ.
        func textColumn(_ scalars: Int, _ bytes: String, _ utf16: String) -> TextColumn {
            func behind(_ column: Int) -> UInt32 { UInt32(clamping: max(1, column) - 1) }
            return TextColumn(
                bytes: behind(value[bytes]?.int ?? scalars), scalars: behind(scalars),
                utf16: behind(value[utf16]?.int ?? scalars))
        }
        let location: CellLocation
        if let sheet = value["sheet"]?.text, !sheet.isEmpty {
            location = .sheet(
                SheetExtent(
                    row: line, column: column, rowCount: endLine - line + 1, columnCount: endColumn - column,
                    isHidden: value["hidden"]?.bool ?? false))
        } else {
            location = .text(
                TextExtent(
                    line: line, offset: 0, lines: endLine - line,
                    start: textColumn(column, "byteColumn", "utf16Column"),
                    end: textColumn(endColumn, "endByteColumn", "endUtf16Column")))
        }
        var shown: SheetExtent?
        if case .text = location, let cell = value["cell"]?.text { shown = SheetExtent(cell: cell) }
        self.init(
            file: file, sheet: value["sheet"]?.text, location, shownAs: shown, row: value["row"]?.int,
            header: value["header"]?.text)
    }
}

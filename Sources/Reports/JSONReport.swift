// The run as one JSON text, and its findings as one JSON text a line.

package import Findings
import Locations

/// The whole run, with the exit code that the program gives it. Findings in a baseline are left out; waived ones have
/// their waiver. Member order and layout are fixed.
package func writeJSON(_ run: CheckRun, exitCode: Int, threads: Int = 1, to sink: @escaping ReportSink) {
    var json = JSONWriter(brokenLevels: 2, to: sink)
    json.object { json in
        json.name("version")
        json.number(1)
        json.name("tool")
        json.compact {
            $0.object {
                $0.name("name")
                $0.string("kpilint")
                $0.name("version")
                $0.string(run.toolVersion)
            }
        }
        json.name("summary")
        json.compact { $0.summary(run, exitCode) }
        json.name("rules")
        json.array { json in
            for entry in run.rules { json.compact { $0.entry(entry) } }
        }
        json.name("findings")
        json.array { json in
            for finding in ruleFileFindings(run) { json.compact { $0.finding(finding) } }
            json.items(run.findings, threads: threads) { json, finding in
                if !finding.pointee.isBaselined { json.compact { $0.finding(in: finding) } }
            }
        }
        json.name("files")
        json.array { json in
            let digests = run.origin?.digests ?? [:]
            for file in run.files { json.compact { $0.file(file, digests[Array(file.path.utf8)]) } }
        }
        if !run.unreadable.isEmpty {
            json.name("unreadable")
            json.array { json in
                for file in run.unreadable { json.compact { $0.unreadable(file) } }
            }
        }
        if !run.formOnly.isEmpty {
            json.name("formOnly")
            json.array { json in
                for table in run.formOnly { json.compact { $0.formOnly(table) } }
            }
        }
        if !run.unread.isEmpty {
            json.name("unread")
            json.array { json in
                for table in run.unread { json.compact { $0.unread(table) } }
            }
        }
        if !run.readingNotices.isEmpty {
            json.name("notices")
            json.array { json in for notice in run.readingNotices { json.string(notice) } }
        }
        if !run.assumed.isEmpty {
            json.name("assumed")
            json.array { json in
                for reading in run.assumed { json.compact { $0.assumed(reading) } }
            }
        }
        if let origin = run.origin {
            json.name("madeOf")
            json.compact { $0.origin(origin) }
        }
        if run.isPartial {
            json.name("partial")
            json.bool(true)
        }
    }
    json.endLine()
    json.end()
}

package func renderJSON(_ run: CheckRun, exitCode: Int, threads: Int = 1) -> [UInt8] {
    collected { writeJSON(run, exitCode: exitCode, threads: threads, to: $0) }
}

/// Each finding as in `writeJSON`, on a line of its own; then a line of the same form for what was not checked and for
/// what a limit left out.
package func writeJSONLines(_ run: CheckRun, threads: Int = 1, to sink: @escaping ReportSink) {
    var json = JSONWriter(brokenLevels: 0, to: sink)
    for finding in ruleFileFindings(run) {
        json.finding(finding)
        json.endLine()
    }
    json.items(run.findings, threads: threads) { json, finding in
        guard !finding.pointee.isBaselined else { return }
        json.finding(in: finding)
        json.endLine()
    }
    for notice in run.notices {
        json.finding(notice.finding)
        json.endLine()
    }
    json.end()
}

package func renderJSONLines(_ run: CheckRun) -> [UInt8] { collected { writeJSONLines(run, to: $0) } }

extension JSONWriter {
    fileprivate mutating func summary(_ run: CheckRun, _ exitCode: Int) {
        let totals = OutcomeTotals(run)
        object {
            $0.name("exitCode")
            $0.number(exitCode)
            $0.name("files")
            $0.number(run.fileCount)
            $0.name("rows")
            $0.number(run.rowCount)
            $0.name("rules")
            $0.number(run.ruleCount)
            $0.name("errors")
            $0.number(totals[.error])
            $0.name("queries")
            $0.number(totals[.query])
            $0.name("warnings")
            $0.number(totals[.warning])
            $0.name("notes")
            $0.number(totals[.note])
            $0.name("waived")
            $0.number(run.waivedCount)
            $0.name("baselined")
            $0.number(run.baselinedCount)
        }
    }

    private mutating func reason(_ reason: UndecidedReason) {
        object {
            $0.name("cause")
            $0.string(reason.cause.rawValue)
            if let table = reason.table {
                $0.name("table")
                $0.string(table)
            }
            if let column = reason.column {
                $0.name("header")
                $0.string(column)
            }
            if reason.isOfNeighbour {
                $0.name("neighbour")
                $0.bool(true)
            }
            $0.name("rows")
            $0.number(reason.rows)
            if !reason.wouldFit.isEmpty {
                $0.name("wouldFit")
                $0.array { json in for words in reason.wouldFit { json.string(words) } }
            }
        }
    }

    fileprivate mutating func entry(_ entry: RuleOutcomeCounts) {
        object {
            $0.name("rule")
            $0.string(entry.rule)
            $0.name("severity")
            $0.string(entry.severity.rawValue)
            $0.name("table")
            $0.optional(entry.table)
            if let column = entry.column {
                $0.name("column")
                $0.string(column)
            }
            if !entry.isStructural {
                $0.name("passed")
                $0.number(entry.passed)
            }
            $0.name("broken")
            $0.number(entry.broken)
            if !entry.isStructural {
                $0.name("undecided")
                $0.number(entry.undecided)
                if !entry.undecidedBecause.isEmpty {
                    $0.name("undecidedBecause")
                    $0.array { for reason in entry.undecidedBecause { $0.reason(reason) } }
                }
                $0.name("notApplicable")
                $0.number(entry.notApplicable)
            }
            $0.name("findings")
            $0.number(entry.findings)
            $0.name("waived")
            $0.number(entry.waived)
            if entry.asQueries > 0 {
                $0.name("asQueries")
                $0.number(entry.asQueries)
            }
            if entry.baselined > 0 {
                $0.name("baselined")
                $0.number(entry.baselined)
            }
            if let title = entry.title {
                $0.name("title")
                $0.string(title)
            }
            if let location = entry.ruleLocation {
                $0.name("location")
                $0.location(FindingLocation(location))
            }
            if let documentation = entry.documentation {
                $0.name("documentation")
                $0.string(documentation)
            }
        }
    }

    fileprivate mutating func file(_ file: CheckedFile, _ digest: String?) {
        object {
            $0.name("file")
            $0.string(file.path)
            $0.name("table")
            $0.string(file.table)
            $0.name("rows")
            $0.number(file.rows)
            if file.isRegister {
                $0.name("register")
                $0.bool(true)
            }
            if file.isDerived {
                $0.name("derived")
                $0.bool(true)
            }
            if let digest {
                $0.name("sha256")
                $0.string(digest)
            }
        }
    }

    fileprivate mutating func formOnly(_ table: FormOnlyTable) {
        object {
            $0.name("table")
            $0.string(table.table)
            $0.name("wanted")
            $0.array { json in for column in table.wanted { json.string(column) } }
            $0.name("standard")
            $0.bool(table.isWantedByStandard)
        }
    }

    fileprivate mutating func assumed(_ reading: AssumedReading) {
        object {
            $0.name("file")
            $0.string(reading.path)
            $0.name("table")
            $0.string(reading.table)
            if let sheet = reading.sheet {
                $0.name("sheet")
                $0.string(sheet)
            }
            $0.name("headerLine")
            $0.number(reading.headerLine)
            $0.name("columns")
            $0.array { json in
                for column in reading.columns {
                    json.object {
                        $0.name("header")
                        $0.string(column.header)
                        $0.name("meaning")
                        $0.string(column.meaning)
                    }
                }
            }
            $0.name("unused")
            $0.array { json in for header in reading.unused { json.string(header) } }
            $0.name("wanted")
            $0.array { json in for words in reading.wanted { json.string(words) } }
        }
    }

    fileprivate mutating func unread(_ table: UnreadTable) {
        object {
            $0.name("table")
            $0.string(table.table)
            $0.name("rules")
            $0.array { json in for rule in table.rules { json.string(rule) } }
            if let pattern = table.absent {
                $0.name("absent")
                $0.string(pattern)
            }
            if let location = table.ruleLocation {
                $0.name("location")
                $0.location(FindingLocation(location))
            }
        }
    }

    fileprivate mutating func unreadable(_ file: UnreadableFile) {
        object {
            $0.name("file")
            $0.string(file.path)
            $0.name("reason")
            $0.string(file.reason)
        }
    }

    fileprivate mutating func finding(_ finding: Finding) {
        withUnsafePointer(to: finding) { self.finding(in: $0) }
    }

    /// Writes a finding without copying it: threads that write many would contend for the reference counts of shared
    /// texts.
    fileprivate mutating func finding(in location: UnsafePointer<Finding>) {
        object {
            $0.name("rule")
            $0.string(location.pointee.rule)
            $0.name("severity")
            $0.string(location.pointee.severity.rawValue)
            $0.name("message")
            $0.string(location.pointee.message)
            $0.name("help")
            $0.optional(location.pointee.help)
            $0.name("table")
            $0.optional(location.pointee.table)
            if let column = location.pointee.column {
                $0.name("column")
                $0.string(column)
            }
            $0.name("key")
            $0.texts(location.pointee.key)
            if let rowName = location.pointee.rowName, !location.pointee.isNamedByKey {
                $0.name("rowName")
                $0.string(rowName)
            }
            if let label = location.pointee.label {
                $0.name("label")
                $0.string(label)
            }
            if let owner = location.pointee.owner {
                $0.name("owner")
                $0.string(owner)
            }
            $0.name("location")
            $0.location(location.pointee.location)
            $0.name("related")
            $0.array { json in
                for related in location.pointee.related {
                    json.object {
                        $0.name("message")
                        $0.string(related.message)
                        $0.name("location")
                        $0.location(related.location)
                    }
                }
            }
            $0.name("values")
            $0.texts(location.pointee.values)
            if !location.pointee.stored.isEmpty {
                $0.name("stored")
                $0.texts(location.pointee.stored)
            }
            $0.name("fixes")
            $0.array { json in
                for fix in location.pointee.fixes { json.fix(fix) }
            }
            if !location.pointee.corrections.isEmpty {
                $0.name("corrections")
                $0.array { json in
                    for correction in location.pointee.corrections { json.correction(correction) }
                }
            }
            $0.name("fingerprint")
            $0.string(location.pointee.fingerprint)
            $0.name("waived")
            $0.waiver(location.pointee.waived)
        }
    }

    /// An object of texts; of several with one name the first.
    private mutating func texts(_ texts: [NamedText]) {
        object { json in
            for (index, text) in texts.enumerated() where !texts[..<index].contains(where: { $0.name == text.name }) {
                json.name(text: text.name)
                json.string(text.text)
            }
        }
    }

    private mutating func fix(_ fix: FindingFix) {
        object {
            $0.name("safe")
            $0.bool(fix.isSafe)
            $0.name("column")
            $0.optional(fix.column.isEmpty ? nil : fix.column)
            $0.name("text")
            $0.string(fix.text)
            $0.name("written")
            $0.optional(fix.written)
            $0.name("location")
            $0.location(fix.location)
        }
    }

    private mutating func correction(_ correction: FindingCorrection) {
        object {
            $0.name("kind")
            $0.string(correction.kind.rawValue)
            $0.name("message")
            $0.string(correction.message)
            $0.name("row")
            $0.string(correction.rowName)
            $0.name("column")
            $0.optional(correction.column)
            $0.name("before")
            $0.optional(correction.column == nil ? nil : correction.before)
            $0.name("after")
            $0.array { json in for text in correction.after { json.string(text) } }
            $0.name("location")
            $0.location(correction.location)
        }
    }

    private mutating func waiver(_ waiver: FindingWaiver?) {
        guard let waiver else { return null() }
        object {
            $0.name("because")
            $0.string(waiver.because)
            $0.name("until")
            $0.optional(waiver.until)
            $0.name("location")
            $0.location(FindingLocation(waiver.location))
        }
    }

    private mutating func location(_ location: FindingLocation?) {
        guard let location else { return null() }
        object {
            $0.name("file")
            $0.string(location.file)
            $0.name("line")
            $0.number(location.line)
            $0.name("column")
            $0.number(location.column)
            $0.name("endLine")
            $0.number(location.endLine)
            $0.name("endColumn")
            $0.number(location.endColumn)
            $0.name("row")
            $0.optional(location.row)
            $0.name("header")
            $0.optional(location.header)
            $0.name("sheet")
            $0.optional(location.sheet)
            $0.name("cell")
            $0.optional(location.cell)
            if case .sheet(let extent) = location.extent, extent.isHidden {
                $0.name("hidden")
                $0.bool(true)
            }
            $0.widerColumns(location)
        }
    }

    /// The columns in UTF-8 bytes and in UTF-16 code units, where they differ from those in scalars.
    private mutating func widerColumns(_ location: FindingLocation) {
        let start = location.column
        let end = location.endColumn
        if location.extent.byteColumn != start || location.extent.endByteColumn != end {
            name("byteColumn")
            number(location.extent.byteColumn)
            name("endByteColumn")
            number(location.extent.endByteColumn)
        }
        if location.extent.utf16Column != start || location.extent.endUTF16Column != end {
            name("utf16Column")
            number(location.extent.utf16Column)
            name("endUtf16Column")
            number(location.extent.endUTF16Column)
        }
    }
}

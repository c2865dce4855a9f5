// Where a table comes from: its file or pattern, and how that is read.

import Diagnostics
import Syntax
import Tables

extension Checker {
    func source(_ written: TableSource?, _ name: Name, in file: SourceFile) -> CheckedSource {
        guard let written else { return CheckedSource(pattern: "", patternSpan: SourceSpan(file, name.range)) }
        var source = CheckedSource(
            pattern: written.pattern.text, patternSpan: SourceSpan(file, written.pattern.range))
        if trimmed(written.pattern.text).isEmpty {
            error("empty-path", "a table needs a file", at: source.patternSpan, help: "such as `from \"kpis.csv\"`")
        }
        if let encoding = written.encoding, NamedEncoding(encoding.text) == nil {
            let names = NamedEncoding.names
            let near = nearestName(to: encoding.text, in: names)
            error(
                "unknown-encoding", "there is no encoding \(quoted(encoding.text))",
                at: SourceSpan(file, encoding.range),
                help: near.map { "did you mean \"\($0)\"?" }
                    ?? "it is one of \(names.dropLast().joined(separator: ", ")) and \(names.last ?? "")")
        }
        var ownSeparator: UInt8?
        if let separator = written.separator {
            let bytes = Array(separator.text.utf8)
            let forbidden: [UInt8] = [0x22, 0x0A, 0x0D]
            if bytes.count == 1, bytes[0] < 0x80, !forbidden.contains(bytes[0]) {
                ownSeparator = bytes[0]
            } else {
                error(
                    "wrong-separator", "a separator is one plain character", at: SourceSpan(file, separator.range),
                    help: "such as \";\" or \"\\t\"")
            }
        }
        let extent = written.within.map { self.extent($0, in: file) } ?? .paragraph
        source.isOptional = written.optional != nil
        warnOfIdleOptions(written, in: file)
        if written.matching == nil, written.reportTable == nil { sayWhereTheTableStands(written, &source, in: file) }
        if let matching = written.matching.flatMap({ pattern($0, in: file) }) {
            source.format = .narrative(matching, within: extent)
        } else if let table = written.reportTable {
            source.format = .reportTable(table.number, encoding: written.encoding?.text)
        } else if ownSeparator != nil || written.encoding != nil {
            source.format = .delimited(separator: ownSeparator, encoding: written.encoding?.text)
        } else if let sheet = written.sheet {
            source.format = .sheet(sheet.text)
        }
        return source
    }

    /// The part of a text that a match cannot go beyond, by its name.
    func extent(_ within: Name, in file: SourceFile) -> NarrativeExtent {
        if let known = NarrativeExtent(rawValue: within.text) { return known }
        unknownName(
            "unknown-extent", "`within` says line, paragraph or text", within, in: file,
            among: NarrativeExtent.allCases.map(\.rawValue))
        return .paragraph
    }

    /// Warns of options behind a file that have no effect.
    private func warnOfIdleOptions(_ written: TableSource, in file: SourceFile) {
        sayIdleBesideTable(written, in: file)
        if let sheet = written.sheet, !options.readsSheets {
            warn(
                "idle-option", "`sheet` does nothing: no workbooks are read, and delimited text has no sheets",
                at: SourceSpan(file, sheet.range),
                help: "save the sheet as a CSV file of its own, and leave `sheet` out")
        }
        guard written.matching != nil else { return }
        for (name, range) in [
            ("headers on line", written.headerLines?.range), ("separated by", written.separator?.range),
            ("encoded as", written.encoding?.range), ("range", written.area?.range),
            ("named", written.areaName?.range), ("without headers", written.withoutHeaders),
            ("until blank", written.untilBlank), ("comments", written.comments?.range),
        ] {
            guard let range else { continue }
            warn(
                "idle-option",
                "`\(name)` does nothing beside `matching`: a narrative is read as UTF-8 text without cells",
                at: SourceSpan(file, range), help: "leave it out")
        }
    }

    /// Warns of options that say nothing of a table in a report.
    private func sayIdleBesideTable(_ written: TableSource, in file: SourceFile) {
        guard let table = written.reportTable else { return }
        if let matching = written.matching {
            error(
                "contradicting-options", "a table in a report has cells, and `matching` reads sentences",
                at: SourceSpan(file, matching.range),
                help:
                    "take one out; what a column says is searched by a table of its own, `table claims from kpis.note "
                    + "matching …`", notes: [DiagnosticNote("the table", at: SourceSpan(file, table.range))])
            return
        }
        for (name, range) in [
            ("sheet", written.sheet?.range), ("headers on line", written.headerLines?.range),
            ("separated by", written.separator?.range), ("range", written.area?.range),
            ("named", written.areaName?.range), ("without headers", written.withoutHeaders),
            ("until blank", written.untilBlank), ("comments", written.comments?.range),
        ] {
            guard let range else { continue }
            error(
                "contradicting-options", "`\(name)` says nothing of a table in a report", at: SourceSpan(file, range),
                help: "leave it out: the first line of the table is its header, and its cells stand between `|` or tabs"
            )
        }
    }

    /// The names of the parts `{name}` of a path, in order.
    func pathParts(_ pattern: TextLiteral, in file: SourceFile) -> [String] {
        var parts: [String] = []
        var seen: Set<String> = []
        // A brace counts whatever combining mark follows it, hence scalars; within square brackets it is literal.
        let scalars = Array(pattern.text.unicodeScalars)
        var rest = scalars[...]
        func isBracketed(_ index: Int) -> Bool {
            index > 0 && index + 1 < scalars.count && scalars[index - 1] == "[" && scalars[index + 1] == "]"
        }
        while let open = rest.indices.first(where: { (rest[$0] == "{" || rest[$0] == "}") && !isBracketed($0) }) {
            guard rest[open] == "{", let close = rest[open...].firstIndex(of: "}") else {
                error(
                    "bad-path", "a `{` and a `}` stand around a part of the path",
                    at: SourceSpan(file, pattern.range), help: "such as \"returns/{authority}/{period}.csv\"")
                break
            }
            let name = String(String.UnicodeScalarView(rest[(open + 1)..<close]))
            rest = rest[(close + 1)...]
            let isName =
                name.unicodeScalars.first.map { $0 == "_" || $0.properties.isAlphabetic } ?? false
                && name.unicodeScalars.allSatisfy {
                    $0 == "_" || $0.properties.isAlphabetic || ("0"..."9").contains($0)
                }
            guard isName else {
                error(
                    "bad-path", "`{\(name)}` names no column", at: SourceSpan(file, pattern.range),
                    help: "between `{` and `}` stands a column's name")
                continue
            }
            guard seen.insert(name).inserted else {
                error(
                    "duplicate-name", "the path has `{\(name)}` twice", at: SourceSpan(file, pattern.range))
                continue
            }
            parts.append(name)
        }
        return parts
    }
}

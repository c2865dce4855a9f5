// Real returns with one mark, separator or line end too few or too many: what is found of them holds together.

import CSVReading
import Checking
import Columns
import Diagnostics
import Evaluation
import Findings
import FoundationEssentials
import Locations
import Tables
import Testing
import Wording

@Suite struct MutatedReturnsTests {
    /// A part of a return: its header and some rows.
    private struct Part {
        var text: [UInt8]
        var header: [String]
    }

    private static let returns: [[UInt8]] = {
        let root = (0..<4).reduce(URL(filePath: #filePath)) { path, _ in path.deletingLastPathComponent() }
        let folder = root.appending(path: "examples")
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".csv") }.sorted().compactMap {
            (try? Data(contentsOf: folder.appending(path: $0))).map { Array($0) }
        }
    }()

    /// One in a hundred of the returns whose reading is looked at by itself, which costs as much less.
    private static let count =
        (ProcessInfo.processInfo.environment["KPILINT_MUTATIONS"].flatMap { Int($0) } ?? 6000) / 100

    @Test func `what is found of mutated returns holds together`() throws {
        var random = SeededGenerator(seed: 5)
        var done = 0
        while done < Self.count {
            let part = try self.part(of: Self.returns[random.whole(0...Self.returns.count - 1)], &random)
            guard part.header.count > 1 else { continue }
            let rules = try self.rules(for: part.header)
            let original = try look(at: part.text, rules, chunkBytes: 1 << 20)
            for _ in 0..<10 {
                done += 1
                let mutated = Self.mutated(part.text, &random)
                let chunkBytes = [16, 64, 300, 1 << 20][random.whole(0...3)]
                let found = try look(at: mutated, rules, chunkBytes: chunkBytes)
                let shown = "\(String(decoding: mutated, as: UTF8.self).debugDescription), chunks of \(chunkBytes)"
                expectWhole(found, mutated, rules, shown)
                if found.header == original.header {
                    expectSameElsewhere(original, found, shown)
                    expectNothingMoved(original, found, shown)
                }
                guard done % 10 == 0 else { continue }
                let plain = try PlainEvaluator(rules, files: [[found.file]], today: 19_723)
                plain.run()
                let differences = CheckSummary(found.result).differences(from: plain.summary)
                #expect(differences.isEmpty, "\(differences.joined(separator: "\n"))\n\(shown)")
            }
        }
    }

    // MARK: Making returns

    private func part(of bytes: [UInt8], _ random: inout SeededGenerator) throws -> Part {
        let reader = try plainReader(PlainFile(path: "t.csv", bytes: bytes, layout: []), chunkBytes: 1 << 20)
        let chunk = RecordChunk()
        guard try reader.next(into: chunk), chunk.recordCount > 1 else { return Part(text: [], header: []) }
        let first = random.whole(0...chunk.recordCount - 1)
        let last = min(chunk.recordCount, first + random.whole(1...12))
        let end = last < chunk.recordCount ? Int(chunk.recordStarts[last]) : chunk.byteCount
        let header = Array(bytes[..<chunk.fileOffset])
        return Part(
            text: header + bytes[chunk.fileOffset + Int(chunk.recordStarts[first])..<chunk.fileOffset + end],
            header: reader.header)
    }

    private static func mutated(_ text: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var text = text
        let byte: UInt8 = [0x22, 0x2C, 0x0A][random.whole(0...2)]
        let places = text.indices.filter { text[$0] == byte }
        switch random.whole(0...2) {
        case 0 where !places.isEmpty: text.remove(at: places[random.whole(0...places.count - 1)])
        case 1 where !places.isEmpty: text.insert(byte, at: places[random.whole(0...places.count - 1)])
        default:
            var place = random.whole(0...text.count)
            while place < text.count, text[place] & 0xC0 == 0x80 { place -= 1 }
            text.insert(byte, at: place)
        }
        return text
    }

    /// Rules that speak of one row each, for columns of texts and of figures.
    private func rules(for header: [String]) throws -> RuleSet {
        var text = "table t from \"t.csv\" {\n"
        let names = header.indices.filter { !comparable(header[$0]).isEmpty }.prefix(8)
        var seen: Set<String> = []
        var columns: [(name: String, isText: Bool)] = []
        for (index, field) in names.enumerated() where seen.insert(comparable(header[field])).inserted {
            guard !header[field].contains(where: { "\"\\{}\r\n".contains($0) }) else { continue }
            columns.append(("c\(field)", index % 2 == 0))
            text += "  c\(field) \(index % 2 == 0 ? "text required" : "measure") from \"\(header[field])\" optional\n"
        }
        text += "}\n"
        for column in columns {
            text += "rule r-\(column.name) \"R\" {\n  for t\n  require "
            text += column.isText ? "word_count(\(column.name)) < 4\n}\n" : "\(column.name) > 50\n}\n"
        }
        let rules = check(
            [SourceFile(name: "t.rules", text: text)], options: CheckingOptions { _, _ in nil })
        let errors = rules.diagnostics.filter { $0.severity == .error }.map { "\($0.message) at `\($0.span.text)`" }
        try #require(errors.isEmpty, "\(errors.joined(separator: "\n"))\n\(text)")
        return rules
    }

    /// Where the columns are: at the first header that says what the column asks for.
    private func layout(of header: [String], _ table: CheckedTable) -> [ColumnSource] {
        let names = header.map(comparable)
        return table.columns.map { column in
            names.firstIndex { name in column.headers.contains { comparable($0) == name } }.map { .field($0) }
                ?? .absent
        }
    }

    /// A header without what does not tell it from others: white space around and between its words, and case.
    private func comparable(_ header: String) -> String {
        header.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
    }

    // MARK: Looking at them

    private struct Looked {
        var result: CheckResult
        var file: PlainFile
        var header: [String]
        /// The bytes of each row, and how many cells it has.
        var rows: [[UInt8]] = []
        var cells: [Int] = []
    }

    /// Checks a return with one thread, and with two and three to the same end.
    private func look(
        at text: [UInt8], _ rules: RuleSet, chunkBytes: Int
    ) throws -> Looked {
        var file = PlainFile(path: "t.csv", bytes: text, layout: [])
        let reader = try plainReader(file, chunkBytes: chunkBytes)
        file.layout = layout(of: reader.header, rules.tables[0])
        let one = try evaluated(rules, [[file]], threads: 1, chunkBytes: chunkBytes, today: 19_723)
        var looked = Looked(result: one, file: file, header: reader.header)
        let chunk = RecordChunk()
        while try reader.next(into: chunk) {
            for record in 0..<chunk.recordCount {
                let start = Int(chunk.recordStarts[record])
                let end = bytes(of: chunk.location(record: record)).upperBound - chunk.fileOffset
                looked.cells.append(chunk.fieldCount(record))
                looked.rows.append(Array(text[chunk.fileOffset + start..<chunk.fileOffset + end]))
            }
        }
        for threads in 2...3 {
            let more = try evaluated(rules, [[file]], threads: threads, chunkBytes: chunkBytes, today: 19_723)
            let isSame =
                more.findings.count == one.findings.count
                && zip(more.findings, one.findings).allSatisfy { $0.isSame(as: $1) }
                && CheckSummary(more) == CheckSummary(one)
            #expect(
                isSame, "\(threads) threads find otherwise: \(String(decoding: text, as: UTF8.self).debugDescription)")
        }
        return looked
    }

    /// Every row is counted once by every rule, and every place holds what the finding says of it.
    private func expectWhole(_ looked: Looked, _ text: [UInt8], _ rules: RuleSet, _ shown: String) {
        for count in looked.result.rules where !count.isStructural {
            let rows = count.passed + count.broken + count.undecided + count.notApplicable
            #expect(rows == looked.rows.count, "\(count.rule) counts \(rows) rows of \(looked.rows.count): \(shown)")
        }
        for finding in looked.result.findings {
            guard let place = finding.location else {
                Issue.record("\(finding.rule) stands nowhere: \(shown)")
                continue
            }
            guard bytes(of: place.extent).upperBound <= text.count else {
                Issue.record("\(finding.rule) stands behind the end: \(shown)")
                continue
            }
            // A carriage return ends a line, alone or with the line feed after it, as in a spreadsheet or an editor.
            let before = text[..<bytes(of: place.extent).lowerBound]
            let ends = before.indices.filter {
                before[$0] == 0x0D || before[$0] == 0x0A && ($0 == 0 || before[$0 - 1] != 0x0D)
            }
            let lineStart = before.lastIndex { $0 == 0x0A || $0 == 0x0D }.map { $0 + 1 } ?? 0
            let column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
            let line = ends.count + 1
            #expect(place.line == line && place.column == column, "\(finding.rule) at \(place): \(shown)")
            // Of a cell that is no well-formed quoted one the text is what stands there.
            guard let name = finding.column, let value = finding.values.first(where: { $0.name == name }) else {
                continue
            }
            var cell = String(decoding: text[bytes(of: place.extent)], as: UTF8.self)
            if cell.hasPrefix("\""), !cell.elementsEqual(value.text) {
                let inner = cell.trimmingSpaces.dropFirst().dropLast()
                cell = inner.split(separator: "\"\"", omittingEmptySubsequences: false).joined(separator: "\"")
            }
            #expect(cell.trimmingSpaces == value.text.trimmingSpaces, "\(finding.rule) at \(place): \(shown)")
        }
    }

    /// The findings that say of a row that its cells may be others.
    private static let ofCells: Set<String> = [
        "ragged-row", "uneven-row", "stray-quote", "unterminated-quote", "loose-quote",
    ]

    /// Where a row has more or fewer cells than it had, an error or a warning says so of it.
    private func expectNothingMoved(_ original: Looked, _ mutated: Looked, _ shown: String) {
        guard original.rows.count == mutated.rows.count else { return }
        for (row, (before, after)) in zip(original.cells, mutated.cells).enumerated() where before != after {
            let isSaid = mutated.result.findings.contains {
                $0.location?.row == row + 1 && $0.severity != .note && Self.ofCells.contains($0.rule)
            }
            #expect(isSaid, "row \(row + 1) has \(after) cells, not \(before): \(shown)")
        }
    }

    /// What is found of a row alone is found wherever it stands.
    private func expectSameElsewhere(_ original: Looked, _ mutated: Looked, _ shown: String) {
        func byRow(_ looked: Looked) -> [[UInt8]: [String]] {
            var found: [[UInt8]: [String]] = [:]
            for row in looked.rows { found[row, default: []].append("a row") }
            for finding in looked.result.findings {
                guard let row = finding.location?.row else { continue }
                found[looked.rows[row - 1], default: []].append("\(finding.rule) \(finding.column ?? "")")
            }
            return found
        }
        let before = byRow(original)
        for (row, found) in byRow(mutated) {
            guard let known = before[row],
                known.count(where: { $0 == "a row" }) == found.count(where: { $0 == "a row" })
            else { continue }
            #expect(found.sorted() == known.sorted(), "\(String(decoding: row, as: UTF8.self)): \(shown)")
        }
    }
}

extension StringProtocol {
    fileprivate var trimmingSpaces: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}

private func bytes(of location: CellLocation) -> Range<Int> {
    if case .text(let extent) = location { extent.bytes } else { 0..<0 }
}

// A mark, separator or line end too few or too many in real returns: no row is lost and no cell changed in silence.

import CSVReading
import Locations
import Tables
import Testing

/// All that a reader says about a text, with cells as they are.
private struct WholeText {
    var header: [String] = []
    var headerFaults: [RecordFault]
    var rows: [[String]] = []
    /// Where the rows are, and the header before them.
    var extents: [Range<Int>] = []
    var faults: [RecordFault] = []

    init(_ text: [UInt8], chunkBytes: Int) throws {
        let options = DelimitedOptions(
            headerLine: 1, separator: UInt8(ascii: ","), encoding: "utf-8", chunkBytes: chunkBytes)
        let reader = try DelimitedReader(MemorySource(name: "t", bytes: text), options: options) { _ in 0 }
        header = reader.header
        headerFaults = reader.headerFaults
        extents.append(bytes(of: try #require(reader.headerLocations.last)))
        let chunk = RecordChunk(capacity: 64)
        while try reader.next(into: chunk) {
            for record in 0..<chunk.recordCount {
                let fields = 0..<chunk.fieldCount(record)
                rows.append(fields.map { chunk.text(record: record, field: $0) })
                extents.append(
                    chunk.fileOffset
                        + Int(chunk.recordStarts[record])..<bytes(of: chunk.location(record: record)).upperBound)
            }
            faults += chunk.faults.map {
                RecordFault(record: $0.record + chunk.firstRecord, field: $0.field, kind: $0.kind)
            }
        }
    }

    var faultCount: Int { headerFaults.count + faults.count }
}

private func bytes(of location: CellLocation) -> Range<Int> {
    if case .text(let extent) = location { extent.bytes } else { 0..<0 }
}

@Suite struct MutationTests {
    /// A part of a return: its header and some rows.
    private static func part(of bytes: [UInt8], _ random: inout SeededBytes) -> [UInt8] {
        let records = PlainReader.records(of: bytes, separator: UInt8(ascii: ","))
        guard records.count > 2 else { return bytes }
        let first = 1 + random.next(below: records.count - 1)
        let last = min(records.count - 1, first + random.next(below: 12))
        var text = Array(bytes[records[0].place.bytes.lowerBound..<records[0].next])
        text += bytes[records[first].place.bytes.lowerBound..<records[last].next]
        return text
    }

    /// Each eighth of the mutations begins with a seed of its own.
    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `nothing is lost or changed in silence`(seed: UInt64) throws {
        var random = SeededBytes(seed: seed &* 11)
        var done = 0
        var silent = 0
        while done < SampleReturns.count / 8 {
            let sample = SampleReturns.all[random.next(below: SampleReturns.all.count)]
            let text = Self.part(of: sample.bytes, &random)
            let original = try WholeText(text, chunkBytes: 1 << 20)
            for _ in 0..<50 {
                let kind = Mutation.Kind.allCases[random.next(below: 3)]
                let piece = Mutation.Piece.allCases[random.next(below: 3)]
                guard let mutation = Mutation(of: text, kind, piece, &random) else { continue }
                done += 1
                let chunkBytes = [16, 64, 300, 1 << 20][random.next(below: 4)]
                let mutated = try WholeText(mutation.text, chunkBytes: chunkBytes)
                expectAllCounted(mutated, mutation)
                if let change = silentChange(original, mutated, mutation) {
                    silent += 1
                    if silent < 20 { Issue.record("\(sample.name): \(change), \(mutation)") }
                }
                // The plain reader, which takes its time, looks at one in twenty.
                if done % 20 == 0 { try expectAsPlain(mutation.text, chunkBytes: chunkBytes) }
            }
        }
        #expect(silent == 0)
    }

    /// Expects that what lies between the rows is nothing but blank rows.
    private func expectAllCounted(_ text: WholeText, _ mutation: Mutation) {
        var end = 0
        for extent in text.extents + [mutation.text.count..<mutation.text.count] {
            let isInOrder = extent.lowerBound >= end
            let between = isInOrder ? mutation.text[end..<extent.lowerBound] : []
            if !isInOrder || !between.allSatisfy({ [0x20, 0x22, 0x2C, 0x0D, 0x0A].contains($0) }) {
                Issue.record("\(extent) is not read, or twice: \(mutation)")
                return
            }
            end = extent.upperBound
        }
    }

    /// What is lost or changed without a fault; `nil` where nothing is.
    private func silentChange(_ original: WholeText, _ mutated: WholeText, _ mutation: Mutation) -> String? {
        guard mutated.faultCount <= original.faultCount else { return nil }
        let isInHeader = mutation.offset <= original.extents[0].upperBound
        if mutation.piece == .quote {
            if mutated.header != original.header { return "the header is \(mutated.header)" }
            if mutated.rows.count != original.rows.count {
                return "\(original.rows.count) rows are \(mutated.rows.count)"
            }
            for (row, cells) in mutated.rows.enumerated() where cells != original.rows[row] {
                return "row \(row) is \(cells)"
            }
            return nil
        }
        if isInHeader { return nil }
        // Such a text is another return, right as it stands: one row may say something else, or be two.
        let before = zip(original.rows, mutated.rows).prefix { $0 == $1 }.count
        let after = zip(original.rows.reversed(), mutated.rows.reversed()).prefix { $0 == $1 }.count
        // A separator alone makes no row another one, unless it says so: within quotes it changes one cell.
        if mutation.piece == .separator {
            if mutated.rows.count != original.rows.count {
                return "\(original.rows.count) rows are \(mutated.rows.count)"
            }
            for (row, (before, after)) in zip(original.rows, mutated.rows).enumerated() {
                let others = zip(before, after).count { $0 != $1 }
                if before.count != after.count || others > 1 { return "row \(row) is \(after)" }
            }
            return nil
        }
        let changed = original.rows.count - min(before + after, original.rows.count)
        return changed > 1 ? "\(changed) rows are others" : nil
    }
}

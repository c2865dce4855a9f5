// How fast delimited text is cut into records and cells.

import CSVReading
import Tables

/// The reader alone: from bytes in memory to the ends of cells, without reading any cell.
func measureScanning(_ stopwatch: Stopwatch, _ options: BenchmarkOptions) -> [Measurement] {
    let kinds: [(name: String, quoting: ReturnText.Quoting)] = [
        ("a typical return", .minimal), ("no quotes", .none), ("every cell in quotes", .all),
    ]
    return kinds.map { kind in
        let text = ReturnText.delimited(rows: options.rows, quoting: kind.quoting)
        return stopwatch.time("scanning", kind.name, .gigabytesASecond, amount: text.count) {
            scan(MemorySource(name: "return", bytes: text), rows: options.rows)
        }
    }
}

/// Reads to the end; returns the sum of the ends of cells.
private func scan(_ source: MemorySource, rows: Int) -> UInt64 {
    do throws(ReadError) {
        let reader = try DelimitedReader(source) { $0 == ReturnText.columns ? 1 : 0 }
        let chunk = RecordChunk()
        var sum: UInt64 = 0
        var records = 0
        while try reader.next(into: chunk) {
            records += chunk.recordCount
            sum = sum &* 31 &+ UInt64(chunk.fieldEnds.count) &+ UInt64(chunk.fieldEnds.last ?? 0)
        }
        guard records == rows else { fail("\(records) records read, \(rows) written") }
        return sum
    } catch {
        fail("a return in memory cannot be read: \(error)")
    }
}

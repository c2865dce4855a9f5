// How long a regular expression takes for a cell.

import Patterns
import Quantities

/// Patterns as rule files hold them, over columns of the cells that they are meant for.
func measureMatching(_ stopwatch: Stopwatch, _ options: BenchmarkOptions) -> [Measurement] {
    func time(
        _ name: String, _ source: String, anywhere: Bool = false, _ cell: (inout Chance) -> String
    ) -> Measurement {
        let store = CellStore(options.rows, cell)
        let matcher: PatternMatcher
        do throws(PatternError) {
            matcher = try Pattern(parsing: source, ignoringCase: false).makeMatcher()
        } catch {
            fail("\(source): \(error.message)")
        }
        var bits = [UInt64](repeating: 0, count: CellStore.batch / 64)
        return stopwatch.time("matching", name, .nanosecondsACell, amount: store.count) {
            store.sum { cells in
                bits.withUnsafeMutableBufferPointer { bits in
                    // The array is as long as a batch has rows and is never empty.
                    guard let start = bits.baseAddress else { return 0 }
                    if anywhere {
                        matcher.matchesAnywhere(base: cells.base, spans: cells.spans, count: cells.count, into: start)
                    } else {
                        matcher.matchesWhole(base: cells.base, spans: cells.spans, count: cells.count, into: start)
                    }
                    return (0..<(cells.count + 63) / 64).reduce(0) { $0 &* 31 &+ start[$1] }
                }
            }
        }
    }
    return [
        time("a code", "[EWSN][0-9]{8}") { TypicalCell.authority($0.below(330)) },
        time("a figure", #"DNA|£?[0-9][0-9,]*(\.[0-9]+)?[mk]?%?"#, TypicalCell.measure),
        time("words in a text", "once only|recover(ed|ing)", anywhere: true) { chance in
            let end = chance.below(5) == 0 ? "recovering" : "as planned"
            return "delayed by staff vacancies and winter pressures in \(2014 + chance.below(10)), \(end)"
        },
    ]
}

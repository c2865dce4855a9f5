// How long a row takes through the whole evaluation, one kind of rule at a time.

import CSVReading
import Checking
import Columns
import Diagnostics
import Evaluation
import Findings
import Planning
import Tables
import Wording

/// Each line checks one return in memory against a rule file with one kind of rule: cuts records, reads the columns
/// that the rules name, and judges the rules. The first line is the part that all others include.
func measureJudging(_ stopwatch: Stopwatch, _ options: BenchmarkOptions) -> [Measurement] {
    let text = ReturnText.delimited(rows: options.rows, quoting: .minimal)
    let totals = ReturnText.totals(rows: options.rows)
    return kinds.map { kind in
        let rules = checked(kind.name, scheme + kind.rules)
        return stopwatch.time("judging", kind.name, .nanosecondsARow, amount: options.rows) {
            let inputs = rules.tables.map { input(of: $0, $0.name == "totals" ? totals : text) }
            var evaluation = EvaluationOptions()
            evaluation.limit = 0
            var wording = WordingOptions()
            wording.excerptLimit = 0
            let result = word(judge(CheckPlan(rules), inputs: inputs, options: evaluation), options: wording)
            guard result.errors.isEmpty, result.files.contains(where: { $0.rows == options.rows }) else {
                fail("\(kind.name): the return was not read to its end")
            }
            return result.rules.reduce(1) { sum, rule in
                [rule.passed, rule.broken, rule.undecided].reduce(sum) { $0 &* 31 &+ UInt64($1) }
            }
        }
    }
}

/// A rule file without faults.
private func checked(_ name: String, _ text: String) -> RuleSet {
    let file = SourceFile(name: "\(name).rules", text: text)
    let rules = check([file], options: CheckingOptions { _, _ in nil })
    if let fault = rules.diagnostics.first(where: { $0.severity == .error }) { fail("\(name): \(fault.message)") }
    return rules
}

/// A return in memory bound to a table by the names of its columns.
private func input(of table: CheckedTable, _ text: [UInt8]) -> TableInput {
    do throws(ReadError) {
        let source = MemorySource(name: "\(table.name).csv", bytes: text)
        let reader = try DelimitedReader(source) { $0.contains("authority") ? 1 : 0 }
        let layout = table.columns.map { column -> ColumnSource in
            guard let field = reader.header.firstIndex(of: column.name) else { fail("no column \(column.name)") }
            return .field(field)
        }
        let file = FileInput(
            path: source.name, reader: reader, layout: layout, headerFaults: [], size: text.count)
        return TableInput(files: [file])
    } catch {
        fail("a return in memory cannot be read: \(error)")
    }
}

private let scheme = """
    scheme bench for value, target, better {
      green "Green"  when meets(value, target, better)
      amber "Amber"  when near(value, target, better, 5%)
      red   "Red"    otherwise
      grey  "Grey"
    }

    """

/// A table `returns` with some columns.
private func returns(_ columns: String) -> String { "table returns from \"returns.csv\" {\n\(columns)\n}\n" }

private let kinds: [(name: String, rules: String)] = [
    ("one text column", returns("ref text required")),
    ("measures", returns("value measure required")),
    ("targets", returns("target target required")),
    ("statuses", returns("rag status bench required")),
    ("a pattern", returns("authority text matches /[EWSN][0-9]{8}/")),
    (
        "due statuses",
        returns("value measure\ntarget target\nbetter choice \"higher\", \"lower\"\nrag status bench") + """
            rule due error "The status follows from value and target" {
              for returns
              require rag == due(rag)
            }
            """
    ),
    (
        "keys that are repeated",
        returns("authority text\nref text\nperiod period\nkey authority, ref, period")
    ),
    (
        "series",
        returns("authority text\nref text\nkind text\nperiod period\nvalue measure") + """
            rule falls error "A cumulative figure does not fall" {
              for returns where kind == "cumulative" and value is known by authority, ref over period
              require value >= previous.value
            }
            """
    ),
    (
        "grouped counts",
        returns("authority text\nperiod period\nrag status bench") + """
            table totals from "totals.csv" {
              authority text
              period    period
              rag       text
              n         whole
            }
            rule counts error "Stated totals are the rows counted" {
              for totals
              require n == count(returns where authority == totals.authority and period == totals.period
                                 and printed(rag) == totals.rag)
            }
            """
    ),
]

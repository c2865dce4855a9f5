// Every kind of figure times, by, plus and minus every other: the value and the unit of what comes out.

import Diagnostics
import Findings
import Foundation
import Testing
import Workspace

/// What an operand of a calculation is, whoever writes it down.
private struct Operand {
    var written: String
    var value: Double
    var unit: Unit
    /// Made of literals and constants alone.
    var isConstant = false

    enum Unit { case bare, percent, pound }
}

private let operands = [
    Operand(written: "p", value: 40, unit: .percent), Operand(written: "percent_cell", value: 40, unit: .percent),
    Operand(written: "bare_cell", value: 50, unit: .bare), Operand(written: "pound_cell", value: 8, unit: .pound),
    Operand(written: "w", value: 20, unit: .bare),
    Operand(written: "80%", value: 80, unit: .percent, isConstant: true),
    Operand(written: "0.5", value: 0.5, unit: .bare, isConstant: true),
    Operand(written: "half", value: 50, unit: .percent, isConstant: true),
    Operand(written: "declared", value: 50, unit: .percent, isConstant: true),
    Operand(written: "double", value: 2, unit: .bare, isConstant: true),
    Operand(written: "own", value: 40, unit: .percent), Operand(written: "counted", value: 20, unit: .bare),
    Operand(written: "fixed", value: 0.25, unit: .bare, isConstant: true),
    Operand(written: "(if w > 1 then 0.5 else 4)", value: 0.5, unit: .bare, isConstant: true),
    Operand(written: "(if w > 1 then p else 10%)", value: 40, unit: .percent),
    Operand(written: "(if w > 1 then w else 4)", value: 20, unit: .bare),
]

/// What a calculation comes to, as the reference says it; `nil` is unknown.
private func result(_ a: Operand, _ sign: String, _ b: Operand) -> (value: Double, unit: Operand.Unit)? {
    switch (sign, a.unit, b.unit) {
    case ("+", _, _), ("-", _, _):
        guard a.unit == b.unit || a.unit == .bare || b.unit == .bare else { return nil }
        return (sign == "+" ? a.value + b.value : a.value - b.value, a.unit == .bare ? b.unit : a.unit)
    case ("*", .percent, .percent): return (a.value * b.value / 100, .percent)
    case ("*", .percent, .bare) where b.isConstant, ("*", .bare, .percent) where a.isConstant:
        return (a.value * b.value, .percent)
    case ("*", .percent, let other), ("*", let other, .percent): return (a.value * b.value / 100, other)
    case ("*", _, _): return (a.value * b.value, a.unit == .bare ? b.unit : b.unit == .bare ? a.unit : .bare)
    case (_, .percent, .percent): return (a.value / b.value, .bare)
    case (_, .percent, .bare): return (a.value / b.value, .percent)
    case (_, .percent, .pound): return nil
    case (_, let other, .percent): return (a.value / b.value * 100, other)
    case (_, .pound, .bare): return (a.value / b.value, .pound)
    default: return (a.value / b.value, .bare)
    }
}

@Test(arguments: ["+", "-", "*", "/"])
func calculationsWithPercentages(_ sign: String) throws {
    var rules = """
        let half = 50%
        let declared percent = 50
        let double = 2
        table t from "t.csv" {
          p            percent
          percent_cell measure
          bare_cell    measure
          pound_cell   measure
          w            whole
        }

        """
    for (first, a) in operands.enumerated() {
        for (second, b) in operands.enumerated() {
            rules += """
                rule r-\(first)-\(second) "result" {
                  for t
                  let own = p
                  let counted = w
                  let fixed = 0.25
                  require w < 0
                  message "{\(a.written) \(sign) \(b.written)}"
                }

                """
        }
    }
    let gate = try Gate(rules, ["t.csv": "p,percent_cell,bare_cell,pound_cell,w\n40,40%,50,£8,20\n"])
    let run = session.check(gate.request).run
    #expect(run.diagnostics.filter { $0.severity == .error }.map(\.message) == [])
    let messages = Dictionary(run.findings.map { ($0.rule, $0.message) }) { first, _ in first }
    for (first, a) in operands.enumerated() {
        for (second, b) in operands.enumerated() {
            let message = messages["r-\(first)-\(second)"] ?? "none"
            let place: Comment = "\(a.written) \(sign) \(b.written): \(message)"
            guard let expected = result(a, sign, b) else {
                #expect(message == "(unknown)", place)
                continue
            }
            let unit: Operand.Unit =
                message.hasSuffix("%") ? .percent : message.contains("£") ? .pound : .bare
            #expect(unit == expected.unit, place)
            let digits = message.filter { $0.isNumber || $0 == "." || $0 == "-" }
            let value = try #require(Double(digits), place)
            // What is shown is rounded.
            #expect(abs(value - expected.value) <= abs(expected.value) / 100 + 0.005, place)
        }
    }
}

// Conditions that exclude each other, and some that only look so.

import Testing

struct ContradictionTests {
    @Test(arguments: [
        "when 1️⃣value > 5 and value < 3",
        "when value > 5\n  when 1️⃣value <= 5",
        "when 1️⃣count == 5 and count != 5",
        "when 1️⃣kind == \"cumulative\" and kind == \"snapshot\"",
        "when 1️⃣theme == \"a\" and theme == \"b\"",
        "when 1️⃣opened > 2024-01-01 and opened < 2023-01-01",
        "when 1️⃣rag is red and rag is green",
        "when 1️⃣value is unknown and value > 3",
        "when 1️⃣value is known and value is unknown",
        "when 1️⃣done is true and done is false",
        "when 1️⃣false",
        "when 1️⃣count > 3 and false",
        "when 1️⃣3 > count and 5 < count",
    ])
    func neverHolds(clauses: String) {
        expectChecks(rule(clauses + "\n  require count > 0"), [Fault("never-holds")])
    }

    @Test(arguments: [
        "when value > 3 and value < 5",
        "when value > 3 or value < 2",
        "when value >= 5 and value <= 5",
        "when theme == \"a\" and ref == \"b\"",
        "when theme != \"a\" and theme != \"b\"",
        "when value > 5 and previous.value < 3",
        "when rag is not red and rag is not green",
    ])
    func mayHold(clauses: String) {
        expectChecks(rule(clauses + "\n  require count > 0"))
    }

    @Test func theFilterCountsToo() {
        expectChecks(
            rule("when 1️⃣count < 3\n  require value > 0", for: "for kpis where count > 5"), [Fault("never-holds")])
        expectChecks(
            rule("require value > 0", for: "for kpis where 1️⃣count > 5 and count < 3"), [Fault("never-holds")])
    }

    @Test func aConstantThatTurnsARuleOffIsNoFault() {
        expectChecks("let strict = false\n" + rule("when strict\n  require count > 0"))
    }
}

// What a profile charges to which rule.

import Checking
import Diagnostics
import Findings
import Planning
import Platform
import Testing

@testable import Evaluation

@Suite struct ProfileTests {
    private func rules(_ text: String) throws -> RuleSet {
        let rules = check([SourceFile(name: "profile.rules", text: text)], options: CheckingOptions { _, _ in nil })
        try #require(!rules.hasErrors)
        return rules
    }

    private let shared = """
        table kpis from "kpis.csv" {
          a whole
          b whole
        }
        table parts from "parts.csv" {
          c whole
        }
        rule first "The sum is large" {
          for kpis
          require a + b > 3
        }
        rule second "The sum is small" {
          for kpis
          require a + b < 30
        }
        rule alone "Counts are few" {
          for kpis
          require count(parts where c == kpis.b) < 30
        }
        rule same "Counts are many" {
          for kpis
          require count(parts where c == kpis.b) > 3
        }
        """

    private func times(_ profile: CheckProfile) -> [String: UInt64] {
        Dictionary(uniqueKeysWithValues: profile.rules.map { ($0.name, $0.time) })
    }

    @Test func whatSeveralRulesAskForIsDividedAmongThem() throws {
        let rules = try rules(shared)
        let plan = CheckPlan(rules)
        let scan = try #require(plan.scans.first { $0.table == 0 })
        let users = NodeUsers(scan, AggregateUsers(plan))
        let sum = try #require(scan.graph.nodes.firstIndex { if case .arithmetic = $0.kind { true } else { false } })
        #expect(users.ofNodes[sum] == [0, 1])
        let b = try #require(scan.graph.columnNodes[SourceCell(source: 0, column: 1)])
        #expect(users.ofNodes[b] == [0, 1, 2, 3])
        // Each of the other nodes is asked for by some rule: none is charged to the structure of the table.
        #expect(users.ofNodes.allSatisfy { !$0.isEmpty })

        let clock = WorkClock()
        clock.charge(101, to: .node(sum))
        clock.charge(7, to: .rule(1))
        let recorder = CheckRecorder()
        recorder.add(clock, users: users)
        // The odd nanosecond goes to the first: nothing is lost.
        #expect(times(recorder.profile(of: rules)) == ["first": 51, "second": 57, "alone": 0, "same": 0])
    }

    @Test func whatIsCountedInAnotherTableIsChargedToTheRulesThatAsk() throws {
        let rules = try rules(shared)
        let plan = CheckPlan(rules)
        let scan = try #require(plan.scans.first { $0.table == 1 })
        let users = NodeUsers(scan, AggregateUsers(plan))
        // Each is counted for itself, also where it is written alike; the column that both read is read once.
        #expect(scan.aggregates.count == 2)
        let clock = WorkClock()
        clock.charge(40, to: .aggregate(scan.aggregates[0].number))
        clock.charge(6, to: .node(try #require(scan.graph.columnNodes[SourceCell(source: 0, column: 0)])))
        let recorder = CheckRecorder()
        recorder.add(clock, users: users)
        #expect(times(recorder.profile(of: rules)) == ["first": 0, "second": 0, "alone": 43, "same": 3])
    }

    private func spin(_ time: UInt64) {
        let end = nanoseconds() + time
        while nanoseconds() < end {}
    }

    @Test func aPieceIsChargedWithoutThePiecesWithinIt() {
        let clock: WorkClock? = WorkClock()
        let start = nanoseconds()
        clock.time(.rule(0)) {
            spin(200_000)
            clock.time(.node(0)) {
                spin(300_000)
                clock.time(.node(1)) { spin(400_000) }
            }
            clock.time(.node(1)) { spin(400_000) }
        }
        let passed = nanoseconds() - start
        let charges = clock?.charges ?? [:]
        #expect(charges.count == 3)
        #expect(charges[.rule(0)] ?? 0 >= 200_000)
        #expect(charges[.node(0)] ?? 0 >= 300_000)
        #expect(charges[.node(1)] ?? 0 >= 800_000)
        // Were anything charged twice the charges would exceed the time that passed.
        #expect(charges.values.reduce(0, +) <= passed)
    }

    @Test func withoutAClockTheWorkIsDoneAllTheSame() {
        let none: WorkClock? = nil
        #expect(none.time(.rule(0)) { 7 } == 7)
    }
}

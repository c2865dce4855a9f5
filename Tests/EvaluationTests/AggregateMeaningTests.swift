// What the evaluator gives for no rows is what the checker says it gives.

import Checking
import Quantities
import Testing

@testable import Evaluation

@Suite struct AggregateMeaningTests {
    @Test(arguments: AggregateKind.allCases) func `no rows come to what is written of them`(_ kind: AggregateKind) {
        let given = Accumulator(bareJoins: false).result(kind)
        switch (given, kind.ofNoRows) {
        case (.figure(let own), .figure(let told)): #expect(own == told)
        case (.truth(let own), .truth(let told)): #expect(own == told)
        case (.unknown, .unknown): break
        case (.picked(.text(let own)), .text(let told)): #expect(String(decoding: own, as: UTF8.self) == told)
        case (.figure(let own), .unknown): #expect(!own.isValue)
        case (.figure, _), (.truth, _), (.code, _), (.picked, _), (.unknown, _):
            Issue.record("\(kind) gives \(given) and is said to give \(kind.ofNoRows)")
        }
    }
}

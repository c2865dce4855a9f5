// The evaluator of the program against one that is plainly right, on random returns.

import Checking
import Diagnostics
import Findings
import Foundation
import Testing
import Wording

@testable import Evaluation

@Suite struct EvaluatorOracleTests {
    /// 1 January 2024: some of the waivers have ended.
    private static let today = 19_723

    private func checkedRules(_ text: String) throws -> RuleSet {
        let rules = check(
            [SourceFile(name: "oracle.rules", text: text)], options: CheckingOptions { _, _ in nil })
        let errors = rules.diagnostics.filter { $0.severity == .error }.map { "\($0.message) at `\($0.span.text)`" }
        try #require(errors.isEmpty, "\(errors.joined(separator: "\n"))")
        return rules
    }

    /// `KPILINT_CASES` chooses those whose name holds it: all of them take minutes.
    private static let cases: [OracleCase] = {
        guard let wanted = ProcessInfo.processInfo.environment["KPILINT_CASES"] else { return OracleCase.all }
        return OracleCase.all.filter { $0.name.contains(wanted) }
    }()

    @Test(arguments: cases)
    func judgesAsThePlainEvaluatorDoes(_ oracle: OracleCase) throws {
        let rules = try checkedRules(oracle.rules)
        // Where any cell may be faulty, little that is counted is known: returns without a fault show what it comes to.
        var runs = oracle.seeds.map { (seed: $0, shape: oracle.shape) }
        if oracle.shape.faults > 0 || oracle.shape.strangers > 0 { runs.append((3, oracle.shape.withoutFaults)) }
        for (index, (seed, shape)) in runs.enumerated() {
            let files = randomReturns(rules, shape, seed: seed)
            let plain = try PlainEvaluator(rules, files: files, partial: oracle.shape.partial, today: Self.today)
            plain.run()
            let chunkBytes = oracle.chunks[index % oracle.chunks.count]
            let one = try evaluated(
                rules, files, partial: oracle.shape.partial, threads: 1, chunkBytes: chunkBytes, today: Self.today)
            let differences = CheckSummary(one).differences(from: plain.summary)
            let row = differences.first { $0.contains(" row ") }.map { plain.cells(ofFinding: $0) } ?? ""
            #expect(
                differences.isEmpty,
                "\(oracle.name), seed \(seed), chunks of \(chunkBytes):\n\(differences.joined(separator: "\n"))\n\(row)"
            )
            guard index == 0 else { continue }
            // Measured as well, which changes nothing.
            let three = try evaluated(
                rules, files, partial: oracle.shape.partial, threads: 3, chunkBytes: chunkBytes, today: Self.today,
                recorder: CheckRecorder())
            #expect(
                CheckSummary(three).differences(from: CheckSummary(one)).isEmpty,
                "\(oracle.name), seed \(seed): three threads count otherwise than one")
            let changed = zip(one.findings, three.findings).first { !$0.isSame(as: $1) }
            #expect(
                changed == nil && one.findings.count == three.findings.count,
                "\(oracle.name), seed \(seed): three threads find otherwise than one")
        }
    }
}

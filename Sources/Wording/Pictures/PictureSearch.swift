// Finds the pictures of a rule's first violations for which tables must be read again.

import Checking
import Columns
import Evaluation
import Findings
import Planning

/// Looks up series and parts of totals, before threads share the wording.
struct PictureSearch {
    private let rule: Int
    private let violations: [RuleViolation]
    private let template: FindingTemplate
    private let reported: ReportedRows?
    private let writer: FindingWriter

    init(
        _ rule: Int, _ violations: [RuleViolation], _ template: FindingTemplate, _ reported: [Int: ReportedRows],
        in writer: FindingWriter
    ) {
        self.rule = rule
        self.violations = violations
        self.template = template
        self.reported = reported[writer.judgement.rules.rules[rule].scope.table]
        self.writer = writer
    }

    /// For each violation its picture; `nil` where it needs none of these.
    func find() -> [FindingPicture?] {
        if let series = SeriesPictures(rule, violations, template, in: writer) { return series.pictures() }
        guard template.comparisons.joined().contains(where: { TotalPictures.isAbout($0, template) }) else { return [] }
        let evaluator = ExpressionEvaluator(template.graph, lookups: writer.judgement)
        RuleMessages.begin(evaluator, violations, reported)
        let totals = TotalPictures(violations, template, evaluator, reported, in: writer)
        return violations.indices.map { totals.picture($0) }
    }
}

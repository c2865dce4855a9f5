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
        let series = SeriesPictures(rule, violations, template, in: writer)
        guard case .groups = writer.judgement.rules.rules[rule].scope else { return series?.pictures() ?? totals() }
        if writer.judgement.rules.rules[rule].pairs != nil { return totals() }
        // What a group comes to is drawn first; where it comes to nothing, its rows are.
        var pictures = totals()
        if pictures.isEmpty { pictures = violations.map { _ in nil } }
        guard pictures.contains(where: { $0 == nil }) else { return pictures }
        let ofRows = series?.pictures() ?? []
        for index in pictures.indices where pictures[index] == nil {
            pictures[index] =
                ofRows.indices.contains(index)
                ? ofRows[index]
                : .undrawn("the rule looks at a group of rows that stand in no order, and adds or counts nothing")
        }
        return pictures
    }

    private func totals() -> [FindingPicture?] {
        guard template.comparisons.joined().contains(where: { TotalPictures.isAbout($0, template) }) else { return [] }
        let evaluator = ExpressionEvaluator(template.graph, lookups: writer.judgement)
        RuleMessages.begin(evaluator, violations, reported)
        let totals = TotalPictures(violations, template, evaluator, reported, in: writer)
        return violations.indices.map { totals.picture($0) }
    }
}

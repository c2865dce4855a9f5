// Functions of targets, and of what is due: what each takes and gives, with examples that a test evaluates.

extension Signature {
    private static var dueScheme: String {
        """
        scheme council for value, target {
          green "Green" when meets(value, target, "higher")
          red   "Red"   otherwise
        }

        """
    }

    private static let reported = Parameter("value", .figure)
    private static let aimedAt = Parameter("target", .target)
    private static let better = Parameter("better", .direction, isOptional: true)

    package static let meets = Signature(
        .meets, [reported, aimedAt, better], .truth,
        "whether a target is met. The target's own words decide the direction, else `better` (`\"higher\"` or "
            + "`\"lower\"`), which may be left out where the row has a column of that name",
        example: "meets(value, target, better)",
        worked: [
            WorkedExample(
                "meets(value, target)", "true", .init("value measure", "20"), .init("target target", "<23")),
            WorkedExample(
                "meets(value, target, \"higher\")", "false", .init("value measure", "94%"),
                .init("target target", "95%")),
        ])

    package static let near = Signature(
        .near,
        [
            reported, aimedAt, better, Parameter("points", .tolerance, isOptional: true),
            Parameter("percent", .tolerance, isOptional: true),
        ], .truth,
        "whether the target is met, or missed by no more than so many points (where a figure prints `%`) or such a "
            + "share of the bound (everywhere else), written `5 points` and `5%`; a single tolerance serves both",
        example: "near(value, target, better, 5 points, 5%)",
        worked: [
            WorkedExample(
                "near(value, target, \"higher\", 5 points)", "true", .init("value measure", "92%"),
                .init("target target", "95%")),
            WorkedExample(
                "near(value, target, \"higher\", 5%)", "false", .init("value measure", "370"),
                .init("target target", "400")),
        ])

    package static let gap = Signature(
        .gap, [reported, aimedAt, better], .figure,
        "how far the value falls short, in its unit; 0 where the target is met",
        example: "gap(value, target) <= 3",
        worked: [
            WorkedExample(
                "gap(value, target)", "4 days", .init("value measure", "27 days"),
                .init("target target", "at most 23 days"))
        ])

    package static let relativeGap = Signature(
        .relativeGap, [reported, aimedAt, better], .percent,
        "how far the value falls short, as a percentage of the bound; 0 where the target is met",
        example: "relative_gap(value, target) <= 10%",
        worked: [
            WorkedExample(
                "relative_gap(value, target, \"higher\")", "5%", .init("value measure", "380"),
                .init("target target", "400"))
        ])

    package static let due = Signature(
        .due, [Parameter("rag", .statusColumn)], .status,
        "the status that the scheme of the column calls for; `due(rag, target: other)` with another column in the "
            + "place of a parameter",
        example: "rag == due(rag, target: national_value)",
        worked: [
            WorkedExample(
                "due(rag)", "Red", .init("value measure", "94%"), .init("target target", "95%"),
                .init("rag status council", "Green"), declarations: dueScheme)
        ])

    package static let prorate = Signature(
        .prorate, [Parameter("target", .target), Parameter("share", .figure)], .target,
        "the part of an annual target that is due after that share of the year",
        example: "meets(value, prorate(target, elapsed(period)))",
        worked: [WorkedExample("prorate(target(\"400\"), 50%)", "200")])

    package static let elapsed = Signature(
        .elapsed, [Parameter("period", .period)], .percent,
        "the share of its year that is over at the period's end, as a percentage",
        example: "elapsed(period)", worked: [WorkedExample("elapsed(period(\"2023-24 Q2\"))", "50%")])
}

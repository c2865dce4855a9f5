// Functions of figures: what each takes and gives, with examples that a test evaluates.

extension Signature {
    package static let percent = Signature(
        .percent, [Parameter("part", .figure), Parameter("whole", .figure)], .percent,
        "part as a percentage of whole", example: "value agrees with percent(numerator, denominator)",
        worked: [WorkedExample("percent(45, 60)", "75%")])

    package static let change = Signature(
        .change, [Parameter("a", .figure), Parameter("b", .figure)], .percent,
        "the change from b to a, as a percentage of b",
        example: "change(value, previous.value) <= 10%", worked: [WorkedExample("change(110, 100)", "10%")])

    package static let ratio = Signature(
        .ratio, [Parameter("text", .text)], .percent,
        "the only \"7 of 9\", \"7 out of 9\" or \"7/9\" in a text as a percentage; years, dates and quarters do not count; "
            + "unknown where there is none, or several that differ",
        example: "value agrees with ratio(commentary)",
        worked: [
            WorkedExample("ratio(\"3 of 4 sites open\")", "75%"),
            WorkedExample("ratio(\"3 of 4 sites, 7 of 9 clubs\")", "unknown"),
        ])

    package static let abs = Signature(
        .abs, [Parameter("x", .figure)], .figure, "the figure without its sign",
        example: "abs(value - previous.value) < 5", worked: [WorkedExample("abs(3 - 8)", "5")])

    package static let round = Signature(
        .round, [Parameter("x", .figure), Parameter("n", .figure, isOptional: true)], .figure,
        "the figure rounded to n decimals, or to a whole number; halves are rounded away from zero, n is a whole number "
            + "from -48 to 48",
        example: "round(days / employees, 2)",
        worked: [WorkedExample("round(2.345, 2)", "2.35"), WorkedExample("round(2.5)", "3")])

    package static let remainder = Signature(
        .remainder, [Parameter("a", .figure), Parameter("b", .figure)], .figure,
        "what is left of a whole number that is divided by another one, with the sign of b, as for check digits; unknown "
            + "where one is no whole number, or b is 0",
        example: "remainder(days, 7) == 0",
        worked: [WorkedExample("remainder(17, 5)", "2"), WorkedExample("remainder(-1, 11)", "10")])

    package static let min = Signature(
        .min, [Parameter("a", .ordered), Parameter("b", .ordered, repeats: true)], .alike,
        "the least of figures, the earliest of dates or periods", example: "min(q1, q2)",
        worked: [WorkedExample("min(3, 7)", "3"), WorkedExample("min(2024-02-01, 2024-01-01)", "2024-01-01")])

    package static let max = Signature(
        .max, [Parameter("a", .ordered), Parameter("b", .ordered, repeats: true)], .alike,
        "the greatest of figures, the latest of dates or periods", example: "max(q1, q2)",
        worked: [WorkedExample("max(3, 7)", "7"), WorkedExample("max(2024-02-01, 2024-01-01)", "2024-02-01")])

    package static let rises = Signature(
        .rises, [Parameter("a", .figure), Parameter("b", .figure, repeats: true)], .truth,
        "whether the figures never fall from left to right; unknown ones are skipped",
        example: "rises(q1, q2, q3, q4)",
        worked: [WorkedExample("rises(1, 2, 2, 5)", "true"), WorkedExample("rises(1, 5, 2)", "false")])

    package static let falls = Signature(
        .falls, [Parameter("a", .figure), Parameter("b", .figure, repeats: true)], .truth,
        "whether the figures never rise from left to right; unknown ones are skipped",
        example: "falls(q1, q2, q3, q4)",
        worked: [WorkedExample("falls(5, 2, 2, 1)", "true"), WorkedExample("falls(5, 1, 2)", "false")])
}

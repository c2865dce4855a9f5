// Functions of cells as printed, and of values written as in cells, with examples that a test evaluates.

extension Signature {
    package static let unit = Signature(
        .unit, [Parameter("m", .figureOrTarget)], .text,
        "a measure's unit, `\"\"` for a number without one; unknown for words", example: "unit(value) == \"%\"",
        worked: [
            WorkedExample("unit(measure(\"5 kg\"))", "kg"), WorkedExample("unit(measure(\"5\")) == \"\"", "true"),
        ])

    package static let amount = Signature(
        .amount, [Parameter("m", .figureOrTarget)], .figure, "a measure's figure, without its unit",
        example: "amount(value) < 1000", worked: [WorkedExample("amount(measure(\"5 kg\"))", "5")])

    package static let stored = Signature(
        .stored, [Parameter("x", .column)], .alike,
        "the figure that a workbook stores behind the one that its cell shows, in the same unit; of delimited text the "
            + "figure itself",
        example: "stored(value) >= 95%",
        worked: [WorkedExample("stored(value)", "95.0%", .init("value percent", "95.0%"))])

    package static let printed = Signature(
        .printed, [Parameter("x", .column)], .text, "a cell as it stands in the return",
        example: "printed(value) contains \"*\"",
        readsPrintedCells: true, worked: [WorkedExample("printed(value)", "£1.2m", .init("value money", "£1.2m"))])

    package static let decimals = Signature(
        .decimals, [Parameter("x", .figureOrTarget)], .figure, "how many decimals are printed",
        example: "decimals(value) <= 1",
        readsPrintedCells: true, worked: [WorkedExample("decimals(value)", "2", .init("value measure", "92.40%"))])

    package static let digits = Signature(
        .digits, [Parameter("x", .figureOrTarget)], .figure, "how many significant digits are printed",
        example: "digits(value) >= 3", readsPrintedCells: true,
        worked: [WorkedExample("digits(value)", "4", .init("value measure", "92.40%"))])

    package static let mark = Signature(
        .mark, [Parameter("x", .column)], .text,
        "the notes and marks beside a figure, as printed; blank, and so unknown, where there are none",
        example: "mark(value) is blank",
        readsPrintedCells: true,
        worked: [
            WorkedExample("mark(value)", "[p]", .init("value measure", "95% [p]")),
            WorkedExample("mark(value)", "blank", .init("value measure", "95%")),
        ])

    package static let exact = Signature(
        .exact, [Parameter("x", .figure)], .figure,
        "the figure as an exact one, which stands for itself alone and not for what rounds to it",
        example: "total agrees with exact(value)",
        worked: [
            WorkedExample("exact(share) agrees with 70.6%", "false", .init("share percent", "71%")),
            WorkedExample("share agrees with 70.6%", "true", .init("share percent", "71%")),
        ])

    package static let sameUnit = Signature(
        .sameUnit, [Parameter("a", .figureOrTarget), Parameter("b", .figureOrTarget)], .truth,
        "whether two figures have one unit, or units of time that convert",
        example: "same_unit(value, previous_value)",
        worked: [
            WorkedExample("same_unit(measure(\"14 days\"), measure(\"2 weeks\"))", "true"),
            WorkedExample("same_unit(measure(\"5 kg\"), measure(\"5%\"))", "false"),
        ])

    package static let firstKnown = Signature(
        .firstKnown, [Parameter("a", .alike), Parameter("b", .alike, repeats: true)], .alike,
        "the first of these that is known", example: "first_known(value, previous.value)",
        worked: [
            WorkedExample(
                "first_known(now, before)", "12", .init("now measure", "TBC"), .init("before measure", "12"))
        ])

    package static let known = Signature(
        .known, [Parameter("a", .anything), Parameter("b", .anything, repeats: true)], .figure,
        "how many of these are known", example: "known(value, target, commentary) >= 2",
        worked: [
            WorkedExample(
                "known(now, before, note)", "2", .init("now measure", "5%"), .init("before measure", "TBC"),
                .init("note text", "late"))
        ])

    package static let measure = Signature(
        .measure, [Parameter("text", .text)], .figure,
        "a text read as a cell of a `measure` column; unknown where it cannot be read",
        example: "value < measure(\"£1.2m\")",
        worked: [
            WorkedExample("measure(\"£1.2m\")", "£1,200,000"),
            WorkedExample("measure(part(note, 4, 6))", "12%", .init("note text", "at 12%")),
        ])

    package static let number = Signature(
        .number, [Parameter("text", .text)], .figure,
        "a text read as a cell of a `number` column; unknown where it cannot be read",
        example: "number(find(code, /[0-9]+/)) <= 50",
        worked: [
            WorkedExample("number(part(code, 4, 5)) + 1", "13", .init("code text", "KP-12")),
            WorkedExample("number(code)", "unknown", .init("code text", "KP-12")),
        ])

    package static let date = Signature(
        .date, [Parameter("text", .text)], .date,
        "a text read as a cell of a `date` column; unknown where it cannot be read",
        example: "date(find(commentary, /by (.*)/) + \" 2024\") >= opened",
        worked: [
            WorkedExample(
                "date(day + \" \" + month)", "2024-03-31", .init("day text", "31"), .init("month text", "March 2024"))
        ])

    package static let target = Signature(
        .target, [Parameter("text", .text)], .target,
        "a text read as a cell of a `target` column; unknown where it cannot be read",
        example: "meets(value, target(\"<23\"))", worked: [WorkedExample("target(\"<23\")", "<23")])

    package static let period = Signature(
        .period, [Parameter("text", .text)], .period,
        "a text read as a cell of a `period` column; unknown where it cannot be read",
        example: "period >= period(\"2023-24 Q2\")",
        worked: [
            WorkedExample("period(\"2023-24 Q2\")", "2023-24 Q2"),
            WorkedExample(
                "period(year + \" \" + quarter)", "2023-24 Q2", .init("year text", "2023/24"),
                .init("quarter text", "Q2")),
        ])
}

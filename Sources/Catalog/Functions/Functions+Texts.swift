// Functions of texts: what each takes and gives, with examples that a test evaluates.

extension Signature {
    private static let text = Parameter("text", .text)

    package static let lower = Signature(
        .lower, [text], .text, "a text in small letters", example: "lower(owner) == \"housing\"",
        worked: [WorkedExample("lower(\"Mill Road\")", "mill road")])

    package static let upper = Signature(
        .upper, [text], .text, "a text in capital letters", example: "upper(code) == \"A1\"",
        worked: [WorkedExample("upper(\"Mill Road\")", "MILL ROAD")])

    package static let trim = Signature(
        .trim, [text], .text, "a text without white space around it", example: "trim(owner)",
        worked: [WorkedExample("trim(\" Mill Road \")", "Mill Road")])

    package static let length = Signature(
        .length, [text], .figure, "how many characters a text has", example: "length(commentary) <= 500",
        worked: [WorkedExample("length(\"Mill Road\")", "9")])

    package static let wordCount = Signature(
        .wordCount, [text], .figure, "how many words a text has", example: "word_count(commentary) >= 5",
        worked: [WorkedExample("word_count(\"Down on last year\")", "4")])

    package static let firstNumber = Signature(
        .firstNumber, [text], .figure, "the first figure in a text, with its unit",
        example: "first_number(commentary) == value",
        worked: [WorkedExample("first_number(\"Down to 12% from 15%\")", "12%")])

    package static let find = Signature(
        .find, [text, Parameter("pattern", .pattern), Parameter("group", .groupName, isOptional: true)], .text,
        "the part of a text that a pattern finds first: its named group, else its first group, else all that matches; "
            + "unknown where nothing matches. Of several named groups, `group` says which",
        example: "measure(find(commentary, /[0-9.]+%/)) == value",
        worked: [
            WorkedExample("find(\"Down by 5.1% to 80%\", /by (?<fall>[0-9.]+%)/)", "5.1%"),
            WorkedExample("find(\"From 7 to 9\", /from (?<old>\\d+) to (?<new>\\d+)/i, \"new\")", "9"),
            WorkedExample("find(\"No change\", /by [0-9.]+%/)", "unknown"),
        ])

    package static let part = Signature(
        .part, [text, Parameter("from", .figure), Parameter("to", .figure)], .text,
        "the characters of a text from one number to another, counted from 1, both included; what lies beyond its end is "
            + "left out",
        example: "part(code, 1, 2) == \"KP\"",
        worked: [WorkedExample("part(\"KP-12\", 1, 2)", "KP"), WorkedExample("part(\"KP-12\", 4, 9)", "12")])

    package static let replace = Signature(
        .replace, [text, Parameter("old", .text), Parameter("new", .text)], .text,
        "a text with new in every place where it has old; case matters", example: "replace(code, \"-\", \"\") == ref",
        worked: [
            WorkedExample("replace(\"KP-1-2\", \"-\", \"\")", "KP12"),
            WorkedExample("replace(\"Parks & Gardens\", \"&\", \"and\")", "Parks and Gardens"),
        ])

    package static let folded = Signature(
        .folded, [text], .text,
        "the words of a text by which names are compared: in small letters, without accents, signs, the, of, a, an, in, "
            + "for, to, and, on, and without the s at the end of longer words",
        example: "folded(owner) == \"housing team\"",
        worked: [
            WorkedExample("folded(\"The Caf\u{E9}s & Parks of York\")", "cafe park york"),
            WorkedExample("folded(\"Children\u{2019}s homes\")", "children home"),
        ])

    package static let like = Signature(
        .like, [Parameter("a", .text), Parameter("b", .text)], .truth,
        "whether two texts are the same once they are `folded`", example: "like(owner, \"The Housing Team\")",
        worked: [
            WorkedExample("like(\"Number of homes\", \"NUMBER OF THE HOMES\")", "true"),
            WorkedExample("like(\"Homes\", \"Houses\")", "false"),
        ])

    package static let likeness = Signature(
        .likeness, [Parameter("a", .text), Parameter("b", .text)], .percent,
        "how much two texts are like each other: the pairs of letters that both have once they are `folded`, as a share "
            + "of all; of each text the first 500 letters",
        example: "likeness(owner, previous.owner) >= 80%",
        worked: [
            WorkedExample("likeness(\"Homes built\", \"Homes to build\")", "85.7%"),
            WorkedExample("likeness(\"Homes\", \"Roads\")", "0%"),
        ])

    package static let ratioBase = Signature(
        .ratioBase, [text], .figure, "the whole of the `ratio` in a text",
        example: "ratio_base(commentary) == total",
        worked: [
            WorkedExample("ratio_base(\"3 of 8 sites open\")", "8"),
            WorkedExample("ratio_base(\"All open\")", "unknown"),
        ])
}

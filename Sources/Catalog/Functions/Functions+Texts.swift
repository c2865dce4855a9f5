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
}

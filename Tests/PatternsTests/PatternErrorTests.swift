// What is no pattern, and what the error points at.

import Patterns
import Testing

@Suite struct PatternErrorTests {
    static let deep = String(repeating: "(", count: 251) + String(repeating: ")", count: 251)

    @Test(arguments: [
        ("(a", 0..<1, "'(' without ')'"), ("£(a", 2..<3, "'(' without ')'"), ("a)", 1..<2, "')' without '('"),
        ("a[b", 1..<2, "'[' without ']'"), ("[]", 0..<1, "'[' without ']'"), ("[^]", 0..<1, "'[' without ']'"),
        ("*a", 0..<1, "nothing to repeat"), ("a|+", 2..<3, "nothing to repeat"), ("(?i)?", 4..<5, "nothing to repeat"),
        ("{2}", 0..<3, "nothing to repeat"),
        ("a**", 2..<3, "a repetition cannot be repeated; put it into a group: (?:…)"),
        ("a*+", 1..<3, "possessive repetitions are not supported"),
        ("a{1000}{1000}", 7..<13, "a repetition cannot be repeated; put it into a group: (?:…)"),
        ("é[z-a]", 3..<6, "range out of order"), ("e\u{301}[z-a]", 4..<7, "range out of order"),
        ("[a-\\d]", 1..<5, "a set cannot end a range"),
        ("[\\b]", 1..<3, "no place can be in a class"),
        ("a{2,1}", 1..<6, "repetition bounds out of order: 2 is more than 1"),
        ("a{1001}", 1..<7, "more than 1000 repetitions"),
        ("a{99999999999999999999}", 1..<23, "more than 1000 repetitions"),
        ("(?=a)", 0..<3, "look-around is not supported"), ("a(?<!b)", 1..<5, "look-around is not supported"),
        ("(?!a)", 0..<3, "look-around is not supported"),
        ("(?<=a)", 0..<4, "look-around is not supported"), ("(a)\\1", 3..<5, "backreferences are not supported"),
        ("(?P=n)", 0..<4, "backreferences are not supported"), ("\\k<n>", 0..<2, "backreferences are not supported"),
        ("(?>a)", 0..<3, "unknown kind of group"), ("(?i-)", 0..<5, "unknown kind of group"),
        ("(?)", 0..<3, "unknown kind of group"), ("(?i", 0..<1, "'(' without ')'"),
        ("(?<1>a)", 3..<4, "a group's name is letters, digits and '_', between '<' and '>'"),
        ("(?<>a)", 3..<3, "a group's name is letters, digits and '_', between '<' and '>'"),
        ("(?<a>)(?<a>)", 9..<10, "two groups have the name 'a'"),
        ("\\y", 0..<2, "unknown escape '\\y'"), ("a\\Z", 1..<3, "'\\Z' is not supported; the end of the text is '\\z'"),
        ("\\", 0..<1, "a backslash at the end"),
        ("\\é", 0..<3, "'é' needs no backslash"),
        ("\\x4", 0..<3, "'\\x' takes two hexadecimal digits, or any number of them in braces"),
        ("\\x{}", 0..<3, "'\\x' takes two hexadecimal digits, or any number of them in braces"),
        ("\\x{110000}", 0..<10, "no such character"), ("\\x{D800}", 0..<8, "no such character"),
        ("\\p{Greek}", 0..<9, "unknown property 'Greek'; only general categories such as L, Lu and Nd"),
        ("\\p{L", 0..<4, "'{' without '}'"),
        ("[[:foo:]]", 1..<8, "unknown class 'foo'"),
        (deep, 250..<251, "groups nested deeper than 250"),
        ("((a{100}){100}){10}", 0..<19, "the pattern is too large once its repetitions are written out"),
        ("((?:){1000}){1000}", 0..<18, "the pattern is too large once its repetitions are written out"),
        ("(?:(?:(?:){1000}){1000}){1000}", 0..<30, "the pattern is too large once its repetitions are written out"),
        ("\\pL{1000}", 0..<9, "the pattern is too large once its repetitions are written out"),
    ])
    func refused(pattern: String, range: Range<Int>, message: String) {
        #expect(throws: PatternError(message: message, range: range)) {
            try Pattern(parsing: pattern, ignoringCase: false)
        }
    }

    @Test func tooLong() {
        let source = String(repeating: "a", count: 16_385)
        #expect(throws: PatternError(message: "the pattern is longer than 16384 bytes", range: 0..<16_385)) {
            try Pattern(parsing: source, ignoringCase: false)
        }
    }

    @Test(arguments: [
        String(repeating: "(", count: 250) + String(repeating: ")*", count: 250), "a{1000}", ".{1000}", "\\pL{50}",
        "(?i)[^é]{500}",
    ])
    func largeButAllowed(pattern: String) throws {
        let matcher = try Pattern(parsing: pattern, ignoringCase: false).makeMatcher()
        #expect(!matcher.matchesWhole("1\u{1}"))
    }
}

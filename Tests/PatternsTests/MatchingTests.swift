// What patterns match: the syntax, construct by construct.

import Patterns
import Testing

struct MatchCase: Sendable, CustomTestStringConvertible {
    var pattern: String
    var text: String
    var whole: Bool
    var anywhere: Bool
    var testDescription: String { "/\(pattern)/ on '\(text)'" }

    init(_ pattern: String, _ text: String, whole: Bool, anywhere: Bool) {
        (self.pattern, self.text, self.whole, self.anywhere) = (pattern, text, whole, anywhere)
    }

    init(_ pattern: String, _ text: String, _ both: Bool) {
        self.init(pattern, text, whole: both, anywhere: both)
    }
}

@Suite struct MatchingTests {
    static let cases: [MatchCase] = [
        // Literals, sequences, alternatives
        .init("", "", true), .init("", "a", whole: false, anywhere: true),
        .init("abc", "abc", true), .init("abc", "xabcx", whole: false, anywhere: true), .init("abc", "ab", false),
        .init("a|b", "b", true), .init("a|b", "ab", whole: false, anywhere: true),
        .init("ab|cd", "abd", whole: false, anywhere: true),
        .init("a||b", "", true), .init("a\\/b", "a/b", true), .init("\\Qa.b\\E+", "a.bbb", true),
        .init("\\Qa.b", "axb", false),
        .init("£5", "£5", true), .init("]}", "]}", true), .init("{,2}", "{,2}", true), .init("a{b", "a{b", true),
        // Dot and UTF-8
        .init(".", "é", true), .init(".", "💷", true), .init("..", "é", false), .init(".", "\n", false),
        .init("(?s).", "\n", true), .init("..", "e\u{301}", true),
        // Patterns are composed: what they are tried on is, too
        .init("e\u{301}", "\u{E9}", true), .init("e\u{301}+", "\u{E9}\u{E9}", true),
        .init("[^e\u{301}]", "\u{E9}", false),
        .init("[a\u{300}-y\u{308}]", "\u{E9}", true), .init("(?i)E\u{301}", "\u{E9}", true),
        .init("\\Qe\u{301}\\E", "\u{E9}", true), .init("x\u{302}", "x\u{302}", true),
        // Repetitions
        .init("a*", "", true), .init("a+", "", false), .init("ab?c", "ac", true), .init("ab?c", "abbc", false),
        .init("a{3}", "aaa", true), .init("a{3}", "aa", false), .init("a{3}", "aaaa", whole: false, anywhere: true),
        .init("a{2,}", "a", false), .init("a{2,}", "aaaaa", true), .init("(?:ab){1,2}", "abab", true),
        .init("(?:ab){1,2}", "ababab", whole: false, anywhere: true), .init("a{0}", "", true),
        .init("x(a{0})y", "xy", true),
        .init("a*?", "aaa", true), .init("a+?b", "aab", true), .init("a??", "a", true), .init("a{2,3}?", "aaa", true),
        .init("(a*)*", "aaaa", true), .init("(a*)+", "b", whole: false, anywhere: true), .init("(|a)+", "aaa", true),
        .init("(?:)*", "", true), .init("(?:^)*a", "a", true),
        // Classes
        .init("[a-c]", "b", true), .init("[a-c]", "d", false), .init("[^a-c]", "b", false), .init("[^a-c]", "é", true),
        .init("[^a]", "\n", true), .init("[]a]", "]", true), .init("[^]a]", "]", false), .init("[a-]", "-", true),
        .init("[-a]", "-", true), .init("[\\w-.]", "-", true), .init("[a-c-e]", "-", true),
        .init("[a-c-e]", "d", false),
        .init("[[:alpha:]_]+", "ab_", true), .init("[[:^digit:]]", "1", false), .init("[[:digit:]]", "1", true),
        .init("[[:x]", ":", true), .init("[\\d\\s]+", "1 2", true), .init("[^\\d]", "1", false),
        .init("[\\]\\-]", "-", true),
        .init("[£€]", "€", true), .init("[£€]", "¢", false), .init("[α-ω]+", "λογος", true),
        .init("[^\\x00-\\x{10FFFF}]", "a", false),
        .init("[\\D\\d]", "x", true), .init("[💷-💹]", "💸", true), .init("[ -~]", "~", true),
        // Escapes
        .init("\\d+", "2024", true), .init("\\d", "٣", false), .init("\\D", "٣", true), .init("\\w+", "a_1", true),
        .init("\\w", "é", false), .init("\\W", "é", true), .init("\\s", "\u{0B}", false), .init("\\s\\S", "\tx", true),
        .init("\\x41\\x{42}", "AB", true), .init("\\x{1F4B7}", "💷", true), .init("\\0\\07", "\0\u{07}", true),
        .init("\\a\\f\\n\\r\\t\\v", "\u{07}\u{0C}\n\r\t\u{0B}", true), .init("\\.\\$\\^\\\\", ".$^\\", true),
        .init("\\p{Lu}\\p{Ll}", "Éé", true), .init("\\pL+", "Straße", true), .init("\\p{L}", "1", false),
        .init("\\PL", "1", true),
        .init("\\p{^L}", "x", false), .init("\\P{^L}", "x", true), .init("\\p{N}", "٣", true),
        .init("\\p{Nd}", "Ⅷ", false),
        .init("\\p{Sc}", "€", true), .init("[\\p{Sc}\\d]+", "£5", true), .init("\\p{Pd}", "–", true),
        .init("\\p{Lo}", "漢", true),
        .init("\\p{Cn}", "\u{50000}", true), .init("\\p{Co}", "\u{F0000}", true), .init("\\p{Any}", "\n", true),
        .init("\\p{Zs}", "\u{A0}", true),
        // Ignoring case
        .init("(?i)abc", "aBC", true), .init("(?i:a)b", "AB", false), .init("(?i:a)b", "Ab", true),
        .init("a(?i)b|c", "C", true),
        .init("(?i)é", "É", true), .init("(?i)[à-ý]", "Ü", true), .init("(?i)[^a]", "A", false),
        .init("(?i)k", "\u{212A}", true),
        .init("(?i)\u{212A}", "k", true), .init("(?i)ſ", "S", true), .init("(?i)ς", "Σ", true),
        .init("(?i)σ", "ς", true), .init("(?i)i", "ı", false),
        .init("(?i)i", "İ", false), .init("(?i)ß", "ẞ", true), .init("(?i)\\p{Lu}", "a", true),
        .init("(?i-i)a", "A", false),
        .init("(?i)[[:upper:]]", "a", true), .init("(?i)я", "Я", true), .init("(?i)µ", "μ", true),
        .init("(?i)\\Qab\\E", "AB", true),
        // Places
        .init("^a$", "a", true), .init("^a", "ba", false), .init("a$", "ab", false), .init("a$", "a\n", false),
        .init("a\\z", "ba", whole: false, anywhere: true),
        .init("a^b", "ab", false), .init("\\Aa", "ba", false),
        .init("(?m)^b$", "a\nb\nc", whole: false, anywhere: true),
        .init("(?m)a$\\nb", "a\nb", true), .init("^b$", "a\nb\nc", false), .init("(?m:^)b|^c", "a\nc", false),
        .init("$^", "", true),
        .init("\\bred\\b", "is red.", whole: false, anywhere: true), .init("\\bred\\b", "hundred", false),
        .init("\\bred\\b", "red", true),
        .init("\\Bred", "hundred", whole: false, anywhere: true), .init("\\Bred", "red", false), .init("\\B", "", true),
        .init("\\b", "", false),
        .init("\\B", "aéa", false), .init("\\B", "éé", whole: false, anywhere: true), .init("a\\b.", "aé", true),
        .init("\\b\\b\\ba", "a", true),
        .init("(?:\\b|x)*a", "a", true), .init("(?:^|,)a(?:,|$)", "b,a", whole: false, anywhere: true),
        .init("x*\\by", "xy", whole: false, anywhere: false),
        // Flags
        .init("(?U)a+", "aaa", true), .init("(?sm-i:.)", "\n", true), .init("((?i)a)b", "AB", false),
    ]

    @Test(arguments: cases)
    func matches(_ example: MatchCase) throws {
        let matcher = try Pattern(parsing: example.pattern, ignoringCase: false).makeMatcher()
        #expect(matcher.matchesWhole(example.text) == example.whole)
        #expect(matcher.matchesAnywhere(example.text) == example.anywhere)
        #expect(matcher.allMatches(in: example.text).isEmpty == !example.anywhere)
        let cells = [Array(example.text.utf8), [], Array(example.text.utf8)]
        #expect(matcher.column(cells, anywhere: false) == [example.whole, matcher.matchesWhole(""), example.whole])
        #expect(
            matcher.column(cells, anywhere: true) == [example.anywhere, matcher.matchesAnywhere(""), example.anywhere])
    }

    @Test(arguments: [("green", "GREEN", true), ("[a-f]+", "AbF", true), ("Ä", "ä", true), ("x", "y", false)])
    func ignoringCase(pattern: String, text: String, expected: Bool) throws {
        let pattern = try Pattern(parsing: pattern, ignoringCase: true)
        #expect(pattern.ignoresCase)
        #expect(pattern.makeMatcher().matchesWhole(text) == expected)
    }

    /// The formats of the standard checks.
    @Test(arguments: [
        ("[EWSN][0-9]{8}", "E06000001", "E0600000"), ("[0-9]{1,2}\\.[0-9]{1,2}", "1.10", "1.100"),
        ("Monthly|Quarterly|Annual", "Annual", "Annually"), ("%|number|£|days", "£", "$"),
        ("[0-9]{4}-Q[1-4]", "2023-Q4", "2023-Q5"), ("[0-9]*", "", "x"),
        (
            "(<=|>=|<|>)?£?[0-9][0-9,]*(\\.[0-9]+)?[mk]?%?"
                + "|Between £?[0-9][0-9,]*(\\.[0-9]+)?[mk]?%?-£?[0-9][0-9,]*(\\.[0-9]+)?[mk]?%?",
            "Between £1,000.5k-£2m", "Between 10"
        ),
        ("DNA|£?[0-9][0-9,]*(\\.[0-9]+)?[mk]?%?", "£1,344.2m", "£-1"),
    ])
    func standardFormats(pattern: String, good: String, bad: String) throws {
        let matcher = try Pattern(parsing: pattern, ignoringCase: false).makeMatcher()
        #expect(matcher.matchesWhole(good))
        #expect(!matcher.matchesWhole(bad))
    }

    @Test(arguments: [".", "[^a]", "\\W", "\\P{L}", "\\x{FF}", "(?s)."])
    func bytesThatAreNoTextMatchNothing(pattern: String) throws {
        let matcher = try Pattern(parsing: pattern, ignoringCase: false).makeMatcher()
        let broken: [[UInt8]] = [
            [0xFF], [0x80], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82],
        ]
        for bytes in broken {
            withBytes(bytes) {
                #expect(!matcher.matchesWhole($0))
                #expect(!matcher.matchesAnywhere($0))
                #expect(matcher.allMatches(in: $0).isEmpty)
            }
        }
    }

    /// Every scalar near the borders of the UTF-8 lengths and of the surrogates.
    @Test func utf8Borders() throws {
        let borders: [UInt32] = [
            0x7F, 0x80, 0x7FF, 0x800, 0xFFF, 0x1000, 0xD7FF, 0xE000, 0xFFFF, 0x1_0000, 0x3_FFFF, 0x4_0000, 0x10_FFFF,
        ]
        for low in borders {
            for high in borders where low <= high {
                let hex = (String(low, radix: 16), String(high, radix: 16))
                let matcher = try Pattern(parsing: "[\\x{\(hex.0)}-\\x{\(hex.1)}]", ignoringCase: false).makeMatcher()
                for value in borders.flatMap({ [$0 &- 1, $0, $0 + 1] }) {
                    guard let scalar = Unicode.Scalar(value) else { continue }
                    #expect(matcher.matchesWhole(String(Character(scalar))) == (low...high ~= value))
                }
            }
        }
    }

    @Test(arguments: [
        ("Lu", Unicode.GeneralCategory.uppercaseLetter), ("Lo", .otherLetter), ("Cn", .unassigned), ("Co", .privateUse),
    ])
    func categoriesAreThoseOfTheStandardLibrary(name: String, category: Unicode.GeneralCategory) throws {
        let matcher = try Pattern(parsing: "\\p{\(name)}", ignoringCase: false).makeMatcher()
        let wrong = stride(from: UInt32(0), through: 0x10_FFFF, by: 7).first { value in
            guard let scalar = Unicode.Scalar(value) else { return false }
            return matcher.matchesWhole(String(Character(scalar))) != (scalar.properties.generalCategory == category)
        }
        #expect(wrong == nil)
    }
}

// Patterns and texts on which backtracking, or a search that starts anew, would not come to an end.

import Patterns
import Testing

@Suite struct HostilePatternTests {
    @Test(arguments: [
        "(a*)*b", "(a|a)*c", "(a|aa)+$b", "(a?){50}a{50}b", "((a*)*)*b", "(.*)(.*)(.*)(.*)x", "(\\b|a)*b", "(?:a*?)*?b",
    ])
    func noBacktracking(pattern: String) throws {
        let matcher = try Pattern(parsing: pattern, ignoringCase: false).makeMatcher()
        let text = String(repeating: "a", count: 20_000)
        #expect(!matcher.matchesWhole(text))
        #expect(!matcher.matchesAnywhere(text))
        #expect(matcher.allMatches(in: text).isEmpty)
    }

    /// Each match could end at the text's end, as far as a search can tell that does not know the end.
    @Test(arguments: ["a.*b|a", "a(?:.*b)?", "a[^b]*b|a"])
    func manyMatchesThatCouldBeLong(pattern: String) throws {
        let matcher = try Pattern(parsing: pattern, ignoringCase: false).makeMatcher()
        let text = String(repeating: "a", count: 20_000)
        #expect(matcher.allMatches(in: text).count == 20_000)
    }

    /// Nearly every byte leads to a new state, so that the known ones are dropped again and again.
    @Test func moreStatesThanAreKept() throws {
        let matcher = try Pattern(parsing: "(?:a|b)*a(?:a|b){15}", ignoringCase: false).makeMatcher()
        var random = Linear(state: 7)
        var text: [UInt8] = (0..<12_000).map { _ in random.next() % 2 == 0 ? 0x61 : 0x62 }
        for last: UInt8 in [0x61, 0x62] {
            text[text.count - 16] = last
            #expect(withBytes(text) { matcher.matchesWhole($0) } == (last == 0x61))
        }
    }

    /// The same for the search from the end, which must forget between blocks.
    @Test func moreLiveSetsThanAreKept() throws {
        let matcher = try Pattern(parsing: "(?:a|b){11}(a)(?:a|b)*c", ignoringCase: false).makeMatcher()
        var random = Linear(state: 11)
        let text: [UInt8] = (0..<20_000).map { _ in random.next() % 2 == 0 ? 0x61 : 0x62 } + [0x63]
        let group = text[11...].firstIndex(of: 0x61) ?? 0
        let expected = [PatternMatch(range: group - 11..<text.count, groups: [group..<group + 1])]
        #expect(withBytes(text) { matcher.allMatches(in: $0) } == expected)
    }

    @Test func columnOfAPatternWithManyStates() throws {
        let matcher = try Pattern(parsing: "(?:a|b)*a(?:a|b){10}", ignoringCase: false).makeMatcher()
        var random = Linear(state: 5)
        let cells: [[UInt8]] = (0..<200).map { length in (0..<length).map { _ in random.next() % 2 == 0 ? 0x61 : 0x62 }
        }
        let expected = cells.map { $0.count > 10 && $0[$0.count - 11] == 0x61 }
        #expect(matcher.column(cells, anywhere: false) == expected)
        #expect(matcher.column(cells, anywhere: true) == cells.map { $0.dropLast(10).contains(0x61) })
    }
}

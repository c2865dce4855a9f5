// Random patterns and texts, compared with a matcher that is too slow to be wrong.

import Testing

@testable import Patterns

/// A pattern that writes itself and tries all ways to match, in Perl's order.
indirect enum Oracle {
    case letter(Character)
    case any
    case not(Character)
    case start
    case end
    case boundary(Bool)
    case sequence(Oracle, Oracle)
    case either(Oracle, Oracle)
    case group(Oracle, Int)
    case rounds(Oracle, Int, Int?, lazy: Bool)

    var source: String {
        switch self {
        case .letter(let letter): String(letter)
        case .any: "."
        case .not(let letter): "[^\(letter)]"
        case .start: "^"
        case .end: "$"
        case .boundary(let isOne): isOne ? "\\b" : "\\B"
        case .sequence(let first, let second): first.source + second.source
        case .either(let first, let second): "(?:\(first.source)|\(second.source))"
        case .group(let body, _): "(\(body.source))"
        case .rounds(let body, let low, let high, let lazy):
            "(?:\(body.source)){\(low),\(high.map(String.init) ?? "")}\(lazy ? "?" : "")"
        }
    }

    typealias Groups = [Int: Range<Int>]

    /// Tries the ways to match from a place, best first, until one is accepted.
    func match(_ text: [Character], _ at: Int, _ groups: Groups, _ accept: (Int, Groups) -> Bool) -> Bool {
        switch self {
        case .letter(let letter): return at < text.count && text[at] == letter && accept(at + 1, groups)
        case .any: return at < text.count && text[at] != "\n" && accept(at + 1, groups)
        case .not(let letter): return at < text.count && text[at] != letter && accept(at + 1, groups)
        case .start: return at == 0 && accept(at, groups)
        case .end: return at == text.count && accept(at, groups)
        case .boundary(let isOne):
            let isWord = { (index: Int) in text.indices.contains(index) && "abc".contains(text[index]) }
            return (isWord(at - 1) != isWord(at)) == isOne && accept(at, groups)
        case .sequence(let first, let second):
            return first.match(text, at, groups) { second.match(text, $0, $1, accept) }
        case .either(let first, let second):
            return first.match(text, at, groups, accept) || second.match(text, at, groups, accept)
        case .group(let body, let index):
            return body.match(text, at, groups) { end, groups in
                accept(end, groups.merging([index: at..<end]) { $1 })
            }
        case .rounds(let body, let low, let high, let lazy):
            if low == 0 && high == 0 { return accept(at, groups) }
            func another() -> Bool {
                body.match(text, at, groups) { end, groups in
                    // An empty round beyond the required ones ends the repetition.
                    if end == at && low == 0 { return accept(end, groups) }
                    return Oracle.rounds(body, max(low - 1, 0), high.map { $0 - 1 }, lazy: lazy)
                        .match(text, end, groups, accept)
                }
            }
            if low > 0 { return another() }
            return lazy ? accept(at, groups) || another() : another() || accept(at, groups)
        }
    }

    /// All matches that do not overlap, without empty ones directly after another.
    func allMatches(in text: [Character], groupCount: Int) -> [PatternMatch] {
        // Where each character begins, in bytes.
        var offsets = [0]
        for character in text { offsets.append((offsets.last ?? 0) + character.utf8.count) }
        var matches: [PatternMatch] = []
        var start = 0
        var previousEnd = -1
        while start <= text.count {
            var found: Int?
            _ = match(text, start, [:]) { end, groups in
                found = end
                guard end > start || end != previousEnd else { return true }
                let ranges = (0..<groupCount).map { groups[$0].map { offsets[$0.lowerBound]..<offsets[$0.upperBound] } }
                matches.append(PatternMatch(range: offsets[start]..<offsets[end], groups: ranges))
                return true
            }
            previousEnd = found ?? previousEnd
            start = max(found ?? 0, start + 1)
        }
        return matches
    }

    /// Whether some round of a repetition could be empty: there engines differ in which groups they report.
    var hasEmptyRounds: Bool {
        switch self {
        case .sequence(let first, let second), .either(let first, let second):
            first.hasEmptyRounds || second.hasEmptyRounds
        case .group(let body, _): body.hasEmptyRounds
        case .rounds(let body, _, _, _): body.hasEmptyRounds || body.canBeEmpty
        default: false
        }
    }

    var canBeEmpty: Bool {
        switch self {
        case .letter, .any, .not: false
        case .start, .end, .boundary: true
        case .sequence(let first, let second): first.canBeEmpty && second.canBeEmpty
        case .either(let first, let second): first.canBeEmpty || second.canBeEmpty
        case .group(let body, _): body.canBeEmpty
        case .rounds(let body, let low, _, _): low == 0 || body.canBeEmpty
        }
    }
}

/// A small generator, so that a failure can be seen again.
struct Linear: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 33)
    }

    mutating func oracle(depth: Int, groups: inout Int) -> Oracle {
        switch Int.random(in: 0..<(depth == 0 ? 6 : 14), using: &self) {
        case 0, 1, 2: return .letter("abé".randomElement(using: &self) ?? "a")
        case 3: return .any
        case 4: return .not("abé".randomElement(using: &self) ?? "a")
        case 5: return [.start, .end, .boundary(true), .boundary(false)].randomElement(using: &self) ?? .start
        case 6, 7, 8:
            let first = oracle(depth: depth - 1, groups: &groups)
            return .sequence(first, oracle(depth: depth - 1, groups: &groups))
        case 9, 10:
            let first = oracle(depth: depth - 1, groups: &groups)
            return .either(first, oracle(depth: depth - 1, groups: &groups))
        case 11:
            let index = groups
            groups += 1
            return .group(oracle(depth: depth - 1, groups: &groups), index)
        default:
            let low = Int.random(in: 0...2, using: &self)
            let high = [nil, low, low + 1].randomElement(using: &self) ?? nil
            return .rounds(oracle(depth: depth - 1, groups: &groups), low, high, lazy: Bool.random(using: &self))
        }
    }
}

@Suite struct OracleTests {
    @Test(arguments: 0..<12)
    func randomPatterns(seed: Int) throws {
        var random = Linear(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15)
        for _ in 0..<150 {
            var groupCount = 0
            let oracle = random.oracle(depth: 4, groups: &groupCount)
            let pattern = try Pattern(parsing: oracle.source, ignoringCase: false)
            for _ in 0..<12 {
                let length = Int.random(in: 0...6, using: &random)
                let text = (0..<length).map { _ in "aabbcé \n".randomElement(using: &random) ?? "a" }
                expect(pattern, agreesWith: oracle, groupCount: groupCount, on: text)
            }
        }
    }

    private func expect(_ pattern: Pattern, agreesWith oracle: Oracle, groupCount: Int, on text: [Character]) {
        let string = String(text)
        let comment = Comment(rawValue: "/\(oracle.source)/ on '\(string)'")
        let matcher = pattern.makeMatcher()
        let whole = oracle.match(text, 0, [:]) { end, _ in end == text.count }
        let matches = oracle.allMatches(in: text, groupCount: groupCount)
        #expect(matcher.matchesWhole(string) == whole, comment)
        #expect(matcher.matchesAnywhere(string) == !matches.isEmpty, comment)
        var lazyWhole = LazyAutomaton(pattern.program, extent: .whole)
        var lazyAnywhere = LazyAutomaton(pattern.program, extent: .anywhere)
        // Twice: once while the states are made, and once from what is known.
        for _ in 0..<2 {
            #expect(withBytes(Array(string.utf8)) { lazyWhole.matches($0) } == whole, comment)
            #expect(withBytes(Array(string.utf8)) { lazyAnywhere.matches($0) } == !matches.isEmpty, comment)
        }
        let found = matcher.allMatches(in: string)
        if oracle.hasEmptyRounds {
            #expect(found.first?.range.lowerBound == matches.first?.range.lowerBound, comment)
        } else {
            #expect(found == matches, comment)
        }
    }

    @Test(arguments: ["(a|b)*abb", "a{2,3}b?", "[^b]+b", "(ab|a)(bc|c)?", "\\d{4}-Q[1-4]"])
    func standardLibraryAgrees(pattern: String) throws {
        let regex = try Regex(pattern)
        let matcher = try Pattern(parsing: pattern, ignoringCase: false).makeMatcher()
        var random = Linear(state: 3)
        for _ in 0..<200 {
            let length = Int.random(in: 0...8, using: &random)
            let text = String((0..<length).map { _ in "aabbc2024-Q".randomElement(using: &random) ?? "a" })
            #expect(try matcher.matchesWhole(text) == (regex.wholeMatch(in: text) != nil))
            #expect(try matcher.matchesAnywhere(text) == (regex.firstMatch(in: text) != nil))
        }
        for text in ["2023-Q1", "2023-Q5", "abb", "aabb"] {
            #expect(try matcher.matchesWhole(text) == (regex.wholeMatch(in: text) != nil))
        }
    }
}

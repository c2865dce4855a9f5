// Whatever blanks, line breaks and comments a file has: its meaning stays, and formatting again changes nothing.

import Diagnostics
import FoundationEssentials
import Syntax
import Testing

struct FormattingStabilityTests {
    @Test(arguments: Example.all) func keepsTheMeaningOfWholeFiles(_ example: String) { expectFormatted(example) }

    @Test func leavesTheStandardPackAsItIs() throws {
        let pack = try standardPack()
        #expect(expectFormatted(pack) == pack)
    }

    /// More or fewer blanks between the tokens of a line lead to the same result.
    @Test(arguments: 0..<24) func isIndifferentToBlanks(_ seed: Int) throws {
        let examples = try Example.all + [standardPack()]
        let text = examples[seed % examples.count]
        let whole = parse(SourceFile(name: "test.rules", text: text))
        var random = Random(seed: UInt64(seed) + 1)
        var bytes: [UInt8] = []
        for token in whole.tokens {
            let trivia = whole.file.bytes[token.trivia]
            if trivia.allSatisfy({ $0 == UInt8(ascii: " ") }), !trivia.isEmpty || token.kind == .lineEnd {
                let isNeeded = token.kind != .lineEnd && token.kind != .cell && whole.file.text(token.range) != "|"
                bytes += ["", " ", "\t", "   ", " \t "][random.next(4) + (isNeeded ? 1 : 0)].utf8
            } else {
                bytes += trivia
            }
            bytes += whole.file.bytes[token.range]
        }
        let mutated = parse(SourceFile(name: "test.rules", bytes: bytes))
        #expect(mutated.diagnostics.map(\.shown) == [])
        let (expected, found) = (format(whole), format(mutated))
        #expect(expected == found)
    }

    /// Blank lines, comments and line breaks wherever the language allows them.
    @Test(arguments: 0..<40) func survivesBreaksAndComments(_ seed: Int) throws {
        let examples = try Example.all + [standardPack(), Self.dense]
        let text = examples[seed % examples.count]
        let mutated = mutate(text, seed: UInt64(seed) + 1)
        let parsed = parse(SourceFile(name: "test.rules", text: mutated))
        #expect(structures(parsed).count == parse(SourceFile(name: "test.rules", text: text)).declarations.count)
        let formatted = expectFormatted(mutated)
        #expect(comments(in: mutated) == comments(in: formatted))
    }

    /// Puts blank lines, comments and line breaks where they change nothing.
    private func mutate(_ text: String, seed: UInt64) -> String {
        let whole = parse(SourceFile(name: "test.rules", text: text))
        var random = Random(seed: seed)
        let tests = whole.declarations.filter { if case .test = $0.kind { true } else { false } }.map(\.tokens)
        var bytes: [UInt8] = []
        var depth = 0
        var before = ""
        for (index, token) in whole.tokens.enumerated() {
            let written = whole.file.text(token.range)
            let isInTest = tests.contains { $0.contains(index) }
            var extra = ""
            if before == "\n" || before == "{" || before == "}" {
                extra = ["", "", "\n\n", "\n// one\n", " // two\n\n\n  // three \n", "\n\t", "\r\n"][random.next(7)]
                if before != "\n" || written == "}" { extra = extra.isEmpty ? "" : "\n" + extra }
            } else if token.kind == .lineEnd {
                extra = ["", "", "", " // behind", "\t  //"][random.next(5)]
            } else if !isInTest, written != "points",
                depth > 0 || Self.leading.contains(written) || Self.trailing.contains(before)
            {
                extra = ["", "", "", " ", "\n", " // within\n", "\n\n  // alone\n\n"][random.next(7)]
            }
            bytes += whole.file.bytes[token.trivia] + Array(extra.utf8) + whole.file.bytes[token.range]
            if written == "(" { depth += 1 }
            if written == ")" { depth -= 1 }
            before = written
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What a line may begin with that goes on with a clause.
    private static let leading: Set<String> = [
        "and", "or", "then", "else", "==", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/", "in", "is", "where", "by",
        "over", "because", "until", "as",
    ]

    /// What a line may end in without ending its clause.
    private static let trailing: Set<String> = [
        "and", "or", "then", "else", "==", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/", "in", "is", "where", "not",
        "with", "if", "=", ",",
    ]

    /// The comments of a file, in order.
    private func comments(in text: String) -> [String] {
        let parsed = parse(SourceFile(name: "test.rules", text: text))
        let gaps = parsed.tokens.map { parsed.file.text($0.trivia) }
        return gaps.flatMap { $0.split(whereSeparator: \.isNewline) }.compactMap { line in
            guard let start = line.firstRange(of: "//")?.lowerBound else { return nil }
            var comment = line[start...]
            while comment.last == " " || comment.last == "\t" { comment.removeLast() }
            return String(comment)
        }
    }

    /// Much of the language in few lines.
    private static let dense = #"""
        table t from "x" separated by ";" {
          a text from "A" | "B" required matches /x\/y/i
          c choice "x", "y" missing "z", "-"
          n number between -1 and 5
          key a, c
          join u on a = b, c required
          let y = if n > 5 points then -n else (n + 1) * 2 / 3
        }

        rule r note "t" {
          for t as u where a == "x" and n in 1..5 by a, c over n with v as w on a = b with x on c
          when not (a contains "x") and (n - 1 > 0 or a not in ("p", "q")) and a not starts with "z"
          let s = sum(t.n where t.a == u.a and (t.n < u.n or u.a is "x"))
          require s agrees with 12.5% else "{s} is \{not\} " "{if a is red then "x" else "y"}"
          message "a {count(t where a is not unknown)}"
            "b"
          at a, previous.n
          fix safely a = upper(a)
        }

        rule g "t" {
          for each a, c in t as g
          require all(series where n is known)
        }

        """#

    private func standardPack() throws -> String {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
        let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/../../rules/standard.rules"))
        return String(decoding: data, as: UTF8.self)
    }
}

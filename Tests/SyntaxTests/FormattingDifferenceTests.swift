// Unified diffs of what formatting changes.

import Syntax
import Testing

struct FormattingDifferenceTests {
    @Test(arguments: [
        ("a\n", "a\n", ""),
        ("a\n", "b\n", "@@ -1 +1 @@\n-a\n+b\n"),
        ("", "b\n", "@@ -0,0 +1 @@\n+b\n"),
        ("b\n", "", "@@ -1 +0,0 @@\n-b\n"),
        ("a", "a\n", "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"),
        (
            "1\n2\n3\n4\n5\n6\n7\n8\n", "1\n2\n3\n4\nx\n6\n7\n8\n",
            "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n"
        ),
        // Lines that occur twice.
        ("a\n}\nb\n}\n", "a\n}\n\nb\n}\n", "@@ -1,4 +1,5 @@\n a\n }\n+\n b\n }\n"),
        ("}\n}\n}\nx\n", "}\n}\ny\n", "@@ -1,4 +1,3 @@\n }\n }\n-}\n-x\n+y\n"),
        ("x\n}\na\n}\n", "y\n}\nb\n}\n", "@@ -1,4 +1,4 @@\n-x\n+y\n }\n-a\n+b\n }\n"),
        // Two lines that changed places.
        ("a\nb\n", "b\na\n", "@@ -1,2 +1,2 @@\n-a\n b\n+a\n"),
    ])
    func showsChanges(_ old: String, _ new: String, _ hunks: String) {
        let head = hunks.isEmpty ? "" : "--- r.rules\n+++ r.rules\n"
        let difference = formattingDifference(old: Array(old.utf8), new: Array(new.utf8), name: "r.rules")
        #expect(difference == head + hunks)
    }

    @Test func separatesHunksThatAreFarApart() {
        let lines = (1...20).map { "\($0)\n" }
        var changed = lines
        changed[2] = "x\n"
        changed[10] = "y\n"
        let difference = formattingDifference(
            old: Array(lines.joined().utf8), new: Array(changed.joined().utf8), name: "r")
        #expect(
            difference.split(separator: "\n").filter { $0.hasPrefix("@@") } == ["@@ -1,6 +1,6 @@", "@@ -8,7 +8,7 @@"])
    }

    /// Each diff, applied to the old lines, gives the new ones.
    @Test(arguments: 0..<200) func leadsFromOldToNew(_ seed: Int) throws {
        var random = Random(seed: UInt64(seed) + 1)
        let bound = [3, 12, 1_000][seed % 3]
        func text() -> [String] { (0..<random.next(40)).map { _ in "\(random.next(bound))" } }
        let old = text()
        var new = seed % 2 == 0 ? text() : old
        for _ in 0..<3 where !new.isEmpty { new[random.next(new.count)] = "\(random.next(bound))" }
        let difference = formattingDifference(
            old: Array(old.map { $0 + "\n" }.joined().utf8), new: Array(new.map { $0 + "\n" }.joined().utf8), name: "r")
        var result: [String] = []
        var position = 0
        for line in difference.split(separator: "\n").dropFirst(2) {
            let content = String(line.dropFirst())
            switch line.first {
            case "@":
                let place = line.split(separator: " ")[1].dropFirst().split(separator: ",")
                let first = try #require(Int(place[0]))
                let start = place.count > 1 && place[1] == "0" ? first : first - 1
                result += old[position..<start]
                position = start
            case "+": result.append(content)
            default:
                #expect(old[position] == content)
                position += 1
                if line.first == " " { result.append(content) }
            }
        }
        #expect(result + old[position...] == new)
    }
}

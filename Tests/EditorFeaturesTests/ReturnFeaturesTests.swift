// What editors tell of open returns: hovers, proposals, outlines, places, marks.

import Findings
import Locations
import Testing
import Workspace

@testable import EditorFeatures

@Suite struct ReturnFeaturesTests {
    private static let rules = """
        scheme rag for value, target {
          green "On target" when meets(value, target, "higher")
          red   "Red" otherwise
        }
        table register from "register.csv" {
          ref   text required
          title text
          key ref
        }
        table kpis from "kpis.csv" {
          ref    text required
          period period required
          /// What the council reports,
          /// to one decimal.
          value  percent
          target target
          rating status rag
          note   choice "draft", "final, agreed"
          key ref, period
          series over period
          join register on ref
        }
        rule rated "The rating is the one that is due" {
          for kpis
          require rating == due(rating)
        }
        rule known "The indicator is in the register" {
          for kpis
          require register.title is known
        }
        """
    private static let register = "ref,title\nA,Waste *recycled*\nB,Fly tips\n"
    private static let kpis = """
        ref,period,value,target,rating,note,other
        A,2023-24 Q1,91.0%,95%,Red,draft,x
        A,2023-24 Q3,96%,95%,On target,draft,
        B,2023-24 Q1,TBC,95%,Red,,
        A,2023-24 Q2,92.4%,≥ 95%,On target,"final, agreed",
        C,2023-24 Q1,,,,,

        """

    private func view(_ text: String = kpis) throws -> ReturnView {
        let folder = try CheckedFolder([
            "kpi.rules": Self.rules, "register.csv": Self.register, "kpis.csv": text,
        ])
        return try folder.view("kpis.csv", text)
    }

    /// The byte of the first letter of a text's occurrence.
    private func offset(of wanted: String, in text: String = kpis) throws -> Int {
        let range = try #require(text.firstRange(of: wanted))
        return text.utf8.distance(from: text.startIndex, to: range.lowerBound)
    }

    private func words(_ hover: EditorHover?) -> String { hover?.plainText ?? "" }

    @Test("a figure is told with its type, its precision, its target, what is due, and its series")
    func hoverOnFigures() throws {
        let view = try view()
        let hover = try #require(view.hover(at: try offset(of: "92.4%")))
        #expect(String(decoding: view.text.bytes[hover.extent.bytes], as: UTF8.self) == "92.4%")
        let lines = hover.plainText.split(separator: "\n").map(String.init)
        #expect(lines.first == "value, ref A, period 2023-24 Q2")
        #expect(lines.contains("reads as percentage 92.4%, printed to 0.1%: it stands for 92.35% to 92.45%"))
        #expect(lines.contains("against target ≥ 95%: short by 2.6 points, should be Red"))
        #expect(
            hover.plainText.contains(
                """
                its series:
                - 2023-24 Q1: 91.0%
                - 2023-24 Q2: 92.4% (this row)
                - 2023-24 Q3: 96%
                """))
        #expect(lines.contains("column value of table kpis, in kpi.rules") && lines.contains("value  percent"))
        #expect(lines.suffix(2) == ["What the council reports,", "to one decimal."])
        // One that meets its target, and one that says nothing.
        #expect(
            words(view.hover(at: try offset(of: "96%"))).contains(
                "against target 95%: met, On target (green), as it should be"))
        let missing = words(view.hover(at: try offset(of: "TBC")))
        #expect(missing.contains("reads as not available") && !missing.contains("short by"))
        // The status says which figure it follows from.
        let status = words(view.hover(at: try offset(of: "On target,\"final")))
        #expect(status.contains("value 92.4% against target ≥ 95%: short by 2.6 points, should be Red"))
        #expect(status.contains("reads as status On target (green)"))
    }

    @Test("rows of totals are told like others, with and without a key", arguments: ["", "  key name\n"])
    func hoverOnTotals(_ key: String) throws {
        let text = "name,n\nA,1\nTotal,4\nB,2\n"
        let folder = try CheckedFolder([
            "kpi.rules": """
            table t from "t.csv" {
              name text
              n    whole
            \(key)  total rows where name is "Total" sums n
            }
            """, "t.csv": text,
        ])
        let view = try folder.view("t.csv", text)
        #expect(words(view.hover(at: try offset(of: "4", in: text))).contains("reads as whole number 4"))
        #expect(words(view.hover(at: try offset(of: "2", in: text))).contains("reads as whole number 2"))
        for place in 0...text.utf8.count { _ = view.hover(at: place) }
    }

    @Test("figures are told with all their digits, and with the true ends of what they stand for")
    func hoverOnDigits() throws {
        let text = "value\n5.25%\n-5.25\n99.996%\n£5.255\n1:20\n"
        let folder = try CheckedFolder(["kpi.rules": "table t from \"t.csv\" {\n  value measure\n}\n", "t.csv": text])
        let view = try folder.view("t.csv", text)
        func told(_ cell: String) throws -> String { words(view.hover(at: try offset(of: cell, in: text))) }
        #expect(try told("5.25%").contains("5.25%, printed to 0.01%: it stands for 5.245% to 5.255%"))
        #expect(try told("-5.25").contains("-5.25, printed to 0.01: it stands for -5.255 to -5.245"))
        #expect(try told("99.996%").contains("99.996%, printed to 0.001%: it stands for 99.9955% to 99.9965%"))
        #expect(try told("£5.255").contains("£5.255, printed to £0.001: it stands for £5.2545 to £5.2555"))
        #expect(try !told("1:20").contains("it stands for"))
    }

    @Test("of a row with too many cells nobody says how a cell reads, and a cell below no header is called so")
    func hoverOnRaggedRows() throws {
        let text = "ref,name,n\n1,x,2\n2,z,4,extra\n"
        let folder = try CheckedFolder([
            "kpi.rules": "table t from \"t.csv\" {\n  ref text\n  name text\n  n number\n}\n", "t.csv": text,
        ])
        let view = try folder.view("t.csv", text)
        let cell = words(view.hover(at: try offset(of: "4", in: text)))
        #expect(cell.contains("its row is faulty") && !cell.contains("reads as"))
        #expect(words(view.hover(at: try offset(of: "extra", in: text))).hasPrefix("no header"))
        #expect(words(view.hover(at: try offset(of: "2", in: text))).contains("reads as number 2"))
    }

    @Test("texts that turn others around, or hide, are escaped in diagnostics and outlines")
    func hidingTexts() throws {
        let text = "ref,n\nr9\u{202E}abc\u{0},x\n"
        let folder = try CheckedFolder([
            "kpi.rules": "table t from \"t.csv\" {\n  ref text\n  n number\n  key ref\n}\n", "t.csv": text,
        ])
        let told = (folder.found.documents["/w/t.csv"] ?? []).map(\.message)
        #expect(told.contains { $0.contains("r9\\u{202E}abc") })
        #expect(told.allSatisfy { !$0.contains("\u{202E}") && !$0.contains("\u{0}") })
        let view = try folder.view("t.csv", text)
        let subjects = (folder.found.documents["/w/t.csv"] ?? []).compactMap(\.subject)
        #expect(!subjects.isEmpty && subjects.allSatisfy { !$0.rowName.unicodeScalars.contains("\u{202E}") })
        let symbols = String(describing: view.symbols())
        #expect(symbols.contains("r9") && !symbols.unicodeScalars.contains("\u{202E}"))
    }

    @Test("what rule files with errors read is not guessed")
    func hoverBesideFaultyRules() throws {
        let text = TextBuffer("ref,rag\n1,Green\n")
        for (rules, isRead) in [
            ("table t from \"t.csv\" {\n  ref text\n}\n", true), ("table t from \"t.csv\" {\n", false),
        ] {
            var editor = Editor(MemoryTree(root: "/w/", ["/w/kpi.rules": Array(rules.utf8), "/w/t.csv": text.bytes]))
            editor.open("/w/t.csv", text)
            let found = try #require(editor.check(CheckProgress()))
            #expect((found.view(of: "/w/t.csv", text) != nil) == isRead)
        }
    }

    @Test("a key is told with the row that it joins, and with none where there is none")
    func hoverOnKeys() throws {
        let view = try view()
        let found = words(view.hover(at: try offset(of: "B,2023")))
        #expect(found.contains("register:\n- ref: B\n- title: Fly tips"))
        #expect(words(view.hover(at: try offset(of: "C,2023"))).contains("register: it has no row for this"))
        // A join that no rule uses leads to its row as well, and its keys are offered.
        let text = "ref\nB\nX\n"
        let unused = try CheckedFolder([
            "kpi.rules": """
            table register from "register.csv" {
              ref text required
              title text
              key ref
            }
            table kpis from "kpis.csv" {
              ref text required
              key ref
              join register on ref
            }
            """, "register.csv": Self.register, "kpis.csv": text,
        ]).view("kpis.csv", text)
        #expect(words(unused.hover(at: 4)).contains("register:\n- ref: B\n- title: Fly tips"))
        #expect(words(unused.hover(at: 6)).contains("register: it has no row for this"))
        #expect(unused.proposals(at: 4)?.proposals.map(\.label) == ["A", "B"])
    }

    @Test("a header is told with what is counted below it, a cell of no column with that nothing reads it")
    func hoverOnHeaders() throws {
        let view = try view()
        let header = words(view.hover(at: try offset(of: "value")))
        #expect(header.contains("5 rows, 4 different, 1 blank, 1 without a value") && header.contains("value  percent"))
        #expect(words(view.hover(at: try offset(of: "x\n"))).contains("no column of table kpis is read from here"))
        #expect(view.hover(at: Self.kpis.utf8.count) == nil)
    }

    @Test("texts of returns mean nothing in Markdown")
    func hostileTexts() throws {
        let text = Self.kpis.replacing("91.0%", with: "[a](http://x) `b` <img> *c* _d_ # \u{202E}e\u{1B}")
        let markdown = try #require(try view(text).hover(at: try offset(of: "A,2023", in: text))).markdown
        #expect(markdown.contains("- title\\: Waste \\*recycled\\*"))
        let hover = EditorHover(
            extent: TextExtent(line: 1, offset: 0),
            lines: [.words("[a](http://x) `b` <img> # \u{202E}e\u{1B}\n- f"), .code("a ```` b")])
        #expect(
            hover.markdown == "\\[a\\]\\(http\\:\\/\\/x\\) \\`b\\` \\<img\\> \\# \u{FFFD}e\u{FFFD} \\- f\n\n"
                + "`````kpilint\na ```` b\n`````")
        #expect(hover.plainText == "[a](http://x) `b` <img> # \u{FFFD}e\u{FFFD} - f\na ```` b")
    }

    @Test("a cell is offered the labels, choices and keys that fit what is typed, as the file writes them")
    func proposals() throws {
        let view = try view()
        func labels(_ offset: Int) -> [String] { view.proposals(at: offset)?.proposals.map(\.label) ?? [] }
        #expect(labels(try offset(of: "Red,draft")) == ["On target", "Red"])
        #expect(view.proposals(at: try offset(of: "Red,draft"))?.proposals.map(\.detail) == ["green", "red"])
        #expect(labels(try offset(of: "Red,draft") + 2) == ["Red"])
        let choices = try #require(view.proposals(at: try offset(of: "draft,x")))
        #expect(choices.proposals.map(\.written) == ["draft", "\"final, agreed\""])
        // Within quotes that are there they stay.
        let quoted = try #require(view.proposals(at: try offset(of: "\"final") + 3))
        #expect(quoted.proposals.map(\.written) == ["\"final, agreed\""])
        #expect(String(decoding: view.text.bytes[quoted.extent.bytes], as: UTF8.self) == "\"final, agreed\"")
        #expect(labels(try offset(of: "B,2023")) == ["A", "B"])
        #expect(labels(try offset(of: "B,2023") + 1) == ["B"])
        // Nothing is known of a figure, and a header is not written by choice.
        #expect(view.proposals(at: try offset(of: "92.4%")) == nil)
        #expect(view.proposals(at: try offset(of: "rating")) == nil)
        // A cell that is still empty: the last one of a row that is being typed.
        let typing = Self.kpis + "A,2023-24 Q4,97%,95%,"
        #expect(try self.view(typing).proposals(at: typing.utf8.count)?.proposals.map(\.label) == ["On target", "Red"])
    }

    @Test("the outline has rows by key; parts, notes and rows on several lines fold; selections grow")
    func outline() throws {
        let text = "The return\nof a council\n\nref,title\nA,\"Waste\nrecycled\"\nB,b\n\nC,c\nD,d\n"
        let folder = try CheckedFolder([
            "kpi.rules":
                "table register from \"register.csv\" {\n  ref text required\n  title text\n  key ref\n  label title\n}\n",
            "register.csv": text,
        ])
        let view = try folder.view("register.csv", text)
        let symbols = view.symbols()
        #expect(symbols.map(\.name) == ["register"])
        #expect(symbols.first?.children.map(\.name) == ["A", "B", "C", "D"])
        #expect(symbols.first?.children.map(\.detail) == ["Waste recycled", "b", "c", "d"])
        for row in symbols.first?.children ?? [] {
            #expect(row.extent.bytes.contains(row.selection.offset) && row.selection.length == 1)
        }
        #expect(
            view.folds() == [
                FoldedLines(lines: 0...1, kind: .notes), FoldedLines(lines: 3...9, kind: .table),
                FoldedLines(lines: 4...6, kind: .part), FoldedLines(lines: 4...5, kind: .row),
                FoldedLines(lines: 8...9, kind: .part),
            ])
        let grown = view.selections(at: try offset(of: "recycled", in: text)).map {
            String(decoding: view.text.bytes[$0.bytes], as: UTF8.self)
        }
        #expect(grown.prefix(3) == ["Waste\nrecycled", "\"Waste\nrecycled\"", "A,\"Waste\nrecycled\""])
        #expect(grown.count == 5 && grown[3].hasPrefix("ref,title") && grown[3].hasSuffix("D,d") && grown[4] == text)
    }

    @Test("long returns have no symbols but their tables, and no folds within them")
    func longReturns() throws {
        var text = "ref,title\n"
        for row in 0...ReturnView.mostRows { text += "R\(row),\"a\nb\"\n" }
        let folder = try CheckedFolder([
            "kpi.rules": "table register from \"register.csv\" {\n  ref text required\n  title text\n  key ref\n}\n",
            "register.csv": "ref,title\nA,b\n",
        ])
        let view = try folder.view("register.csv", text)
        #expect(view.symbols().map(\.children.count) == [0])
        #expect(view.folds() == [FoldedLines(lines: 0...2 * ReturnView.mostRows + 2, kind: .table)])
    }

    @Test("a key leads to its row, a total to its parts, a column to the rules that check it")
    func places() throws {
        let view = try view()
        func shown(_ places: [EditorPlace]) -> [String] { places.map { "\($0.file):\($0.extent.line)" } }
        #expect(shown(view.definitions(at: try offset(of: "B,2023"))) == ["register.csv:3"])
        #expect(shown(view.definitions(at: try offset(of: "92.4%"))) == ["kpi.rules:15"])
        #expect(shown(view.definitions(at: try offset(of: "value"))) == ["kpi.rules:15"])
        #expect(
            shown(view.references(at: try offset(of: "92.4%"), declaration: true)) == ["kpi.rules:15", "kpi.rules:23"])
        #expect(shown(view.references(at: try offset(of: "B,2023"), declaration: false)) == ["kpi.rules:27"])
        #expect(view.references(at: try offset(of: "x\n"), declaration: true).isEmpty)
        let totals = "area,count\nNorth,3\nSouth,4\nAll,7\n"
        let folder = try CheckedFolder([
            "kpi.rules": """
            table areas from "areas.csv" {
              area  text required
              count whole
              key area
            }
            rule adds-up "The total is the sum of its parts" {
              for areas where area == "All"
              require count == sum(areas.count where area != "All")
            }
            """, "areas.csv": totals,
        ])
        let areas = try folder.view("areas.csv", totals)
        let parts = areas.definitions(at: try offset(of: "7", in: totals))
        #expect(shown(parts) == ["areas.csv:2", "areas.csv:3"])
        #expect(parts.map { String(decoding: areas.text.bytes[$0.extent.bytes], as: UTF8.self) } == ["3", "4"])
    }

    @Test("cells are marked by their columns, those with findings and those without a value told apart")
    func marks() throws {
        let folder = try CheckedFolder([
            "kpi.rules": Self.rules, "register.csv": Self.register, "kpis.csv": Self.kpis,
        ])
        let view = try folder.view("kpis.csv", Self.kpis)
        let found = folder.found.documents["/w/kpis.csv"] ?? []
        let marks = view.marks(in: 0..<Int.max, found)
        func text(_ mark: CellMark) -> String { String(decoding: view.text.bytes[mark.extent.bytes], as: UTF8.self) }
        #expect(marks.prefix(7).map(text) == ["ref", "period", "value", "target", "rating", "note", "other"])
        #expect(marks.prefix(7).allSatisfy(\.isHeader) && !marks.dropFirst(7).contains { $0.isHeader })
        #expect(marks.filter { $0.field == 2 && !$0.isHeader }.map(text) == ["91.0%", "96%", "TBC", "92.4%"])
        // The rating that is not due, and the reference that the register lacks; what the file does not declare.
        #expect(Set(marks.filter(\.isFaulty).map(text)).isSuperset(of: ["On target"]))
        #expect(!marks.contains { $0.isFaulty && text($0) == "Red" })
        let line = try offset(of: "B,2023")
        #expect(view.marks(in: line..<line + 3, found).map(text) == ["B", "2023-24 Q1", "TBC", "95%", "Red"])
        let counts = view.counts(found)
        #expect(counts.contains { $0.words == "1 finding: rated" && $0.extent == view.tables[0].header[4].extent })
    }
}

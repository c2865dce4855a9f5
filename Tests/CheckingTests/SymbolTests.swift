// What single names stand for, and which names mean something at a place.

import Diagnostics
import Testing

@testable import Checking

struct SymbolTests {
    /// Two tables that share names, a constant, a rule of each kind.
    static let files = """
        let limit = 5
        scheme rag for value, target? {
          green "Green", "G" when value > limit
          red "Red" otherwise
        }
        table kpis from "{year}/kpis.csv" {
          ref text
          value number
          previous_total number
          kind choice "sum", "snapshot"
          status status rag
          let half = value / 2
          let quarter = half / 2
          key ref, year
          series over year
          join register on ref
        }
        table register from "register.csv" {
          ref text
          value number
          team text
          key ref
        }

        """

    /// The names at the markers, each as `kind name`, with its owner's name before a dot.
    private func meanings(_ marked: String, importing files: [String: String] = [:]) -> [[String]] {
        let (text, offsets) = unmarked(marked)
        let index = expectChecks(text, importing: files).symbols
        return offsets.filter { $0 >= 0 }.map { offset in
            index.uses(at: offset, in: 0).map { said($0.symbol, in: index) }
        }
    }

    private func said(_ symbol: SymbolID, in index: SymbolIndex) -> String {
        let owner = index[symbol].owner.map { index[$0].name + "." } ?? ""
        return "\(index[symbol].kind) \(owner)\(index[symbol].name)"
    }

    /// The names that may stand by themselves and the words before a dot, at the first marker.
    private func names(_ marked: String) -> (bare: [String], qualifiers: [String: [String]], index: SymbolIndex) {
        let (text, offsets) = unmarked(marked)
        let index = expectChecks(text).symbols
        let names = index.names(at: offsets[0], in: 0)
        let qualifiers = names.qualifiers.map { ("\($0.row) \($0.name)", $0.columns.map { said($0, in: index) }) }
        return (names.bare.map { said($0, in: index) }, Dictionary(qualifiers) { first, _ in first }, index)
    }

    private static let joining = "for kpis as this with register as owner on ref"

    private func rule(_ clauses: String, for scope: String = "for kpis as this") -> String {
        Self.files + "rule r \"R\" {\n  \(scope)\n  \(clauses)\n}\n"
    }

    // MARK: What a name is

    @Test func aColumnHidesThatOfAJoinedTable() {
        #expect(
            meanings(rule("require 1️⃣value > 2️⃣limit and 3️⃣team is known and register.4️⃣value is known")) == [
                ["column kpis.value"], ["constant limit"], ["column register.team"], ["column register.value"],
            ])
    }

    @Test func wordsBeforeADotAreNamesToo() {
        #expect(
            meanings(
                rule(
                    "require 1️⃣this.value > 0 and 2️⃣owner.value > 0 and previous.3️⃣half > 0 and 4️⃣kpis.ref is known",
                    for: Self.joining))
                == [
                    ["alias r.this"], ["joinedRow r.owner"], ["computedColumn kpis.half"], ["table kpis"],
                ])
    }

    @Test func anAggregateHasARowOfItsOwn() {
        let condition = "count(1️⃣register where 2️⃣ref == this.3️⃣ref and register.4️⃣value > low) > 0"
        #expect(
            meanings(rule("let low = value\n  require \(condition)")) == [
                ["table register"], ["column register.ref"], ["column kpis.ref"], ["column register.value"],
            ])
    }

    @Test func oneNameOfAJoinIsTwoColumns() {
        let text = Self.files.replacing("on ref\n", with: "on 1️⃣ref\n").replacing("key ref, ", with: "key 2️⃣ref, ")
        #expect(meanings(text) == [["column kpis.ref", "column register.ref"], ["column kpis.ref"]])
    }

    @Test func labelsAreNamedInComparisons() {
        let condition =
            "status is not 1️⃣\"red\" or status is in (2️⃣\"g\", \"Red\") or kind == 3️⃣\"snapshot\" or kind in (4️⃣\"sum\")"
        #expect(
            meanings(rule("require \(condition)")) == [
                ["label rag.Red"], ["label rag.G"], ["label kind.snapshot"], ["label kind.sum"],
            ])
    }

    @Test func partsOfAPathAreColumns() {
        let text = Self.files.replacing("\"{year}", with: "\"{1️⃣year}").replacing(", year\n", with: ", 2️⃣year\n")
        #expect(meanings(text) == [["column kpis.year"], ["column kpis.year"]])
        let pattern = "table t from \"t.txt\" matching /<(?<1️⃣size>[0-9]+)>/ {\n  2️⃣size whole\n}\n"
        #expect(meanings(pattern) == [["column t.size"], ["column t.size"]])
    }

    @Test func schemesNameWhatTheyAskFor() {
        let text = Self.files.replacing("when value", with: "when 1️⃣value").replacing("status rag", with: "status 2️⃣rag")
        #expect(
            meanings(text + "rule r \"R\" {\n  for kpis\n  require due(status, 3️⃣target: value) is red\n}\n") == [
                ["schemeParameter rag.value"], ["scheme rag"], ["schemeParameter rag.target"],
            ])
    }

    @Test func aWaiverForSeveralTablesNamesTheColumnsOfAll() {
        let text = Self.files + "waive 1️⃣missing-value where 2️⃣ref == \"1\" and 3️⃣team is known because \"x\"\n"
        #expect(
            meanings(text) == [
                ["structuralFinding missing-value"], ["column kpis.ref", "column register.ref"],
                ["column register.team"],
            ])
    }

    @Test func rulesForAnyTableAreBoundToColumns() throws {
        let any =
            "rule a \"A\" {\n  for any with 1️⃣value number, 2️⃣previous_value number?\n  require 3️⃣value > 4️⃣limit\n}\n"
        let tested = "test a {\n  any | 5️⃣value |\n  | 7 |\n}\n"
        #expect(
            meanings(Self.files + any + tested) == [
                ["ruleParameter a.value"], ["ruleParameter a.previous_value"], ["ruleParameter a.value"],
                ["constant limit"], ["ruleParameter a.value"],
            ])
        let index = expectChecks(unmarked(Self.files + any).text).symbols
        let links = Set(index.links.map { "\($0.kind): \(said($0.from, in: index)) – \(said($0.to, in: index))" })
        #expect(
            links.isSuperset(of: [
                "bound: ruleParameter a.value – column kpis.value",
                "bound: ruleParameter a.value – column register.value",
                "previous: ruleParameter a.previous_value – column kpis.value",
                "bound: schemeParameter rag.value – column kpis.value",
            ]))
        let value = try #require(index.all.first { said($0, in: index) == "column kpis.value" })
        #expect(
            index.renamedTogether(with: value).map { said($0, in: index) }.sorted() == [
                "column kpis.value", "column register.value", "ruleParameter a.previous_value", "ruleParameter a.value",
                "schemeParameter rag.value",
            ])
    }

    @Test func importsReachAcrossFiles() throws {
        let pack = "let limit number = 1\nrule high \"H\" {\n  for any with value number\n  require value < limit\n}\n"
        let text =
            "import 1️⃣\"pack.rules\"\nlet 2️⃣limit = 5\nset 3️⃣high to warning\ntable t from \"t.csv\" {\n  value number between 0 and 4️⃣limit\n}\n"
        #expect(
            meanings(text, importing: ["pack.rules": pack]) == [
                ["file pack.rules"], ["constant limit"], ["rule high"], ["constant limit"],
            ])
        let index = expectChecks(unmarked(text).text, importing: ["pack.rules": pack]).symbols
        let limits = index.symbols(of: .constant)
        // What the imported rule names is what stands in place of the imported constant.
        #expect(limits.map { index[$0].file } == [1, 0] || limits.map { index[$0].file } == [0, 1])
        let own = try #require(limits.first { index[$0].file == 0 })
        #expect(index.uses(of: own).map(\.file) == [0, 0, 1])
        #expect(index.links.contains { $0.kind == .replaces && $0.from == own })
        #expect(index.renamedTogether(with: own) == Set(limits))
        #expect(index.declaration(of: own)?.text == "limit")
    }

    @Test func whatHasANameOfItsOwnKeepsIt() throws {
        let text =
            "table t from \"t.csv\" {\n  value number\n  target target\n  better choice \"higher\", \"lower\"\n}\n"
            + "rule r \"R\" {\n  for t\n  require meets(value, target)\n}\n"
        let index = expectChecks(text).symbols
        func obstacle(_ name: String) -> RenamingObstacle? {
            index.all.first { index[$0].name == name && index[$0].file != nil }.flatMap {
                index.obstacle(toRenaming: $0)
            }
        }
        #expect(obstacle("better") == .isTakenByName && obstacle("higher") == .isInCells && obstacle("value") == nil)
        #expect(index.impliedUses(in: 0).map { said($0.symbol, in: index) } == ["column t.better"])
        let finding = try #require(index.symbols(of: .structuralFinding).first)
        #expect(index.obstacle(toRenaming: finding) == .isBuiltIn && index.declaration(of: finding) == nil)
    }

    // MARK: What may stand at a place

    @Test func letsAreKnownBehindTheirDeclaration() {
        let clauses = "message \"{b}\"\n  let a = value\n  when 1️⃣a > 0\n  let b = a\n  require b > 0"
        let when = names(rule(clauses)).bare
        #expect(when.contains("ruleLet r.a") && !when.contains("ruleLet r.b"))
        let inMessage = names(rule(clauses.replacing("1️⃣", with: "").replacing("{b", with: "{1️⃣b"))).bare
        #expect(inMessage.contains("ruleLet r.a") && inMessage.contains("ruleLet r.b"))
        let ofTable = names(Self.files.replacing("half / 2", with: "1️⃣half / 2")).bare
        #expect(ofTable.contains("computedColumn kpis.half") && !ofTable.contains("computedColumn kpis.quarter"))
    }

    @Test func aRowHasItsColumnsFirst() {
        let (bare, qualifiers, _) = names(rule("require 1️⃣value > 0"))
        #expect(
            bare == [
                "column kpis.ref", "column kpis.value", "column kpis.previous_total", "column kpis.kind",
                "column kpis.status", "column kpis.year", "computedColumn kpis.half", "computedColumn kpis.quarter",
                "column register.team", "constant limit",
            ])
        #expect(
            Set(qualifiers.keys) == [
                "neighbour(Checking.Neighbour.previous) previous", "neighbour(Checking.Neighbour.next) next",
                "neighbour(Checking.Neighbour.first) first", "neighbour(Checking.Neighbour.last) last", "own this",
                "own kpis", "joined register",
            ])
        #expect(
            qualifiers["joined register"] == ["column register.ref", "column register.value", "column register.team"])
    }

    @Test func theRowOutsideAnAggregateHasAName() {
        let (bare, qualifiers, _) = names(
            rule("let a = value\n  require count(register where 1️⃣value > this.value) > 0", for: Self.joining))
        #expect(
            bare == [
                "column register.ref", "column register.value", "column register.team", "ruleLet r.a", "constant limit",
            ])
        #expect(qualifiers["own register"]?.first == "column register.ref")
        #expect(qualifiers["outside this"]?.first == "column kpis.ref" && qualifiers["joined owner"] != nil)
        let group = names(
            rule("require count(1️⃣series where value > 0) > 0\n  at first.value", for: "for each ref in kpis as g"))
        #expect(group.qualifiers["own series"]?.contains("column kpis.value") == true)
        #expect(group.qualifiers["outside g"] == ["column kpis.ref"])
    }

    @Test func constantsAndParametersStandAlone() {
        #expect(names("let a = 1\nlet b = 1️⃣a\n").bare == ["constant a", "constant b"])
        let scheme = names(Self.files.replacing("when value", with: "when 1️⃣value"))
        #expect(scheme.bare == ["schemeParameter rag.value", "schemeParameter rag.target", "constant limit"])
        #expect(scheme.qualifiers.isEmpty)
        #expect(
            names(Self.files.replacing("key ref, year", with: "key 1️⃣ref, year")).bare.contains(
                "computedColumn kpis.half"))
    }
}

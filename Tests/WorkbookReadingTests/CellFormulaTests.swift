// What formulas of conditions come to, and which are refused.

import Foundation
import SmallWorkbooks
import Tables
import Testing

@testable import WorkbookReading

@Suite struct CellFormulaTests {
    /// A workbook to evaluate in, opened anew for each formula.
    private static let book: SmallWorkbook = {
        var book = SmallWorkbook()
        book.add(1, ["5", "'Green", "", "0.9", "'on track"])
        book.add(2, ["0.3", "'green", "=1+1", "=1+1\t2", "'7"])
        book.add(3, ["0.1", "0.2", "'", "'x", "100"])
        book.sheets = [("Other's", "<row r='1'><c r='A1'><v>7</v></c></row>")]
        return book
    }()

    /// Evaluates a formula that is written for A1 at another cell.
    private func outcome(_ formula: String, row: Int = 1, column: Int = 1) throws -> String {
        let source = PackageSource(MemorySource(name: "q.xlsx", bytes: Self.book.bytes))
        let workbook = try openWorkbook(source)
        let content = try workbook.content(of: 0, rows: nil, withFilled: false)
        let cells = FormulaCells(workbook, content, CellShower(workbook))
        var evaluator = FormulaEvaluator(cells: cells, baseRow: 1, baseColumn: 1)
        evaluator.row = row
        evaluator.column = column
        do throws(FormulaFault) {
            switch evaluator.holds(try FormulaParser.formula(formula, .officeOpen)) {
            case .holds: return "yes"
            case .fails: return "no"
            case .unknown(let doubt): return doubt.words
            }
        } catch {
            return error.words
        }
    }

    @Test(arguments: [
        // Comparisons: numbers, then texts, then truth values; a blank cell is what the other side makes of it.
        "A1=5", "A1>=5", "A1<>4", "B1=\"green\"", "B1=B2", "B1>A1", "TRUE>B1", "C1=0", "C1=\"\"", "C1<1", "C1=FALSE",
        "A3+B3=A2", "A3+B3>=A2", "E2>100", "\"b\">\"A\"", "E2=\"7\"", "D2=2", "\"a b\"<\"ab\"",
        // Arithmetic, and what binds more tightly.
        "1+2*3=7", "(1+2)*3=9", "-2^2=4", "10%=0.1", "2^3^2=64", "A1/2=2.5", "A1&B1=\"5green\"", "--(A1=5)=1",
        "1-1&\"\"=\"0\"", "D1>=90%", "A1-5=0", "1e3=1000", "0.0000001<1E-6",
        // References, relative and fixed, and to another sheet.
        "$A$1=5", "$A1=5", "A$1=5", "'Other''s'!A1=7", "'other''S'!$A$1=7",
        // Functions.
        "AND(A1=5,B1=\"green\")", "OR(A1=4,A1=5)", "NOT(A1=4)", "ISBLANK(C1)", "ISNUMBER(A1)", "ISTEXT(B1)",
        "ISNONTEXT(A1)",
        "IF(A1=5,TRUE,FALSE)", "IF(A1=5,1)", "LEN(B1)=5", "LEN(C1)=0", "TRIM(\"  a  b \")=\"a b\"", "LEFT(B1,2)=\"gr\"",
        "RIGHT(B1)=\"n\"", "UPPER(B1)=\"GREEN\"", "EXACT(B1,\"Green\")", "ISNUMBER(SEARCH(\"EE\",B1))",
        "SEARCH(\"e\",B1)=3",
        "ISERROR(FIND(\"EE\",B1))", "ABS(-5)=A1", "ROUND(2.5,0)=3", "ROUND(-2.5,0)=-3", "ROUND(0.285,2)=0.29",
        "MOD(7,3)=1", "MOD(-7,3)=2", "ISODD(A1)", "ISEVEN(ROW()+1)", "ROW()=1", "COLUMN()=1", "ROW(A3)=3",
        "MIN(A1:A3)=0.1", "MAX(A1:E1,A3:E3)=100", "SUM(A1,A1)=10", "COUNT(A1:B3)=4", "COUNTA(A1:C3)=8",
        "AVERAGE(A1,A1)=5",
        "IFERROR(1/0,5)=A1", "ISERROR(1/0)", "ISERROR(#N/A)", "ISERROR(B1*2)", "AND(B1,A1)", "OR(FALSE,A1:B2)", "A1",
        "_xlfn.ISBLANK(C1)",
        " = A1 = 5 ", "\"say \"\"x\"\"\"=\"say \"\"x\"\"\"", "\"\"=\"\"", "LEN(TRIM(A1))=1",
    ]) func holds(_ formula: String) throws {
        #expect(try outcome(formula) == "yes")
    }

    @Test(arguments: [
        "A1=6", "A1=\"5\"", "B1<A1", "C1>0", "ISBLANK(B1)", "ISBLANK(C3)", "1/0=1", "B1*2>0", "#REF!=1", "A1=#N/A",
        "B1", "C1",
        "SEARCH(\"z\",B1)>0", "AND(B1)", "NOT(1/0)", "IF(FALSE,TRUE)", "FALSE", "\"é\"=\"e\"", "SQRT",
        "EXACT(B1,\"green\")",
    ]) func fails(_ formula: String) throws {
        let outcome = try outcome(formula)
        #expect(outcome == (formula == "SQRT" ? "it uses the name “SQRT”" : "no"))
    }

    @Test(arguments: [
        // What is not stored, or stands elsewhere.
        ("C2=2", "stored result"), ("Sheet9!A1=1", "“Sheet9”, which is not read"),
        ("[1]Sheet1!A1=1", "another workbook"),
        ("Target=1", "the name “Target”"), ("COUNTIF(A1:A9,A1)>1", "COUNTIF"), ("TODAY()>A1", "TODAY"),
        // What programs may do differently.
        ("E2+1=8", "may differ"), ("A1:A3=5", "may differ"), ("\"é\"<\"f\"", "may differ"),
        ("SEARCH(\"o*k\",E1)>0", "may differ"),
        ("1.00000000000001=1", "may differ"), ("A3+B3-A2=0", "may differ"), ("IF(\"TRUE\",1,0)", "may differ"),
        ("ISBLANK(A1:A2)", "may differ"), ("MOD(5.5,2)=1.5", "may differ"), ("\"TRUE\"", "may differ"),
        // What is no formula.
        ("", "not understood"), ("A1=", "not understood"), ("(A1", "not understood"), ("A1 B1", "not understood"),
        ("AND()", "not understood"), ("NOT(1,2)", "not understood"), ("{1,2}=1", "not understood"),
        ("\"open", "not understood"),
        ("1.5.5", "not understood"), ("A1=5)", "not understood"), ("1E", "not understood"),
        ("(A1,B1)=1", "not understood"),
        ("XFE1=1", "the name"), ("A1048577=1", "the name"),
    ]) func isUnknown(_ formula: String, _ reason: String) throws {
        #expect(try outcome(formula).contains(reason))
    }

    /// The reference names what may be used.
    @Test func functionsAreDocumented() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../rules/LANGUAGE.md")
        let paragraph = try #require(
            try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n\n").first {
                $0.hasPrefix("`by fill` reads the colour")
            })
        for function in FormulaFunction.allCases where ![.yes, .no].contains(function) {
            #expect(paragraph.contains("`\(function.rawValue)`"))
        }
    }

    @Test func referencesMoveWithTheCell() throws {
        #expect(try outcome("A1=0.1", row: 3) == "yes")
        #expect(try outcome("$A1=0.1", row: 3, column: 4) == "yes")
        #expect(try outcome("A$1=\"green\"", row: 3, column: 2) == "yes")
        #expect(try outcome("ROW()=3", row: 3) == "yes")
        // Beyond the first row programs go on at the last.
        let above = FormulaReference(sheet: nil, row: 1, column: 1, hasFixedRow: false, hasFixedColumn: false)
        var evaluator = FormulaEvaluator(cells: try cells(), baseRow: 2, baseColumn: 1)
        (evaluator.row, evaluator.column) = (1, 1)
        #expect(evaluator.place(of: above) == nil)
    }

    private func cells(_ syntax: FormulaSyntax = .officeOpen) throws -> FormulaCells {
        let workbook = try openWorkbook(PackageSource(MemorySource(name: "q.xlsx", bytes: Self.book.bytes)))
        let content = try workbook.content(of: 0, rows: nil, withFilled: false)
        return FormulaCells(workbook, content, CellShower(workbook), syntax)
    }

    /// Formulas that would need a deep stack, or much time.
    @Test func hostileFormulasAreRefused() throws {
        for (one, end) in [
            ("(", ")"), ("NOT(", ")"), ("-", ""), ("IF(1,", ",1)"), ("1+", ""), ("1^", ""), ("\"a\"&", ""),
        ] {
            let deep = String(repeating: one, count: 2_000) + "1" + String(repeating: end, count: 2_000)
            let answer = try outcome(deep)
            #expect(answer == "it is too long" || one == "-", "\(one): \(answer)")
        }
        #expect(try outcome("1" + String(repeating: "%", count: 5_000)) == "it is too long")
        #expect(try outcome(String(repeating: "1", count: 9_000)) == "it is too long")
        #expect(try outcome("AND(" + String(repeating: "1,", count: 1_000) + "1)") == "it is too long")
        let long =
            "LEN(" + (0..<90).map { _ in "\"" + String(repeating: "a", count: 60) + "\"" }.joined(separator: "&")
            + ")=5400"
        #expect(try outcome(long) == "yes")
    }

    /// Bytes at random: each gets an answer.
    @Test func anyTextGetsAnAnswer() throws {
        let parts = [
            "A1", "$B$2", "(", ")", ",", "\"", "=", "<", ">", "&", "+", "-", "*", "/", "^", "%", "1.5", "AND(", "IF(",
            "Other!", "'", "!", ":", "[", "]", "#N/A", " ", "TRUE", "é", ";", "SUM(", "{",
        ]
        var random = SystemRandomNumberGenerator()
        for _ in 0..<3_000 {
            let count = Int.random(in: 0...12, using: &random)
            let text = (0..<count).map { _ in parts[Int.random(in: 0..<parts.count, using: &random)] }.joined()
            for syntax in [FormulaSyntax.officeOpen, .openFormula] { _ = try? FormulaParser.formula(text, syntax) }
        }
    }

    @Test(arguments: [
        ("[.A1]=5", "yes"), ("AND([.$A$1]=5;[.B1]=\"green\")", "yes"), ("[$'Other''s'.A1]=7", "yes"),
        ("of:=[.A1]=5", "yes"),
        ("SUM([.A1:.A3])>5", "yes"), ("A1=5", "it uses the name “A1”"),
        ("['file:///x.ods'#$Sheet1.A1]=5", "it refers to another workbook"),
        ("[.A1", "it is not understood"), ("[]=1", "it is not understood"), ("[.#REF!]=1", "it is not understood"),
    ]) func openFormulaHasItsOwnReferences(_ formula: String, _ expected: String) throws {
        var evaluator = FormulaEvaluator(cells: try cells(.openFormula), baseRow: 1, baseColumn: 1)
        (evaluator.row, evaluator.column) = (1, 1)
        do throws(FormulaFault) {
            let read = try FormulaParser.formula(formula, .openFormula)
            guard case .holds = evaluator.holds(read) else {
                Issue.record("\(formula) does not hold")
                return
            }
            #expect(expected == "yes")
        } catch {
            #expect(error.words == expected)
        }
    }
}

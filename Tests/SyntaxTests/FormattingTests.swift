// The canonical layout, shown by small texts before and after.

import Diagnostics
import Syntax
import Testing

struct FormattingTests {
    @Test(arguments: [
        // Declarations without a block.
        ("import   \"a.rules\"", "import \"a.rules\"\n"),
        ("let x=1+2*-3\n\n\n\nlet y date=unknown", "let x = 1 + 2 * -3\n\nlet y date = unknown\n"),
        ("let x = - ( a )-b", "let x = -(a) - b\n"),
        ("let x = 5   points", "let x = 5 points\n"),
        ("  set  a-b   to off  ", "set a-b to off\n"),
        ("waive a-b where x in 1 .. 5 because \"one\"  \"two\"", "waive a-b where x in 1..5 because \"one\" \"two\"\n"),
        ("waive a\nwhere x\nbecause \"one\"\n\"two\"", "waive a\n  where x\n  because \"one\"\n  \"two\"\n"),
        ("", ""), ("  \n\n", ""), ("// a", "// a\n"), ("\n\n// a  \n\n\n\n// b\n\n", "// a\n\n// b\n"),
        // A blank line sets blocks off.
        (
            "let a = 1\nrule r \"t\" { require a }\nlet b = 1",
            "let a = 1\n\nrule r \"t\" {\n  require a\n}\n\nlet b = 1\n"
        ),
        (
            "rule r \"t\" { require a } // why\n/// doc\nrule s \"t\" { require a }",
            "rule r \"t\" {\n  require a\n}  // why\n\n/// doc\nrule s \"t\" {\n  require a\n}\n"
        ),
        (
            "rule r \"t\" { require a }\n// end\n\nrule s \"t\" { require a }",
            "rule r \"t\" {\n  require a\n}\n// end\n\nrule s \"t\" {\n  require a\n}\n"
        ),
        (
            "rule r \"t\" { require a } rule s \"t\" { require a }",
            "rule r \"t\" {\n  require a\n}\n\nrule s \"t\" {\n  require a\n}\n"
        ),
        // Braces.
        ("table t from \"x\"{}", "table t from \"x\" {}\n"),
        ("table t from \"x\" {\n\n}", "table t from \"x\" {}\n"),
        ("table t from \"x\" { // why\n}", "table t from \"x\" {  // why\n}\n"),
        (
            "table t from \"x\" // why\n  // how\n{\n\n\na text\n\n}",
            "table t from \"x\" {  // why\n  // how\n  a text\n}\n"
        ),
        ("table t from \"x\" // why\n{ // how\n a text }", "table t from \"x\" {  // why\n  // how\n  a text\n}\n"),
        (
            "table t\n from \"x\" separated\n by \";\" { a text }",
            "table t\n  from \"x\" separated\n  by \";\" {\n  a text\n}\n"
        ),
        (
            "rule r \"t\" {\n\n// a\n\n\n// b\nrequire a\n\n// c\n\n}",
            "rule r \"t\" {\n  // a\n\n  // b\n  require a\n\n  // c\n}\n"
        ),
    ])
    func declarations(_ before: String, _ after: String) { #expect(expectFormatted(before) == after) }

    @Test(arguments: [
        ("when not(a)and(b)or c", "when not (a) and (b) or c"),
        (
            "when f (a,b ,target:c)==count( t where x . y is   not red)",
            "when f(a, b, target: c) == count(t where x.y is not red)"
        ),
        ("when count distinct (t . x)in(1,2)", "when count distinct(t.x) in (1, 2)"),
        ("when a contains(b) and contains (a) contains -b", "when a contains (b) and contains(a) contains -b"),
        ("when contains - b == between - 1", "when contains - b == between - 1"),
        ("when a not contains\"x\"", "when a not contains \"x\""),
        ("when a matches/x|y/i", "when a matches /x|y/i"),
        ("when `a b`-1==- -1", "when `a b` - 1 == --1"),
        ("when a in-1..-5", "when a in -1..-5"),
        ("when a in 2023-01-01 .. 2023-03-31", "when a in 2023-01-01..2023-03-31"),
        ("when if a then-1 else-b>0", "when if a then -1 else -b > 0"),
        // The author's line breaks, before operators.
        ("when a and\nb", "when a\n    and b"),
        ("when a\n\n\n and b", "when a\n    and b"),
        ("when a and // why\nb", "when a and  // why\n    b"),
        ("when a\n// why\n  == // how\n b", "when a\n    // why\n    ==  // how\n    b"),
        ("when a -\n b", "when a\n    - b"),
        ("when a == -\n b", "when a == -\n    b"),
        ("when (\na or\n(b\n and c)\n) or d", "when (\n    a\n    or (b\n      and c)\n  ) or d"),
        ("let x=\na", "let x =\n    a"),
        ("when a in (1,\n2)", "when a in (1,\n    2)"),
        ("require a else\"b\"", "require a else \"b\""),
        (
            "require if a then b\nelse c else \"{x+y}\"\n\"d\"",
            "require if a then b\n    else c else \"{x+y}\"\n    \"d\""
        ),
        ("message \"{a+b}\"   \"c\"\n\"d\"", "message \"{a+b}\" \"c\"\n    \"d\""),
        ("at a ,b . c", "at a, b.c"),
        ("fix safely a=b", "fix safely a = b"),
        ("for  each a,b in t as g", "for each a, b in t as g"),
        ("for any with value measure ,better choice ?", "for any with value measure, better choice?"),
        (
            "for t as u where a by b , c over d with v as w on x=y,z",
            "for t as u where a by b, c over d with v as w on x = y, z"
        ),
        // Comments at line ends.
        ("when a//b  \nrequire abc // c\n\nat d // e", "when a       //b\n  require abc  // c\n\n  at d  // e"),
    ])
    func clauses(_ before: String, _ after: String) {
        let (head, tail) = ("rule r \"t\" {\n  ", "\n}\n")
        #expect(expectFormatted(head + before + tail) == head + after + tail)
    }

    @Test(arguments: [
        // Too long by one column, and just not.
        ("when \(a(50)) and \(b(58))", "when \(a(50)) and \(b(58))"),
        ("when \(a(50)) and \(b(59))", "when \(a(50))\n    and \(b(59))"),
        ("when \(a(50)) and \(b(40)) and c", "when \(a(50)) and \(b(40)) and c"),
        (
            "when \(a(50)) and \(b(50)) and cc or dddddd",
            "when \(a(50)) and \(b(50)) and cc\n    or dddddd"
        ),
        (
            "when x == f(\(a(50)) and \(b(50)) and ccccccccccccccc)",
            "when x == f(\(a(50))\n    and \(b(50))\n    and ccccccccccccccc)"
        ),
        (
            "let x = if \(a(50)) or b then \(b(50)) else if ccccccccccc then d else e",
            "let x = if \(a(50)) or b\n    then \(b(50))\n    else if ccccccccccc\n    then d\n    else e"
        ),
        (
            "for t as u where \(a(50)) agrees with \(b(40)) by cccccccc over d with v on e",
            "for t as u\n    where \(a(50)) agrees with \(b(40))\n    by cccccccc\n    over d\n    with v on e"
        ),
        ("for any with \(a(50)) text, \(b(50)) text, c text", "for any with \(a(50)) text, \(b(50)) text, c text"),
        ("message \"\(a(60))\" \"\(b(60))\"", "message \"\(a(60))\"\n    \"\(b(60))\""),
        ("help \"\(a(120))\"", "help \"\(a(120))\""),
        ("require \(a(60)) else \"\(b(60))\"", "require \(a(60))\n    else \"\(b(60))\""),
        ("when \(a(120))", "when \(a(120))"),
    ])
    func longLines(_ before: String, _ after: String) { clauses(before, after) }

    private static func a(_ count: Int) -> String { String(repeating: "a", count: count) }
    private static func b(_ count: Int) -> String { String(repeating: "b", count: count) }

    @Test func alignsColumns() {
        let formatted = expectFormatted(
            """
            table t from "x" headers on line 2 {
            ref text required numbered
              long_name measure from "A"|
                "B" between(1)and -2 // why
             rag status scheme
            choice choice "a","b" optional
              p period year from July
            key ref,long_name
            x text required
            // apart
            yy status s required

            z text unique
            `a b` text
            join  u on ref=code required
            let y=year ( p )
            }
            """)
        #expect(
            formatted == """
                table t from "x" headers on line 2 {
                  ref       text    required numbered
                  long_name measure from "A"
                    | "B" between (1) and -2  // why
                  rag       status scheme
                  choice    choice  "a", "b" optional
                  p         period  year from July
                  key ref, long_name
                  x text required
                  // apart
                  yy status s required

                  z     text unique
                  `a b` text
                  join u on ref = code required
                  let y = year(p)
                }

                """)
    }

    @Test func alignsStatuses() {
        let formatted = expectFormatted(
            """
            scheme s for value,better?{
            green "On target","G" when meets(value,target)
            amber "Below","A","Amber" when near(value,target,5 points,5%)
            red "R" otherwise
            grey "DNA",""
            // apart
            blue "Done",
            "D" when x
            }
            """)
        #expect(
            formatted == """
                scheme s for value, better? {
                  green "On target", "G"           when meets(value, target)
                  amber "Below",     "A", "Amber"  when near(value, target, 5 points, 5%)
                  red   "R"                        otherwise
                  grey  "DNA", ""
                  // apart
                  blue "Done",
                    "D"  when x
                }

                """)
    }

    @Test func alignsRows() {
        let formatted = expectFormatted(
            #"""
            test r  "title"{
            any|value:measure|rag : status example|
            |£5|fails|fails "a|b"// why
               |  \|  ||

            // more
            |12345678901234567890|–|fails
            longer |a|
            | x y |
            fails "nothing"
            }
            """#)
        #expect(
            formatted == #"""
                test r "title" {
                  any    | value: measure       | rag: status example |
                         | £5                   | fails               | fails "a|b"  // why
                         | \|                   |                     |

                  // more
                         | 12345678901234567890 | –                   | fails
                  longer | a   |
                         | x y |
                  fails "nothing"
                }

                """#)
    }

    @Test(arguments: [
        ("let a = 1\r\nlet b  = 1\r\n\n", "let a = 1\r\nlet b = 1\r\n"),
        ("let a = 1\nlet b  = 1\r\nlet c = 1\n", "let a = 1\nlet b = 1\nlet c = 1\n"),
        ("let a = 1\rlet b  = 1 // c\r", "let a = 1\rlet b = 1  // c\r"),
        ("\u{FEFF}  let a=1", "\u{FEFF}let a = 1\n"),
        ("\u{FEFF}", "\u{FEFF}"),
        ("\u{FEFF}\n// a", "\u{FEFF}// a\n"),
    ])
    func lineEndsAndMark(_ before: String, _ after: String) { #expect(expectFormatted(before) == after) }
}

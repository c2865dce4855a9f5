// What is sent to a terminal, and how wide it is.

import Reports
import Testing

@Test(arguments: [
    ("plain text", "plain text"), ("\u{1B}[31m", "\\u{1B}[31m"), ("a\tb", "a\\tb"), ("a\nb\r\nc\rd", "a⏎b⏎c\\u{D}d"),
    ("\u{0}\u{7F}\u{9B}", "\\u{0}\\u{7F}\\u{9B}"), ("\u{202E}x\u{2066}", "\\u{202E}x\\u{2066}"),
    ("a\u{200B}b\u{FEFF}\u{AD}", "a\\u{200B}b\\u{FEFF}\\u{AD}"), ("£é漢e\u{301}", "£é漢e\u{301}"),
    ("👩‍👩", "👩\\u{200D}👩"), ("❤️ 1️⃣", "❤️ 1️⃣"), ("x\u{FE0F}", "x\\u{FE0F}"), ("\u{3164}", "\\u{3164}"),
    ("\u{E0041}\u{2028}", "\\u{E0041}\\u{2028}"), ("##vso[a]", "\\u{23}#vso[a]"), ("##[x]", "\\u{23}#[x]"),
    ("## heading", "## heading"), ("C:\\temp", "C:\\temp"), ("", ""),
])
func whatSteersATerminalIsShown(text: String, shown: String) {
    #expect(escapedForTerminal(text) == shown)
}

@Test func heapsOfMarksAreShownWithTheirWidth() {
    let text = escapedForTerminal("Z" + String(repeating: "\u{336}", count: 1000))
    #expect(displayWidth(text) == 1 + 992 * "\\u{336}".count)
}

@Test(arguments: [
    ("", 0), ("abc", 3), ("£é", 2), ("e\u{301}\u{323}", 1), ("漢字", 4), ("ｶﾅ", 2), ("Ａ", 2), ("한국", 4),
    ("\u{1112}\u{1161}\u{11AB}", 2), ("👍", 2), ("👍🏽", 2), ("👩‍👩‍👧", 2), ("🇬🇧", 2), ("❤️", 2), ("❤", 1), ("1️⃣", 2), ("…", 1),
    ("⏎", 1), ("ไทย", 3), ("กำ", 2), ("ก็", 1), ("𐐀", 1), ("—", 1), ("\u{200B}", 0), ("、。", 4),
])
func charactersTakeTheirColumns(text: String, columns: Int) {
    #expect(displayWidth(text) == columns)
}

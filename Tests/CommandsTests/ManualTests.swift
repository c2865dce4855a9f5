// The manual page names every command, option and exit code, and no line of text is a request of roff by accident.

import Testing

@testable import Commands

@Suite struct ManualTests {
    private static let page = manualPage()

    @Test(arguments: allCommands.map { $0.name }) func `every command is there with its options`(_ name: String) throws
    {
        let command = try #require(allCommands.first { $0.name == name })
        #expect(Self.page.contains("\n.SS kpilint \(name)"))
        for outline in command.outlines {
            for option in outline.names {
                let written = option.map { $0 == "-" ? "\\-" : String($0) }.joined()
                #expect(Self.page.contains("\\fB\(written)\\fR"), "\(name) \(option)")
            }
        }
    }

    @Test func `lines that begin with a full stop are requests`() {
        let known = [".TH", ".SH", ".SS", ".TP", ".PP", ".B", ".I"]
        for line in Self.page.split(separator: "\n") where line.first == "." || line.first == "'" {
            #expect(known.contains(String(line.prefix { $0 != " " })), "\(line)")
        }
        for code in ["0", "1", "2", "3", "4", "130"] { #expect(Self.page.contains(".TP\n\(code)\n"), "\(code)") }
    }
}

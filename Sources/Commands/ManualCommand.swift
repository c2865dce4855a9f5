// `kpilint manual`: writes the manual page, made from the definitions of commands, options and exit codes.

import Workspace

struct ManualCommand: Command {
    static let name = "manual"
    static let summary = "write the manual page"
    static let synopsis = ""
    static let explanation = "`kpilint manual > ~/.local/share/man/man1/kpilint.1`, then `man kpilint`."
    static let operands = OperandKind.words([])
    static var options: [Option<Self>] { [] }

    func run(_ operands: [String], on host: Host) throws(UsageError) -> Int32 {
        guard operands.isEmpty else {
            throw UsageError("`manual` takes nothing", help: "write `kpilint manual > kpilint.1`")
        }
        host.write(manualPage())
        return ExitCode.success
    }
}

/// The page in the macros of `man(7)`, which every `man` reads.
func manualPage() -> String {
    var page = """
        .TH KPILINT 1 "" "kpilint \(roff(kpilintVersion))"
        .SH NAME
        kpilint \\- check indicator returns (KPI tables) against rules in plain words
        .SH SYNOPSIS
        .B kpilint
        .I COMMAND
        [\\fIOPTION\\fR ...] [\\fIFILE\\fR ...]
        .SH DESCRIPTION
        kpilint reads a rule file and the returns that it names, and says which cells contradict each other, and why.
        .SH COMMANDS

        """
    for command in allCommands {
        page +=
            ".SS kpilint \(roff(command.name)) \(roff(command.synopsis))\n\(roff(command.summary.capitalizedFirst)).\n"
        if !command.explanation.isEmpty { page += ".PP\n\(roff(command.explanation))\n" }
        for outline in command.outlines {
            let names = outline.names.map { "\\fB\(roff($0))\\fR" }.joined(separator: ", ")
            let value = outline.value.map { " \\fI\(roff($0.name))\\fR" } ?? ""
            page += ".TP\n\(names)\(value)\n\(roff(outline.help))\n"
        }
    }
    page += ".SH EXIT STATUS\n"
    for (code, meaning) in ExitCode.meanings { page += ".TP\n\(code)\n\(roff(meaning.capitalizedFirst)).\n" }
    page +=
        ".SH SEE ALSO\nThe language of rules is described in rules/LANGUAGE.md of the sources, and by \\fBkpilint explain\\fR.\n"
    return page
}

/// Text escaped for roff: no line begins with a request, and nothing within it is an escape.
private func roff(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        var escaped = ""
        for character in line {
            switch character {
            case "\\": escaped += "\\e"
            case "-": escaped += "\\-"
            default: escaped.append(character)
            }
        }
        return line.first == "." || line.first == "'" ? "\\&" + escaped : escaped
    }
    .joined(separator: "\n")
}

extension String {
    /// A sentence from a help text in lower case.
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

// Writes help from the definitions of commands and options.

/// The columns that help may fill.
private let helpWidth = 80
/// The column at which the second half of a line begins.
private let helpColumn = 27

/// The help of the program: its commands.
func programHelp() -> String {
    var page = """
        kpilint checks indicator returns (KPI tables) against rules in plain words.

        usage: kpilint COMMAND [OPTION …] [FILE …]


        """
    for command in allCommands { page += row(command.name + " " + command.synopsis, command.summary) }
    page += "\n" + row("COMMAND --help", "the options of a command")
    page += row("--version", "the version")
    return page
}

/// The help of one command: its operands and its options by group.
func commandHelp(_ command: any Command.Type) -> String {
    let outlines = command.outlines
    var page = "kpilint \(command.name): \(command.summary)\n\n"
    page += "usage: kpilint \(command.name)\(outlines.isEmpty ? "" : " [OPTION …]") \(command.synopsis)\n"
    if !command.explanation.isEmpty { page += "\n" + wrapped(command.explanation, width: helpWidth) }
    var groups: [String] = []
    for outline in outlines where !groups.contains(outline.group) { groups.append(outline.group) }
    for group in groups {
        page += "\n\(group)\n"
        for outline in outlines where outline.group == group { page += row(usage(of: outline), outline.help) }
    }
    return page
}

/// `-q, --quiet`, `--width N`.
private func usage(of outline: OptionOutline) -> String {
    outline.names.joined(separator: ", ") + (outline.value.map { " " + $0.name } ?? "")
}

/// A line of two columns; the second continues below where it is long, and begins below where the first is long.
private func row(_ first: String, _ second: String) -> String {
    let indent = String(repeating: " ", count: helpColumn)
    let text = wrapped(second, width: helpWidth, indent: helpColumn)
    let head = "  " + first
    if head.count + 2 > helpColumn { return head + "\n" + text }
    return head + String(repeating: " ", count: helpColumn - head.count) + text.dropFirst(indent.count)
}

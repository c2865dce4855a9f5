// The width and the colours of output for people.

/// `--color`.
enum ColorChoice: String, CaseIterable, Sendable { case auto, always, never }

extension Host {
    /// The columns of standard output: those of the terminal, else the value of `COLUMNS`, else 100.
    var width: Int {
        if let terminalWidth { return terminalWidth }
        if let columns = variable("COLUMNS").flatMap({ Int($0) }), columns > 0 { return min(columns, 10_000) }
        return outputIsTerminal ? 80 : 100
    }

    /// Whether to colour what goes to a terminal or, with `toTerminal` false, elsewhere.
    ///
    /// The command line comes first, then `NO_COLOR`, then `FORCE_COLOR` and `CLICOLOR_FORCE`; else a terminal is
    /// coloured unless it is dumb or `CLICOLOR=0` is set.
    func isColored(_ choice: ColorChoice, toTerminal: Bool) -> Bool {
        switch choice {
        case .always: return true
        case .never: return false
        case .auto: break
        }
        if isSet("NO_COLOR") { return false }
        for name in ["FORCE_COLOR", "CLICOLOR_FORCE"] where isSet(name) { return variable(name) != "0" }
        return toTerminal && variable("TERM") != "dumb" && variable("CLICOLOR") != "0"
    }

    private func isSet(_ name: String) -> Bool { variable(name).map { !$0.isEmpty } ?? false }
}

// `kpilint completions`: writes the completions of a shell, made from the definitions of commands and options.

import Catalog

struct CompletionsCommand: Command {
    static let name = "completions"
    static let summary = "write the completions of a shell"
    static let synopsis = "bash|zsh|fish"
    static let explanation = """
        bash: `kpilint completions bash > ~/.local/share/bash-completion/completions/kpilint`. \
        zsh: `kpilint completions zsh > _kpilint` in a folder of `$fpath`. \
        fish: `kpilint completions fish > ~/.config/fish/completions/kpilint.fish`.
        """
    static let operands = OperandKind.words(Shell.allCases.map(\.rawValue))
    static var options: [Option<Self>] { [] }

    func run(_ operands: [String], on host: Host) throws(UsageError) -> Int32 {
        guard let word = operands.first, operands.count == 1 else {
            throw UsageError("`completions` needs one shell", help: "write `kpilint completions bash`, zsh or fish")
        }
        let shell = try choice(word, of: "completions", from: Shell.allCases.map { ($0.rawValue, $0) })
        host.write(shell.completions(of: allCommands.map(CommandOutline.init)))
        return ExitCode.success
    }
}

enum Shell: String, CaseIterable { case bash, zsh, fish }

/// What a shell needs to know of a command.
struct CommandOutline {
    var name: String
    var summary: String
    var operands: OperandKind
    /// With `--help`.
    var options: [OptionOutline]

    init(_ command: any Command.Type) {
        name = command.name
        summary = command.summary
        operands = command.operands
        options =
            command.outlines + [
                OptionOutline(names: ["-h", "--help"], value: nil, help: "show help", group: "", isRepeatable: false)
            ]
    }
}

/// The names of structural findings, which apply to every return.
let completedRuleNames = BuiltInFinding.allCases.map(\.rawValue)

extension OperandKind {
    /// Possible first operands, as far as they are known without rule files and have no special characters of a shell.
    var completedNames: [String] {
        switch self {
        case .ruleThenPaths: completedRuleNames
        case .nameThenPaths:
            completedRuleNames
                + ExplainedWord.names.filter { $0.allSatisfy { $0.isLowercase || $0 == "_" } }
        case .paths, .words: []
        }
    }
}

extension Shell {
    /// The script that the shell reads.
    func completions(of commands: [CommandOutline]) -> String {
        switch self {
        case .bash: bashCompletions(commands)
        case .zsh: zshCompletions(commands)
        case .fish: fishCompletions(commands)
        }
    }
}

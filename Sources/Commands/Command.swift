// The protocol of subcommands, and the list of them all.

/// A subcommand: its options are read into a value of it, which then runs.
protocol Command: SendableMetatype {
    static var name: String { get }
    /// What it does, in one line: lower case, no full stop.
    static var summary: String { get }
    /// Its operands as the help shows them.
    static var synopsis: String { get }
    /// Further help above the options: sentences, or empty.
    static var explanation: String { get }
    static var operands: OperandKind { get }
    static var options: [Option<Self>] { get }

    init()
    /// Does the work and returns the exit code.
    func run(_ operands: [String], on host: Host) throws(UsageError) -> Int32
}

/// The kind of a command's operands, for completions.
enum OperandKind: Sendable {
    case paths
    /// The name of a rule first, then paths.
    case ruleThenPaths
    /// A name that `explain` knows, then paths.
    case nameThenPaths
    case words([String])
}

/// Every command, in the order of the help.
let allCommands: [any Command.Type] = [
    CheckCommand.self, WatchCommand.self, FixCommand.self, TestCommand.self, WhyCommand.self, ExplainCommand.self,
    RulesCommand.self,
    InitCommand.self, FormatCommand.self, BaselineCommand.self, WaiversCommand.self, ConvertCommand.self,
    CompletionsCommand.self,
    ManualCommand.self, LanguageServerCommand.self,
]

extension Command {
    static var explanation: String { "" }

    /// Its options without their effects.
    static var outlines: [OptionOutline] { options.map(\.outline) }

    /// Parses the words after the command's name and runs the command.
    static func run(_ words: [String], on host: Host) throws(UsageError) -> Int32 {
        var command = Self()
        let operands = try parse(words, options: options, into: &command)
        try host.refuse(host.ownOutputs, reading: operands)
        return try command.run(operands, on: host)
    }
}

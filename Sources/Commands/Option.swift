// An option of a command, declared once: parsing, help and completions are made from it.

/// What is known of an option without knowing its command: enough for help and completions.
struct OptionOutline: Sendable {
    /// What may follow the option, and how a shell completes it.
    enum Value: Sendable {
        /// Any text, called this in the help.
        case text(String)
        /// One of these words; a shell offers them.
        case choice(String, [String])
        /// A path.
        case path(String)
        /// The name of a rule or structural finding.
        case rule(String)

        /// The placeholder of the value in the help.
        var name: String {
            switch self {
            case .text(let name), .choice(let name, _), .path(let name), .rule(let name): name
            }
        }
    }

    /// With their dashes; the last is the long one.
    var names: [String]
    /// `nil` for a flag.
    var value: Value?
    /// What it does, in a few words: lower case, no full stop.
    var help: String
    /// The heading of its group.
    var group: String
    var isRepeatable: Bool

    var longName: String { names.last ?? "" }
}

/// An option of the command `Target`, with its effect.
struct Option<Target> {
    var outline: OptionOutline
    /// Takes the value, which is empty for a flag.
    var apply: (inout Target, String) throws(UsageError) -> Void

    /// An option without a value.
    static func flag(
        _ names: String..., in group: String, help: String, set: @escaping (inout Target) -> Void
    ) -> Self {
        Self(
            outline: OptionOutline(names: names, value: nil, help: help, group: group, isRepeatable: false),
            apply: { (target, _) throws(UsageError) in set(&target) })
    }

    /// An option with a value. A repeatable option may be applied several times; of any other the last one counts.
    static func value(
        _ names: String..., taking value: OptionOutline.Value, in group: String, help: String,
        isRepeatable: Bool = false, set: @escaping (inout Target, String) throws(UsageError) -> Void
    ) -> Self {
        Self(
            outline: OptionOutline(names: names, value: value, help: help, group: group, isRepeatable: isRepeatable),
            apply: set)
    }
}

extension Option {
    /// This option as one of a command that holds its target.
    func within<Whole>(_ part: WritableKeyPath<Whole, Target>) -> Option<Whole> {
        Option<Whole>(
            outline: outline,
            apply: { (whole: inout Whole, word) throws(UsageError) in try apply(&whole[keyPath: part], word) })
    }
}

/// A faulty command line: what is wrong with it, and what was perhaps meant.
struct UsageError: Error, Equatable {
    /// Lower case, no full stop.
    var message: String
    var help: String?

    init(_ message: String, help: String? = nil) {
        self.message = message
        self.help = help
    }
}

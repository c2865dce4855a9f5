// Reads the words after a command's name: options with their values, and operands.

import Diagnostics

/// Applies the options among `words` to `target` and returns the operands in their order.
///
/// `--option value` and `--option=value` mean the same; `--` ends the options; `-` is an operand. A value that begins
/// with `--` has to be joined with `=`.
func parse<Target>(
    _ words: [String], options: [Option<Target>], into target: inout Target
) throws(UsageError) -> [String] {
    var operands: [String] = []
    var index = words.startIndex
    while index < words.endIndex {
        let word = words[index]
        index += 1
        if word == "--" {
            operands += words[index...]
            break
        }
        guard word.hasPrefix("-"), word != "-" else {
            operands.append(word)
            continue
        }
        let (name, joined) = split(word)
        guard let option = options.first(where: { $0.outline.names.contains(name) }) else {
            throw unknownOption(name, among: options.flatMap(\.outline.names))
        }
        guard let value = option.outline.value else {
            if joined != nil { throw UsageError("`\(name)` takes no value") }
            try option.apply(&target, "")
            continue
        }
        if let joined {
            try option.apply(&target, joined)
        } else if index < words.endIndex, !words[index].hasPrefix("--") {
            try option.apply(&target, words[index])
            index += 1
        } else {
            throw UsageError("`\(name)` needs a value", help: "write `\(name) \(value.name)`")
        }
    }
    return operands
}

/// Whether the words ask for help: `--help` or `-h` before a `--`.
func asksForHelp(_ words: [String]) -> Bool {
    words.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
}

/// Splits `--name=value`; only long options are joined with their value.
private func split(_ word: String) -> (name: String, value: String?) {
    guard word.hasPrefix("--"), let sign = word.firstIndex(of: "=") else { return (word, nil) }
    return (String(word[..<sign]), String(word[word.index(after: sign)...]))
}

private func unknownOption(_ name: String, among names: [String]) -> UsageError {
    UsageError(
        "there is no option `\(name)`", help: nearest(to: name, in: names + ["--help"]).map { "did you mean `\($0)`?" })
}

// MARK: Values

/// The value of the word, or an error that names the nearest of the choices.
func choice<Value>(
    _ word: String, of option: String, from choices: [(name: String, value: Value)]
) throws(UsageError) -> Value {
    if let found = choices.first(where: { $0.name == word }) { return found.value }
    let names = choices.map(\.name)
    throw UsageError(
        "`\(option)` cannot be `\(word)`",
        help: nearest(to: word, in: names).map { "did you mean `\($0)`?" } ?? "it is one of "
            + names.joined(separator: ", "))
}

/// A whole number of at least `least`, written in digits.
func wholeNumber(_ word: String, of option: String, least: Int) throws(UsageError) -> Int {
    guard !word.isEmpty, word.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let number = Int(word), number >= least
    else { throw UsageError("`\(option)` needs a whole number of at least \(least), not `\(word)`") }
    return number
}

/// Splits `name=value` at its first `=`.
func pair(_ word: String, of option: String, example: String) throws(UsageError) -> (name: String, value: String) {
    guard let sign = word.firstIndex(of: "="), sign > word.startIndex, word.index(after: sign) < word.endIndex
    else { throw UsageError("`\(option)` cannot be `\(word)`", help: "write `\(option) \(example)`") }
    return (String(word[..<sign]), String(word[word.index(after: sign)...]))
}

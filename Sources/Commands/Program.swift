// The entry point: finds the requested command and runs it.

import Diagnostics
import Findings
import Reports
import Workspace

/// Runs the program in this process with its arguments, of which the first is its own name, and returns the exit code.
/// Names of files may be any bytes.
package func runProgram(_ count: Int32, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32 {
    runProgram((1..<max(1, Int(count))).compactMap { index in words[index].map { pathText($0) } })
}

/// Runs the program in this process with its arguments, the program's own name left out, and returns the exit code.
func runProgram(_ arguments: [String]) -> Int32 {
    let output = StandardOutput()
    let host = Host.process(output)
    let code = runProgram(arguments, on: host)
    guard let problem = output.problem else { return code }
    host.writeError("kpilint: cannot write to standard output: \(reason(of: problem))\n")
    return ExitCode.usage
}

/// Runs the program on a host and returns the exit code: 2 for a faulty command line.
package func runProgram(_ arguments: [String], on host: Host) -> Int32 {
    guard let first = arguments.first else {
        host.writeError(programHelp())
        return ExitCode.usage
    }
    do throws(UsageError) {
        if first == "--version" || first == "-V" {
            host.write("kpilint \(kpilintVersion)\n")
            return ExitCode.success
        }
        if first.hasPrefix("-") {
            guard asksForHelp([first]) else { throw unknownOption(first) }
            host.write(programHelp())
            return ExitCode.success
        }
        guard let command = allCommands.first(where: { $0.name == first }) else { throw unknownCommand(first) }
        let words = Array(arguments.dropFirst())
        if asksForHelp(words) {
            host.write(commandHelp(command))
            return ExitCode.success
        }
        return try command.run(words, on: host)
    } catch {
        host.complain(error)
        return ExitCode.usage
    }
}

/// The meanings of exit codes.
enum ExitCode {
    static let success: Int32 = 0
    /// The checked property does not hold: there are findings, or failed tests.
    static let findings: Int32 = 1
    /// The command line or a rule file is wrong, or an output could not be written.
    static let usage: Int32 = 2
    /// A return could not be read.
    static let unreadable: Int32 = 3
    /// There was nothing to work on.
    static let nothing: Int32 = 4
    /// The code that shells use for an interrupted program.
    static let interrupted: Int32 = 130

    /// Each code with its meaning, for the manual.
    static let meanings: [(code: Int32, meaning: String)] = [
        (success, "something was checked and nothing is at or above `--fail-on`"),
        (findings, "there are findings at or above `--fail-on`, or a waiver gives no reason"),
        (usage, "the command line or a rule file is wrong"),
        (unreadable, "a return could not be read; the others are still checked"),
        (nothing, "nothing was checked, or rules for any table found none with their columns"),
        (interrupted, "it was interrupted; what was found so far is written, and said to be a part only"),
    ]

    /// The exit code of a check.
    static func of(_ verdict: Verdict) -> Int32 {
        switch verdict {
        case .clean: success
        case .findings: findings
        case .cannotCheck: usage
        case .incomplete: unreadable
        case .nothingChecked: nothing
        case .interrupted: interrupted
        }
    }

    /// The verdict of a saved run with an exit code; `nil` for unknown codes. A run that could not begin is not
    /// written, so code 2 means faulty rule files.
    static func verdict(of code: Int) -> Verdict? {
        let all: [Verdict] = [
            .clean, .findings, .cannotCheck(.faultyRuleFiles), .incomplete, .nothingChecked, .interrupted,
        ]
        return all.first { Int(of($0)) == code }
    }
}

extension Host {
    /// Writes to standard error what is wrong with a command line.
    func complain(_ error: UsageError) {
        writeError("kpilint: " + escapedForTerminal(error.message) + "\n")
        if let help = error.help { writeError("help: " + escapedForTerminal(help) + "\n") }
    }
}

private func unknownOption(_ name: String) -> UsageError {
    let names = ["--help", "--version"]
    let isOfCommand = allCommands.contains {
        $0.outlines.contains { $0.names.contains(String(name.prefix { $0 != "=" })) }
    }
    if isOfCommand {
        return UsageError(
            "`\(name)` is an option of a command", help: "write the command first: `kpilint check \(name)`")
    }
    return UsageError(
        "there is no option `\(name)`",
        help: nearest(to: name, in: names).map { "did you mean `\($0)`?" } ?? "`kpilint --help` lists the commands")
}

private func unknownCommand(_ name: String) -> UsageError {
    let help: String
    if let near = nearest(to: name, in: allCommands.map { $0.name }) {
        help = "did you mean `kpilint \(near)`?"
    } else if name.contains(".") || name.contains("/") {
        help = "to check it, write `kpilint check \(name)`"
    } else {
        help = "`kpilint --help` lists the commands"
    }
    return UsageError("there is no command `\(name)`", help: help)
}

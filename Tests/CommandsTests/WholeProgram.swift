// The whole program over files of a test's own, with the engine that checks returns.

import Checking
import Diagnostics
import Findings
import Workspace

@testable import Commands

/// A folder with files, in which the program is run; its path is left out of what is written.
struct WholeProgram {
    let folder: TemporaryFolder
    var variables: [String: String] = [:]

    init(_ files: [String: String]) throws {
        folder = try TemporaryFolder()
        for (name, text) in files { try writeWhole(Array(text.utf8), to: folder.path + "/" + name) }
    }

    /// Runs the program; words that begin with `./`, or hold `=./`, name files of the folder.
    func run(_ words: [String]) -> (exitCode: Int32, output: String, error: String) {
        var output = ""
        var error = ""
        let exitCode = runProgram(
            words.map { word in
                if word.hasPrefix("./") { return folder.path + word.dropFirst() }
                guard let path = word.firstRange(of: "=./") else { return word }
                return word[..<path.lowerBound] + "=" + folder.path + "/" + word[path.upperBound...]
            },
            on: Host(
                variable: { variables[$0] }, outputIsTerminal: false, errorIsTerminal: false, terminalWidth: nil,
                processors: 2, today: 19_692, files: processFiles,
                write: { output += String(decoding: $0, as: UTF8.self) },
                writeError: { error += $0 }, check: { Session(files: processFiles).check($0) },
                loadRules: { Session(files: processFiles).rules($0, constants: $1) }))
        return (exitCode, shortened(output), shortened(error))
    }

    func run(_ words: String...) -> (exitCode: Int32, output: String, error: String) { run(words) }

    private func shortened(_ text: String) -> String { text.split(separator: folder.path + "/").joined() }
}

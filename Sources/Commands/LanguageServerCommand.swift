// `kpilint lsp`: the language server for editors.

import LanguageServer
import Platform
import Workspace

struct LanguageServerCommand: Command {
    static let name = "lsp"
    static let summary = "tell an editor what is wrong while one types (Language Server Protocol)"
    static let synopsis = ""
    static let explanation = """
        An editor starts it and speaks with it over standard input and output. It shows in returns and rule files what \
        `kpilint check` finds in the folder that is open, from unsaved texts, and offers the fixes. An open return that no \
        rule file of the folder is about is read by what its header says, and an open rule file that is none of the folder's \
        is checked by itself. Settings, of `initializationOptions` or a section `kpilint`: `rules`, `baseline`, `today`, \
        `set` and `maxDiagnostics`.
        """
    static let operands = OperandKind.words([])

    static var options: [Option<Self>] { [] }

    func run(_ operands: [String], on host: Host) throws(UsageError) -> Int32 {
        guard operands.isEmpty else {
            throw UsageError("`lsp` takes no operands", help: "an editor says which folder is open")
        }
        let server = ServerHost(
            files: { DiskTree(root: $0) }, startFolder: currentFolder(), threads: host.processors,
            version: kpilintVersion,
            isRunning: { process in
                guard let process = pid_t(exactly: process), process > 0 else { return true }
                return kill(process, 0) == 0 || errno != ESRCH
            }
        )
        return LanguageServer.serve(
            server,
            read: {
                var buffer = [UInt8](repeating: 0, count: 1 << 16)
                while true {
                    let count = Platform.read(STDIN_FILENO, &buffer, buffer.count)
                    if count < 0, errno == EINTR { continue }
                    return Array(buffer.prefix(max(0, count)))
                }
            },
            write: { bytes in
                host.write(bytes)
                return !host.outputIsGone()
            })
    }
}

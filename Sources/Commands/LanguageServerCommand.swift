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
        `set`, `inlayHints`, `maxDiagnostics` and `traceFile`.
        """
    static let operands = OperandKind.words([])

    static var options: [Option<Self>] { [] }

    func run(_ operands: [String], on host: Host) throws(UsageError) -> Int32 {
        guard operands.isEmpty else {
            throw UsageError("`lsp` takes no operands", help: "an editor says which folder is open")
        }
        var server = ServerHost(
            files: { DiskTree(root: $0) }, startFolder: currentFolder(), threads: host.processors,
            version: kpilintVersion,
            isRunning: { process in
                guard let process = pid_t(exactly: process), process > 0 else { return true }
                return kill(process, 0) == 0 || errno != ESRCH
            }
        )
        server.wordsOfWhy = { WhyCommand.words($0, $1) }
        server.keep = { (name, text) throws(HostFailure) in
            guard let folder = host.cacheFolder else { throw HostFailure(words: "there is no HOME folder") }
            do throws(WriteFailure) {
                try makeFolder(folder)
                try makeFolder(folder + "/kpilint")
                // What is kept holds texts of returns, which are nobody else's business.
                guard withSystemPath(folder + "/kpilint", { chmod($0, 0o700) }) == 0 else {
                    throw WriteFailure(path: folder + "/kpilint", reason: "it cannot be made private")
                }
                try writeWhole(text, to: folder + "/kpilint/" + name)
                return folder + "/kpilint/" + name
            } catch {
                throw HostFailure(words: "\(error.path): \(error.reason)")
            }
        }
        server.trace = { (path, lines) throws(HostFailure) in try appendToTrace(lines, at: path) }
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

extension Host {
    /// The folder in which the user's programs keep what can be made again; `nil` where the environment names none.
    fileprivate var cacheFolder: String? {
        if let folder = variable("XDG_CACHE_HOME"), folder.hasPrefix("/") { return folder }
        return variable("HOME").flatMap { $0.hasPrefix("/") ? $0 + "/.cache" : nil }
    }
}

/// What a file of traces begins with.
private let traceMark = Array("# messages of a language server: written by `kpilint lsp`\n".utf8)

/// Appends lines to a file of traces, which is begun where there is none. Any other file is left as it is.
private func appendToTrace(_ lines: [UInt8], at path: String) throws(HostFailure) {
    func failure() -> HostFailure { HostFailure(words: reason(of: errno)) }
    let flags = O_RDWR | O_CREAT | O_APPEND | O_NONBLOCK | O_CLOEXEC | O_NOCTTY
    let descriptor = withSystemPath(path) { open($0, flags, 0o600) }
    guard descriptor >= 0 else { throw failure() }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure() }
    guard status.st_mode & S_IFMT == S_IFREG else { throw HostFailure(words: "it is no file of the disk") }
    var text = lines
    if status.st_size == 0 {
        text = traceMark + lines
    } else {
        var beginning = [UInt8](repeating: 0, count: traceMark.count)
        guard pread(descriptor, &beginning, beginning.count, 0) == beginning.count, beginning == traceMark else {
            throw HostFailure(words: "it is there and is no trace")
        }
    }
    if let code = writeAll(text, to: descriptor) { throw HostFailure(words: reason(of: code)) }
}

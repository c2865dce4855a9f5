// A trace of all messages, for whoever looks for a fault between a client and the server.

import JSON

extension LanguageServer {
    /// Appends a message to the trace, where one is wished for. The first failure is told, and ends it.
    func trace(_ message: JSONValue, _ direction: String) {
        guard let path = traceFile else { return }
        do throws(HostFailure) {
            try host.trace(path, Array((direction + ": ").utf8) + message.bytes + [0x0A])
        } catch {
            // What tells of it is not traced.
            traceFile = nil
            tell("\(path) is not written to: \(error.words); nothing is traced from now on", isError: true)
        }
    }
}

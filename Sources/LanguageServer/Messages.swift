// The messages of JSON-RPC 2.0 as the Language Server Protocol uses it.

import JSON

/// Why a request gets no result.
struct ResponseError: Error, Equatable {
    var code: Int
    var message: String

    static func unparsable(_ why: String) -> Self { Self(code: -32700, message: why) }
    static func invalidRequest(_ why: String) -> Self { Self(code: -32600, message: why) }
    static func unknownMethod(_ method: String) -> Self { Self(code: -32601, message: "there is no method \(method)") }
    static func invalidParameters(_ why: String) -> Self { Self(code: -32602, message: why) }
    static let notInitialized = Self(code: -32002, message: "the first request is `initialize`")
    static let cancelled = Self(code: -32800, message: "the request was cancelled")
    static let outdated = Self(code: -32801, message: "the document has been changed since")
}

/// A message from the client.
enum ClientMessage {
    case request(id: JSONValue, method: String, parameters: JSONValue)
    case notification(method: String, parameters: JSONValue)
    /// An answer to a request of the server's; `nil` where it is an error.
    case response(id: JSONValue, result: JSONValue?)
    case faulty(id: JSONValue, ResponseError)

    init(_ bytes: [UInt8]) {
        let value: JSONValue
        do throws(JSONError) { value = try JSONValue(reading: bytes) } catch {
            self = .faulty(id: .null, .unparsable("the message is no JSON from byte \(error.offset) on"))
            return
        }
        let id = value["id"]
        guard value.members != nil, value["jsonrpc"]?.text == "2.0" else {
            self = .faulty(id: id ?? .null, .invalidRequest("a message is an object with `\"jsonrpc\": \"2.0\"`"))
            return
        }
        guard let named = value["method"] else {
            if let id, value["result"] != nil || value["error"] != nil {
                self = .response(id: id, result: value["error"] == nil ? value["result"] : nil)
            } else {
                self = .faulty(id: id ?? .null, .invalidRequest("the message has no method"))
            }
            return
        }
        guard let method = named.text else {
            self = .faulty(id: id ?? .null, .invalidRequest("a method is a text"))
            return
        }
        let parameters = value["params"] ?? .null
        switch id {
        case nil: self = .notification(method: method, parameters: parameters)
        case .text(let text)? where text.unicodeScalars.contains("\u{FFFD}") && Self.mayHoldHalves(bytes):
            // It could not be written in the answer as it was sent.
            self = .faulty(id: .null, .invalidRequest("an id is a text of whole characters"))
        case .number?, .text?: self = .request(id: id ?? .null, method: method, parameters: parameters)
        default: self = .faulty(id: .null, .invalidRequest("an id is a number or a text"))
        }
    }

    /// Whether a JSON text has an escape of half a pair of UTF-16.
    private static func mayHoldHalves(_ bytes: [UInt8]) -> Bool {
        guard bytes.count > 3 else { return false }
        return (0..<bytes.count - 3).contains { at in
            bytes[at] == UInt8(ascii: "\\") && bytes[at + 1] == UInt8(ascii: "u")
                && bytes[at + 2] | 0x20 == UInt8(ascii: "d")
                && ![UInt8(ascii: "0")...UInt8(ascii: "7")].contains { $0.contains(bytes[at + 3]) }
        }
    }

    /// The message as it is traced.
    var json: JSONValue {
        switch self {
        case .request(let id, let method, let parameters):
            ["jsonrpc": "2.0", "id": id, "method": .text(method), "params": parameters]
        case .notification(let method, let parameters): .notification(method, parameters)
        case .response(let id, let result):
            result.map { .response(id, $0) } ?? ["jsonrpc": "2.0", "id": id, "error": [:]]
        case .faulty(let id, let error): ["id": id, "faulty": .text(error.message)]
        }
    }

    /// Whether it changes what a check would find, or ends the server: a check that runs is then in vain.
    var endsChecks: Bool {
        switch self {
        case .request(_, let method, _): method == "shutdown"
        case .notification(let method, _):
            method == "exit" || method.hasPrefix("textDocument/did") && method != "textDocument/didSave"
                || method == "workspace/didChangeConfiguration" || method == "workspace/didChangeWorkspaceFolders"
        case .response, .faulty: false
        }
    }
}

extension JSONValue {
    static func response(_ id: JSONValue, _ result: JSONValue) -> JSONValue {
        ["jsonrpc": "2.0", "id": id, "result": result]
    }

    static func response(_ id: JSONValue, _ error: ResponseError) -> JSONValue {
        ["jsonrpc": "2.0", "id": id, "error": ["code": .number(error.code), "message": .text(error.message)]]
    }

    static func notification(_ method: String, _ parameters: JSONValue) -> JSONValue {
        ["jsonrpc": "2.0", "method": .text(method), "params": parameters]
    }

    static func request(_ id: Int, _ method: String, _ parameters: JSONValue?) -> JSONValue {
        .object(of: ["jsonrpc": "2.0", "id": .number(id), "method": .text(method), "params": parameters])
    }

    /// Whether a member at the end of some names is `true`.
    func says(_ names: String...) -> Bool {
        var value: JSONValue? = self
        for name in names { value = value?[name] }
        return value?.bool ?? false
    }

    subscript(path names: String...) -> JSONValue? {
        var value: JSONValue? = self
        for name in names { value = value?[name] }
        return value
    }
}

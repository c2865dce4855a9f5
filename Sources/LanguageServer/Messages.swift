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
    /// An answer to a request of the server's.
    case response
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
            let isAnswer = id != nil && (value["result"] != nil || value["error"] != nil)
            self = isAnswer ? .response : .faulty(id: id ?? .null, .invalidRequest("the message has no method"))
            return
        }
        guard let method = named.text else {
            self = .faulty(id: id ?? .null, .invalidRequest("a method is a text"))
            return
        }
        let parameters = value["params"] ?? .null
        switch id {
        case nil: self = .notification(method: method, parameters: parameters)
        case .number?, .text?: self = .request(id: id ?? .null, method: method, parameters: parameters)
        default: self = .faulty(id: .null, .invalidRequest("an id is a number or a text"))
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

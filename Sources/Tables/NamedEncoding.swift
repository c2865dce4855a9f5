// The encodings that rule files can name.

/// An encoding of delimited text that `encoded as` can name.
package enum NamedEncoding: Sendable {
    case utf8
    /// In either byte order.
    case utf16
    case utf16LittleEndian
    case utf16BigEndian
    /// Also for ISO 8859-1: its control characters beyond ASCII are never meant in returns.
    case windows1252

    /// An encoding by the names people use, whatever their case and punctuation; `nil` for others.
    package init?(_ name: String) {
        switch name.lowercased().filter({ $0.isASCII && ($0.isLetter || $0.isNumber) }) {
        case "utf8", "utf8bom", "utf8sig", "ascii", "usascii": self = .utf8
        case "utf16le", "ucs2le": self = .utf16LittleEndian
        case "utf16be", "ucs2be": self = .utf16BigEndian
        case "utf16", "ucs2", "unicode": self = .utf16
        case "windows1252", "cp1252", "win1252", "1252", "ansi", "latin1", "iso88591": self = .windows1252
        default: return nil
        }
    }

    /// The names to choose from, each encoding's own.
    package static let names = ["utf-8", "utf-16", "utf-16le", "utf-16be", "windows-1252", "iso-8859-1"]
}

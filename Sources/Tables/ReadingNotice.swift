// What a reader noticed about a file as a whole, as facts with their words.

/// Something that people should know about how a file was read.
package enum ReadingNotice: Sendable, Equatable {
    /// The text is read in an encoding that nobody named: its title.
    case encoding(String)
    /// A byte order mark shows another encoding (its title) than the one that was named.
    case markedEncoding(String, named: String)
    /// The encoding that was named does not exist.
    case unknownEncoding(String)
    /// The separator, where it was recognised rather than named: its title, a plural for white space.
    case separator(String)
    /// The header was found on a line that is not the first, of a sheet where the file has sheets.
    case header(line: Int, sheet: String? = nil)
    /// The line that was to hold the header is blank, and the header is found further down.
    case blankHeader(line: Int, found: Int)
    /// The file ends before the line that was to hold the header.
    case lacksLine(Int)
    /// Only this much of a text was read, from its beginning.
    case cut(MiB: Int)
    /// A notice of one format's reader alone, in words: lower case, no full stop.
    case ofFormat(String)

    /// As people read it: lower case, no full stop.
    package var words: String {
        switch self {
        case .encoding(let title): "read as \(title)"
        case .markedEncoding(let title, let name): "read as \(title), as its byte order mark says, not as \(name)"
        case .unknownEncoding(let name): "the encoding \(name) is not one of utf-8, utf-16, windows-1252"
        case .separator(let title): "cells are separated by \(title)"
        case .header(let line, let sheet?): "“\(sheet)”: the header is on row \(line)"
        case .header(let line, nil): "the header is on line \(line)"
        case .blankHeader(let line, let found): "line \(line) is blank; the header is on line \(found)"
        case .lacksLine(let line): "the file has no line \(line)"
        case .cut(let size): "only the first \(size) MiB of the text were read"
        case .ofFormat(let words): words
        }
    }
}

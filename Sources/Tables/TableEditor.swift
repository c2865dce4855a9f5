// Writing cells of a file.

package import Locations

/// A new text for one cell.
package struct CellEdit: Sendable {
    /// The sheet of the cell; `nil` in texts.
    package var sheet: String?
    /// The place of the cell, its quotes included.
    package var location: CellLocation
    /// The new text, unquoted.
    package var text: String

    package init(sheet: String? = nil, location: CellLocation, text: String) {
        self.sheet = sheet
        self.location = location
        self.text = text
    }
}

/// Why a return cannot be edited, in words: lower case, no full stop.
package struct EditError: Error, Equatable {
    package var words: String

    package init(words: String) { self.words = words }

    /// The file has to be read again.
    package static let changed = EditError(words: "it has changed since it was read")
}

/// The only writer of cells: every cell text that is offered to a person, a program or a file comes from the editor of
/// the file's format.
package protocol TableEditor: AnyObject {
    /// How the header cells are written.
    var headerShapes: [CellShape] { get }
    /// The bytes of a text file, as a string, that replace a cell of a shape so that its text is `text`; `nil` where
    /// the file is not text.
    func replacement(_ text: String, for shape: CellShape) -> String?
    /// The present texts of the cells of some edits, unquoted and trimmed. `file` are the return's bytes; an edit
    /// beyond them has an empty text.
    func texts(of edits: [CellEdit], in file: [UInt8]) -> [String]
    /// For each of some edits why its cell must not be written, though others of the file may be: lower case, no full
    /// stop; `nil` where it may.
    func obstacles(to edits: [CellEdit], in file: [UInt8]) -> [String?]
    /// Whether what is edited is a file that programs keep more in than kpilint knows: it is written beside the return.
    var writesCopies: Bool { get }
    /// The bytes of a text in UTF-8, and the name of its own encoding, where programs that compare lines of bytes could
    /// not read it as it is (UTF-16); else `nil`.
    func plainText(of file: [UInt8]) -> (text: [UInt8], encoding: String)?
    /// The bytes of the return with some cells edited. `file` are its bytes as they were read; edits must not overlap.
    func replacing(_ edits: [CellEdit], in file: [UInt8]) throws(EditError) -> [UInt8]
}

extension TableEditor {
    package func obstacles(to edits: [CellEdit], in file: [UInt8]) -> [String?] { edits.map { _ in nil } }
    package var writesCopies: Bool { false }
    package func plainText(of file: [UInt8]) -> (text: [UInt8], encoding: String)? { nil }
}

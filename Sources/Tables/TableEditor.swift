// What puts other texts into the cells of a file.

package import Locations

/// Another text for one cell.
package struct CellEdit: Sendable {
    /// The sheet that the cell stands on; `nil` in texts.
    package var sheet: String?
    /// Where the cell stands, its quotes included.
    package var location: CellLocation
    /// What it shall say, unquoted.
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

    /// Another look at the file may do.
    package static let changed = EditError(words: "it has changed since it was read")
}

/// The only writer of cells: whoever offers a cell's text to a person, a program or a file asks the editor of the
/// file's format.
package protocol TableEditor: AnyObject {
    /// How the header cells are written.
    var headerShapes: [CellShape] { get }
    /// What is to stand in a text file in place of a cell of some shape so that it says a text; `nil` where the file is
    /// no text.
    func replacement(_ text: String, for shape: CellShape) -> String?
    /// What the cells of some edits say as yet, unquoted and trimmed. `file` are the return's bytes; what lies outside
    /// of them says nothing.
    func texts(of edits: [CellEdit], in file: [UInt8]) -> [String]
    /// The bytes of a text in UTF-8, and what its own encoding is called, where a program that compares lines of bytes
    /// would make nothing of it as it is; else `nil`.
    func plainText(of file: [UInt8]) -> (text: [UInt8], encoding: String)?
    /// The bytes of the return with some cells edited. `file` are its bytes as they were read; edits must not overlap.
    func replacing(_ edits: [CellEdit], in file: [UInt8]) throws(EditError) -> [UInt8]
}

extension TableEditor {
    package func plainText(of file: [UInt8]) -> (text: [UInt8], encoding: String)? { nil }
}

// What the keys of a return look like, where headings stand among them.

extension InferredTable {
    /// Finds the pattern of the keys where some rows are headings: rows with nothing but a text in the key's column
    /// that looks like no key. Without a pattern such a row would be a row of the table.
    mutating func findShapeOfKeys() {
        guard let column = key.first(where: { columns[$0].role == .ref }) ?? key.first, columns[column].type == .text
        else { return }
        let sample = columns[column].sample
        guard sample.rows.count == rowCount, filledCells.count == rowCount, !sample.hasBrokenTexts else { return }
        var alone: Set<Int32> = []
        var others: Set<Int32> = []
        for (row, text) in sample.rows.enumerated() where text >= 0 {
            if filledCells[row] == 1 { alone.insert(text) } else { others.insert(text) }
        }
        guard !alone.isEmpty, others.count >= 3, columns.count > 1,
            let shape = TextShape(others.map { sample.inOrder[Int($0)] })
        else { return }
        let headings = alone.filter { !shape.fits(sample.inOrder[Int($0)]) }
        guard !headings.isEmpty, others.isDisjoint(with: headings) else { return }
        columns[column].shape = shape.pattern
        headingsAmongKeys = headings.sorted().map { sample.inOrder[Int($0)] }
    }
}

/// The one shape that several short texts have: runs of capital letters, small letters and digits, and the same signs
/// between them.
private struct TextShape: Equatable {
    private enum Piece: Equatable {
        case capitals, smalls, digits
        case sign(UInt8)
    }

    private let pieces: [Piece]
    /// Whether some of the texts have one more small letter at their end, as `CS02a` has.
    private let mayEndInLetter: Bool

    /// `nil` where the texts have no shape in common, or signs that are not of the keyboard.
    init?(_ texts: [String]) {
        var shapes: [[Piece]] = []
        for text in texts {
            guard let pieces = Self.pieces(text) else { return nil }
            if !shapes.contains(pieces) { shapes.append(pieces) }
            if shapes.count > 2 { return nil }
        }
        shapes.sort { $0.count < $1.count }
        guard let shortest = shapes.first, shortest.contains(.digits) else { return nil }
        if shapes.count == 2 {
            guard shortest.last == .digits, shapes[1] == shortest + [.smalls] else { return nil }
            let ends = texts.filter { Self.pieces($0) == shapes[1] }
            guard ends.allSatisfy({ $0.reversed().prefix { $0.isLetter }.count == 1 }) else { return nil }
        }
        pieces = shortest
        mayEndInLetter = shapes.count == 2
    }

    private static func pieces(_ text: String) -> [Piece]? {
        guard text.utf8.count <= 24 else { return nil }
        var pieces: [Piece] = []
        for byte in text.utf8 {
            let piece: Piece
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): piece = .capitals
            case UInt8(ascii: "a")...UInt8(ascii: "z"): piece = .smalls
            case UInt8(ascii: "0")...UInt8(ascii: "9"): piece = .digits
            case 0x20...0x7E: piece = .sign(byte)
            default: return nil
            }
            if case .sign = piece { pieces.append(piece) } else if pieces.last != piece { pieces.append(piece) }
        }
        return pieces
    }

    func fits(_ text: String) -> Bool {
        guard let own = Self.pieces(text) else { return false }
        return own == pieces || mayEndInLetter && own == pieces + [.smalls]
    }

    /// As a regular expression.
    var pattern: String {
        let parts = pieces.map { piece in
            switch piece {
            case .capitals: "[A-Z]+"
            case .smalls: "[a-z]+"
            case .digits: "[0-9]+"
            case .sign(let sign):
                #".\+*?()|[]{}^$/"#.utf8.contains(sign)
                    ? "\\" + String(UnicodeScalar(sign)) : String(UnicodeScalar(sign))
            }
        }
        return parts.joined() + (mayEndInLetter ? "[a-z]?" : "")
    }
}

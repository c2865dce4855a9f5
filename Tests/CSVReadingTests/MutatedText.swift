// Returns with one quotation mark, separator or line end too few or too many.

import CSVReading
import Foundation
import Tables

/// The returns that the properties of reading are held against: those of the repository, and of the folders in
/// `KPILINT_RETURNS`.
enum SampleReturns {
    static let all: [(name: String, bytes: [UInt8])] = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let more = ProcessInfo.processInfo.environment["KPILINT_RETURNS"] ?? ""
        let folders =
            [root.appending(path: "examples")] + more.split(separator: ":").map { URL(fileURLWithPath: String($0)) }
        var found: [(name: String, bytes: [UInt8])] = []
        for folder in folders {
            let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
            for path in paths.sorted() where path.hasSuffix(".csv") {
                guard let data = try? Data(contentsOf: folder.appending(path: path)), !data.isEmpty else { continue }
                // Of one column nobody can tell two cells that were joined from a longer one.
                guard data.prefix(while: { $0 != 0x0A }).contains(UInt8(ascii: ",")) else { continue }
                found.append((path, Array(data)))
            }
        }
        return found
    }()

    /// How many mutated returns are looked at: `KPILINT_MUTATIONS`, or so many as each run of the tests can afford.
    static let count = ProcessInfo.processInfo.environment["KPILINT_MUTATIONS"].flatMap { Int($0) } ?? 3000
}

/// One change of a text.
struct Mutation: CustomStringConvertible {
    enum Kind: CaseIterable { case takenOut, added, doubled }
    enum Piece: CaseIterable { case quote, separator, lineEnd }

    var kind: Kind
    var piece: Piece
    /// Where it was made.
    var offset: Int
    var text: [UInt8]

    var description: String {
        "\(piece) \(kind) at \(offset): \(String(decoding: text, as: UTF8.self).debugDescription)"
    }

    /// A change of a text whose cells are separated by commas; `nil` where there is no such place.
    init?(of text: [UInt8], _ kind: Kind, _ piece: Piece, _ random: inout SeededBytes) {
        let byte: UInt8 =
            switch piece {
            case .quote: 0x22
            case .separator: 0x2C
            case .lineEnd: 0x0A
            }
        var places = kind == .added ? Array(0...text.count) : text.indices.filter { text[$0] == byte }
        // Nothing stands within a character, or between a CR and its LF.
        if kind == .added {
            places.removeAll { place in
                guard place < text.count else { return false }
                return text[place] & 0xC0 == 0x80 || (place > 0 && text[place - 1] == 0x0D && text[place] == 0x0A)
            }
        }
        guard !places.isEmpty else { return nil }
        let offset = places[random.next(below: places.count)]
        self.init(of: text, kind, piece, at: offset)
    }

    init(of text: [UInt8], _ kind: Kind, _ piece: Piece, at offset: Int) {
        self.kind = kind
        self.piece = piece
        self.offset = offset
        self.text = text
        let isPair = offset > 0 && offset < text.count && text[offset] == 0x0A && text[offset - 1] == 0x0D
        switch (kind, piece) {
        case (.takenOut, _):
            self.text.remove(at: offset)
            if isPair { self.text.remove(at: offset - 1) }
        case (_, .quote): self.text.insert(0x22, at: offset)
        case (_, .separator): self.text.insert(0x2C, at: offset)
        case (_, .lineEnd):
            self.text.insert(contentsOf: isPair ? [0x0A, 0x0D] : [0x0A], at: offset)
        }
    }
}

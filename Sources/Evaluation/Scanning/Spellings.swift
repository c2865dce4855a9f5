// The different spellings of a column's texts: those that look alike are told apart, and hardly ever should be.

import Columns
import Planning
import Quantities

/// The distinct texts of a column by which rows are told apart, as one worker has seen them. Of more than `most`
/// nothing is said: a column of so many is rather made by a program than written by people.
final class Spellings {
    static let most = 1 << 17

    private struct Spelling {
        var text: KeyHash
        var look: KeyHash
        var row: Int
    }

    private let known = KeyTable()
    private var found: [Spelling] = []
    /// Which distinct cells of which dictionary were looked at.
    private var seen: [Bool] = []
    private var dictionary: (ObjectIdentifier, version: Int)?
    private var areTooMany: Bool { found.count > Spellings.most }

    /// Takes the texts of some rows of a batch, which come in ascending order.
    func add(_ batch: Batch, column: Int, rows: Mask) {
        guard !areTooMany else { return }
        if let (entries, numbers) = batch.dictionary(column), case .text(let texts) = entries.vector {
            let current = (ObjectIdentifier(entries), version: entries.version)
            if dictionary.map({ $0 == current }) != true {
                dictionary = current
                seen = .init(repeating: false, count: texts.count)
            }
            rows.eachRow { row in
                let number = Int(numbers[row])
                guard seen.indices.contains(number), !seen[number] else { return }
                seen[number] = true
                add(texts, number, row: batch.firstRow + row)
            }
        } else if case .text(let texts) = batch.vector(column) {
            rows.eachRow { add(texts, $0, row: batch.firstRow + $0) }
        }
    }

    private func add(_ texts: TextVector, _ index: Int, row: Int) {
        guard texts.state[index] == .value, !areTooMany else { return }
        let bytes = texts.bytes(index)
        let text = KeyHash(text: bytes)
        guard known.find(text) < 0 else { return }
        _ = known.insert(text)
        found.append(Spelling(text: text, look: withFoldedAppearance(of: bytes) { KeyHash(text: $0) }, row: row))
    }

    /// The first row of each spelling that looks like one before it, with the first row of that.
    static func alike(_ workers: [Spellings]) -> [(row: Int, first: Int)] {
        guard !workers.contains(where: \.areTooMany) else { return [] }
        // The distinct texts, each with the first row that any worker has seen.
        let texts = KeyTable()
        var spellings: [Spelling] = []
        for spelling in workers.lazy.flatMap(\.found) {
            let number = texts.insert(spelling.text)
            if number == spellings.count {
                spellings.append(spelling)
            } else {
                spellings[number].row = min(spellings[number].row, spelling.row)
            }
        }
        guard spellings.count <= most else { return [] }
        let looks = KeyTable()
        var firsts: [Int] = []
        for spelling in spellings {
            let number = looks.insert(spelling.look)
            if number == firsts.count {
                firsts.append(spelling.row)
            } else {
                firsts[number] = min(firsts[number], spelling.row)
            }
        }
        guard firsts.count < spellings.count else { return [] }
        return spellings.compactMap { spelling in
            let first = firsts[looks.find(spelling.look)]
            return first == spelling.row ? nil : (spelling.row, first)
        }.sorted { $0.row < $1.row }
    }
}

// The notes that people have put on cells.

/// Notes of a sheet, found by the places of their cells.
final class CellNotes {
    private var texts = TextStore()
    private var numbers: [Int: Int] = [:]

    private func key(_ row: Int, _ column: Int) -> Int { row << 16 | column }

    var isEmpty: Bool { numbers.isEmpty }

    func holds(row: Int, column: Int) -> Bool { numbers[key(row, column)] != nil }

    /// Takes a note for a cell; of several the last. False where there is no room for more.
    func set(_ text: [UInt8], row: Int, column: Int) -> Bool {
        guard let number = texts.add(text) else { return false }
        numbers[key(row, column)] = number
        return true
    }

    /// Gives another cell the note of the cell that got the last one.
    func repeatLast(row: Int, column: Int) { numbers[key(row, column)] = texts.count - 1 }

    func append(row: Int, column: Int, to bytes: inout [UInt8]) {
        if let number = numbers[key(row, column)] { texts.append(number, to: &bytes) }
    }
}

// The texts of some rows as a message shows them.

/// The texts of the first rows of some, in the order of the table, and how many there are.
struct ListedTexts {
    private var first: [(number: Int, text: [UInt8])] = []
    private var count = 0
    private static let most = 10

    mutating func add(_ number: Int, text: () -> [UInt8]) {
        count += 1
        insert(number, text: text)
    }

    private mutating func insert(_ number: Int, text: () -> [UInt8]) {
        if first.count == Self.most, let last = first.last, last.number < number { return }
        // Rows come in their order, but for those that are counted by another order.
        var place = first.count
        while place > 0, first[place - 1].number > number { place -= 1 }
        first.insert((number, text()), at: place)
        if first.count > Self.most { first.removeLast() }
    }

    mutating func merge(_ other: ListedTexts) {
        count += other.count
        for row in other.first { insert(row.number) { row.text } }
    }

    /// `A, B, C and 4 more`
    var words: [UInt8] {
        if first.isEmpty { return Array("none".utf8) }
        var words = Array(first.map(\.text).joined(separator: Array(", ".utf8)))
        if count > first.count { words += Array(" and \(count - first.count) more".utf8) }
        return words
    }
}

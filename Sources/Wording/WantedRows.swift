// Which rows of a table to read again, and which of their cells findings point at.

/// Collects rows with sets of columns; the sets of a row that is added more than once are united.
struct WantedRows {
    /// One row with the columns that are pointed at, ascending, and fields that are pointed at by number.
    struct Row {
        var number: Int
        fileprivate var set: Int
        fileprivate var fields: Range<Int>
    }

    private var sets: [[Int]] = []
    private var numbers: [[Int]: Int] = [:]
    /// Rows, each with the number of its set in the low bits, so that they can be sorted as numbers.
    private var asked: [UInt64] = []
    private var askedFields: [(row: Int, field: Int)] = []
    /// The rows in ascending order, made by `finish`.
    private(set) var rows: [Row] = []

    private static let setBits: UInt64 = 20

    init() {}

    /// Rows without cells to point at.
    init(_ rows: some Sequence<Int>) {
        let none = set(of: [])
        for row in rows { add(row, set: none) }
        finish()
    }

    /// The number of a set of columns.
    mutating func set(of columns: Set<Int>) -> Int { number(columns.sorted()) }

    private mutating func number(_ columns: [Int]) -> Int {
        if let known = numbers[columns] { return known }
        numbers[columns] = sets.count
        sets.append(columns)
        return sets.count - 1
    }

    mutating func add(_ row: Int, set: Int) {
        asked.append(UInt64(truncatingIfNeeded: row) << Self.setBits | UInt64(truncatingIfNeeded: set))
    }

    mutating func add(_ row: Int, field: Int) { askedFields.append((row, field)) }

    /// Sorts the rows, each once.
    mutating func finish() {
        asked.sort()
        askedFields.sort { $0 < $1 }
        var unions: [UInt64: Int] = [:]
        var field = 0
        for asking in asked {
            let row = Int(asking >> Self.setBits)
            let set = Int(asking & (1 << Self.setBits - 1))
            if let last = rows.last, last.number == row {
                guard last.set != set else { continue }
                let pair = UInt64(last.set) << 32 | UInt64(set)
                let union = unions[pair] ?? number(Array(Set(sets[last.set]).union(sets[set])).sorted())
                unions[pair] = union
                rows[rows.count - 1].set = union
                continue
            }
            let first = field
            while field < askedFields.count, askedFields[field].row <= row { field += 1 }
            rows.append(Row(number: row, set: set, fields: first..<field))
        }
        asked = []
    }

    func columns(of row: Row) -> [Int] { sets[row.set] }

    /// Each once.
    func fields(of row: Row) -> [Int] {
        guard !row.fields.isEmpty else { return [] }
        var fields: [Int] = []
        for asked in askedFields[row.fields] where asked.row == row.number && fields.last != asked.field {
            fields.append(asked.field)
        }
        return fields
    }
}

// A column of cells at a fixed place in memory, read in batches as evaluation does.

import Quantities

/// Owns the bytes and spans that `CellColumn`s borrow.
final class CellStore {
    /// How many cells are read at a time.
    static let batch = 2048
    /// Padding on both sides, so that cells can be loaded in large pieces.
    private static let padding = 64

    let count: Int
    let byteCount: Int
    private let bytes: UnsafeMutablePointer<UInt8>
    private let spans: UnsafeMutablePointer<CellSpan>

    /// Makes `count` cells, concatenated.
    init(_ count: Int, _ cell: (inout Chance) -> String) {
        var chance = Chance(seed: 20_260_401)
        var text: [UInt8] = []
        var ends: [Int] = []
        for _ in 0..<count {
            text += Array(cell(&chance).utf8)
            ends.append(text.count)
        }
        guard text.count <= Int(UInt32.max) - 2 * CellStore.padding else { fail("too many cells for one column") }
        self.count = count
        byteCount = text.count
        bytes = .allocate(capacity: text.count + 2 * CellStore.padding)
        bytes.initialize(repeating: 0, count: text.count + 2 * CellStore.padding)
        spans = .allocate(capacity: max(1, count))
        for (index, byte) in text.enumerated() { bytes[CellStore.padding + index] = byte }
        var start = CellStore.padding
        for (index, end) in ends.enumerated() {
            let end = CellStore.padding + end
            (spans + index).initialize(to: CellSpan(offset: UInt32(start), length: UInt32(end - start)))
            start = end
        }
    }

    deinit {
        bytes.deallocate()
        spans.deallocate()
    }

    /// Calls the body with each batch and adds up the results. The memory lives at least as long as this call.
    func sum(_ body: (CellColumn) -> UInt64) -> UInt64 {
        var sum: UInt64 = 0
        var start = 0
        while start < count {
            let length = min(CellStore.batch, count - start)
            let cells = CellColumn(
                base: UnsafePointer(bytes), spans: UnsafePointer(spans + start), count: length, isPadded: true)
            sum = sum &* 31 &+ body(cells)
            start += length
        }
        return sum
    }
}

// Sets of rows of a batch.

import Columns
import Testing

@Suite struct MaskTests {
    @Test func masksKeepToTheirRows() {
        var mask = Mask(count: 70, all: true)
        #expect(mask.bitCount == 70)
        mask[69] = false
        mask[0] = false
        var rows: [Int] = []
        mask.eachRow { rows.append($0) }
        #expect(rows == Array(1..<69))
        #expect(mask.subtracting(mask).isEmpty)
        #expect(Mask(count: 0, all: true).isEmpty)
        // Bits behind the last row are nobody's.
        var bits: [UInt64] = [.max, .max]
        bits.withUnsafeMutableBufferPointer { bits in
            guard let start = bits.baseAddress else {
                Issue.record("two words have no address")
                return
            }
            #expect(Mask(start, count: 70).bitCount == 70)
            #expect(Mask(start, count: 64).bitCount == 64)
            #expect(Mask(start, count: 0).isEmpty)
        }
    }
}

// The commonest spellings of dates and periods, read at once.

extension CellDate {
    /// Reads `2023-09-30` or `30/09/2023`; `day` is `nil` for anything else, which is left to the full reader.
    @inline(__always)
    init(plain cell: UnsafeBufferPointer<UInt8>, _ reading: CalendarReading) {
        self.init(nil)
        guard let base = cell.baseAddress, cell.count == 10 else { return }
        if base[4] == 0x2D && base[7] == 0x2D {
            guard let century = pair(base, 0), let year = pair(base, 2), let month = pair(base, 5),
                let day = pair(base, 8),
                century >= 10
            else { return }
            self.init(CalendarDate(year: century * 100 + year, month: month, day: day))
        } else if base[2] == 0x2F && base[5] == 0x2F {
            guard let first = pair(base, 0), let second = pair(base, 3), let century = pair(base, 6),
                let year = pair(base, 8),
                century >= 10
            else { return }
            self.init(first, second, year: century * 100 + year, reading)
        }
    }
}

extension Period {
    /// Reads `2023-Q2`, `2023-24 Q2` or `2023/24 Q2`; `nil` for anything else.
    @inline(__always)
    init?(plain cell: UnsafeBufferPointer<UInt8>, yearFrom years: PeriodYears) {
        guard let base = cell.baseAddress, cell.count == 7 || cell.count == 10, (1...12).contains(years.month) else {
            return nil
        }
        let quarter = base[cell.count - 1] &- 0x31
        guard base[cell.count - 2] | 0x20 == 0x71, quarter <= 3, let century = pair(base, 0), century >= 10,
            let year = pair(base, 2), base[4] == 0x2D || (base[4] == 0x2F && cell.count == 10)
        else { return nil }
        if cell.count == 10 {
            guard base[7] == 0x20, let next = pair(base, 5), next == (year + 1) % 100 else { return nil }
        }
        let month = cell.count == 7 ? years.monthOfSingle : years.month
        let start = (century * 100 + year) * 12 + month - 1
        self.init(start: start + Int(quarter) * 3, months: 3)
    }
}

/// Two digits as a number.
@inline(__always)
private func pair(_ base: UnsafePointer<UInt8>, _ at: Int) -> Int? {
    let first = base[at] &- 0x30
    let second = base[at + 1] &- 0x30
    return first <= 9 && second <= 9 ? Int(first) * 10 + Int(second) : nil
}

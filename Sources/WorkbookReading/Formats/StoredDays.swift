// Days and times in ISO notation, as figures.

internal import Quantities

extension StoredFigure {
    /// Reads `2024-01-31`, `2024-01-31T12:30:00` or `12:30:00` as the figure that counts days in the system from 1900;
    /// `nil` for anything else.
    init?(day text: String, _ system: DateSystem = .from1900) {
        let halves = text.split(separator: "T", omittingEmptySubsequences: false)
        var days = 0
        var time: Substring?
        if let first = halves.first, first.contains("-") {
            let parts = first.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
                let date = CalendarDate(year: year, month: month, day: day)
            else { return nil }
            // 1 January 1900 is 1, and 28 February 1900 is followed by a day that did not exist.
            let serial = date.days + 25_569
            days = serial - (serial <= 60 ? 1 : 0) - system.shift
            time = halves.count == 2 ? halves[1] : nil
        } else {
            time = halves.last
        }
        guard halves.count <= 2, days >= 0 else { return nil }
        var nanoseconds: Int64 = 0
        if let time {
            guard let found = Self.nanoseconds(time) else { return nil }
            nanoseconds = found
        }
        self.init(days: days, nanoseconds: nanoseconds)
    }

    /// Reads `PT36H00M00.5S`, with a sign perhaps, as days.
    init?(length text: String) {
        var rest = text[...]
        let isNegative = rest.hasPrefix("-")
        if isNegative { rest = rest.dropFirst() }
        guard rest.hasPrefix("P") else { return nil }
        rest = rest.dropFirst()
        var days = 0
        // Wider than what a length may come to: LibreOffice writes days of any number as hours.
        var nanoseconds: Int128 = 0
        var isTime = false
        while !rest.isEmpty {
            if rest.hasPrefix("T") {
                isTime = true
                rest = rest.dropFirst()
                continue
            }
            let number = rest.prefix { $0.isNumber || $0 == "." || $0 == "," }
            rest = rest.dropFirst(number.count)
            guard let unit = rest.first, number.utf8.count <= 16 else { return nil }
            rest = rest.dropFirst()
            switch unit {
            case "D" where !isTime:
                guard let count = Int(number), count < 10_000_000 else { return nil }
                days += count
            case "H" where isTime, "M" where isTime:
                guard let count = Int64(number), count < 1_000_000_000_000_000 else { return nil }
                nanoseconds += Int128(count) * (unit == "H" ? 3600 : 60) * 1_000_000_000
            case "S" where isTime:
                guard let count = Self.seconds(number) else { return nil }
                nanoseconds += Int128(count)
            default: return nil
            }
            guard nanoseconds < 1 << 92 else { return nil }
        }
        let perDay: Int128 = 86_400_000_000_000
        self.init(days: days + Int(nanoseconds / perDay), nanoseconds: Int64(nanoseconds % perDay))
        if isNegative { mantissa = -mantissa }
    }

    /// `12:30:00.5`, or a part of it from the front.
    private static func nanoseconds(_ time: Substring) -> Int64? {
        let parts = time.prefix { $0 != "Z" }.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count), let hours = Int64(parts[0]), (0...23).contains(hours) else { return nil }
        var total = hours * 3600 * 1_000_000_000
        if parts.count > 1 {
            guard let minutes = Int64(parts[1]), (0...59).contains(minutes) else { return nil }
            total += minutes * 60 * 1_000_000_000
        }
        if parts.count > 2 {
            guard let seconds = seconds(parts[2]), seconds < 60_000_000_000 else { return nil }
            total += seconds
        }
        return total
    }

    private static func seconds(_ text: Substring) -> Int64? {
        let parts = text.split(whereSeparator: { $0 == "." || $0 == "," })
        guard (1...2).contains(parts.count), let whole = Int64(parts[0]), whole >= 0, whole < 1_000_000_000 else {
            return nil
        }
        guard parts.count == 2 else { return whole * 1_000_000_000 }
        let digits = parts[1].prefix(9)
        guard let fraction = Int64(digits), fraction >= 0 else { return nil }
        var scale: Int64 = 1
        for _ in digits.count..<9 { scale *= 10 }
        return whole * 1_000_000_000 + fraction * scale
    }

    /// Days and the nanoseconds of one, to 15 digits.
    private init(days: Int, nanoseconds: Int64) {
        guard nanoseconds > 0 else {
            self.init(mantissa: Int64(days))
            return
        }
        let perDay: Int128 = 86_400_000_000_000
        var value = Int128(days) * perDay + Int128(nanoseconds)
        var exponent = 0
        let bound: Int128 = 100_000_000_000_000 * perDay
        while value < bound {
            value *= 10
            exponent -= 1
        }
        self.init(mantissa: Int64((value + perDay / 2) / perDay), exponent: exponent)
    }
}

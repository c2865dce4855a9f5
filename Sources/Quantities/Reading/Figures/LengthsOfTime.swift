// Lengths of time in several units: `2m 34s`, `2h30`, `2h 30`, `2 days 3 hrs`, `00:03:25`, `4:05`, `4:05 mins`.

extension CellCursor {
    /// length = part part {part} | hours "h" minutes | hours ":" minutes ":" seconds ["hours"]
    ///        | number ":" two digits below sixty ["minutes" | "hours"]
    ///
    /// The parts of the first get smaller; the last one may have decimals. The length is in its smallest unit. The last
    /// form without a word may be minutes or hours: its unit is `clock`.
    mutating func takeLength() -> Amount? {
        guard isDigit(byte) else { return nil }
        return takeClock() ?? takeLengthParts()
    }

    private mutating func takeClock() -> Amount? {
        var place = self
        guard let first = place.takeDigits(most: 6), place.take(0x3A), let second = place.takeDigits(most: 2),
            second.count == 2, second.value < 60
        else { return nil }
        var amount = Amount(mantissa: Int128(first.value * 60 + second.value), unit: .clock)
        if place.take(0x3A) {
            guard let third = place.takeDigits(most: 2), third.count == 2, third.value < 60 else { return nil }
            amount.mantissa = amount.mantissa * 60 + Int128(third.value)
            amount.unit = .second
        }
        guard !isDigit(place.byte), place.byte != 0x3A, place.byte != 0x2E else { return nil }
        if let unit = place.takeUnitOfClock(amount.unit) { amount.unit = unit }
        self = place
        return amount
    }

    /// Takes the words behind `4:05` that tell the unit of the first number; returns the unit of the second.
    private mutating func takeUnitOfClock(_ unit: Unit) -> Unit? {
        var place = self
        place.skipSpaces()
        if place.takeAny(["hours", "hour", "hrs", "hr", "h"]) != nil {
            self = place
            return unit == .clock ? .minute : unit
        }
        guard unit == .clock, place.takeAny(["minutes", "minute", "mins", "min"]) != nil else { return nil }
        self = place
        return .second
    }

    private mutating func takeLengthParts() -> Amount? {
        var place = self
        guard var (sum, unit) = place.takeLengthPart(), sum.scale == 0 else { return nil }
        var parts = 1
        while sum.scale == 0 {
            var next = place
            next.skipSpaces()
            if next.take(0x2C) || next.take("and") { next.skipSpaces() }
            guard let (part, smaller) = next.takeLengthPart(), smaller.rawValue < unit.rawValue,
                let times = unit.length(in: smaller)
            else { break }
            for _ in 0..<part.scale { sum.mantissa *= 10 }
            sum.mantissa = sum.mantissa * Int128(times) + part.mantissa
            sum.scale = part.scale
            unit = smaller
            place = next
            parts += 1
        }
        if parts == 1, unit == .hour, let minutes = place.takeMinutesOfHour() {
            sum.mantissa = sum.mantissa * 60 + Int128(minutes)
            unit = .minute
            parts = 2
        }
        guard parts > 1 else { return nil }
        sum.unit = unit
        self = place
        return sum
    }

    /// Takes the two digits behind the hours of `2h30`, `2h 30` and `2 hrs 30`.
    private mutating func takeMinutesOfHour() -> Int? {
        var place = self
        place.skipSpaces()
        guard let minutes = place.takeDigits(most: 2), minutes.count == 2, minutes.value < 60,
            !place.isAtLetter, place.byte != 0x2E
        else { return nil }
        self = place
        return minutes.value
    }

    /// part = number unit, the number of no more than nine digits.
    private mutating func takeLengthPart() -> (Amount, Unit)? {
        var place = self
        guard isDigit(byte), let amount = place.takeNumber(.regular), amount.scale <= 6, !amount.isTooLong,
            amount.mantissa < 1_000_000_000
        else { return nil }
        place.skipSpaces()
        for (words, unit) in lengthUnits where place.takeUnitOfLength(words) {
            self = place
            return (amount, unit)
        }
        return nil
    }

    /// As `take`, but a digit may follow a unit of one letter at once: `1h30m`.
    private mutating func takeUnitOfLength(_ word: StaticString) -> Bool {
        guard foldedASCII(byte) == word.utf8Start[0] else { return false }
        return take(word)
    }
}

/// Longer words before those that begin them.
private let lengthUnits: [(StaticString, Unit)] = [
    ("seconds", .second), ("second", .second), ("secs", .second), ("sec", .second), ("s", .second),
    ("minutes", .minute), ("minute", .minute), ("mins", .minute), ("min", .minute), ("months", .month),
    ("month", .month), ("mths", .month), ("mth", .month), ("m", .minute), ("hours", .hour), ("hour", .hour),
    ("hrs", .hour), ("hr", .hour), ("h", .hour), ("days", .day), ("day", .day), ("d", .day), ("weeks", .week),
    ("week", .week), ("wks", .week), ("wk", .week), ("w", .week), ("years", .year), ("year", .year),
    ("yrs", .year), ("yr", .year), ("y", .year),
]

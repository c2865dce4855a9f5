// Numbers in words: `three`, `Twenty-four`, `one hundred and five`.

extension CellCursor {
    /// Takes a number in words (of whole numbers below a thousand million); the amount is marked as one.
    mutating func takeNumberWords() -> Amount? {
        var place = self
        if place.take("zero") {
            self = place
            return Amount(flags: .inWords)
        }
        var total = 0
        var current = 0
        var limit = 1_000_000_000
        // What may come next: below this, a further word adds to `current`.
        var room = 1000
        var end = place
        var after = false
        while true {
            if let word = place.takeSmallNumber() {
                guard word < room else { return nil }
                current += word
                room = word >= 20 ? 10 : 0
            } else if place.take("hundred") {
                guard current >= 1 && current <= 99 && !after else { return nil }
                current *= 100
                room = 100
            } else if let power = place.takeLargeNumber() {
                guard current > 0 && power < limit && !after else { return nil }
                total += current * power
                (limit, current, room) = (power, 0, 1000)
            } else {
                break
            }
            after = false
            end = place
            if !place.skipSpaces() && !(place.takeMinus() && place.isAtLetter) { break }
            if place.take("and") {
                after = true
                place.skipSpaces()
            }
        }
        guard total + current > 0 && !after else { return nil }
        self = end
        return Amount(mantissa: Int128(total + current), flags: .inWords)
    }

    private mutating func takeSmallNumber() -> Int? {
        if let index = takeAny(smallNumbers) { return index + 1 }
        if let index = takeAny(tens) { return (index + 2) * 10 }
        return nil
    }

    private mutating func takeLargeNumber() -> Int? {
        if take("thousand") { return 1000 }
        return take("million") ? 1_000_000 : nil
    }
}

private let smallNumbers: [StaticString] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]

private let tens: [StaticString] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

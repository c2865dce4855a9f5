// The words and signs of a target that tell which figures meet it.

extension CellCursor {
    /// Takes a comparison sign (`<`, `≤`, `=<`, …), and white space behind it.
    mutating func takeComparisonSign() -> TargetForm? {
        var place = self
        var form: TargetForm
        if place.take("=/<") {
            form = .atMost
        } else if place.take("=/>") {
            form = .atLeast
        } else if place.take(0x3C) {
            form = .lessThan
        } else if place.take(0x3E) {
            form = .moreThan
        } else if place.take(0xEF, 0xBC, 0x9C) {
            form = .lessThan
        } else if place.take(0xEF, 0xBC, 0x9E) {
            form = .moreThan
        } else if place.take(0xE2, 0x89, 0xA4) || place.take(0xE2, 0xA9, 0xBD) || place.take(0xE2, 0x89, 0xA6)
            || place.take("=<")
        {
            form = .atMost
        } else if place.take(0xE2, 0x89, 0xA5) || place.take(0xE2, 0xA9, 0xBE) || place.take(0xE2, 0x89, 0xA7)
            || place.take("=>")
        {
            form = .atLeast
        } else if place.take("==") || place.take(0x3D) {
            form = .plain
        } else {
            return nil
        }
        if form == .lessThan || form == .moreThan {
            var after = place
            after.skipSpaces()
            if after.take(0x3D) || after.take("/=") || after.take("/ =") || after.take("or =") || after.take("or=")
                || after.take("or equal to")
            {
                form = form == .lessThan ? .atMost : .atLeast
                place = after
            }
        }
        place.skipSpaces()
        self = place
        return form
    }

    /// Takes words before a figure: any neutral ones (`Achieve`, `Ave`), up to a comparison. `nil` where there are
    /// none.
    mutating func takeLeadingWords() -> TargetForm? {
        guard isAtLetter else { return nil }
        var form: TargetForm?
        for _ in 0..<4 {
            let first = foldedASCII(byte)
            for (words, meant) in comparisons where words.utf8Start[0] == first && take(words) {
                // `Max: 5`
                _ = take(0x3A)
                skipSpaces()
                return meant
            }
            if let meant = takeDenial() { return meant }
            guard let neutral = takeNeutralWords() else { break }
            if form == nil || neutral != .plain { form = neutral }
            skipSpaces()
        }
        return form
    }

    /// `not <`, `no >`: the opposite comparison, which includes the bound.
    private mutating func takeDenial() -> TargetForm? {
        var place = self
        guard place.take("not") || place.take("no") else { return nil }
        place.skipSpaces()
        let sign = place.takeComparisonSign()
        guard sign == .lessThan || sign == .moreThan else { return nil }
        self = place
        return sign == .lessThan ? .atLeast : .atMost
    }

    /// Whether there is a word for a direction here.
    var isAtDirection: Bool {
        let first = foldedASCII(byte)
        for words in directions where words.utf8Start[0] == first {
            var place = self
            if place.take(words) { return true }
        }
        return false
    }

    /// Takes `maximum`, `max` or `minimum` between a figure and its rate (`5 maximum per year`).
    mutating func takeDirectionOfRate() -> TargetForm? {
        var place = self
        place.skipSpaces()
        let form: TargetForm
        if place.take("maximum") || place.take("max.") || place.take("max") {
            form = .atMost
        } else if place.take("minimum") || place.take("min.") {
            form = .atLeast
        } else {
            return nil
        }
        place.skipSpaces()
        let before = place
        guard place.take("per") || place.take("a") || place.take("each") else { return nil }
        self = before
        return form
    }

    /// Whether the words here mean "better than", which excludes the bound itself.
    var saysBetterThan: Bool {
        var place = self
        guard place.isAtLetter else { return false }
        for _ in 0..<4 {
            if place.take("better than") { return true }
            guard place.takeNeutralWords() != nil else { return false }
            place.skipSpaces()
        }
        return false
    }

    private mutating func takeNeutralWords() -> TargetForm? {
        let first = foldedASCII(byte)
        for (words, meant) in neutralWords where words.utf8Start[0] == first && take(words) { return meant }
        return nil
    }

    /// Removes words (or a `+`) for a direction behind a figure: `or less`, `maximum`.
    mutating func takeTrailingWords() -> TargetForm? {
        guard end > at else { return nil }
        if base[end - 1] == 0x2E {
            // `5 max.`
            var place = self
            place.end -= 1
            guard let meant = place.takeLimitFromEnd() else { return nil }
            self = place
            return meant
        }
        if let meant = takeLimitFromEnd() { return meant }
        let last = base[end - 1] | 0x20
        if base[end - 1] == 0x2B {
            var place = self
            place.end -= 1
            place.trimEnd()
            guard place.end > place.at, isDigit(base[place.end - 1]) || base[place.end - 1] == 0x25 else { return nil }
            self = place
            return .atLeast
        }
        if base[end - 1] == 0x29, let bracket = closingBracket, bracket.opens > at {
            // `5 (max)`
            var content = bracket.content
            if content.byte(after: content.end - content.at - 1) == 0x2E { content.end -= 1 }
            let last = content.byte(after: content.end - content.at - 1) | 0x20
            // `30 min` are minutes, `30 (min)` is a bound.
            for (words, meant, ending) in trailingWords + [("min", .atLeast, 0x6E)] where ending == last {
                var place = content
                guard place.take(words), place.isAtEnd else { continue }
                end = bracket.opens
                trimEnd()
                return meant
            }
            return nil
        }
        guard isASCIILetter(last) else { return nil }
        for (words, meant, ending) in trailingWords where ending == last && takeFromEnd(words) { return meant }
        return nil
    }

    /// Takes `max` from the end, and `min` where it cannot mean minutes: behind a unit or a percent sign.
    private mutating func takeLimitFromEnd() -> TargetForm? {
        if takeFromEnd("max") { return .atMost }
        var place = self
        guard place.takeFromEnd("min"), place.end > place.at else { return nil }
        let last = place.base[place.end - 1]
        var money = place
        guard isASCIILetter(last) || last == 0x25 || money.takeCurrency() != .none else { return nil }
        self = place
        return .atLeast
    }

    /// Removes `by 2017`, `by March 2024`, `by the end of Q3` from the end.
    mutating func leaveOutDeadline() {
        var place = end - 3
        // The last `by` that is a word.
        while place > at {
            if (base[place] | 0x20) == 0x62, (base[place + 1] | 0x20) == 0x79,
                spaceWidth(base, place + 2, end) > 0, base[place - 1] == 0x20 || base[place - 1] >= 0x80
            {
                var deadline = self
                deadline.at = place + 2
                deadline.skipSpaces()
                guard deadline.isDeadline else { return }
                end = place
                trimEnd()
                return
            }
            place -= 1
        }
    }

    private var isDeadline: Bool {
        var place = self
        if place.take("the") { place.skipSpaces() }
        if place.take("year end") || place.take("year-end") { return true }
        if place.take("end of") || place.take("end") || place.take("fy") { place.skipSpaces() }
        if place.take("the year") || place.take("year") || place.takeMonthName() != nil { return true }
        if (place.byte | 0x20) == 0x71 && isDigit(place.byte(after: 1)) { return true }
        guard let number = place.takeDigits(most: 4) else { return false }
        if number.count == 4 { return number.value >= 1900 && number.value <= 2200 && place.byte != 0x25 }
        if place.byte == 0x2F || place.byte == 0x2D || place.byte == 0x2E { return isDigit(place.byte(after: 1)) }
        _ = place.take("st") || place.take("nd") || place.take("rd") || place.take("th")
        place.skipSpaces()
        return place.takeMonthName() != nil
    }
}

/// Longer phrases before those that begin them.
private let comparisons: [(StaticString, TargetForm)] = [
    ("less than or equal to", .atMost), ("less than or equal", .atMost), ("equal to or less than", .atMost),
    ("equal to or below", .atMost), ("equal to or more than", .atLeast), ("equal to or greater than", .atLeast),
    ("equal to or above", .atLeast), ("equal to", .plain), ("fewer than or equal to", .atMost),
    ("lower than or equal to", .atMost), ("higher than or equal to", .atLeast), ("less than", .lessThan),
    ("lower than", .lessThan), ("fewer than", .lessThan),
    ("below", .lessThan), ("under", .lessThan), ("at least", .atLeast), ("at most", .atMost),
    ("at-least", .atLeast), ("at-most", .atMost), ("atleast", .atLeast), ("atmost", .atMost),
    ("at the least", .atLeast), ("at the most", .atMost), ("at or above", .atLeast),
    ("at or below", .atMost), ("on or above", .atLeast), ("on or below", .atMost), ("no more than", .atMost),
    ("no greater than", .atMost), ("no higher than", .atMost), ("no less than", .atLeast), ("no fewer than", .atLeast),
    ("no lower than", .atLeast), ("not more than", .atMost), ("not less than", .atLeast), ("not fewer than", .atLeast),
    ("not below", .atLeast), ("not under", .atLeast), ("not above", .atMost), ("not over", .atMost),
    ("not exceeding", .atMost), ("not to exceed", .atMost), ("up to", .atMost), ("upto", .atMost),
    ("more than or equal to", .atLeast), ("more than or equal", .atLeast),
    ("more than", .moreThan), ("greater than or equal to", .atLeast), ("greater than or equal", .atLeast),
    ("greater than", .moreThan),
    ("higher than", .moreThan), ("above", .moreThan), ("over", .moreThan), ("exceeding", .moreThan),
    ("exceeds", .moreThan), ("exceed", .moreThan), ("within", .atMost), ("maximum of", .atMost),
    ("a maximum of", .atMost), ("maximum", .atMost),
    ("max of", .atMost), ("max.", .atMost), ("max", .atMost), ("minimum of", .atLeast), ("a minimum of", .atLeast),
    ("minimum", .atLeast), ("min of", .atLeast), ("min.", .atLeast), ("min", .atLeast), ("top", .atMost),
    ("better than", .plain), ("no worse than", .plain), ("not worse than", .plain),
]

/// Words for a direction, which no unit of a target has.
private let directions: [StaticString] = [
    "max", "maximum", "minimum", "below", "under", "above", "over", "less", "fewer", "more", "lower", "higher",
    "better", "worse",
]

/// Words that leave the direction to `better`, or give it where no comparison follows.
private let neutralWords: [(StaticString, TargetForm)] = [
    ("achieve", .plain), ("maintain", .plain), ("remain", .plain), ("keep", .plain), ("at", .plain),
    ("target of", .plain), ("target:", .plain), ("target", .plain), ("average of", .plain),
    ("average", .plain), ("ave.", .plain), ("ave", .plain), ("avg.", .plain), ("avg", .plain),
    ("improve to", .plain), ("reduce to", .atMost), ("increase to", .atLeast),
]

/// With the last letter of each.
private let trailingWords: [(StaticString, TargetForm, UInt8)] = [
    ("or less", .atMost, 0x73), ("or fewer", .atMost, 0x72), ("or below", .atMost, 0x77), ("or under", .atMost, 0x72),
    ("or lower", .atMost, 0x72), ("and below", .atMost, 0x77), ("and under", .atMost, 0x72),
    ("or more", .atLeast, 0x65),
    ("or above", .atLeast, 0x65), ("or over", .atLeast, 0x72), ("or higher", .atLeast, 0x72),
    ("or greater", .atLeast, 0x72), ("and above", .atLeast, 0x65), ("and over", .atLeast, 0x72),
    ("and more", .atLeast, 0x65), ("plus", .atLeast, 0x73), ("maximum", .atMost, 0x6D), ("max", .atMost, 0x78),
    ("minimum", .atLeast, 0x6D), ("at most", .atMost, 0x74), ("at least", .atLeast, 0x74),
    ("& below", .atMost, 0x77), ("& under", .atMost, 0x72), ("& above", .atLeast, 0x65), ("& over", .atLeast, 0x72),
    ("& more", .atLeast, 0x65), ("or better", .plain, 0x72),
]

/// Targets that are not set yet, whatever markers the column has.
private let notSetTargets = FoldedTable([
    "TBC", "TBA", "TBD", "T.B.C.", "to be confirmed", "to be set", "to be agreed", "to be determined", "to be decided",
    "to be established", "to be advised", "target to be set", "target to be confirmed", "target TBC", "not set",
    "not yet set",
    "no target set", "no target", "nil", "target not set", "baseline", "baseline year", "baselining", "baselining year",
    "baseline only",
    "new baseline", "setting baseline", "set baseline", "baseline TBC", "year 1 baseline",
])

/// Whether a trimmed cell means that a target is not set yet.
func isNotSetTarget(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    notSetTargets.place(of: cell) >= 0 || CellCursor(cell)?.isNotSet ?? false
}

extension CellCursor {
    /// Whether the cell begins as a target that is not set: `TBC (March)`, `Establish a baseline`, `Baseline to be set
    /// in Q3`.
    fileprivate var isNotSet: Bool {
        var place = self
        // `(TBC)`
        if place.take(0x28) || place.take(0x5B) { place.skipSpaces() }
        let first = place.byte | 0x20
        guard first == 0x74 || first == 0x62 || first == 0x65 else { return false }
        if place.take("tbc") || place.take("t.b.c") || place.take("to be confirmed") || place.take("to be set") {
            // `TBC 45` may be either; a note in brackets is allowed.
            place.skipSpaces()
            return place.byte == 0x28 || place.byte == 0x5B || !place.holdsNumber
        }
        if place.take("baseline year") || place.take("baseline to be") || place.take("baseline being") { return true }
        guard place.take("establish") || place.take("establishing") else { return false }
        place.skipSpaces()
        if place.take("the") || place.take("a") || place.take("new") { place.skipSpaces() }
        return place.take("baseline") || place.take("baselines")
    }
}

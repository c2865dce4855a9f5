// Prefixes of a figure that tell how it is meant: approximately, or as a bound.

/// How a figure is meant.
struct FigurePrefix: Equatable {
    var isApproximate = false
    /// The kind of bound; `plain` for none.
    var bound = TargetForm.plain
    /// Whether the bound was given in words.
    var isWord = false
    /// Whether it is the `=` with which a spreadsheet's formula begins.
    var isFormula = false
}

extension CellCursor {
    /// prefix = {mark} [("c." | "circa" | "approx." | "about" | "~") | ("<" | "≥" | "less than" | …) | "="]
    ///
    /// Takes as much of it as there is; it has a meaning only where a figure follows.
    mutating func takeFigurePrefix() -> FigurePrefix {
        var prefix = FigurePrefix()
        // Nearly every figure has no prefix.
        if isDigit(byte) { return prefix }
        while let mark = takeMark(), mark > 0 { skipSpaces() }
        var place = self
        if let form = place.takeComparisonSign() {
            prefix.isFormula = form == .plain
            prefix.bound = form
            self = place
        } else if takeApproximately() {
            prefix.isApproximate = true
        } else if isAtLetter, let form = takeBoundWords() {
            prefix.bound = form
            prefix.isWord = true
        }
        return prefix
    }

    /// Takes a sign or word that makes a figure approximate, and white space behind it.
    mutating func takeApproximately() -> Bool {
        var place = self
        if place.take(0x7E) || place.take(0xE2, 0x89, 0x88) {
            place.skipSpaces()
            self = place
            return true
        }
        guard isAtLetter else { return false }
        for words in approximately where place.take(words) {
            // `c 5` is approximate, `C5` is a code.
            let isParted = place.skipSpaces() || place.byte(after: -1) == 0x2E
            guard isParted || words.utf8CodeUnitCount > 2 else { return false }
            self = place
            return true
        }
        return false
    }

    private mutating func takeBoundWords() -> TargetForm? {
        for (words, form) in boundWords where take(words) {
            skipSpaces()
            return form
        }
        return nil
    }

    /// Takes a word behind a figure that tells whether it is approximate (`5 approx.`) or exact (`5 exactly`). One in
    /// brackets is a note and is not taken.
    mutating func takeManner() -> Bool? {
        var place = self
        place.skipSpaces()
        let isNote = place.take(0x28)
        if !isNote, place.take(0x2C) { place.skipSpaces() }
        guard place.isAtLetter, let index = place.takeAny(manners) else { return nil }
        let isApproximate = index < manners.count - exactManners
        if isNote { return place.byte == 0x29 ? isApproximate : nil }
        self = place
        return isApproximate
    }

    /// Whether there is a word here that tells how the figure before it is meant.
    var isAtManner: Bool {
        var place = self
        return place.takeAny(manners) != nil
    }

    /// Takes a `+` and notes up to the end of the cell, and applies the prefix to the amount; returns its state, or
    /// `nil` where anything else is left.
    mutating func finish(_ amount: inout Amount, _ prefix: FigurePrefix) -> CellState? {
        var bound = prefix.bound
        if bound == .plain, !prefix.isApproximate, byte == 0x2B {
            at += 1
            bound = .atLeast
        }
        let isApproximate = bound == .plain ? takeManner() ?? false : false
        guard takeNotes() else { return nil }
        if prefix.isFormula { amount.flags.insert(.irregular) }
        if prefix.isApproximate || isApproximate { amount.flags.insert(.approximate) }
        guard bound != .plain else { return .value }
        if bound == .atLeast || bound == .moreThan { amount.flags.insert(.above) }
        if bound == .lessThan || bound == .moreThan { amount.flags.insert(.strict) }
        return .bounded
    }
}

/// Longer ones before those that begin them.
private let approximately: [StaticString] = [
    "approximately", "approx.", "approx", "circa", "about", "around", "roughly", "nearly", "almost", "ca.", "c.", "c",
]

/// Words behind a figure; those for exact ones come last.
private let manners: [StaticString] = [
    "approximately", "approx.", "approx", "circa", "roughly", "exactly", "precisely",
]

private let exactManners = 2

private let boundWords: [(StaticString, TargetForm)] = [
    ("less than", .lessThan), ("fewer than", .lessThan), ("lower than", .lessThan), ("below", .lessThan),
    ("under", .lessThan), ("no more than", .atMost), ("at most", .atMost), ("more than", .moreThan),
    ("greater than", .moreThan), ("higher than", .moreThan), ("over", .moreThan), ("above", .moreThan),
    ("no less than", .atLeast), ("no fewer than", .atLeast), ("at least", .atLeast),
]

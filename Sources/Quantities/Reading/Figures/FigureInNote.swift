// Notes in brackets that may be the actual figure of the cell: `12 (80%)`, `5 (£m)`, `£5 (000s)`.

extension CellCursor {
    /// Whether a note between a figure and the end of the cell gives another figure: for a number without a unit one in
    /// per cent, in a currency or with a multiplier, or a multiplier alone for such a number or an amount of money. In
    /// a column of numbers without a unit only a multiplier counts. A change (`1,204 (+3%)`) is a note.
    func noteSaysFigure(besides amount: Amount, countsBare: Bool = false) -> Bool {
        guard amount.unit == .none || amount.unit.isMoney, !amount.flags.contains(.scaled) else { return false }
        var place = self
        _ = place.take(0x2B)
        _ = place.takeManner()
        place.skipSpaces()
        while !place.isAtEnd {
            if place.takeMark() == nil {
                guard place.byte == 0x28 || place.byte == 0x5B else { return false }
                let isSquare = place.byte == 0x5B
                var content = place
                guard let width = place.takeBracket(), width > 2 else { return false }
                content.end = content.at + width - 1
                content.at += 1
                content.skipSpaces()
                content.trimEnd()
                if content.isMultiplierAlone(amongMarkers: isSquare) { return true }
                if amount.unit == .none, !countsBare, content.beginsWithFigureInUnit { return true }
            }
            place.skipSpaces()
        }
        return false
    }

    /// `80%`, `£2.3m`, `c. 80 per cent of 15`; not `+3%` and `-3%`, which are changes, and `3 in May`.
    private var beginsWithFigureInUnit: Bool {
        var place = self
        _ = place.takeFigurePrefix()
        var sign = place
        if sign.take(0x2B) || sign.takeMinus() { return false }
        guard let amount = place.takeFigure(.spaces) else { return false }
        if amount.unit == .percent || amount.unit.isMoney || amount.flags.contains(.scaled) { return true }
        place.skipSpaces()
        return place.take("per cent") || place.take("percent")
    }

    /// `m`, `£m`, `000s`, `£'000`, `in thousands`. In square brackets single letters are markers of statistics.
    private func isMultiplierAlone(amongMarkers: Bool) -> Bool {
        var place = self
        if place.take("in ") { place.skipSpaces() }
        let hasCurrency = place.takeCurrency() != .none
        place.skipSpaces()
        _ = place.take(0x27) || place.take(0xE2, 0x80, 0x99) || place.take(0xE2, 0x80, 0x98)
        guard let index = place.takeAny(multiplierWords), place.isAtEnd else { return false }
        return hasCurrency || !amongMarkers || index < multiplierWords.count - letters
    }
}

/// Longer ones before those that begin them, single letters last.
private let multiplierWords: [StaticString] = [
    "thousands", "thousand", "millions", "million", "billions", "billion", "hundreds", "000s", "000", "mn", "bn", "m",
    "k",
]

private let letters = 2

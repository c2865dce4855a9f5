// Figures among words that are meant as figures: `Green 94.5%`, `Q3: 94`, `12 of 15 (80%)`.

extension CellCursor {
    /// Whether there is a figure here that seems to be the cell's value: one with the sign of a percentage or a
    /// currency, behind a label, behind the word for a status or a direction, or a time with words behind it. `Phase 1
    /// complete`, `3 of 8` and `See note 3` have none. Linear.
    var holdsFigureAmongWords: Bool {
        holdsFigureWithSign || isLabelledFigure || isFigureBehindStatus || isLengthBeforeWords
    }

    /// Whether the rest is a figure and not a year.
    var isFigureAlone: Bool {
        var place = self
        let first = place.at
        _ = place.takeFigurePrefix()
        let start = place.at
        guard let amount = place.takeFigure(.spaces), place.takeNotes() else { return false }
        return first != start || !isYear(amount, from: start)
    }

    /// Whether there is a number here that does not name or date something, as those do in `next in Q4`, `see note 3`,
    /// `by 31 March 2024` and `2023/24`. Linear.
    var holdsNumber: Bool {
        var place = self
        while !place.isAtEnd {
            if isDigit(place.byte) || place.isAtLetter {
                if place.isTimeToEnd { return false }
                guard place.takeNumberThatNames() else { return true }
            } else if place.takeCurrency() != .none {
                place.skipSpaces()
                _ = place.takeMinus()
                if isDigit(place.byte) { return true }
            } else {
                place.at += scalar(base, place.at, end).width
            }
        }
        return false
    }

    /// Whether the rest is a date or a period: `31/03/2024`, `Q2 2023/24`, but not `3/8` and `2500`.
    private var isTimeToEnd: Bool {
        guard (6...32).contains(end - at), !rest.allSatisfy(isDigit) else { return false }
        return readDate(rest) != nil || readPeriod(rest, yearFrom: 4) != nil
    }

    /// Takes a word, with a number behind it that it names, or a day, month or year; false at any other number.
    private mutating func takeNumberThatNames() -> Bool {
        var place = self
        let day = place.takeDigits(most: 2)
        // `1st year`
        let isOrdinal = day != nil && place.isOrdinalEnding
        if isOrdinal { place.at += 2 }
        if day != nil { place.skipSpaces() }
        if place.takeMonthName() != nil {
            var year = place
            year.skipSpaces()
            if isDigit(year.byte), year.takeYearAlone() { place = year }
            self = place
            return true
        }
        if isOrdinal {
            self = place
            return true
        }
        if isDigit(byte) { return takeYearAlone() }
        if takeAny(labelsOfPlaces) != nil || takeAny(labelsOfTimes) != nil {
            skipSpaces()
        } else {
            while isAtLetter { at += letterWidth }
        }
        // `Q4`, `KPI 4.2`, `COVID-19`
        while isDigit(byte) || (byte == 0x2E || byte == 0x2D) && isDigit(byte(after: 1)) { at += 1 }
        return byte != 0x25
    }

    /// Takes a year that is not an amount: `2024`, `2023/24`, but not `2024 people`.
    private mutating func takeYearAlone() -> Bool {
        var place = self
        guard let digits = place.takeDigits(most: 4), digits.count == 4, (1900...2100).contains(digits.value) else {
            return false
        }
        var pair = place
        if pair.take(0x2F) || pair.takeDash(), pair.takeDigits(most: 4) != nil { place = pair }
        if [0x2C, 0x2E, 0x2F, 0x3A].contains(place.byte), isDigit(place.byte(after: 1)) { return false }
        var after = place
        after.skipSpaces()
        guard !isDigit(after.byte), !after.isAtLetter, after.byte != 0x25 else { return false }
        self = place
        return true
    }

    private func isYear(_ amount: Amount, from start: Int) -> Bool {
        amount.unit == .none && amount.scale == 0 && (1900...2100).contains(amount.mantissa) && isDigit(base[start])
    }

    /// `12 of 15 (80%)`, `down by £5`, `Green 94.5 per cent`, but not `The £5 note scheme`
    private var holdsFigureWithSign: Bool {
        var place = self
        if place.takeAny(["the", "a", "an"]) != nil {
            place.skipSpaces()
            if place.takeFigure(.regular) != nil {
                var behind = place
                if !behind.skipSpaces() || !behind.isAtLetter { place = self }
            }
        }
        var isBehindDigit = false
        while !place.isAtEnd {
            if isDigit(place.byte) {
                isBehindDigit = true
                place.at += 1
                continue
            }
            if isBehindDigit {
                if place.byte == 0x25 { return true }
                var word = place
                word.skipSpaces()
                if word.byte == 0x25 || word.take("per cent") || word.take("percent") { return true }
            }
            isBehindDigit = false
            if place.takeCurrency() != .none {
                place.skipSpaces()
                _ = place.takeMinus()
                if isDigit(place.byte) { return true }
                continue
            }
            place.at += scalar(base, place.at, end).width
        }
        return false
    }

    /// `Q3: 94`, `2023/24: 94`, `Total = 45`, `Leavers - 12 days`: a figure up to the end of the cell behind its label.
    /// A number without a unit counts only behind a time or a word for figures: `Ward 5 - 12` and `Band D: 4` are
    /// names.
    private var isLabelledFigure: Bool {
        guard isAtLetter || isDigit(byte) else { return false }
        var place = self
        guard place.takeAny(labelsOfPlaces) == nil else { return false }
        while !place.isAtEnd, place.at - at <= 64 {
            let isBehindDigit = isDigit(place.byte(after: -1))
            let isSpaced = place.skipSpaces()
            var figure = place
            if figure.take(0x3A) || figure.take(0x3D) || isSpaced && isAtLetter && figure.takeDash() {
                let isParted = figure.skipSpaces() || !isBehindDigit
                if isParted, figure.isFigureWithUnit { return true }
                if isParted, figure.isFigureAlone {
                    var label = self
                    label.end = place.at
                    label.trimEnd()
                    if label.saysTimeOrFigure || figure.holdsUnit { return true }
                }
            }
            if place.isAtEnd { break }
            place.at += scalar(base, place.at, end).width
        }
        return false
    }

    /// Whether a label is a time, or announces a figure: `Q3`, `March 2024`, `Year to date`, `Actual`.
    private var saysTimeOrFigure: Bool {
        var place = self
        if place.takeAny(wordsForFigures) != nil || readPeriod(rest, yearFrom: 4) != nil || readDate(rest) != nil {
            return true
        }
        if place.takeMonthName() != nil { return place.isAtEnd }
        guard [0x71, 0x68, 0x70, 0x6D].contains(place.byte | 0x20) else { return false }
        place.at += 1
        return place.takeDigits(most: 2) != nil && place.isAtEnd
    }

    /// Whether the figure here has a sign or a multiplier: `<45`, `1.2m`.
    private var holdsUnit: Bool {
        var place = self
        _ = place.takeFigurePrefix()
        guard place.at == at, let amount = place.takeFigure(.spaces) else { return true }
        return amount.unit != .none || amount.flags.contains(.scaled)
    }

    private var isFigureWithUnit: Bool {
        var place = self
        var units = UnitCache()
        guard let amount = place.takeFigure(.regular), amount.unit == .none else { return false }
        return place.takeUnit(stops: false, &units) != nil && place.takeNotes()
    }

    /// `Green 94`, `Red (3)`, `Down 5`, `reduced from 12 to 10`, `Blue 5 days`
    private var isFigureBehindStatus: Bool {
        var place = self
        guard isAtLetter else { return false }
        let isColour = place.takeAny(["blue", "yellow", "grey", "gray"]) != nil
        guard isColour || place.takeAny(statusesAndDirections) != nil else { return false }
        place.skipSpaces()
        // Colours that are rarely statuses usually name things.
        if isColour { return place.isFigureWithUnit }
        if place.take(0x2C) || place.take(0x3A) || place.take(0x28) || place.takeDash() { place.skipSpaces() }
        if place.takeAny(["by", "to", "from", "at", "of"]) != nil { place.skipSpaces() }
        let start = place.at
        guard isDigit(place.byte), let amount = place.takeFigure(.regular), !isYear(amount, from: start) else {
            return false
        }
        return !place.isOrdinalEnding && place.byte != 0x2F
    }

    /// `4:05 secs`: a length of time but for its words. `10:30 am` is a time of day.
    var isLengthBeforeWords: Bool {
        var place = self
        guard place.takeLength() != nil, place.skipSpaces(), place.isAtLetter else { return false }
        return place.takeAny(["am", "pm", "a.m.", "p.m.", "noon", "gmt", "bst", "on", "to"]) == nil
    }
}

/// Names of parts and places of a text: a number behind one identifies it.
private let labelsOfPlaces: [StaticString] = [
    "note", "notes", "footnote", "see", "page", "ref", "reference", "item", "section", "paragraph", "appendix",
    "version",
    "phase", "stage", "step", "level", "action", "kpi",
]

private let labelsOfTimes: [StaticString] = ["year", "quarter", "month", "week", "day", "wave", "round", "period"]

private let statusesAndDirections: [StaticString] = [
    "green", "amber", "red", "up", "down", "increase", "increased", "increasing",
    "decrease", "decreased", "decreasing", "reduce", "reduced", "reduction", "rise", "risen", "rose", "fall", "fallen",
    "fell", "improved", "dropped", "drop",
]

/// Words that announce a figure.
private let wordsForFigures: [StaticString] = [
    "total", "subtotal", "sum", "ytd", "year to date", "actual", "value", "result", "figure", "number", "count",
    "average", "mean", "median", "rate", "score", "outturn", "latest", "provisional", "current", "previous", "target",
    "cumulative", "forecast", "estimate", "estimated", "baseline", "performance", "quarter", "month", "year",
]

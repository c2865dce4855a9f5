// From the text of a number format to its sections.

/// Makes the sections of a format.
struct FormatParser {
    /// The signs of each section.
    private var sections: [[FormatSign]] = [[]]

    init(_ code: String) {
        var lexer = FormatLexer(code)
        while let sign = lexer.next() {
            if sign == .semicolon {
                sections.append([])
            } else {
                sections[sections.count - 1].append(sign)
            }
        }
    }

    func parsed() -> [FormatSection] { sections.prefix(4).map { SectionParser($0).section } }
}

/// Makes a section from its signs.
private struct SectionParser {
    private(set) var section = FormatSection()
    private let signs: [FormatSign]

    init(_ signs: [FormatSign]) {
        self.signs = signs.filter { if case .condition = $0 { false } else { true } }
        section.isEmpty = signs.isEmpty
        for case .condition(let text) in signs { section.condition = FormatCondition(text) }
        section.hasText = signs.contains(.text)
        let isDate = self.signs.contains { sign in
            switch sign {
            case .letters, .elapsed, .halfDay: true
            default: false
            }
        }
        if isDate {
            readDate()
        } else if self.signs.contains(where: { if case .place = $0 { true } else { false } }) {
            readNumber()
        } else {
            readLetters()
        }
    }

    private mutating func add(_ token: FormatToken) {
        if case .literal(let more) = token, case .literal(let text) = section.tokens.last {
            section.tokens[section.tokens.count - 1] = .literal(text + more)
        } else {
            section.tokens.append(token)
        }
    }

    private mutating func readLetters() {
        for sign in signs {
            switch sign {
            case .general: add(.general)
            case .text: add(.text)
            default: add(.literal(Self.letters(of: sign)))
            }
        }
        if signs.contains(.percent) { section.scale = 2 * signs.count { $0 == .percent } }
    }

    /// The literal text of a sign where it has no meaning.
    private static func letters(of sign: FormatSign) -> [UInt8] {
        switch sign {
        case .literal(let text): text
        case .place(_, let byte): [byte]
        case .point: [UInt8(ascii: ".")]
        case .comma: [UInt8(ascii: ",")]
        case .percent: [UInt8(ascii: "%")]
        case .slash: [UInt8(ascii: "/")]
        case .exponent(let hasPlus): Array((hasPlus ? "E+" : "E-").utf8)
        case .general, .text, .letters, .elapsed, .halfDay, .condition, .semicolon: []
        }
    }

    // MARK: Dates

    private mutating func readDate() {
        section.kind = .date
        // Units that are counted in brackets are counted so without brackets too.
        var counted: Set<UInt8> = []
        for case .elapsed(let letter, _) in signs { counted.insert(letter) }
        var index = 0
        // The last part read, for an `m` behind an hour.
        var last: UInt8 = 0
        while index < signs.count {
            let sign = signs[index]
            index += 1
            switch sign {
            case .letters(let letter, let count):
                if counted.contains(letter), letter != UInt8(ascii: "m") {
                    add(letter == UInt8(ascii: "h") ? .hours(count) : .seconds(count))
                    last = letter
                    continue
                }
                let isMinute =
                    letter == UInt8(ascii: "m") && count < 3 && isMinute(behind: last, before: nextLetter(index))
                if let part = Self.part(letter, count, isMinute: isMinute) { add(part) }
                last = isMinute ? 0 : letter
            case .elapsed(let letter, let count):
                switch letter {
                case UInt8(ascii: "h"): add(.hours(count))
                case UInt8(ascii: "m"): add(.minutes(count))
                default: add(.seconds(count))
                }
                last = letter == UInt8(ascii: "m") ? 0 : letter
            case .halfDay(let letters, let isSmall): add(.halfDay(letters: letters, isSmall: isSmall))
            case .point:
                var digits = 0
                while index < signs.count, signs[index] == .place(.nought, byte: 0x30) {
                    digits += 1
                    index += 1
                }
                if digits > 0 { add(.fraction(min(digits, 9))) } else { add(.literal([UInt8(ascii: ".")])) }
            case .text: continue
            case .general: add(.general)
            default: add(.literal(Self.letters(of: sign)))
            }
        }
    }

    /// Whether an `m` between two parts of a date means minutes: behind an hour, before a second, between a second and
    /// an hour.
    private func isMinute(behind last: UInt8, before next: UInt8?) -> Bool {
        let (hour, second) = (UInt8(ascii: "h"), UInt8(ascii: "s"))
        return last == hour || next == second || last == second && next == hour
    }

    /// The letter of the next part of a date.
    private func nextLetter(_ start: Int) -> UInt8? {
        for sign in signs[start...] {
            switch sign {
            case .letters(let letter, _), .elapsed(let letter, _): return letter
            default: continue
            }
        }
        return nil
    }

    private static func part(_ letter: UInt8, _ count: Int, isMinute: Bool) -> DatePart? {
        switch letter {
        case UInt8(ascii: "y"): .year(count)
        case UInt8(ascii: "e"): .year(4)
        case UInt8(ascii: "b"): .buddhistYear(count)
        case UInt8(ascii: "m"): isMinute ? .minute(count) : .month(count)
        case UInt8(ascii: "d"): .day(count)
        case UInt8(ascii: "h"): .hour(count)
        case UInt8(ascii: "s"): .second(count)
        default: nil
        }
    }

    private mutating func add(_ part: DatePart) {
        switch part {
        case .year, .buddhistYear, .month: section.showsDate = true
        case .day(let letters):
            section.showsDate = true
            if letters <= 2 { section.showsDay = true }
        case .second, .seconds: section.secondDigits = max(section.secondDigits ?? 0, 0)
        case .fraction(let digits): section.secondDigits = max(section.secondDigits ?? 0, digits)
        case .halfDay: section.hasHalfDay = true
        case .hour, .minute, .hours, .minutes: break
        }
        switch part {
        case .hours, .minutes, .seconds: section.isElapsed = true
        default: break
        }
        add(.date(part))
    }

    // MARK: Numbers

    private mutating func readNumber() {
        let exponent = signs.firstIndex { if case .exponent = $0 { true } else { false } }
        let slash = signs.firstIndex(of: .slash)
        if let slash, exponent == nil, readFraction(slash) { return }
        let hasPlaceBefore = signs[..<(exponent ?? signs.count)].contains {
            if case .place = $0 { true } else { false }
        }
        let end = hasPlaceBefore ? exponent ?? signs.count : signs.count
        section.kind = end < signs.count ? .scientific : .number
        section.scale = 2 * signs.count { $0 == .percent }
        let point = signs[..<end].firstIndex(of: .point)
        readInteger(0..<(point ?? end), isScientific: section.kind == .scientific)
        if let point {
            add(.point)
            readDecimals(point + 1..<end)
        }
        guard end < signs.count, case .exponent(let hasPlus) = signs[end] else { return }
        add(.exponent(hasPlus: hasPlus))
        let places = Self.places(signs[(end + 1)...])
        section.exponentPlaces = places
        var power = places
        for sign in signs[(end + 1)...] {
            if case .place(let place, _) = sign {
                power -= 1
                add(.exponentDigit(place, power: power))
            } else {
                add(.literal(Self.letters(of: sign)))
            }
        }
    }

    private static func places(_ signs: ArraySlice<FormatSign>) -> Int {
        signs.count { if case .place = $0 { true } else { false } }
    }

    /// The number before the point. A comma right after a place groups the digits where a place follows, else it
    /// divides by a thousand.
    private mutating func readInteger(_ range: Range<Int>, isScientific: Bool) {
        let places = Self.places(signs[range])
        section.integerPlaces = places
        var power = places
        var isBehindPlace = false
        for index in range {
            let sign = signs[index]
            switch sign {
            case .place(let place, _):
                power -= 1
                add(.integer(place, power: power))
                isBehindPlace = true
                continue
            case .comma where isBehindPlace:
                takeComma(signs[(index + 1)..<range.upperBound])
                continue
            case .comma where index > range.lowerBound && signs[index - 1] == .comma: continue
            case .text: add(.text)
            case .general: add(.general)
            default: add(.literal(Self.letters(of: sign)))
            }
            isBehindPlace = sign.isDigit
        }
    }

    /// A comma groups where a place follows, and divides where no digit is to come.
    private mutating func takeComma(_ behind: ArraySlice<FormatSign>) {
        if case .place = behind.first(where: { $0 != .comma }) {
            section.isGrouped = true
        } else if !behind.contains(where: \.isDigit) {
            section.scale -= 3
        }
    }

    private mutating func readDecimals(_ range: Range<Int>) {
        var number = 0
        let places = Self.places(signs[range])
        section.decimalPlaces = places
        var isBehindPlace = section.integerPlaces > 0 || places > 0
        for index in range {
            let sign = signs[index]
            switch sign {
            case .place(let place, _):
                number += 1
                add(.decimal(place, number))
                isBehindPlace = true
                continue
            case .comma where isBehindPlace:
                // Among decimals it has no effect; behind them it divides.
                if number == places { section.scale -= 3 }
                continue
            case .text: add(.text)
            case .point: add(.literal([UInt8(ascii: ".")]))
            default: add(.literal(Self.letters(of: sign)))
            }
            isBehindPlace = false
        }
    }

    // MARK: Fractions

    /// Reads `# ?/?` and `# ?/100`; false where there is no numerator or denominator.
    private mutating func readFraction(_ slash: Int) -> Bool {
        // The numerator: the places before the slash, up to the separator from the whole number.
        guard let last = signs[..<slash].lastIndex(where: { if case .place = $0 { true } else { false } }) else {
            return false
        }
        var first = last
        while first > 0, case .place = signs[first - 1] { first -= 1 }
        guard let denominator = denominator(behind: slash) else { return false }
        section.kind = .fraction
        section.scale = 2 * signs.count { $0 == .percent }
        section.numeratorPlaces = last - first + 1
        readInteger(0..<first, isScientific: false)
        for index in first...last {
            if case .place(let place, _) = signs[index] { add(.numerator(place, power: last - index)) }
        }
        for sign in signs[(last + 1)..<slash] { add(.literal(Self.letters(of: sign))) }
        add(.slash)
        for sign in signs[(slash + 1)..<denominator.range.lowerBound] { add(.literal(Self.letters(of: sign))) }
        if let given = denominator.given {
            section.denominatorPlaces = denominator.range.count
            add(.givenDenominator(given))
        } else {
            let places = Self.places(signs[denominator.range])
            section.denominatorPlaces = places
            var power = places
            for sign in signs[denominator.range] {
                if case .place(let place, _) = sign {
                    power -= 1
                    add(.denominator(place, power: power))
                } else {
                    add(.literal(Self.letters(of: sign)))
                }
            }
        }
        // Places behind the denominator do not belong to it.
        for sign in signs[denominator.range.upperBound...] {
            switch sign {
            case .place(.space, _): add(.literal([0x20]))
            case .place: add(.literal([0x30]))
            default: add(.literal(Self.letters(of: sign)))
            }
        }
        return true
    }

    /// The place of the denominator, and its value if the format gives one.
    private func denominator(behind slash: Int) -> (range: Range<Int>, given: Int?)? {
        var index = slash + 1
        func digit(_ sign: FormatSign) -> UInt8? {
            switch sign {
            case .place(.nought, _): 0x30
            case .literal(let text) where text.count == 1 && text[0] &- 0x30 <= 9: text[0]
            default: nil
            }
        }
        func isPlace(_ sign: FormatSign) -> Bool { if case .place = sign { true } else { false } }
        while index < signs.count, digit(signs[index]) == nil, !isPlace(signs[index]) { index += 1 }
        let start = index
        var given = 0
        while index < signs.count, index - start < 9, let digit = digit(signs[index]) {
            given = given * 10 + Int(digit &- 0x30)
            index += 1
        }
        if given > 0 { return (start..<index, given) }
        index = start
        while index < signs.count, isPlace(signs[index]) { index += 1 }
        return index > start ? (start..<index, nil) : nil
    }
}

extension FormatSign {
    /// Whether it is a place, or a literal digit.
    fileprivate var isDigit: Bool {
        switch self {
        case .place: true
        case .literal(let text): text.count == 1 && text[0] &- 0x30 <= 9
        default: false
        }
    }
}

extension FormatCondition {
    /// Reads `<=9999999`; `nil` where it is not a comparison with a number.
    init?(_ text: String) {
        let signs: [(String, Comparison)] = [
            ("<=", .lessOrEqual), (">=", .moreOrEqual), ("<>", .unequal), ("<", .less), (">", .more), ("=", .equal),
        ]
        guard let (sign, comparison) = signs.first(where: { text.hasPrefix($0.0) }),
            let figure = StoredFigure(String(text.dropFirst(sign.count)))
        else { return nil }
        self.comparison = comparison
        self.figure = figure
    }
}

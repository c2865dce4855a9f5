// Numbers, percentages and dates, and what people write in their place.

internal import Diagnostics

extension Lexer {
    /// Takes a number, a percentage or a date; or what looks like one, with a diagnostic.
    mutating func lexNumber() {
        let start = position
        if lexDate() || lexDayFirst() { return }
        skipDigits()
        if byte(position) == Byte.dot, Byte.isDigit(byte(position + 1)) {
            position += 1
            skipDigits()
        }
        let digits = position
        switch byte(position) {
        case Byte.comma where isThousands(at: position): lexThousands(from: start)
        case Byte.minus where Byte.isDigit(byte(position + 1)): lexHyphenated(from: start)
        default:
            skipNameBytes()
            if position > digits { return reportUnit(from: start, digits: digits) }
            let isPercent = byte(position) == Byte.percent
            if isPercent { position += 1 }
            push(isPercent ? .percent : .number, .other, from: start)
        }
    }

    /// Digits, with `_` between them.
    private mutating func skipDigits() {
        while Byte.isDigit(byte(position)) || (byte(position) == Byte.underscore && Byte.isDigit(byte(position + 1))) {
            position += 1
        }
    }

    private mutating func skipNameBytes() {
        while true {
            let length = nameLength(in: bytes, at: position, before: end, starting: false)
            if length == 0 { return }
            position += length
        }
    }

    private func isThousands(at index: Int) -> Bool {
        (1...3).allSatisfy { Byte.isDigit(byte(index + $0)) } && !Byte.isDigit(byte(index + 4))
    }

    // MARK: Dates

    /// Takes `dddd-dd-dd`, or `dddd-d-d` with a diagnostic.
    private mutating func lexDate() -> Bool {
        let start = position
        var parts: [Range<Int>] = []
        var index = start
        for lengths in [4...4, 1...2, 1...2] {
            if !parts.isEmpty {
                guard byte(index) == Byte.minus else { return false }
                index += 1
            }
            let first = index
            while index - first < 5, Byte.isDigit(byte(index)) { index += 1 }
            guard lengths.contains(index - first) else { return false }
            parts.append(first..<index)
        }
        let goesOn =
            byte(index) == Byte.minus && Byte.isDigit(byte(index + 1))
            || nameLength(in: bytes, at: index, before: end, starting: false) > 0
        guard !goesOn else { return false }
        position = index
        let numbers = parts.map { Int(text($0)) ?? 0 }
        let isDate = daysSinceEpoch(year: numbers[0], month: numbers[1], day: numbers[2]) != nil
        if index - start == 10, isDate {
            push(.date, .other, from: start)
            return true
        }
        reportDate(start..<index, parts: parts, isDate: isDate)
        push(.date, .bad, from: start)
        return true
    }

    /// Takes `31/03/2024`, `31-03-2024` or `31.03.2024`, with a diagnostic.
    private mutating func lexDayFirst() -> Bool {
        let start = position
        var numbers: [Int] = []
        var index = start
        var sign: UInt8?
        for lengths in [1...2, 1...2, 4...4] {
            if !numbers.isEmpty {
                guard [Byte.slash, Byte.minus, Byte.dot].contains(byte(index)), sign ?? byte(index) == byte(index)
                else {
                    return false
                }
                sign = byte(index)
                index += 1
            }
            let first = index
            while index - first < 5, Byte.isDigit(byte(index)) { index += 1 }
            guard lengths.contains(index - first) else { return false }
            numbers.append(Int(text(first..<index)) ?? 0)
        }
        guard nameLength(in: bytes, at: index, before: end, starting: false) == 0, byte(index) != sign else {
            return false
        }
        position = index
        func padded(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
        let isDate = daysSinceEpoch(year: numbers[2], month: numbers[1], day: numbers[0]) != nil
        let meant = "\(numbers[2])-\(padded(numbers[1]))-\(padded(numbers[0]))"
        bag.report(
            "invalid-date", "a date is written year first, with hyphens: 2024-03-31", at: start..<index,
            help: isDate ? "write `\(meant)`" : nil,
            fix: isDate ? DiagnosticFix("write `\(meant)`", replacing: start..<index, with: meant) : nil)
        push(.date, .bad, from: start)
        return true
    }

    private func reportDate(_ range: Range<Int>, parts: [Range<Int>], isDate: Bool) {
        guard isDate else {
            return bag.report("invalid-date", "there is no date `\(text(range))` in the calendar", at: range)
        }
        let padded = parts.map { $0.count == 1 ? "0" + text($0) : text($0) }.joined(separator: "-")
        bag.report(
            "invalid-date", "a date is written with two digits for month and day", at: range,
            fix: DiagnosticFix("write `\(padded)`", replacing: range, with: padded))
    }

    // MARK: What is not a number

    private mutating func lexThousands(from start: Int) {
        while byte(position) == Byte.comma, isThousands(at: position) { position += 4 }
        if byte(position) == Byte.dot, Byte.isDigit(byte(position + 1)) {
            position += 1
            skipDigits()
        }
        if byte(position) == Byte.percent { position += 1 }
        let plain = text(start..<position).map { $0 == "," ? "_" : String($0) }.joined()
        bag.report(
            "comma-in-number", "a number is written without commas", at: start..<position,
            help: "write `\(plain)`; where the comma separates two numbers, put a space after it",
            fix: DiagnosticFix("write `\(plain)`", replacing: start..<position, with: plain))
        push(.number, .bad, from: start)
    }

    private mutating func lexHyphenated(from start: Int) {
        let digits = position
        while Byte.isDigit(byte(position)) || (byte(position) == Byte.minus && Byte.isDigit(byte(position + 1))) {
            position += 1
        }
        skipNameBytes()
        if byte(position) == Byte.percent { position += 1 }
        let written = text(start..<position)
        let left = text(start..<digits)
        let right = text(digits + 1..<position)
        let range = "\(left)..\(right)"
        let isPeriod = digits - start == 4
        // The year that cells are of which say none: `quarter period year 2023-24`.
        if isPeriod, right.utf8.count == 2, tokens.last.map({ text($0.range) == "year" }) ?? false {
            return push(.number, .other, from: start)
        }
        let help =
            isPeriod
            ? "a period is written `period(\"\(written)\")`, a date with year, month and day, a subtraction with spaces: `\(left) - \(right)`"
            : "from one to the other is `\(range)`, a subtraction has spaces: `\(left) - \(right)`"
        let isAfterIn = signs.last == .in
        bag.report(
            "hyphen-in-number", "a number cannot be followed directly by `-` and a digit", at: start..<position,
            help: help,
            fix: isAfterIn ? DiagnosticFix("write `\(range)`", replacing: start..<position, with: range) : nil)
        push(.number, .bad, from: start)
    }

    private mutating func reportUnit(from start: Int, digits: Int) {
        let written = text(start..<position)
        let unit = text(digits..<position)
        let known = ["points", "days", "months"].contains(unit)
        let spaced = text(start..<digits) + " " + unit
        bag.report(
            "letters-in-number", "a number cannot be followed directly by letters", at: start..<position,
            help: known
                ? "put a space before `\(unit)`"
                : "a figure with a unit is written as in a cell: `measure(\"\(written)\")`; a name begins with a letter",
            fix: known ? DiagnosticFix("write `\(spaced)`", replacing: start..<position, with: spaced) : nil)
        push(.number, .bad, from: start)
    }
}

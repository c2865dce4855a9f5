// Number formats of OpenDocument, converted to Excel's codes.

internal import Packages

/// A data style while it is read.
private struct DataStyle {
    var code = ""
    var isPercentage = false
    var isDate = false
    /// Conditions under which other styles are used instead.
    var maps: [(condition: String, style: String)] = []
    /// Whether hours are counted beyond a day.
    var countsOn = false
    var hasHours = false
    /// Whether day, month and year are in the order of the reader's locale.
    var isFree = false

    /// Moves a day that follows a month before it.
    mutating func orderAsInBritain() {
        for (month, day) in [("mm", "dd"), ("m", "d"), ("mm", "d"), ("m", "dd")] {
            let american = month + "\\/" + day + "\\/"
            if code.hasPrefix(american) {
                code = day + "\\/" + month + "\\/" + code.dropFirst(american.count)
                return
            }
        }
    }
}

/// The data styles of a document, by their names.
struct DataStyles {
    private var styles: [String: DataStyle] = [:]
    private let names = DataStyleNames()

    /// The format code of a style; `nil` where none has that name.
    func code(_ name: String) -> String? {
        guard let style = styles[name] else { return nil }
        let parts = style.maps.compactMap { map in styles[map.style].map { (map.condition, $0.code) } }
        guard !parts.isEmpty else { return style.code }
        // The usual two or three sections need no conditions.
        switch parts.map(\.0) {
        case [">=0"]: return parts[0].1 + ";" + style.code
        case [">0", "<0"]: return parts[0].1 + ";" + parts[1].1 + ";" + style.code
        case ["<0"]: return style.code + ";" + parts[0].1
        default: return parts.prefix(2).map { "[\($0.0)]\($0.1)" }.joined(separator: ";") + ";" + style.code
        }
    }

    /// Reads the data style that has just begun; false where the element is not one.
    mutating func read(_ scanner: XMLScanner) throws(PackageError) -> Bool {
        guard scanner.namespace == .number, names.kinds.contains(scanner.name) else { return false }
        let outer = scanner.depth
        guard let name = try scanner.value(names.name, in: .style) else {
            try scanner.skip()
            return true
        }
        var style = DataStyle()
        style.isPercentage = scanner.name == names.percentage
        style.isDate = scanner.name == names.date || scanner.name == names.time
        style.isFree = try scanner.value(names.automatic, in: .number) == "true" && scanner.name == names.date
        style.countsOn = try scanner.value(names.overflow, in: .number) == "false"
        while true {
            switch try scanner.next() {
            case .start:
                if scanner.namespace == .style, scanner.name == names.map {
                    try readMap(scanner, &style)
                } else if scanner.namespace == .number {
                    try readPart(scanner, &style)
                } else {
                    try scanner.skip()
                }
            case .end where scanner.depth == outer:
                if style.isFree { style.orderAsInBritain() }
                styles[name] = style
                return true
            default: continue
            }
        }
    }

    private func readMap(_ scanner: XMLScanner, _ style: inout DataStyle) throws(PackageError) {
        if let condition = try scanner.value(names.condition, in: .style),
            let other = try scanner.value(names.applied, in: .style), condition.hasPrefix("value()")
        {
            let sign = condition.dropFirst(7).filter { $0 != " " }
            style.maps.append((sign.hasPrefix("!=") ? "<>" + sign.dropFirst(2) : sign, other))
        }
        try scanner.skip()
    }

    private func readPart(_ scanner: XMLScanner, _ style: inout DataStyle) throws(PackageError) {
        let isLong = try scanner.value(names.style, in: .number) == "long"
        switch scanner.name {
        case names.text, names.currency:
            var text: [UInt8] = []
            try scanner.appendContent(to: &text)
            style.code += literal(String(decoding: text, as: UTF8.self), isPercentage: style.isPercentage)
            return
        case names.number: style.code += try number(scanner)
        case names.scientific:
            let decimals = try count(scanner, names.decimals) ?? 0
            let digits = try count(scanner, names.exponent) ?? 2
            style.code += "0" + (decimals > 0 ? "." + noughts(decimals) : "") + "E+" + noughts(max(1, digits))
        case names.fraction:
            let whole = try count(scanner, names.integer)
            let numerator = try count(scanner, names.numerator) ?? 1
            let denominator = try count(scanner, names.denominator) ?? 1
            let given = try count(scanner, names.given)
            style.code += (whole == nil ? "" : "# ") + String(repeating: "?", count: max(1, numerator)) + "/"
            style.code += given.map { "\($0)" } ?? String(repeating: "?", count: max(1, denominator))
        case names.content: style.code += "@"
        case names.boolean: style.code += "General"
        case names.day: style.code += isLong ? "dd" : "d"
        case names.weekday: style.code += isLong ? "dddd" : "ddd"
        case names.month:
            let isWord = try scanner.value(names.textual, in: .number) == "true"
            style.code += isWord ? (isLong ? "mmmm" : "mmm") : (isLong ? "mm" : "m")
        case names.year: style.code += isLong ? "yyyy" : "yy"
        case names.hours:
            style.code += style.countsOn ? (isLong ? "[hh]" : "[h]") : (isLong ? "hh" : "h")
            style.hasHours = true
        case names.minutes:
            let letters = isLong ? "mm" : "m"
            style.code += style.countsOn && !style.hasHours ? "[\(letters)]" : letters
            style.hasHours = true
        case names.seconds:
            let letters = isLong ? "ss" : "s"
            style.code += style.countsOn && !style.hasHours ? "[\(letters)]" : letters
            if let decimals = try count(scanner, names.decimals), decimals > 0 { style.code += "." + noughts(decimals) }
        case names.halfDay: style.code += "AM/PM"
        default: break
        }
        try scanner.skip()
    }

    private func number(_ scanner: XMLScanner) throws(PackageError) -> String {
        let decimals = try count(scanner, names.decimals)
        let least = try count(scanner, names.leastDecimals) ?? decimals ?? 0
        let isGrouped = try scanner.value(names.grouping, in: .number) == "true"
        let integer = try count(scanner, names.integer)
        let factor = try scanner.value(names.factor, in: .number).flatMap { StoredFigure($0) }
        // Without a number of decimals it is the general format.
        guard let decimals else { return isGrouped ? "#,##0" : integer ?? 1 <= 1 ? "General" : noughts(integer ?? 1) }
        var code = noughts(integer ?? 1)
        if isGrouped {
            let digits = String(repeating: "#", count: max(0, 4 - code.count)) + code
            code = digits.dropLast(3) + "," + digits.suffix(3)
        } else if code.isEmpty {
            code = "#"
        }
        if decimals > 0 {
            let sure = max(0, min(least, decimals))
            code += "." + noughts(sure) + String(repeating: "#", count: decimals - sure)
        }
        var power = factor.map { FigureDigits($0).point - 1 } ?? 0
        while power >= 3 {
            code += ","
            power -= 3
        }
        return code
    }

    private func count(_ scanner: XMLScanner, _ name: XMLName) throws(PackageError) -> Int? {
        try scanner.value(name, in: .number).flatMap { Int($0) }.map { min(max($0, 0), 30) }
    }

    private func noughts(_ count: Int) -> String { String(repeating: "0", count: count) }

    /// A literal text.
    private func literal(_ text: String, isPercentage: Bool) -> String {
        text.map { $0 == "%" && isPercentage ? "%" : "\\\($0)" }.joined()
    }
}

private struct DataStyleNames {
    let percentage = XMLName("percentage-style")
    let date = XMLName("date-style")
    let time = XMLName("time-style")
    let kinds: Set<XMLName> = [
        XMLName("number-style"), XMLName("percentage-style"), XMLName("currency-style"), XMLName("date-style"),
        XMLName("time-style"), XMLName("boolean-style"), XMLName("text-style"),
    ]
    let name = XMLName("name")
    let automatic = XMLName("automatic-order")
    let overflow = XMLName("truncate-on-overflow")
    let map = XMLName("map")
    let condition = XMLName("condition")
    let applied = XMLName("apply-style-name")
    let style = XMLName("style")
    let text = XMLName("text")
    let currency = XMLName("currency-symbol")
    let number = XMLName("number")
    let scientific = XMLName("scientific-number")
    let fraction = XMLName("fraction")
    let content = XMLName("text-content")
    let boolean = XMLName("boolean")
    let day = XMLName("day")
    let weekday = XMLName("day-of-week")
    let month = XMLName("month")
    let textual = XMLName("textual")
    let year = XMLName("year")
    let hours = XMLName("hours")
    let minutes = XMLName("minutes")
    let seconds = XMLName("seconds")
    let halfDay = XMLName("am-pm")
    let decimals = XMLName("decimal-places")
    let leastDecimals = XMLName("min-decimal-places")
    let integer = XMLName("min-integer-digits")
    let grouping = XMLName("grouping")
    let factor = XMLName("display-factor")
    let exponent = XMLName("min-exponent-digits")
    let numerator = XMLName("min-numerator-digits")
    let denominator = XMLName("min-denominator-digits")
    let given = XMLName("denominator-value")
}

// Number formats of OpenDocument, converted to Excel's codes.

internal import Packages

/// A data style while it is read.
private struct DataStyle {
    var code = ""
    var isPercentage = false
    var isDate = false
    /// Whether it is for texts itself, and figures follow its conditions alone.
    var isForTexts = false
    /// Conditions under which other styles are used instead.
    var maps: [(condition: String, style: String)] = []
    /// Whether hours are counted beyond a day.
    var countsOn = false
    var hasHours = false
    /// Whether day, month and year are in the order of the reader's locale.
    var isFree = false
    /// Whether that locale decides of the digits of day and month too.
    var isOfLanguage = false

    /// Moves a day that follows a month before it, and gives both the digits that they have in Britain.
    mutating func orderAsInBritain() {
        for (month, day) in [("mm", "dd"), ("m", "d"), ("mm", "d"), ("m", "dd")] {
            let american = month + "\\/" + day + "\\/"
            if code.hasPrefix(american) {
                code = day + "\\/" + month + "\\/" + code.dropFirst(american.count)
                break
            }
        }
        let short = "d\\/m\\/"
        if isOfLanguage, code.hasPrefix(short) { code = "dd\\/mm\\/" + code.dropFirst(short.count) }
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
        case [">0", "<0", "=0"] where style.isForTexts:
            return (parts.map(\.1) + [style.code]).joined(separator: ";")
        case ["<0"]: return style.code + ";" + parts[0].1
        default:
            // The third condition is whatever the other two leave.
            let left = style.isForTexts && parts.count > 2 ? [parts[2].1, style.code] : [style.code]
            return (parts.prefix(2).map { "[\($0.0)]\($0.1)" } + left).joined(separator: ";")
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
        style.isForTexts = scanner.name == names.texts
        style.isDate = scanner.name == names.date || scanner.name == names.time
        style.isFree = try scanner.value(names.automatic, in: .number) == "true" && scanner.name == names.date
        style.isOfLanguage = try scanner.value(names.formatSource, in: .number) == "language"
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
        case names.number:
            style.code += try number(scanner)
            return
        case names.scientific: style.code += try scientific(scanner)
        case names.fraction:
            let whole = try count(scanner, names.integer)
            let numerator = try count(scanner, names.numerator) ?? 1
            let denominator = try count(scanner, names.denominator) ?? 1
            let given = try count(scanner, names.given, upTo: 999_999_999)
            style.code += whole.map { ($0 > 0 ? noughts($0) : "#") + " " } ?? ""
            style.code += String(repeating: "?", count: max(1, numerator)) + "/"
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

    /// Reads a number up to its end.
    private func number(_ scanner: XMLScanner) throws(PackageError) -> String {
        let decimals = try count(scanner, names.decimals)
        let least = try count(scanner, names.leastDecimals) ?? decimals ?? 0
        let replacement = try scanner.value(names.replacement, in: .number)
        let isGrouped = try scanner.value(names.grouping, in: .number) == "true"
        let integer = try count(scanner, names.integer)
        let factor = try scanner.value(names.factor, in: .number).flatMap { StoredFigure($0) }
        let texts = try embeddedTexts(scanner)
        // Without a number of decimals it is the general format.
        if decimals == nil, !isGrouped, texts.isEmpty, integer ?? 1 <= 1 { return "General" }
        // LibreOffice leaves the number of digits out where none is needed.
        var code = integerCode(integer ?? (decimals == nil ? 1 : 0), isGrouped: isGrouped, texts)
        if let decimals, decimals > 0 {
            let place = replacement == " " ? "?" : "#"
            code += "."
            for preceding in 0...decimals {
                if let text = texts[-1 - preceding] { code += text }
                if preceding < decimals { code += preceding < least ? "0" : place }
            }
        }
        var power = factor.map { FigureDigits($0).point - 1 } ?? 0
        while power >= 3 {
            code += ","
            power -= 3
        }
        return code
    }

    /// The places before the point, with the texts among them.
    private func integerCode(_ least: Int, isGrouped: Bool, _ texts: [Int: String]) -> String {
        // The first place takes all digits that are left, so it stands in front of every text.
        let behindFirst = texts.keys.max() ?? 0
        let count = max(least, behindFirst + (isGrouped ? 2 : 1), isGrouped ? 4 : 1)
        // A comma groups only between two places.
        let grouped = isGrouped ? (3..<count).first { texts[$0] == nil } : nil
        var code = ""
        for following in (0...count).reversed() {
            if following == grouped { code += "," }
            if let text = texts[following] { code += text }
            if following > 0 { code += following <= least ? "0" : "#" }
        }
        return code
    }

    /// Reads the texts among a number's digits to the number's end, each by how many digits follow it before the point;
    /// -1 is right behind the point, -2 behind the first decimal.
    private func embeddedTexts(_ scanner: XMLScanner) throws(PackageError) -> [Int: String] {
        let outer = scanner.depth
        var texts: [Int: String] = [:]
        while true {
            switch try scanner.next() {
            case .start where scanner.namespace == .number && scanner.name == names.embedded:
                let position = try scanner.value(names.position, in: .number).flatMap { Int($0) } ?? 0
                var text: [UInt8] = []
                try scanner.appendContent(to: &text)
                texts[min(max(position, -31), 30), default: ""] += literal(
                    String(decoding: text, as: UTF8.self), isPercentage: false)
            case .start: try scanner.skip()
            case .end where scanner.depth == outer: return texts
            default: continue
            }
        }
    }

    /// `##0.0E+0`: the exponent is a multiple of the places before the point.
    private func scientific(_ scanner: XMLScanner) throws(PackageError) -> String {
        let decimals = try count(scanner, names.decimals) ?? 0
        let least = min(try count(scanner, names.leastDecimals) ?? decimals, decimals)
        let digits = try count(scanner, names.exponent) ?? 2
        let integer = try count(scanner, names.integer) ?? 1
        let places = max(integer, try count(scanner, names.interval) ?? integer)
        let hasPlus = try scanner.value(names.forcedSign, in: .number) != "false"
        let before = String(repeating: "#", count: places - integer) + noughts(integer)
        let behind = noughts(least) + String(repeating: "#", count: decimals - least)
        return before + (decimals > 0 ? "." : "") + behind + (hasPlus ? "E+" : "E-") + noughts(max(1, digits))
    }

    private func count(_ scanner: XMLScanner, _ name: XMLName, upTo most: Int = 30) throws(PackageError) -> Int? {
        try scanner.value(name, in: .number).flatMap { Int($0) }.map { min(max($0, 0), most) }
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
    let texts = XMLName("text-style")
    let kinds: Set<XMLName> = [
        XMLName("number-style"), XMLName("percentage-style"), XMLName("currency-style"), XMLName("date-style"),
        XMLName("time-style"), XMLName("boolean-style"), XMLName("text-style"),
    ]
    let name = XMLName("name")
    let automatic = XMLName("automatic-order")
    let formatSource = XMLName("format-source")
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
    let replacement = XMLName("decimal-replacement")
    let embedded = XMLName("embedded-text")
    let position = XMLName("position")
    let interval = XMLName("exponent-interval")
    let forcedSign = XMLName("forced-exponent-sign")
    let integer = XMLName("min-integer-digits")
    let grouping = XMLName("grouping")
    let factor = XMLName("display-factor")
    let exponent = XMLName("min-exponent-digits")
    let numerator = XMLName("min-numerator-digits")
    let denominator = XMLName("min-denominator-digits")
    let given = XMLName("denominator-value")
}

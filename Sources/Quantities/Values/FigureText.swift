// How computed figures are shown to people: sensibly rounded, with their unit.

/// A computed figure as a reader wants it: `£1,344`, `£0.47`, `82.4%`, `21 days`, `143 kg`, `1.9`.
///
/// Rounding is half away from zero. Decimals of up to two places are shown as they are. Others have one decimal from
/// 100 on and in percentages, two below, two significant digits below 1, and up to two more where they would look whole
/// but are not; zeros at the end are dropped. Money has thousands separated and, where it is not whole, its pence.
/// Anything but a figure is `unknown`.
package func text(of figure: Figure) -> String {
    guard figure.isValue else { return "unknown" }
    return text(of: figure, digits(of: figure.rational, unit: figure.unit))
}

/// A figure with all its digits, where it is a decimal: `5.255`, `£1,344.005`; else as `text(of:)` shows it.
package func exactText(of figure: Figure) -> String {
    guard figure.isValue, figure.denominator == 1, figure.unit != .clock else { return text(of: figure) }
    return text(of: figure, ShownDigits(figure.rational))
}

/// A computed figure beside another, from which it differs: with as many digits as are needed to distinguish them.
/// `1.9034` beside 1.91 is `1.90`, 99.999% beside 100% is `99.999%`.
package func text(of figure: Figure, apartFrom other: Figure) -> String {
    guard figure.isValue, other.isValue else { return text(of: figure) }
    let (value, beside) = (figure.rational, other.rational)
    var shown = digits(of: value, unit: figure.unit)
    func isAlike(_ places: Int) -> Bool {
        guard let left = value.rounded(to: places), let right = beside.rounded(to: places) else { return false }
        return Rational.order(left, right) == 0
    }
    guard Rational.order(value, beside) != 0, isAlike(shown.decimals.count) else { return text(of: figure, shown) }
    let least = figure.unit.isMoney ? 2 : 1
    guard
        let places = (max(shown.decimals.count + 1, least)...Rational.scales.upperBound).first(where: { !isAlike($0) }),
        let rounded = value.rounded(to: places)
    else { return text(of: figure, shown) }
    shown = ShownDigits(rounded)
    // Zero is zero at any precision.
    if figure.mantissa == 0 { return text(of: figure) }
    // Zeros at the end show the precision.
    while shown.decimals.count < places { shown.decimals.append("0") }
    return text(of: figure, shown)
}

private func text(of figure: Figure, _ shown: ShownDigits) -> String {
    let sign = shown.isZero || figure.mantissa >= 0 ? "" : "-"
    switch figure.unit {
    case .none, .ratio: return sign + shown.text
    case .percent: return sign + shown.text + "%"
    case .clock:
        let parts = figure.absoluteParts
        return sign + "\(parts / 60):" + (parts % 60 < 10 ? "0" : "") + "\(parts % 60)"
    case .pound, .euro, .dollar: return sign + figure.unit.name + shown.money
    default:
        let isOne = shown.text == "1"
        return "\(sign)\(shown.text) \(isOne ? figure.unit.name : plural(of: figure.unit.name))"
    }
}

extension Figure {
    /// The rounded size as a whole number of units of the last shown place.
    fileprivate var absoluteParts: Int128 {
        guard let rounded = rational.absolute?.rounded(to: 0) else { return 0 }
        return shifted(rounded.numerator, by: max(0, -rounded.scale)) ?? 0
    }
}

/// The digits of a number without its sign.
private struct ShownDigits {
    var whole: String
    /// Without zeros at the end.
    var decimals: String

    var isZero: Bool { whole == "0" && decimals.isEmpty }
    var text: String { decimals.isEmpty ? whole : "\(whole).\(decimals)" }

    /// Thousands separated, and at least two decimals where there are any.
    var money: String {
        var grouped = ""
        for (index, digit) in whole.enumerated() {
            if index > 0 && (whole.count - index) % 3 == 0 { grouped.append(",") }
            grouped.append(digit)
        }
        if decimals.isEmpty { return grouped }
        return "\(grouped).\(decimals.count == 1 ? decimals + "0" : decimals)"
    }

    /// A decimal's digits.
    init(_ value: Rational) {
        var digits = String(value.numerator.magnitude)
        if value.scale <= 0 {
            whole = digits == "0" ? "0" : digits + String(repeating: "0", count: -value.scale)
            decimals = ""
            return
        }
        if digits.count <= value.scale {
            digits = String(repeating: "0", count: value.scale - digits.count + 1) + digits
        }
        whole = String(digits.dropLast(value.scale))
        decimals = String(digits.suffix(value.scale))
        while decimals.last == "0" { decimals.removeLast() }
    }
}

private func digits(of value: Rational, unit: Unit) -> ShownDigits {
    let short = value.stripped(to: 0)
    if short.denominator == 1 && short.scale <= 2 { return ShownDigits(short) }
    let size = value.absolute ?? value
    var places: Int
    if Rational.order(size, Rational(1)) < 0 {
        // The first two significant digits; money to the penny, if there is one.
        places = unit.isMoney ? 2 : 1
        let floor: Int128 = unit.isMoney ? 5 : 10
        while places < Rational.scales.upperBound,
            Rational.order(size, Rational(floor, scale: places + (unit.isMoney ? 1 : 0))) < 0
        {
            places += 1
        }
    } else if unit.isMoney {
        places = 2
    } else {
        places = unit == .percent || Rational.order(size, Rational(100)) >= 0 ? 1 : 2
    }
    var rounded = value.rounded(to: places)
    let most = unit.isMoney || places > 2 ? places : places + (unit == .percent ? 1 : 2)
    if places < most, let shown = rounded, shown.isWhole {
        rounded = (places + 1...most).lazy.compactMap { value.rounded(to: $0) }.first { !$0.isWhole } ?? shown
    }
    // A number that is too large for decimals is rounded to tens, hundreds, ….
    places = 0
    while rounded == nil && places > Rational.scales.lowerBound {
        places -= 4
        rounded = value.rounded(to: places)
    }
    return ShownDigits(rounded ?? value)
}

extension Rational {
    /// Whether a decimal has no digits behind the point but zeros.
    fileprivate var isWhole: Bool { stripped(to: 0).scale <= 0 }
}

/// `days` of `day`, `delays per day` of `delay per day`; symbols such as `kg`, `mph` and `tCO2e` stay.
private func plural(of name: String) -> String {
    var words = name.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    let end = words.firstIndex(of: "per") ?? words.count
    guard end > 0 else { return name }
    let word = words[end - 1]
    let letters = Array(word.utf8)
    let isLowercase = letters.allSatisfy { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 }
    let vowels = Set("aeiou".utf8)
    guard letters.count >= 3, isLowercase, letters.contains(where: { vowels.contains($0) }) else { return name }
    if word == "person" {
        words[end - 1] = "people"
    } else if word.hasSuffix("ss") || word.hasSuffix("us") || word.hasSuffix("x") || word.hasSuffix("ch")
        || word.hasSuffix("sh")
    {
        words[end - 1] = word + "es"
    } else if word.hasSuffix("s") || word == "people" || word == "children" {
        return name
    } else if word.hasSuffix("y") && !vowels.contains(letters[letters.count - 2]) {
        words[end - 1] = word.dropLast() + "ies"
    } else {
        words[end - 1] = word + "s"
    }
    return words.joined(separator: " ")
}

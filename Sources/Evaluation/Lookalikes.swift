// What tells two texts apart that look alike: white space of another kind or length, and signs that nobody sees.

/// What stands at the first place where a text differs from another that looks the same, and what stands there in the
/// other; `nil` where one sees that they differ, or where they do not.
func unseenDifference(_ text: String, from other: String) -> String? {
    guard text != other, text.utf8.count <= 2000, other.utf8.count <= 2000, appearance(text) == appearance(other) else {
        return nil
    }
    let (left, right) = (pieces(text), pieces(other))
    var index = 0
    while index < min(left.count, right.count), left[index] == right[index] { index += 1 }
    // Case folds in some comparisons only; what can be seen is not told.
    let here = index < left.count ? left[index] : ""
    let there = index < right.count ? right[index] : ""
    let before = left[..<index].joined()
    let place = before.isEmpty ? "at its beginning" : "behind “\(before.count > 20 ? "…" + before.suffix(20) : before)”"
    return "\(place) it has \(named(here)), not \(named(there))"
}

/// A text as the eye takes it: white space is a gap however wide, and what is not seen is not there.
private func appearance(_ text: String) -> String {
    var seen = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        let properties = scalar.properties
        if properties.isWhitespace {
            if let last = seen.last, last != " " { seen.append(" ") }
        } else if !properties.isDefaultIgnorableCodePoint, properties.generalCategory != .control {
            seen.append(twins[scalar] ?? scalar)
        }
    }
    if seen.last == " " { seen.removeLast() }
    return String(seen)
}

/// A text cut into runs of white space and single signs.
private func pieces(_ text: String) -> [String] {
    var pieces: [String] = []
    var wasSpace = false
    for character in text {
        let isSpace = character.isWhitespace
        if isSpace, wasSpace { pieces[pieces.count - 1].append(character) } else { pieces.append(String(character)) }
        wasSpace = isSpace
    }
    return pieces
}

private func named(_ piece: String) -> String {
    var names: [String] = []
    var spaces = 0
    func endSpaces() {
        if spaces > 0 { names.append(spaces == 1 ? "a space" : "\(spaces) spaces") }
        spaces = 0
    }
    for character in piece {
        if character == " " {
            spaces += 1
            continue
        }
        endSpaces()
        switch character {
        case "\t": names.append("a tab")
        case "\n", "\r", "\r\n": names.append("a line break")
        default: names += character.unicodeScalars.map(named)
        }
        guard names.count <= 4 else { break }
    }
    endSpaces()
    return names.isEmpty ? "nothing" : names.prefix(4).joined(separator: " and ")
}

private func named(_ scalar: Unicode.Scalar) -> String {
    guard !scalar.isASCII || scalar.properties.generalCategory == .control else { return "“\(scalar)”" }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    let properties = scalar.properties
    let isSeen =
        !properties.isWhitespace && !properties.isDefaultIgnorableCodePoint && properties.generalCategory != .control
    guard let name = properties.name?.lowercased() else { return "the sign \(code)" }
    return isSeen ? "“\(scalar)” (\(code), \(name))" : "a \(name) (\(code))"
}

/// Letters of other scripts by the Latin ones that they look like, and dashes and quotation marks by the plain ones.
private let twins: [Unicode.Scalar: Unicode.Scalar] = {
    let others = "АВЕЅІЈКМНОРСТУХаеорсуухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο‐‑–—−‒’‘“”".unicodeScalars
    let plain = "ABESIJKMHOPCTYXaeopcyyxijsABEZHIKMNOPTYXo------''\"\"".unicodeScalars
    return Dictionary(zip(others, plain), uniquingKeysWith: { first, _ in first })
}()

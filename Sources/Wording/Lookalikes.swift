// The differences of texts that look alike: white space of another kind or length, and invisible characters.

import Checking
import Quantities

/// What is at the first place where a text differs from another that looks the same, and what the other has there;
/// `nil` where the difference is visible, or there is none.
func unseenDifference(_ text: String, from other: String) -> String? {
    guard text != other, text.utf8.count <= longestLookalike, other.utf8.count <= longestLookalike,
        appearance(text) == appearance(other)
    else { return nil }
    let (left, right) = (pieces(text), pieces(other))
    var index = 0
    while index < min(left.count, right.count), left[index] == right[index] { index += 1 }
    // Case matters in some comparisons only; visible differences are not reported.
    let here = index < left.count ? left[index] : ""
    let there = index < right.count ? right[index] : ""
    return difference(here, behind: left[..<index].joined(), due: there)
}

private func difference(_ here: String, behind before: String, due: String) -> String {
    let place = before.isEmpty ? "at its beginning" : "behind “\(before.count > 20 ? "…" + before.suffix(20) : before)”"
    return "\(place) it has \(named(here)), not \(named(due))"
}

/// Where a text seems to contain another one, or to begin or end with it, and does not: what it has there, and the
/// difference; `nil` where the difference is visible.
func unseenDifference(
    in text: String, fromPart part: String, _ asked: TextComparison
) -> (found: String, difference: String)? {
    guard text.utf8.count <= longestLookalike, part.utf8.count <= longestLookalike else { return nil }
    let (text, part) = (Array(asPatternsSee(text).unicodeScalars), asPatternsSee(part))
    let (seen, wanted) = (sights(text), sights(Array(part.unicodeScalars)).map(\.sight))
    guard !wanted.isEmpty, wanted.count <= seen.count else { return nil }
    let starts: Range<Int>
    switch asked {
    case .contains: starts = 0..<seen.count - wanted.count + 1
    case .startsWith: starts = 0..<1
    case .endsWith: starts = seen.count - wanted.count..<seen.count - wanted.count + 1
    case .equal, .notEqual: return nil
    }
    func holdsWanted(_ start: Int) -> Bool { wanted.indices.allSatisfy { seen[start + $0].sight == wanted[$0] } }
    guard let start = starts.first(where: holdsWanted) else { return nil }
    let low = asked == .startsWith ? 0 : seen[start].range.lowerBound
    let high = asked == .endsWith ? text.count : seen[start + wanted.count - 1].range.upperBound
    let found = String(String.UnicodeScalarView(text[low..<high]))
    return unseenDifference(found, from: part).map { (found, $0) }
}

/// What keeps a text from fitting, where it would fit with single spaces for all white space, without invisible
/// characters, or with plain letters and signs for those that look like them; `nil` where it would not fit then either.
func unseenDifference(in text: String, fits: (String) -> Bool) -> String? {
    guard text.utf8.count <= longestLookalike else { return nil }
    let pieces = pieces(asPatternsSee(text))
    // Dashes and letters of other scripts may be intended: they are replaced by plain ones only where nothing else
    // helps.
    let ways = [false, true].map { takesTwins in
        pieces.map { piece -> String in
            if piece.allSatisfy(\.isWhitespace) { return " " }
            let sights = sights(Array(piece.unicodeScalars), takesTwins: takesTwins)
            return String(String.UnicodeScalarView(sights.map(\.sight)))
        }
    }
    guard let plain = ways.first(where: { $0 != pieces && fits($0.joined()) }) else { return nil }
    let places = pieces.indices.filter { pieces[$0] != plain[$0] }
    guard let first = places.first else { return nil }
    // Where one of several is the cause, name that one.
    let culprit = places.prefix(20).first { place in
        var mended = pieces
        mended[place] = plain[place]
        return fits(mended.joined())
    }
    let place = culprit ?? first
    let due = plain[place].isEmpty ? plain[(place + 1)...].first { !$0.isEmpty } ?? "" : plain[place]
    return difference(pieces[place], behind: pieces[..<place].joined(), due: due)
}

/// The longest text that is examined, in bytes.
private let longestLookalike = 2000

private func asPatternsSee(_ text: String) -> String {
    var text = text
    return text.withUTF8 { asPatternsSee($0) { String(decoding: $0, as: UTF8.self) } }
}

/// How the characters of a text look, each with the characters that it represents.
private func sights(
    _ text: [Unicode.Scalar], takesTwins: Bool = true
) -> [(sight: Unicode.Scalar, range: Range<Int>)] {
    var sights: [(sight: Unicode.Scalar, range: Range<Int>)] = []
    var isInSpace = false
    for (place, scalar) in text.enumerated() {
        let properties = scalar.properties
        if properties.isWhitespace {
            if isInSpace {
                sights[sights.count - 1].range = sights[sights.count - 1].range.lowerBound..<place + 1
            } else {
                sights.append((" ", place..<place + 1))
            }
            isInSpace = true
        } else if !properties.isDefaultIgnorableCodePoint, properties.generalCategory != .control {
            sights.append((takesTwins ? twins[scalar] ?? scalar : scalar, place..<place + 1))
            isInSpace = false
        }
    }
    return sights
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

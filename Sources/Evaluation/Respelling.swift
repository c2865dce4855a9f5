// What a cell was meant to say, where only its spelling is wrong.

import Diagnostics
import Patterns
import Quantities

/// Another spelling of a cell.
struct Respelling: Equatable {
    var text: String
    /// Whether it says the same as the cell: white space, punctuation, case, or one slip of the pen in a long word.
    var isSafe: Bool
}

extension Respelling {
    /// A number without the white space in its digits (`£34, 692`), which is safe, or in digits instead of words, which is not: a person
    /// chose to write a word.
    static func ofNumber(_ cell: String) -> Respelling? {
        let joined = withoutSpacesInDigits(cell)
        if joined != cell { return Respelling(text: joined, isSafe: true) }
        var text = cell
        let figures = FigureVector(capacity: 1)
        text.withUTF8 { bytes in
            guard let base = bytes.baseAddress else { return }
            var span = CellSpan(offset: 0, length: UInt32(clamping: bytes.count))
            withUnsafePointer(to: &span) { span in
                let column = CellColumn(base: base, spans: span, count: 1)
                readFigures(column, as: .number, markers: Markers(), into: figures)
            }
        }
        guard figures.count == 1, figures.state[0] == .value, figures.scale[0] == 0 else { return nil }
        return Respelling(text: String(figures.mantissa[0]), isSafe: false)
    }

    private static func withoutSpacesInDigits(_ cell: String) -> String {
        var kept = String.UnicodeScalarView()
        var spaces = String.UnicodeScalarView()
        for scalar in cell.unicodeScalars {
            if scalar.properties.isWhitespace {
                spaces.append(scalar)
                continue
            }
            let isBetween = kept.last.map { isDigit($0) || $0 == "," } ?? false
            if !isBetween || !isDigit(scalar) { kept.append(contentsOf: spaces) }
            spaces.removeAll()
            kept.append(scalar)
        }
        kept.append(contentsOf: spaces)
        return String(kept)
    }

    /// The label that a cell spells wrongly: safe where letters and digits are the same, and, unless it is a reported status, where one
    /// slip of the pen explains it and no other label is near.
    static func ofLabel(_ cell: String, labels: [String], isStatus: Bool) -> Respelling? {
        if let same = only(labels.filter { isSameWord($0, cell) }) { return Respelling(text: same, isSafe: true) }
        guard let near = nearest(to: cell, in: labels) else { return nil }
        let isClear = nearest(to: cell, in: labels.filter { $0 != near }) == nil
        return Respelling(text: near, isSafe: !isStatus && isClear && isOneSlip(cell, near))
    }

    /// A cell with other white space that has the form that is asked for: none of it, else single spaces.
    static func ofForm(_ cell: String, pattern: PatternMatcher) -> Respelling? {
        guard cell.utf8.count <= 200 else { return nil }
        let words = cell.split(whereSeparator: \.isWhitespace)
        for text in [words.joined(), words.joined(separator: " ")] where text != cell {
            var bytes = text
            if bytes.withUTF8({ pattern.matchesWhole($0) }) {
                return Respelling(text: text, isSafe: true)
            }
        }
        return nil
    }

    /// A reference or header that another one is near to: safe where letters and digits are the same.
    static func ofName(_ cell: String, near: String) -> Respelling? {
        cell == near ? nil : Respelling(text: near, isSafe: isSameWord(cell, near))
    }
}

private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

private func only(_ labels: [String]) -> String? { labels.count == 1 ? labels.first : nil }

/// What of a text makes a difference to what it says: no white space, no case, no dashes, stops, commas, colons, apostrophes or quotation
/// marks, unless they stand before a digit and so may belong to a number.
private func skeleton(_ text: String) -> [Unicode.Scalar] {
    let scalars = Array(text.lowercased().unicodeScalars)
    return scalars.indices.filter { index in
        let scalar = scalars[index]
        if scalar.properties.isWhitespace { return false }
        let isLight =
            switch scalar.properties.generalCategory {
            case .dashPunctuation, .initialPunctuation, .finalPunctuation, .connectorPunctuation: true
            default: ".,;:'\"".unicodeScalars.contains(scalar)
            }
        return !isLight || (index + 1 < scalars.count && isDigit(scalars[index + 1]))
    }.map { scalars[$0] }
}

private func isSameWord(_ left: String, _ right: String) -> Bool {
    guard left.utf8.count <= 400, right.utf8.count <= 400 else { return false }
    let skeleton = skeleton(left)
    return !skeleton.isEmpty && skeleton.elementsEqual(Evaluation.skeleton(right))
}

/// Whether one letter too many, too few, wrong or swapped with its neighbour explains the difference, in a word of five letters or
/// more whose first letter and digits are right.
private func isOneSlip(_ cell: String, _ label: String) -> Bool {
    let left = Array(cell.lowercased().unicodeScalars)
    let right = Array(label.lowercased().unicodeScalars)
    guard right.count >= 5, left.first == right.first, left.filter(isDigit) == right.filter(isDigit) else {
        return false
    }
    var start = 0
    while start < min(left.count, right.count), left[start] == right[start] { start += 1 }
    var end = 0
    while end < min(left.count, right.count) - start, left[left.count - 1 - end] == right[right.count - 1 - end] {
        end += 1
    }
    let rest = (left.count - start - end, right.count - start - end)
    switch rest {
    case (0, 1), (1, 0), (1, 1): return true
    case (2, 2): return left[start] == right[start + 1] && left[start + 1] == right[start]
    default: return false
    }
}

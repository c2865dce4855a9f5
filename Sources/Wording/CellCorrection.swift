// What was meant by a cell whose spelling is wrong.

import Columns
import Diagnostics
import Patterns
import Quantities

/// Another spelling of a cell.
struct CellCorrection: Equatable {
    var text: String
    /// Whether it means the same as the cell: they differ only in case, white space, dashes, full stops and how letters
    /// are composed. A single letter may make another name (`Ward X` and `Ward Y`), however long the words are.
    var isSafe: Bool
}

extension CellCorrection {
    /// A number without the white space in its digits (`£34, 692`), which is safe, or in digits instead of words, which
    /// is not: a person chose to write a word.
    static func ofNumber(_ cell: String) -> CellCorrection? {
        let joined = withoutSpacesInDigits(cell)
        if joined != cell { return CellCorrection(text: joined, isSafe: true) }
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
        return CellCorrection(text: String(figures[figure: 0].mantissa), isSafe: false)
    }

    private static func withoutSpacesInDigits(_ cell: String) -> String {
        var kept = String.UnicodeScalarView()
        var spaces = String.UnicodeScalarView()
        var isInNote = false
        for scalar in cell.unicodeScalars {
            if scalar.properties.isWhitespace {
                spaces.append(scalar)
                continue
            }
            // Spaces in a note behind the figure are kept.
            if scalar == "(" || scalar == "[", kept.contains(where: isDigit) { isInNote = true }
            let isBetween = !isInNote && kept.last.map { isDigit($0) || $0 == "," } ?? false
            if !isBetween || !isDigit(scalar) { kept.append(contentsOf: spaces) }
            spaces.removeAll()
            kept.append(scalar)
        }
        kept.append(contentsOf: spaces)
        return String(kept)
    }

    /// The label that a cell spells wrongly: safe where it is the only one with the same meaning, else the nearest.
    static func ofLabel(_ cell: String, _ labels: LabelSpellings, near: String?) -> CellCorrection? {
        if let same = labels.onlyOne(saying: cell) { return CellCorrection(text: same, isSafe: true) }
        return near.map { CellCorrection(text: $0, isSafe: false) }
    }

    /// The cell without white space, else with single spaces, where that matches the pattern.
    static func ofForm(_ cell: String, pattern: PatternMatcher) -> CellCorrection? {
        guard cell.utf8.count <= 200 else { return nil }
        let words = cell.split(whereSeparator: \.isWhitespace)
        for text in [words.joined(), words.joined(separator: " ")] where text != cell {
            if pattern.fits(text) {
                return CellCorrection(text: text, isSafe: isSameWord(text, cell))
            }
        }
        return nil
    }

    /// The header that is near to another one: safe where it means the same.
    static func ofName(_ cell: String, near: String) -> CellCorrection? {
        cell == near ? nil : CellCorrection(text: near, isSafe: isSameWord(cell, near))
    }
}

/// The labels of a column, indexed to find those that may have been meant by a cell.
final class LabelSpellings {
    let names: NameIndex
    /// The index of the label by its skeleton; −1 where several labels share it.
    private var bySkeleton: [String: Int] = [:]

    init(_ labels: [String]) {
        names = NameIndex(labels)
        for (index, label) in labels.enumerated() where label.utf8.count <= longestWord {
            let key = skeleton(label)
            bySkeleton[key] = bySkeleton[key] == nil ? index : -1
        }
    }

    /// The only label with the same skeleton as a cell; `nil` where there is none or several.
    func onlyOne(saying cell: String) -> String? {
        guard cell.utf8.count <= longestWord else { return nil }
        let key = skeleton(cell)
        guard !key.isEmpty, let index = bySkeleton[key], index >= 0 else { return nil }
        return names.names[index]
    }
}

/// The longest text for which another spelling is considered, in bytes.
private let longestWord = 400

private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

/// The parts of a text that matter for its meaning: without case, white space, dashes and full stops, letters composed.
/// White space between digits is kept, because it may separate two numbers, and so are dashes and full stops before a
/// digit, which may belong to it; all dashes count as one there.
private func skeleton(_ text: String) -> String {
    let scalars = Array(text.lowercased().unicodeScalars)
    var kept = String.UnicodeScalarView()
    var parted = false
    for (index, scalar) in scalars.enumerated() {
        if scalar.properties.isWhitespace {
            parted = true
            continue
        }
        if isDash(scalar) {
            let next = scalars[(index + 1)...].first { !$0.properties.isWhitespace }
            if let next, isDigit(next) { kept.append("-") }
        } else if scalar != "." || index + 1 < scalars.count && isDigit(scalars[index + 1]) {
            if parted, isDigit(scalar), let last = kept.last, isDigit(last) { kept.append(" ") }
            kept.append(scalar)
        }
        parted = false
    }
    return String(kept)
}

private func isDash(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .dashPunctuation, .connectorPunctuation: true
    default: scalar == "\u{2212}"
    }
}

/// Strings are equal however their letters are composed.
private func isSameWord(_ left: String, _ right: String) -> Bool {
    guard left.utf8.count <= longestWord, right.utf8.count <= longestWord else { return false }
    let skeleton = skeleton(left)
    return !skeleton.isEmpty && skeleton == Wording.skeleton(right)
}

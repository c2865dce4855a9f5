// The plain evaluator's texts: what is found in them, made of them and read out of them.

import Catalog
import Checking
import Patterns
import Quantities
@_spi(_Unicode) import Swift

extension PlainEvaluator {
    func text(_ function: Function, _ arguments: [TypedExpression], _ place: PlainPlace) -> PlainValue {
        let read = value(arguments[0], place)
        let isOfText = [.find, .part, .replace, .folded].contains(function)
        guard let text = read.text else {
            let state: CellState = read.state == .blank ? .blank : .unknown
            return switch function {
            case .find: .text(.unknown, [])
            case .folded: .text(read.state, [])
            case .target: .target(PlainTarget(first: plainFigureWithout(state), second: .unknown, form: .plain))
            case .date, .period: .code(state, 0)
            case .firstDate, .lastDate: .code(nil)
            case .measure, .number: .figure(plainFigureWithout(state))
            default: isOfText ? .text(state, []) : .figure(.unknown)
            }
        }
        switch function {
        case .find:
            guard case .literal(.pattern(let sought)) = arguments[1].kind else { return .text(.unknown, []) }
            let seen = plainSeen(text)
            let found = seen.withUnsafeBufferPointer { sought.pattern.makeMatcher().allMatches(in: $0).first }
            guard let found, let range = sought.group.map({ found.groups[$0] }) ?? found.range else {
                return .text(.unknown, [])
            }
            return plainComputed(Array(seen[range]))
        case .part:
            guard let from = value(arguments[1], place).figure.wholeNumber, from > 0,
                let to = value(arguments[2], place).figure.wholeNumber, to >= from
            else { return .text(.unknown, []) }
            let letters = Array(String(decoding: text, as: UTF8.self)._nfc)
            return plainComputed(plainBytes(letters.dropFirst(from - 1).prefix(to - from + 1)))
        case .replace:
            guard let old = argument(arguments[1], place), let new = argument(arguments[2], place) else {
                return .text(.unknown, [])
            }
            return plainComputed(
                plainBytes(plainReplaced(Array(String(decoding: text, as: UTF8.self)._nfc), old, by: new)))
        case .folded:
            return text.isEmpty ? read : plainComputed(Array(plainFolded(text).joined(separator: " ").utf8))
        case .likeness:
            guard let other = value(arguments[1], place).text else { return .figure(.unknown) }
            return .figure(plainLikeness(plainFolded(text), plainFolded(other)))
        case .ratioBase:
            let ratio = text.withUnsafeBufferPointer { readRatio($0) }
            return .figure(
                ratio.map { Figure(state: .value, mantissa: $0.whole, scale: 0, unit: .none, flags: .exact) }
                    ?? .unknown)
        case .firstDate, .lastDate:
            let near = arguments.count > 1 ? value(arguments[1], place).code : nil
            let found = text.withUnsafeBufferPointer {
                readDate(
                    inText: $0, last: function == .lastDate, near: near.flatMap { CalendarDate(days: Int($0)) })
            }
            return found.map { .code(.value, Int64($0.date.days), $0.grain) } ?? .code(nil)
        case .measure: return plainRead(text, .figure(.measure))
        case .number: return plainRead(text, .figure(.number))
        case .target: return plainRead(text, .target)
        case .date: return plainRead(text, .date(CalendarReading()))
        default: return plainRead(text, .period(4, CalendarReading()))
        }
    }

    /// A text of `replace`: a literal with its white space.
    private func argument(_ expression: TypedExpression, _ place: PlainPlace) -> [Unicode.Scalar]? {
        if case .literal(.text(let text)) = expression.kind { return Array(text._nfc) }
        return value(expression, place).text.map { Array(String(decoding: $0, as: UTF8.self)._nfc) }
    }
}

/// A text that was computed: trimmed, and blank where nothing is left.
func plainComputed(_ bytes: [UInt8]) -> PlainValue {
    let text = plainTrimmed(bytes)
    return .text(text.isEmpty ? .blank : .value, text)
}

private func plainFigureWithout(_ state: CellState) -> Figure {
    Figure(state: state, mantissa: 0, scale: 0, unit: .none)
}

private func plainBytes(_ letters: some Sequence<Unicode.Scalar>) -> [UInt8] {
    letters.flatMap { Array(Character($0).utf8) }
}

private func plainReplaced(
    _ text: [Unicode.Scalar], _ old: [Unicode.Scalar], by new: [Unicode.Scalar]
) -> [Unicode.Scalar] {
    guard !old.isEmpty else { return text }
    var result: [Unicode.Scalar] = []
    var rest = text[...]
    while let first = rest.first {
        if rest.starts(with: old) {
            result += new
            rest = rest.dropFirst(old.count)
        } else {
            result.append(first)
            rest = rest.dropFirst()
        }
    }
    return result
}

/// The words of a text by which names are compared.
func plainFolded(_ text: [UInt8]) -> [String] {
    let letters = Array(String(decoding: text, as: UTF8.self)._nfd)
        .filter { $0.properties.generalCategory != .nonspacingMark && $0.properties.generalCategory != .format }
    var words = [""]
    for (index, letter) in letters.enumerated() {
        if letter == "." {
            let isBeforeDigit = index + 1 < letters.count && ("0"..."9").contains(letters[index + 1])
            if isBeforeDigit { words.append("") }
        } else if letter.properties.isAlphabetic || letter.properties.numericType != nil {
            words[words.count - 1] += letter.properties.lowercaseMapping
        } else if !["'", "\u{2018}", "\u{2019}", "\u{02BC}"].contains(letter) {
            words.append("")
        }
    }
    words.removeAll(where: \.isEmpty)
    let small: Set = ["the", "of", "a", "an", "in", "for", "to", "and", "on"]
    let telling = words.allSatisfy(small.contains) ? words : words.filter { !small.contains($0) }
    return telling.map { $0.unicodeScalars.count > 3 && $0.hasSuffix("s") ? String($0.dropLast()) : $0 }
}

func plainLikeness(_ left: [String], _ right: [String]) -> Figure {
    func pairs(_ words: [String]) -> [String: Int] {
        var counts: [String: Int] = [:]
        var left = 500
        for word in words {
            let letters = Array(word.unicodeScalars.prefix(left)).map { String(Character($0)) }
            left -= letters.count
            if letters.count == 1 { counts[letters[0], default: 0] += 1 }
            for (first, second) in zip(letters, letters.dropFirst()) { counts[first + second, default: 0] += 1 }
        }
        return counts
    }
    let (first, second) = (pairs(left), pairs(right))
    let all = first.values.reduce(0, +) + second.values.reduce(0, +)
    guard all > 0 else { return .unknown }
    let common = first.reduce(0) { $0 + min($1.value, second[$1.key] ?? 0) }
    return Figure(
        state: .value, mantissa: Int128(200 * common), denominator: Int128(all), scale: 0, unit: .percent, flags: .exact
    )
}

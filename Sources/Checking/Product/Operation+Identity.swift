// Which literals and tests are identical, so that planning can share the computations that hold them.

import Patterns
import Quantities

// Texts are compared byte by byte: texts that are equal in Unicode may differ for `matches` and `contains`.

extension Literal: Hashable {
    package static func == (left: Literal, right: Literal) -> Bool {
        // By the left side alone: a switch over pairs of so many cases takes the compiler too long.
        switch left {
        case .figure(let a): if case .figure(let b) = right { a.isWritten(like: b) } else { false }
        case .target(let a): if case .target(let b) = right { hasSameBytes(a, b) } else { false }
        case .text(let a): if case .text(let b) = right { hasSameBytes(a, b) } else { false }
        case .date(let a): if case .date(let b) = right { a == b } else { false }
        case .choice(let a): if case .choice(let b) = right { a == b } else { false }
        case .status(let a): if case .status(let b) = right { a == b } else { false }
        case .duration(let a): if case .duration(let b) = right { a == b } else { false }
        case .period(let a): if case .period(let b) = right { a == b } else { false }
        case .truth(let a): if case .truth(let b) = right { a == b } else { false }
        case .days(let table, let column):
            if case .days(let other, let its) = right { table == other && column == its } else { false }
        case .columnCount(let a): if case .columnCount(let b) = right { a == b } else { false }
        case .pattern(let a): if case .pattern(let b) = right { a == b } else { false }
        case .unknown: if case .unknown = right { true } else { false }
        case .none: if case .none = right { true } else { false }
        }
    }

    package func hash(into hasher: inout Hasher) {
        switch self {
        case .figure(let figure):
            hasher.combine(figure.mantissa)
            hasher.combine(figure.scale)
            hasher.combine(figure.unit)
        case .target(let text), .text(let text): combineBytes(of: text, into: &hasher)
        case .date(let number), .choice(let number), .status(let number), .duration(let number):
            hasher.combine(number)
        case .period(let code): hasher.combine(code)
        case .truth(let truth): hasher.combine(truth)
        case .days(let table, let column):
            hasher.combine(table)
            hasher.combine(column)
        case .columnCount(let table): hasher.combine(table)
        case .pattern(let sought): hasher.combine(sought)
        case .unknown: hasher.combine(-1)
        case .none: hasher.combine(-2)
        }
    }
}

extension StateTest: Hashable {
    package static func == (left: StateTest, right: StateTest) -> Bool {
        switch (left, right) {
        case (.known, .known), (.blank, .blank), (.isTrue, .isTrue), (.isFalse, .isFalse),
            (.approximate, .approximate), (.bounded, .bounded):
            true
        case (.colour(let a), .colour(let b)): a == b
        case (.label(let a), .label(let b)): a == b
        case (.text(let a), .text(let b)): hasSameBytes(a, b)
        case (.texts(let a), .texts(let b)): a == b
        case (.known, _), (.blank, _), (.isTrue, _), (.isFalse, _), (.approximate, _), (.bounded, _), (.colour, _),
            (.label, _), (.text, _), (.texts, _):
            false
        }
    }

    package func hash(into hasher: inout Hasher) {
        switch self {
        case .known: hasher.combine(0)
        case .blank: hasher.combine(1)
        case .isTrue: hasher.combine(2)
        case .isFalse: hasher.combine(3)
        case .approximate: hasher.combine(4)
        case .bounded: hasher.combine(5)
        case .colour(let colour): hasher.combine(colour)
        case .label(let label): hasher.combine(label)
        case .text(let text): combineBytes(of: text, into: &hasher)
        case .texts(let words): hasher.combine(words)
        }
    }
}

extension Figure {
    /// Whether it is the same literal: equal in value, unit and everything that was printed with it.
    fileprivate func isWritten(like other: Figure) -> Bool {
        mantissa == other.mantissa && denominator == other.denominator && scale == other.scale && unit == other.unit
            && state == other.state && flags.rawValue == other.flags.rawValue
    }
}

private func hasSameBytes(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }

private func combineBytes(of text: String, into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
}

// The tree that a pattern is read into.

/// A part of a pattern.
indirect enum PatternNode: Sendable {
    /// The empty text.
    case empty
    /// One scalar of a set.
    case scalar(ScalarSet)
    /// A place between two bytes.
    case assertion(Assertion)
    /// A capture group; indices begin at 0.
    case group(PatternNode, index: Int)
    case concatenation([PatternNode])
    /// Earlier alternatives are preferred.
    case alternation([PatternNode])
    /// Without `maximum` there is no upper bound. A lazy repetition prefers fewer iterations.
    case repetition(PatternNode, minimum: Int, maximum: Int?, isLazy: Bool)

    /// Whether the empty text can match.
    var canBeEmpty: Bool {
        switch self {
        case .empty, .assertion: true
        case .scalar: false
        case .group(let body, _): body.canBeEmpty
        case .concatenation(let parts): parts.allSatisfy(\.canBeEmpty)
        case .alternation(let branches): branches.contains(where: \.canBeEmpty)
        case .repetition(let body, let minimum, _, _): minimum == 0 || body.canBeEmpty
        }
    }
}

/// A condition on a place between two bytes.
enum Assertion: Sendable {
    case textStart, textEnd, lineStart, lineEnd, wordBoundary, notWordBoundary

    /// Whether a place between two such neighbours fulfils the condition.
    func holds(after previous: Neighbour, before next: Neighbour) -> Bool {
        switch self {
        case .textStart: previous == .edge
        case .textEnd: next == .edge
        case .lineStart: previous == .edge || previous == .newline
        case .lineEnd: next == .edge || next == .newline
        case .wordBoundary: (previous == .word) != (next == .word)
        // Places inside a scalar do not count.
        case .notWordBoundary: (previous == .word) == (next == .word) && next != .continuation
        }
    }
}

/// What assertions need to know of the byte on one side of a place.
enum Neighbour: UInt8, Sendable {
    /// No byte: the text begins or ends here.
    case edge
    case newline
    /// An ASCII letter, digit or underscore.
    case word
    case other
    /// A byte of a scalar other than its first.
    case continuation

    init(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\n"): self = .newline
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            self = .word
        case 0x80...0xBF: self = .continuation
        default: self = .other
        }
    }
}

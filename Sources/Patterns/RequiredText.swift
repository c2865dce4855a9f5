// Texts of which a match must hold one, so that most texts need not be matched at all.

/// A text that a pattern asks for, in ASCII.
struct RequiredText: Hashable, Sendable {
    /// Letters that match in either case are small.
    var bytes: [UInt8] = []
    var isEitherCase: [Bool] = []

    static func + (left: RequiredText, right: RequiredText) -> RequiredText {
        RequiredText(bytes: left.bytes + right.bytes, isEitherCase: left.isEitherCase + right.isEitherCase)
    }
}

/// What is known of all texts that a part of a pattern matches.
private struct Requirement {
    /// The one text that it matches; `nil` where there are several. Places between bytes are no text.
    var exact: RequiredText?
    /// Texts of which it holds at least one; empty where no such texts are known.
    var oneOf: [RequiredText] = []

    /// The better of two lists: the one whose shortest text is longer.
    static func better(_ left: [RequiredText], _ right: [RequiredText]) -> [RequiredText] {
        func worth(_ texts: [RequiredText]) -> Int { 8 * (texts.map(\.bytes.count).min() ?? 0) - texts.count }
        return worth(right) > worth(left) ? right : left
    }

    /// The list with the exact text, where there is one.
    var texts: [RequiredText] {
        guard let exact, !exact.bytes.isEmpty else { return oneOf }
        return Requirement.better(oneOf, [exact])
    }
}

extension PatternNode {
    private static let mostTexts = 4
    /// As much as the filter holds.
    private static let longestText = 64

    /// Texts of at least two bytes of which every match of the pattern holds one; empty where there are none, or too
    /// many.
    var requiredTexts: [RequiredText] {
        let texts = requirement.texts
        return texts.allSatisfy { $0.bytes.count >= 2 } ? texts : []
    }

    private var requirement: Requirement {
        switch self {
        case .empty, .assertion: return Requirement(exact: RequiredText())
        case .scalar(let set): return Requirement(exact: set.asRequired)
        case .group(let body, _): return body.requirement
        case .repetition(let body, let minimum, let maximum, _):
            guard minimum > 0 else { return Requirement() }
            let inner = body.requirement
            return minimum == 1 && maximum == 1 ? inner : Requirement(oneOf: inner.texts)
        case .alternation(let branches):
            var all: [RequiredText] = []
            for branch in branches {
                let texts = branch.requirement.texts
                guard !texts.isEmpty, all.count + texts.count <= Self.mostTexts else { return Requirement() }
                all += texts
            }
            return Requirement(oneOf: all)
        case .concatenation(let parts):
            var run = RequiredText()
            var isExact = true
            var best: [RequiredText] = []
            for part in parts {
                let inner = part.requirement
                if let exact = inner.exact, run.bytes.count + exact.bytes.count <= Self.longestText {
                    run = run + exact
                    continue
                }
                isExact = false
                best = Requirement.better(best, run.bytes.isEmpty ? [] : [run])
                best = Requirement.better(best, inner.texts)
                run = RequiredText()
            }
            if isExact { return Requirement(exact: run) }
            return Requirement(oneOf: Requirement.better(best, run.bytes.isEmpty ? [] : [run]))
        }
    }
}

extension ScalarSet {
    /// A single ASCII character, or a letter in both cases; `nil` for any other set. K and S have a third form where
    /// case is ignored.
    fileprivate var asRequired: RequiredText? {
        let values = ranges.flatMap { $0.count <= 2 ? Array($0) : [UInt32.max, .max, .max] }
        guard let first = values.first, first < 0x80, values.count <= 2 else { return nil }
        if values.count == 1 { return RequiredText(bytes: [UInt8(first)], isEitherCase: [false]) }
        guard (0x41...0x5A).contains(first), values[1] == first | 0x20 else { return nil }
        return RequiredText(bytes: [UInt8(first | 0x20)], isEitherCase: [true])
    }
}

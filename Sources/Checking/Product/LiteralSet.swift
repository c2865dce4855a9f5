// The literals of an `in` that has many of them: kept together and compact, so that a value is looked up rather than
// compared with each.

import Catalog
import Diagnostics
package import Quantities

/// Literals of one type: a value is in the set where it equals one of them. Shared and immutable.
package final class LiteralSet: Sendable {
    /// The literals by representation, in the order of the file; repeated literals are kept.
    package enum Members: Sendable {
        /// Trimmed, in UTF-8, concatenated; `ends` holds the end offset of each in `bytes`.
        case texts(bytes: [UInt8], ends: [Int])
        /// Dates (days since 1970-01-01), periods (`Period.code`), or indices of labels of one choice or scheme.
        case codes([Int64])
        case figures([Figure])
    }

    package let members: Members

    package init(_ members: Members) { self.members = members }

    /// The texts in their order; empty for other literals. Makes a string for each: not for hot paths.
    package var texts: [String] {
        guard case .texts(let bytes, let ends) = members else { return [] }
        return ends.indices.map { String(decoding: bytes[($0 == 0 ? 0 : ends[$0 - 1])..<ends[$0]], as: UTF8.self) }
    }

    /// How many literals there are, repeated ones each time.
    package var count: Int {
        switch members {
        case .texts(_, let ends): ends.count
        case .codes(let codes): codes.count
        case .figures(let figures): figures.count
        }
    }
}

/// What a list after `in` becomes: comparisons with literals become sets where there are many; all others stay
/// comparisons.
struct MembershipList {
    /// The least number of literals that are kept as a set.
    private static let fewest = 8

    /// Literals of one type that one expression is compared with.
    private struct Group {
        var value: TypedExpression
        var type: LiteralType
        var bytes: [UInt8] = []
        var ends: [Int] = []
        var codes: [Int64] = []
        var figures: [Figure] = []
        /// The comparisons, while there are few.
        var tests: [TypedExpression] = []
        var count = 0

        var members: LiteralSet.Members {
            switch type {
            case .text: .texts(bytes: bytes, ends: ends)
            case .code: .codes(codes)
            case .figure: .figures(figures)
            }
        }

        mutating func add(_ literal: Literal) {
            count += 1
            switch literal {
            case .text(var text):
                text.withUTF8 { unsafe bytes.append(contentsOf: trimmedBytes($0)) }
                ends.append(bytes.count)
            case .date(let days): codes.append(Int64(days))
            case .period(let code): codes.append(code)
            case .choice(let label): codes.append(Int64(label))
            case .figure(let figure): figures.append(figure)
            default: break
            }
        }
    }

    fileprivate enum LiteralType {
        case text, code, figure
    }

    private var groups: [Group] = []
    private var others: [TypedExpression] = []

    /// Adds the comparison of the value with one item of the list.
    mutating func add(_ test: TypedExpression) {
        guard let (value, type, literal) = test.equality else {
            others.append(test)
            return
        }
        let known = groups.firstIndex { $0.type == type && $0.value.isSame(as: value) }
        // There are more than a few groups only where the left side changes from item to item.
        guard known != nil || groups.count < 4 else {
            others.append(test)
            return
        }
        let index = known ?? groups.count
        if known == nil { groups.append(Group(value: value, type: type)) }
        groups[index].add(literal)
        if groups[index].count < Self.fewest {
            groups[index].tests.append(test)
        } else {
            groups[index].tests = []
        }
    }

    /// Whether any of the comparisons holds, as conditions of which one must.
    func conditions(_ span: SourceSpan) -> [TypedExpression] {
        let found = groups.flatMap { group -> [TypedExpression] in
            guard group.count >= Self.fewest else { return group.tests }
            return [TypedExpression(.isIn(group.value, LiteralSet(group.members)), .truth, span)]
        }
        return found + others
    }
}

extension TypedExpression {
    /// The value and the literal, where this is a test whether they are equal; else `nil`.
    fileprivate var equality: (value: TypedExpression, type: MembershipList.LiteralType, literal: Literal)? {
        switch kind {
        case .compareTexts(.equal, let value, let other), .compareCodes(.equal, let value, let other),
            .compareFigures(.equal, let value, let other):
            guard case .literal(let literal) = other.kind else { return nil }
            switch literal {
            case .text: return (value, .text, literal)
            case .date, .period, .choice: return (value, .code, literal)
            case .figure: return (value, .figure, literal)
            default: return nil
            }
        case .state(.label(let label), let value): return (value, .code, .choice(label))
        default: return nil
        }
    }

    /// Whether it is the same expression, or the text or print of the same one.
    fileprivate func isSame(as other: TypedExpression) -> Bool {
        if self === other { return true }
        switch (kind, other.kind) {
        case (.asText(let own), .asText(let its)): return own === its
        case (.call(.printed, let own), .call(.printed, let its)):
            return own.count == 1 && its.count == 1 && own[0] === its[0]
        default: return false
        }
    }
}

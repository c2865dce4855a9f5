// Conditions that can never hold: comparisons with literals that exclude each other.

import Diagnostics
import Quantities
import Syntax

extension Checker {
    /// Reports a `when` (with the `where` of its rule) that no row can satisfy.
    func checkContradictions(
        _ rule: CheckedRule, _ entry: RuleEntry, _ filter: Syntax.Expression?, in scope: Scope
    ) {
        let table = rule.scope.table
        var facts: [Fact] = []
        var asked: [TypedExpression] = []
        func isOfOthers(_ condition: TypedExpression, _ word: String) -> Bool {
            asked.append(condition)
            guard let help = placeOfOthers(among: asked, ofTable: table) else { return false }
            error(
                "never-holds", "this `\(word)` holds of no row of `\(tableName(table))`", at: condition.span, help: help
            )
            return true
        }
        if let condition = rule.scope.condition {
            if let filter, isWrittenFalse(filter) { return neverHolds(condition, entry, "where") }
            if add(condition, to: &facts) { return neverHolds(condition, entry, "where") }
            if isOfOthers(condition, "where") { return }
        }
        for (index, condition) in rule.whens.enumerated() {
            let written = entry.declaration.whens.indices.contains(index) ? entry.declaration.whens[index] : nil
            if let written, isWrittenFalse(written) { return neverHolds(condition, entry, "when") }
            if add(condition, to: &facts) { return neverHolds(condition, entry, "when") }
            if isOfOthers(condition, "when") { return }
        }
    }

    /// Reports what a rule asks of neighbours and joined rows, if no row of their table meets it since `total rows`
    /// sets such rows apart: it would be false of each.
    func checkOtherRows(_ rule: CheckedRule) {
        let conditions = [rule.scope.condition].compactMap { $0 } + rule.whens + rule.requires.map(\.condition)
        for condition in conditions {
            var rows: [RowReference: Int] = [:]
            for cell in condition.cells where cell.row != .row {
                guard rules.tables.indices.contains(cell.table), rules.selection(ofTable: cell.table) != nil else {
                    continue
                }
                rows[cell.row] = cell.table
            }
            guard !rows.isEmpty else { continue }
            let parts = condition.partsThatMustHold
            // What one part says is not said of what it is joined with.
            for part in parts.filter({ $0.conjuncts.count == 1 }) + parts.filter({ $0.conjuncts.count > 1 }) {
                for (row, table) in rows where part.cells.contains(where: { $0.row == row }) {
                    guard let help = placeOfOthers(among: [part], ofTable: table, row: row) else { continue }
                    return error(
                        "never-holds", "this holds of no row of `\(tableName(table))`", at: part.span, help: help)
                }
            }
        }
    }

    /// Reports a condition of an aggregate that no row meets, since the table leaves such rows to another one.
    func checkOwnRows(_ condition: TypedExpression, ofTable table: Int) {
        guard let help = placeOfOthers(among: [condition], ofTable: table) else { return }
        error(
            "never-holds", "this `where` holds of no row of `\(tableName(table))`", at: condition.span, help: help)
    }

    /// Where the rows are that meet some conditions together, if a table has none of them: `total rows` sets them
    /// apart, or takes no others.
    /// `row` is the row of that table of which they ask.
    private func placeOfOthers(
        among asked: [TypedExpression], ofTable table: Int, row: RowReference = .row
    ) -> String? {
        guard rules.tables.indices.contains(table), let selection = rules.selection(ofTable: table) else { return nil }
        let base = rules.base(ofTable: table)
        if selection.takesTrue {
            var facts: [Fact] = []
            guard !add(selection.condition, to: &facts) else { return nil }
            facts = facts.map { $0.seen(.row, as: row) }
            guard asked.contains(where: { add($0, to: &facts) }) else { return nil }
            return
                "its rows are those where `\(selection.condition.span.text)`; all others are rows of `\(tableName(base))`"
        }
        guard Self.isImplied(selection.condition, by: asked.flatMap(\.conjuncts), of: row) else { return nil }
        let totals = rules.tables[base].totals?.table ?? table
        return "`total rows` sets them apart: write "
            + (totals == table
                ? "what is true of other rows" : "`\(rules.tables[totals].name)` for the table of such rows")
    }

    /// Whether what conditions assert of a row makes another one true of it, which is about `.row`.
    private static func isImplied(
        _ condition: TypedExpression, by asserted: [TypedExpression], of row: RowReference
    ) -> Bool {
        switch condition.kind {
        case .and(let parts): return parts.allSatisfy { isImplied($0, by: asserted, of: row) }
        case .or(let parts) where parts.contains { isImplied($0, by: asserted, of: row) }: return true
        default:
            if row == .row, asserted.contains(where: { $0.span.text == condition.span.text }) { return true }
            guard let wanted = Fact(condition)?.seen(.row, as: row) else { return false }
            return asserted.contains { Fact($0)?.implies(wanted) ?? false }
        }
    }

    /// Reports rules about the same rows whose requirements exclude each other.
    ///
    /// A rule is compared with the first `comparedRules` rules about its rows only: this is a hint to the author, and
    /// the work stays linear in the rules.
    func checkContradictingRules() {
        var known: [String: [RuleFacts]] = [:]
        var budget = 50_000_000
        for rule in rules.rules where budget > 0 {
            guard case .rows(let table, let condition, _) = rule.scope else { continue }
            // Rules are about the same rows where they have one table and their `where` and `when` conditions are
            // written alike.
            let wanted = ([condition].compactMap { $0 } + rule.whens).map(\.span.text).sorted()
            let rows = "\(table) " + wanted.joined(separator: "\u{1F}")
            var facts: [Fact] = []
            for require in rule.requires where add(require.condition, to: &facts) {
                report(
                    Diagnostic(
                        "contradicting-rules", .warning, "no row can satisfy this and what the rule requires before it",
                        at: require.span, help: "join them with `or`, or part the rows with `when`"))
            }
            for other in known[rows] ?? [] where other.name != rule.name && budget > 0 {
                budget -= (facts.count + 1) * (other.facts.count + facts.count + 1)
                guard
                    let require = rule.requires.first(where: { require in
                        var together = other.facts
                        return add(require.condition, to: &together)
                    })
                else { continue }
                report(
                    Diagnostic(
                        "contradicting-rules", .warning, "no row can satisfy both this rule and `\(other.name)`",
                        at: require.span, help: "correct one of them, or part the rows with `when`",
                        notes: [DiagnosticNote("the other rule", at: other.nameSpan)]))
                break
            }
            if known[rows, default: []].count < Self.comparedRules {
                known[rows, default: []].append(RuleFacts(name: rule.name, nameSpan: rule.nameSpan, facts: facts))
            }
        }
    }

    /// With how many rules about the same rows each is compared.
    private static let comparedRules = 100

    private func neverHolds(_ condition: TypedExpression, _ entry: RuleEntry, _ word: String) {
        error(
            "never-holds", "this `\(word)` can never hold", at: condition.span,
            help: "its conditions exclude each other, so the rule is never applied")
    }

    private func isWrittenFalse(_ expression: Syntax.Expression) -> Bool {
        switch expression.unwrapped.kind {
        case .truth(false): true
        case .binary(.and, let left, let right, _): isWrittenFalse(left) || isWrittenFalse(right)
        default: false
        }
    }

    /// Adds what a condition asserts; returns whether that contradicts an earlier fact.
    private func add(_ condition: TypedExpression, to facts: inout [Fact]) -> Bool {
        if case .and(let parts) = condition.kind {
            for part in parts where add(part, to: &facts) { return true }
            return false
        }
        guard facts.count < 200, let fact = Fact(condition) else { return false }
        if facts.contains(where: { $0.excludes(fact) }) { return true }
        facts.append(fact)
        return false
    }
}

/// A rule with what it requires of single columns.
private struct RuleFacts {
    var name: String
    var nameSpan: SourceSpan
    var facts: [Fact]
}

/// What one comparison with a literal asserts of a column.
private struct Fact {
    enum Claim {
        case figure(Comparison, Figure)
        case code(Comparison, Int64)
        case text(isEqual: Bool, String)
        case state(StateTest, holds: Bool)
    }

    var column: CellReference
    var claim: Claim

    init?(_ condition: TypedExpression) {
        switch condition.kind {
        case .compareFigures(let comparison, let left, let right):
            if case .column(let cell) = left.kind, case .literal(.figure(let figure)) = right.kind {
                self.init(cell, .figure(comparison, figure))
            } else if case .column(let cell) = right.kind, case .literal(.figure(let figure)) = left.kind {
                self.init(cell, .figure(comparison.mirrored, figure))
            } else {
                return nil
            }
        case .compareCodes(let comparison, let left, let right):
            if case .column(let cell) = left.kind, let code = right.literalCode {
                self.init(cell, .code(comparison, code))
            } else if case .column(let cell) = right.kind, let code = left.literalCode {
                self.init(cell, .code(comparison.mirrored, code))
            } else {
                return nil
            }
        case .compareTexts(let comparison, let left, let right):
            guard comparison == .equal || comparison == .notEqual else { return nil }
            if case .column(let cell) = left.kind, case .literal(.text(let text)) = right.kind {
                self.init(cell, .text(isEqual: comparison == .equal, trimmed(text)))
            } else if case .column(let cell) = right.kind, case .literal(.text(let text)) = left.kind {
                self.init(cell, .text(isEqual: comparison == .equal, trimmed(text)))
            } else {
                return nil
            }
        case .state(let test, let of):
            guard case .column(let cell) = of.kind else { return nil }
            self.init(cell, .state(test, holds: true))
        case .not(let inner):
            guard case .state(let test, let of) = inner.kind, case .column(let cell) = of.kind else { return nil }
            self.init(cell, .state(test, holds: false))
        default: return nil
        }
    }

    private init(_ column: CellReference, _ claim: Claim) {
        self.column = column
        self.claim = claim
    }

    /// The same of another row, where it is of the given one.
    func seen(_ own: RowReference, as row: RowReference) -> Fact {
        var fact = self
        if column.row == own { fact.column.row = row }
        return fact
    }

    /// Whether no cell can satisfy both.
    func excludes(_ other: Fact) -> Bool {
        guard column == other.column else { return false }
        switch (claim, other.claim) {
        case (.figure(let first, let a), .figure(let second, let b)):
            // A bare number has the unit of the cell: `hours > 5` and `hours < 1 day` speak of different ones.
            guard a.unit.isBare == b.unit.isBare, let isLess = compare(a, b, .less),
                let isEqual = compare(a, b, .equal)
            else { return false }
            return first.isExcluded(by: second, order: isLess ? -1 : isEqual ? 0 : 1)
        case (.code(let first, let a), .code(let second, let b)):
            return first.isExcluded(by: second, order: a < b ? -1 : a == b ? 0 : 1)
        case (.text(let first, let a), .text(let second, let b)):
            return first && second ? a != b : first != second && a == b
        case (.state(let first, let holds), .state(let second, let otherHolds)):
            return excludes(first, holds, second, otherHolds)
        case (.state(.known, holds: false), .figure), (.figure, .state(.known, holds: false)),
            (.state(.known, holds: false), .code), (.code, .state(.known, holds: false)),
            (.state(.known, holds: false), .text), (.text, .state(.known, holds: false)):
            return true
        default: return false
        }
    }

    /// Whether every cell that satisfies this satisfies another one.
    func implies(_ other: Fact) -> Bool {
        guard column == other.column else { return false }
        switch (claim, other.claim) {
        case (.text(true, let a), .text(true, let b)): return a == b
        case (.text(true, let a), .state(.text(let b), holds: true)),
            (.state(.text(let a), holds: true), .state(.text(let b), holds: true)):
            return trimmed(a).lowercased() == trimmed(b).lowercased()
        case (.code(.equal, let a), .code(.equal, let b)): return a == b
        case (.figure(.equal, let a), .figure(.equal, let b)): return compare(a, b, .equal) ?? false
        case (.state(let first, let holds), .state(let second, let otherHolds)):
            return first == second && holds == otherHolds
        default: return false
        }
    }

    private func excludes(_ first: StateTest, _ holds: Bool, _ second: StateTest, _ otherHolds: Bool) -> Bool {
        if first == second { return holds != otherHolds }
        guard holds && otherHolds else { return false }
        switch (first, second) {
        case (.colour, .colour), (.label, .label), (.isTrue, .isFalse), (.isFalse, .isTrue): return true
        case (.text(let a), .text(let b)): return trimmed(a).lowercased() != trimmed(b).lowercased()
        default: return false
        }
    }
}

extension Comparison {
    /// Whether `x self a` and `x other b` exclude each other; `order` is −1, 0 or 1 as a is below, at or above b.
    fileprivate func isExcluded(by other: Comparison, order: Int) -> Bool {
        switch (self, other) {
        case (.equal, .equal): order != 0
        case (.equal, .notEqual), (.notEqual, .equal): order == 0
        case (.equal, .less), (.greaterOrEqual, .less): order >= 0
        case (.equal, .lessOrEqual), (.greaterOrEqual, .lessOrEqual), (.greaterOrEqual, .equal): order > 0
        case (.greater, .less), (.greater, .lessOrEqual), (.greater, .equal): order >= 0
        case (.equal, .greater), (.lessOrEqual, .greater): order <= 0
        case (.equal, .greaterOrEqual), (.lessOrEqual, .greaterOrEqual), (.lessOrEqual, .equal): order < 0
        case (.less, .greater), (.less, .greaterOrEqual), (.less, .equal): order <= 0
        default: false
        }
    }
}

extension TypedExpression {
    /// The parts that are all true where it is.
    var conjuncts: [TypedExpression] {
        if case .and(let parts) = kind { parts.flatMap(\.conjuncts) } else { [self] }
    }

    /// This condition and those within it, from left to right, each once; none of what is denied.
    fileprivate var partsThatMustHold: [TypedExpression] {
        var found: [TypedExpression] = []
        var open = [self]
        var seen: Set<ObjectIdentifier> = []
        while let next = open.popLast() {
            guard seen.insert(ObjectIdentifier(next)).inserted else { continue }
            if case .not = next.kind { continue }
            if next.type == .truth { found.append(next) }
            open += next.parts.reversed()
        }
        return found
    }

    /// The code of a literal that is compared by code; else `nil`.
    fileprivate var literalCode: Int64? {
        guard case .literal(let literal) = kind else { return nil }
        switch literal {
        case .date(let days): return Int64(days)
        case .period(let code): return code
        case .choice(let index): return Int64(index)
        default: return nil
        }
    }
}

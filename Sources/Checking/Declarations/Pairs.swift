// Pairs of a rule: each group of rows with each row of another table.

import Diagnostics
import Quantities
import Syntax

extension Checker {
    /// Types `with each r in U on …`, and enters the other row's name in the group's scope; `nil` where it has a fault.
    /// `row` is the scope of a row of the group.
    func pairs(_ clause: PairClause, _ entry: RuleEntry, _ row: Scope, in scope: inout Scope) -> CheckedPairs? {
        let line = clause.rows
        guard let join = declareJoin(line, in: scope.file, owner: entry.symbol) else { return nil }
        rules.joins[join].isPaired = true
        let (name, other) = (rules.joins[join].name, rules.joins[join].table)
        if name == scope.alias || scope.table.map({ tableName($0) }) == name {
            error(
                "duplicate-name", "`\(name)` stands for the group and for the row beside it",
                at: scope.span(line.alias?.range ?? line.range),
                help: "give the row a name of its own: `with each other in \(line.table.text)`")
            return nil
        }
        if case .group(_, let shared) = scope.rows, shared[name] != nil {
            error(
                "duplicate-name", "`\(name)` stands for what the group has in common and for the row beside it",
                at: scope.span(line.alias?.range ?? line.range),
                help: "give the row a name of its own: `with each r in \(line.table.text)`")
            return nil
        }
        let before = faults
        var common: [TypedExpression] = []
        var shown: [Int] = []
        for columns in line.columns {
            addRegion(of: columns, row, other)
            let here = columnName(columns.here, in: row)
            let there = ownColumn(columns.there, ofTable: other, in: scope.file, "what makes a pair")
            guard let here, let there,
                case .value(let value) = column(columns.there.text, ofTable: other, row: .joined(.row, join: join))
            else { continue }
            let span = scope.span(columns.here.range.lowerBound..<columns.there.range.upperBound)
            guard let equality = equality(here, value, ignoresCase: columns.ignoresCase, span) else { continue }
            scope.pairParts.append(equality)
            common.append(value.expression)
            if case .column(let index) = there { shown.append(index) }
        }
        guard faults == before else { return nil }
        scope.joins[name] = join
        let table = rules.tables[other]
        if shown.isEmpty {
            shown = table.key.compactMap { if case .column(let index) = $0 { index } else { nil } }
        }
        if shown.isEmpty {
            let first = table.label ?? table.columns.firstIndex { $0.origin == .cell }
            shown = [first].compactMap { $0 }
        }
        return CheckedPairs(join: join, table: other, common: common, shown: shown)
    }

    /// That a row of the group is one of the pair's, as the condition of an aggregate; `nil` where the two cannot be
    /// compared, which is reported.
    private func equality(_ here: Operand, _ there: Operand, ignoresCase: Bool, _ span: SourceSpan) -> TypedExpression?
    {
        var outside = there
        outside.expression = fromOutside(there.expression)
        if ignoresCase { return sameTexts([here, outside], span)?.expression }
        return compare(here, .equal, outside, ComparisonSite(span: span, sign: nil, isLenient: false))?.expression
    }

    /// The condition of an aggregate over the rows of a pair: they are those of the group that `on` finds.
    func conditionOfPair(_ written: TypedExpression?, in scope: Scope, _ span: SourceSpan) -> TypedExpression? {
        let parts = scope.pairParts + [written].compactMap { $0 }
        guard parts.count > 1 else { return parts.first }
        return Operand.all(parts, span).expression
    }
}

extension TypedExpression {
    /// The opposite, as far in as comparisons: of a condition about two rows each part can be looked up by itself.
    var denied: TypedExpression {
        func made(_ kind: WrittenOperation) -> TypedExpression { TypedExpression(kind, .truth, span) }
        switch kind {
        case .not(let inner): return inner
        case .and(let parts): return made(.or(parts.map(\.denied)))
        case .or(let parts): return made(.and(parts.map(\.denied)))
        case .compareFigures(let comparison, let left, let right):
            return made(.compareFigures(comparison.opposite, left, right))
        case .compareCodes(let comparison, let left, let right):
            return made(.compareCodes(comparison.opposite, left, right))
        case .compareTexts(.notEqual, let left, let right): return made(.compareTexts(.equal, left, right))
        case .compareTruths(let left, let right, negated: true):
            return made(.compareTruths(left, right, negated: false))
        default: return made(.not(self))
        }
    }
}

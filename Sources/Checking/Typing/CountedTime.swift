// Numbers of days, months and years beside measures: `days(raised, closed)` compares with a cell of `4 weeks` as so
// many days, not as so many weeks.

import Catalog
import Quantities
import Syntax

extension TypedExpression {
    /// The unit of time of which it is a number without a unit, as `days(a, b)` is; `nil` where it is none.
    private var countedTime: String? { countedTime(depth: 0) }

    private func countedTime(depth: Int) -> String? {
        // Nobody counts days deeper than this; the stack has an end.
        guard type == .figure, depth < 50 else { return nil }
        func counted(_ expression: TypedExpression?) -> String? { expression?.countedTime(depth: depth + 1) }
        /// Of several values all count one unit, but for numbers as written.
        func alike(_ values: [TypedExpression]) -> String? {
            let counting = values.filter { !$0.isPlainNumber }
            guard let first = counting.first.flatMap({ counted($0) }) else { return nil }
            return counting.dropFirst().allSatisfy { counted($0) == first } ? first : nil
        }
        switch kind {
        case .call(.days, _), .call(.workingDays, _): return "days"
        case .call(.months, _): return "months"
        case .call(.years, _), .call(.age, _): return "years"
        case .call(.abs, let values), .call(.round, let values), .call(.exact, let values):
            return counted(values.first ?? nil)
        case .call(.firstKnown, let values): return alike(values.compactMap { $0 })
        case .negative(let value): return counted(value)
        case .conditional(_, let then, let otherwise): return alike([then, otherwise])
        case .arithmetic(.add, let left, let right), .arithmetic(.subtract, let left, let right),
            .arithmetic(.minimum, let left, let right), .arithmetic(.maximum, let left, let right):
            return alike([left, right])
        case .aggregate(let aggregate):
            switch aggregate.function {
            case .sum, .min, .max, .mean, .first, .last, .quantile: return counted(aggregate.value)
            case .count, .countDistinct, .any, .all, .list: return nil
            }
        default: return nil
        }
    }

    /// Whether it is a number, or `unknown`, as written in the rule.
    private var isPlainNumber: Bool {
        switch kind {
        case .literal(.figure(let figure)): figure.unit == .none
        case .literal(.unknown): true
        default: false
        }
    }

    /// Whether it is a number of days, months or years, and what it is compared with is no such number itself.
    fileprivate func countedUnit(beside other: TypedExpression) -> String? {
        guard let unit = countedTime, other.countedTime == nil else { return nil }
        return unit
    }
}

extension Checker {
    /// Two values that are compared or added up: a number of days, months or years has that unit where the other side
    /// is a measure or a target, whose cells may print another one.
    func withTimes(_ left: Operand, _ right: Operand) -> (Operand, Operand) {
        (withTime(left, beside: right), withTime(right, beside: left))
    }

    private func withTime(_ operand: Operand, beside other: Operand) -> Operand {
        guard operand.type == .figure, other.type == .target || other.type == .figure && other.nature == .any,
            let unit = operand.expression.countedUnit(beside: other.expression)
        else { return operand }
        let named = Unit.named(canonicalUnitName(unit))
        // `28 days` is so many of the same.
        if case .literal(.figure(let figure)) = other.expression.kind, figure.unit == named { return operand }
        let one = TypedExpression(
            .literal(.figure(Figure(mantissa: 1, scale: 0, unit: named))), .figure, operand.span)
        var counted = operand
        counted.expression = TypedExpression(
            .arithmetic(.multiply(.right), operand.expression, one), .figure, operand.span)
        counted.nature = .any
        return counted
    }
}

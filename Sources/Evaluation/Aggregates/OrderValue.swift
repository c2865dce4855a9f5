// The value by which an order comparison orders counted rows.

import Checking
package import Columns
package import Quantities

/// A value that order comparisons compare.
package enum OrderValue {
    case code(Int64)
    case figure(Figure)

    /// The value of a row; `nil` where it is not known.
    package init?(_ orders: Vector, _ row: Int) {
        switch orders {
        case .figure(let figures) where figures.state[row] == .value: self = .figure(figures[figure: row])
        case .code(let codes) where codes.state[row] == .value: self = .code(codes.code[row])
        default: return nil
        }
    }

    /// Without its unit, for callers that handle units separately.
    var bare: OrderValue {
        guard case .figure(var figure) = self else { return self }
        figure.unit = .none
        return .figure(figure)
    }

    /// Whether this one is before the other; `nil` where they do not compare.
    func isBefore(_ other: OrderValue) -> Bool? {
        switch (self, other) {
        case (.code(let left), .code(let right)): left < right
        case (.figure(let left), .figure(let right)): compare(left, right, .less)
        default: nil
        }
    }

    package func satisfies(_ comparison: Comparison, _ outer: OrderValue) -> Bool? {
        switch comparison {
        case .less: isBefore(outer)
        case .greater: outer.isBefore(self)
        case .lessOrEqual: outer.isBefore(self).map { !$0 }
        case .greaterOrEqual: isBefore(outer).map { !$0 }
        case .equal, .notEqual: nil
        }
    }
}

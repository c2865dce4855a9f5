// The row that `first` or `last` picks from some rows, with its value.

import Checking
import Columns
import Quantities

/// A row with the value by which rows are picked: made for those that are the first or last so far, and for all of
/// which any may be asked for.
final class PickedRow {
    /// What `over` is in it.
    let order: OrderValue
    /// Its number in the table: of rows with the same order, the last (first) in the file is picked.
    let number: Int
    let value: PickedValue

    init(_ order: OrderValue, _ number: Int, _ value: PickedValue) {
        (self.order, self.number, self.value) = (order, number, value)
    }

    /// Whether a row with an order and a number is picked rather than this one.
    func givesWay(to order: OrderValue, _ number: Int, _ function: AggregateKind) -> Bool {
        let isLast = function == .last
        if isLast ? self.order.isBefore(order) ?? false : order.isBefore(self.order) ?? false { return true }
        if isLast ? order.isBefore(self.order) ?? true : self.order.isBefore(order) ?? true { return false }
        return isLast ? number > self.number : number < self.number
    }
}

/// A value of any type, copied from a row.
enum PickedValue {
    case figure(Figure)
    case target(Figure, Figure, TargetForm)
    case code(Int64, DateGrain)
    case text([UInt8])
    case truth(Bool)
    case unknown

    init(_ values: Vector, _ row: Int) {
        guard values.state(row).saysValue else {
            self = .unknown
            return
        }
        switch values {
        case .figure(let figures): self = .figure(figures[figure: row])
        case .target(let targets):
            self = .target(targets.first[figure: row], targets.second[figure: row], targets.form[row])
        case .code(let codes): self = .code(codes.code[row], codes.grain(row))
        case .text(let texts): self = .text(Array(texts.bytes(row)))
        case .truth(let truths):
            self = truths.isTrue(row) ? .truth(true) : truths.isFalse(row) ? .truth(false) : .unknown
        }
    }
}

extension Vector {
    /// Gives a row, which is unknown, a value of the vector's type. Texts are kept in the vector's own buffer.
    func set(_ row: Int, _ value: PickedValue) {
        switch (self, value) {
        case (.figure(let figures), .figure(let figure)): figures[figure: row] = figure
        case (.target(let targets), .target(let first, let second, let form)):
            targets.first[figure: row] = first
            targets.second[figure: row] = second
            targets.form[row] = form
        case (.code(let codes), .code(let code, let grain)):
            codes.state[row] = .value
            codes.code[row] = code
            codes.setGrain(row, grain)
        case (.text(let texts), .text(let bytes)):
            guard let span = bytes.withUnsafeBufferPointer({ texts.keep($0) }) else { return }
            texts.state[row] = .value
            texts.spans[row] = span
        case (.truth(let truths), .truth(let truth)): truths.set(row, truth)
        default: break
        }
    }
}

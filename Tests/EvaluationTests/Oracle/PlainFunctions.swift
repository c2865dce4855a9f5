// The plain evaluator's functions, and the intervals that printed figures stand for.

import Catalog
import Checking
import Quantities
@_spi(_Unicode) import Swift

extension PlainEvaluator {
    func call(
        _ function: Function, _ arguments: [TypedExpression], _ type: ValueType, _ place: PlainPlace
    ) -> PlainValue {
        func figure(_ index: Int) -> Figure { value(arguments[index], place).figure }
        func bytes(_ index: Int) -> [UInt8]? { value(arguments[index], place).text }
        func isLeftOut(_ index: Int) -> Bool {
            if case .literal(.none) = arguments[index].kind { return true }
            return !arguments.indices.contains(index)
        }
        func count(_ counted: Int?) -> PlainValue { .figure(counted.map { Figure(whole: $0) } ?? .unknown) }
        func target() -> TargetVector { plainColumn(value(arguments[1], place).target) }
        switch function {
        case .meets:
            return .truth(
                withDirection(arguments, place) { way in
                    plainTruth { meets(plainColumn(figure(0)), target(), direction: way, into: $0) }
                })
        case .near:
            return .truth(
                withDirection(arguments, place) { way in
                    plainTruth {
                        near(
                            plainColumn(figure(0)), target(), direction: way,
                            points: isLeftOut(3) ? nil : plainColumn(figure(3)),
                            percent: isLeftOut(4) ? nil : plainColumn(figure(4)), into: $0)
                    }
                })
        case .gap:
            return .figure(
                withDirection(arguments, place) { way in
                    plainFigure { gap(plainColumn(figure(0)), target(), direction: way, into: $0) }
                })
        case .relativeGap:
            return .figure(
                withDirection(arguments, place) { way in
                    plainFigure { relativeGap(plainColumn(figure(0)), target(), direction: way, into: $0) }
                })
        case .prorate:
            let out = TargetVector(capacity: 1)
            prorate(
                plainColumn(value(arguments[0], place).target), share: plainColumn(figure(1)),
                isProduct: arguments.count > 2,
                into: out)
            return .target(PlainTarget(first: out.first[figure: 0], second: out.second[figure: 0], form: out.form[0]))
        case .percent: return .figure(percent(part: figure(0), whole: figure(1)))
        case .change: return .figure(change(figure(0), from: figure(1)))
        case .abs: return .figure(plainFigure { absolute(plainColumn(figure(0)), into: $0) })
        case .round: return .figure(round(figure(0), places: figure(1)))
        case .remainder: return .figure(remainder(figure(0), by: figure(1)))
        case .min, .max:
            if case .figure = type {
                let all = arguments.map { value($0, place).figure }
                return .figure(
                    all.dropFirst().reduce(all[0]) { combine($0, $1, function == .min ? .minimum : .maximum) })
            }
            let values = arguments.map { value($0, place) }
            guard values.allSatisfy({ $0.code != nil }) else { return .code(nil) }
            return values.dropFirst().reduce(values[0]) { best, next in
                let (old, new) = (best.code ?? 0, next.code ?? 0)
                return (function == .min ? new < old : new > old) ? next : best
            }
        case .rises, .falls:
            if arguments.contains(where: { isUnsettled($0, place) }) { return .truth(nil) }
            let columns = arguments.map { plainColumn(value($0, place).figure) }
            return .truth(plainTruth { function == .rises ? rises(columns, into: $0) : falls(columns, into: $0) })
        case .known: return .figure(Figure(whole: arguments.count { value($0, place).isKnown }))
        case .firstKnown:
            for argument in arguments {
                let found = value(argument, place)
                if found.saysValue { return found }
                if isUnsettled(argument, place) { break }
            }
            return .unknown(type)
        case .printed: return .text(printed(arguments[0], place).0, printed(arguments[0], place).1)
        case .decimals, .digits:
            let (state, cell) = printed(arguments[0], place)
            guard state == .value else { return .figure(.unknown) }
            return count(
                cell.withUnsafeBufferPointer { function == .decimals ? printedDecimals($0) : printedDigits($0) })
        case .unit:
            let measured = figure(0)
            return measured.state.hasUnit ? .text(.value, Array(measured.unit.name.utf8)) : .text(.unknown, [])
        case .sameUnit:
            let (left, right) = (figure(0), figure(1))
            return .truth(left.state.hasUnit && right.state.hasUnit ? left.unit.converts(to: right.unit) : nil)
        case .exact:
            var exact = figure(0)
            exact.flags.insert(.exact)
            return .figure(exact)
        case .mark:
            let (state, cell) = printed(arguments[0], place)
            guard state == .value else { return .text(state, []) }
            let marks = cell.withUnsafeBufferPointer { cell -> [[UInt8]] in
                let (before, behind) = readMarks(cell)
                return [Array(cell[before]), Array(cell[behind])]
            }
            let text = Array(marks.filter { !$0.isEmpty }.joined(separator: [0x20]))
            return .text(text.isEmpty ? .blank : .value, text)
        case .amount:
            var measured = figure(0)
            guard measured.isValue else { return .figure(.unknown) }
            measured.unit = .none
            return .figure(measured)
        case .ratio:
            guard let ratio = bytes(0)?.withUnsafeBufferPointer({ readRatio($0) }) else { return .figure(.unknown) }
            return .figure(
                Figure(
                    state: .value, mantissa: ratio.part * 100, denominator: ratio.whole, scale: 0, unit: .percent,
                    flags: .exact))
        case .firstNumber:
            guard let found = bytes(0)?.withUnsafeBufferPointer({ readFirstNumber($0) }) else {
                return .figure(.unknown)
            }
            return .figure(Figure(state: .value, mantissa: found.mantissa, scale: found.scale, unit: found.unit))
        case .wordCount, .length:
            let read = value(arguments[0], place)
            if read.state == .blank { return count(0) }
            guard let text = read.text else { return .figure(.unknown) }
            if function == .wordCount { return count(text.withUnsafeBufferPointer { wordCount($0) }) }
            // Letters count as composed ones.
            let composed = String(validating: text, as: UTF8.self).map { $0._nfc.reduce(0) { sum, _ in sum + 1 } }
            return count(composed ?? text.count { $0 & 0xC0 != 0x80 })
        case .lower, .upper:
            let read = value(arguments[0], place)
            guard let text = read.text else { return .text(read.state, []) }
            let string = String(decoding: text, as: UTF8.self)
            return .text(.value, Array((function == .lower ? string.lowercased() : string.uppercased()).utf8))
        case .trim: return value(arguments[0], place)
        case .year, .quarter, .month, .weekday, .end, .elapsed, .days, .months, .years, .age, .workingDays:
            return time(function, arguments, place)
        case .find, .part, .replace, .folded, .likeness, .ratioBase, .measure, .number, .target, .date, .period,
            .firstDate, .lastDate:
            return text(function, arguments, place)
        case .due, .stored, .like, .overlaps: return .unknown(type)
        }
    }

    /// A column's cell as it stands in the return, trimmed; anything else as its text.
    private func printed(_ expression: TypedExpression, _ place: PlainPlace) -> (CellState, [UInt8]) {
        guard case .column(let cell) = expression.kind else {
            let read = value(expression, place)
            return (read.state, read.text ?? [])
        }
        guard let row = locate(cell.row, place).row else { return (.unknown, []) }
        let found = tables[cell.table].rows[row].cells[cell.column]
        return found.isFaulty ? (.unknown, []) : (found.printed.isEmpty ? .blank : .value, found.printed)
    }

    /// Calls the body with which way is better, by the third argument.
    private func withDirection<Result>(
        _ arguments: [TypedExpression], _ place: PlainPlace, _ body: (UnsafePointer<UInt8>) -> Result
    ) -> Result {
        var way = Direction.unknown
        if arguments.count > 2, case .direction(let part) = arguments[2].kind {
            let read = value(part, place)
            var word = read.text.map { String(decoding: $0, as: UTF8.self) }
            if let code = read.code { word = plainLabel(code, part.type, schemes: rules.schemes) }
            switch word?.lowercased() {
            case "higher": way = .higher
            case "lower": way = .lower
            default: break
            }
        }
        return [way.rawValue].withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("a buffer of one byte has an address") }
            return body(base)
        }
    }

    // MARK: Intervals

    /// The interval that a figure stands for: of a cell by how it is printed, along arithmetic; anything else is exact.
    func range(_ expression: TypedExpression, _ place: PlainPlace, areCounts: Bool = false) -> FigureRange {
        func range(_ expression: TypedExpression, _ place: PlainPlace) -> FigureRange {
            self.range(expression, place, areCounts: areCounts)
        }
        func part(_ index: Int, _ list: [TypedExpression]) -> FigureRange { range(list[index], place) }
        func count(_ expression: TypedExpression) -> FigureRange { self.range(expression, place, areCounts: true) }
        let arguments = expression.parts
        switch expression.kind {
        case .arithmetic(let operation, let left, let right) where left.type == .figure && right.type == .figure:
            if case .divide = operation { return combine(count(left), count(right), operation) }
            return combine(range(left, place), range(right, place), operation)
        case .negative(let inner): return plainRange { negateRanges(plainColumn(range(inner, place)), into: $0) }
        case .conditional(let condition, let then, let otherwise):
            switch value(condition, place).truth {
            case true?: return range(then, place)
            case false?: return range(otherwise, place)
            case nil: return .unknown
            }
        case .call(.firstKnown, _):
            return arguments.first { value($0, place).saysValue || isUnsettled($0, place) }.map { range($0, place) }
                ?? .unknown
        case .call(.percent, _): return percent(part: count(arguments[0]), whole: count(arguments[1]))
        case .call(.change, _):
            return plainRange {
                changeRanges(plainColumn(part(0, arguments)), from: plainColumn(part(1, arguments)), into: $0)
            }
        case .call(.abs, _):
            return plainRange { absoluteRanges(plainColumn(part(0, arguments)), into: $0) }
        case .call(.round, _):
            return plainRange {
                roundRanges(
                    plainColumn(part(0, arguments)), places: plainColumn(value(arguments[1], place).figure), into: $0)
            }
        case .call(.min, _), .call(.max, _):
            var operation = Arithmetic.minimum
            if case .call(.max, _) = expression.kind { operation = .maximum }
            return arguments.dropFirst().reduce(part(0, arguments)) { combine($0, range($1, place), operation) }
        case .call(.amount, _):
            var found = part(0, arguments)
            found.low.unit = .none
            found.high.unit = .none
            return found
        case .aggregate(let counted) where counted.function == .sum || counted.function == .mean:
            guard value(expression, place).figure.isValue else { return .unknown }
            var sum = RangeSum()
            var isEmpty = true
            for found in contributions(counted, place) where found.value.isKnown {
                let figure = found.value.figure
                sum.add(areCounts ? FigureRange(counted: figure) : FigureRange(printed: figure))
                isEmpty = false
            }
            if counted.function == .sum {
                return isEmpty ? FigureRange(printed: Figure(whole: 0)) : sum.result
            }
            return isEmpty ? .unknown : sum.mean
        default:
            let figure = value(expression, place).figure
            return areCounts ? FigureRange(counted: figure) : FigureRange(printed: figure)
        }
    }
}

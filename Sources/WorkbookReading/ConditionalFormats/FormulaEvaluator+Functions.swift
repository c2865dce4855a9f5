// Evaluates the functions of conditions.

extension FormulaEvaluator {
    func call(_ function: FormulaFunction, _ arguments: [FormulaNode]) -> FormulaValue {
        switch function {
        case .yes: truth(true)
        case .no: truth(false)
        case .and, .or: combineTruths(function, arguments)
        case .not: condition(value(arguments[0])) { truth(!$0) }
        case .if: choose(arguments)
        case .ifError: ifError(arguments)
        case .isBlank: isBlank(arguments[0])
        case .isNumber, .isText, .isNonText, .isError: askKind(function, value(arguments[0]))
        case .length, .trim, .left, .right, .upper, .lower, .exact, .search, .find: callOnTexts(function, arguments)
        case .absolute: numeric(value(arguments[0])) { .number($0.magnitude) }
        case .round: round(arguments)
        case .remainder: remainder(arguments)
        case .isEven, .isOdd: askParity(function, arguments[0])
        case .row, .column: position(function, arguments.first)
        case .least, .greatest, .sum, .average, .count, .countFilled: total(function, arguments)
        }
    }

    // MARK: Truth

    /// Goes on with a value as a truth value.
    private func condition(_ value: FormulaValue, _ then: (Bool) -> FormulaValue) -> FormulaValue {
        switch value {
        case .boolean(let isTrue): then(isTrue)
        case .number(let number): then(number != 0)
        case .blank: then(false)
        case .text(let text): text.isTruthWord ? .unknown(.differs) : .error
        case .error, .unknown: value
        }
    }

    private func choose(_ arguments: [FormulaNode]) -> FormulaValue {
        condition(value(arguments[0])) { isTrue in
            if isTrue { return value(arguments[1]) }
            return arguments.count > 2 ? value(arguments[2]) : truth(false)
        }
    }

    private func ifError(_ arguments: [FormulaNode]) -> FormulaValue {
        let first = value(arguments[0])
        if case .error = first { return value(arguments[1]) }
        return first
    }

    /// Texts and blanks in cells do not count; an error among the arguments is the result.
    private func combineTruths(_ function: FormulaFunction, _ arguments: [FormulaNode]) -> FormulaValue {
        var all = true
        var any = false
        var count = 0
        var hasFailed = false
        var doubt: FormulaDoubt?
        func take(_ value: FormulaValue, isOfCell: Bool) {
            switch value {
            case .boolean(let isTrue):
                count += 1
                all = all && isTrue
                any = any || isTrue
            case .number(let number): take(.boolean(number != 0), isOfCell: isOfCell)
            case .blank: if !isOfCell { doubt = doubt ?? .differs }
            case .text(let text):
                if isOfCell { return }
                if text.isTruthWord { doubt = doubt ?? .differs } else { hasFailed = true }
            case .error: hasFailed = true
            case .unknown(let why): doubt = doubt ?? why
            }
        }
        for argument in arguments {
            switch argument {
            case .cell: take(value(argument), isOfCell: true)
            case .area(let first, let last):
                if let why = visit(first, last, { take($0, isOfCell: true) }) { doubt = doubt ?? why }
            default: take(value(argument), isOfCell: false)
            }
        }
        if hasFailed { return .error }
        if let doubt { return .unknown(doubt) }
        guard count > 0 else { return .error }
        return truth(function == .and ? all : any)
    }

    // MARK: Kinds of values

    private func isBlank(_ argument: FormulaNode) -> FormulaValue {
        switch argument {
        case .cell:
            switch value(argument) {
            case .blank: return truth(true)
            case .unknown(.uncalculated): return truth(false)
            case .unknown(let doubt): return .unknown(doubt)
            default: return truth(false)
            }
        case .area, .omitted: return .unknown(.differs)
        default:
            if case .unknown(let doubt) = value(argument) { return .unknown(doubt) }
            return .unknown(.differs)
        }
    }

    private func askKind(_ function: FormulaFunction, _ value: FormulaValue) -> FormulaValue {
        switch value {
        case .unknown: value
        case .number: truth(function == .isNumber || function == .isNonText)
        case .text: truth(function == .isText)
        case .error: truth(function == .isError || function == .isNonText)
        case .blank, .boolean: truth(function == .isNonText)
        }
    }

    // MARK: Numbers

    /// Beyond these not every whole number is a double.
    private static let wholeLimit = 1e15

    private func round(_ arguments: [FormulaNode]) -> FormulaValue {
        numeric(value(arguments[0])) { number in
            numeric(value(arguments[1])) { places in
                guard places.rounded() == places, (-12...12).contains(places),
                    let figure = StoredFigure(number.description)
                else { return .unknown(.differs) }
                return .number(figure.rounded(toPlaces: Int(places)).double)
            }
        }
    }

    private func remainder(_ arguments: [FormulaNode]) -> FormulaValue {
        numeric(value(arguments[0])) { number in
            numeric(value(arguments[1])) { divisor in
                guard divisor != 0 else { return .error }
                guard number.rounded() == number, divisor.rounded() == divisor, number.magnitude < Self.wholeLimit,
                    divisor.magnitude < Self.wholeLimit
                else { return .unknown(.differs) }
                let rest = number.truncatingRemainder(dividingBy: divisor)
                return .number(rest != 0 && (rest < 0) != (divisor < 0) ? rest + divisor : rest)
            }
        }
    }

    private func askParity(_ function: FormulaFunction, _ argument: FormulaNode) -> FormulaValue {
        numeric(value(argument)) { number in
            guard number.magnitude < Self.wholeLimit else { return .unknown(.differs) }
            let isEven = Int(number).isMultiple(of: 2)
            return truth(isEven == (function == .isEven))
        }
    }

    private func position(_ function: FormulaFunction, _ argument: FormulaNode?) -> FormulaValue {
        guard let argument else { return .number(Double(function == .row ? row : column)) }
        guard case .cell(let reference) = argument, let place = place(of: reference) else { return .unknown(.differs) }
        return .number(Double(function == .row ? place.row : place.column))
    }

    /// Sums, counts and the like. In cells only numbers count.
    private func total(_ function: FormulaFunction, _ arguments: [FormulaNode]) -> FormulaValue {
        var numbers: [Double] = []
        var filled = 0
        var hasFailed = false
        var doubt: FormulaDoubt?
        func take(_ value: FormulaValue) {
            switch value {
            case .blank: return
            case .number(let number): numbers.append(number)
            case .error: hasFailed = true
            case .unknown(let why): doubt = doubt ?? why
            case .text, .boolean: break
            }
            filled += 1
        }
        for argument in arguments {
            switch argument {
            case .cell: take(value(argument))
            case .area(let first, let last): if let why = visit(first, last, take) { doubt = doubt ?? why }
            default:
                let own = value(argument)
                if case .number = own { take(own) } else { doubt = doubt ?? .differs }
            }
        }
        if let doubt, function != .countFilled || doubt != .uncalculated { return .unknown(doubt) }
        switch function {
        case .countFilled: return .number(Double(filled))
        case .count: return .number(Double(numbers.count))
        default: break
        }
        if hasFailed { return .error }
        switch function {
        case .least: return .number(numbers.min() ?? 0)
        case .greatest: return .number(numbers.max() ?? 0)
        case .average: return numbers.isEmpty ? .error : .number(numbers.reduce(0, +) / Double(numbers.count))
        default: return .number(numbers.reduce(0, +))
        }
    }

    /// Hands out the values of an area; why not, where they are not known.
    private func visit(
        _ first: FormulaReference, _ last: FormulaReference, _ visitor: (FormulaValue) -> Void
    ) -> FormulaDoubt? {
        guard let area = area(first, last) else { return .differs }
        let isRead = cells.visit(first.sheet, area) {
            visitor($0)
            return true
        }
        guard isRead else { return .sheet(first.sheet ?? "") }
        return cells.hasSteps ? nil : .limit
    }
}

extension StoredFigure {
    /// Rounds to some decimals, halves away from nought.
    func rounded(toPlaces places: Int) -> StoredFigure {
        let drop = -places - Int(exponent)
        guard drop > 0 else { return self }
        guard drop <= 16 else { return StoredFigure(mantissa: 0) }
        let unit = (0..<drop).reduce(Int64(1)) { unit, _ in unit * 10 }
        let (whole, rest) = mantissa.quotientAndRemainder(dividingBy: unit)
        let isUp = rest.magnitude >= unit.magnitude / 2
        let step: Int64 = mantissa < 0 ? -1 : 1
        return StoredFigure(mantissa: isUp ? whole + step : whole, exponent: -places)
    }
}

// Evaluates the functions of conditions that work on texts.

extension FormulaEvaluator {
    func callOnTexts(_ function: FormulaFunction, _ arguments: [FormulaNode]) -> FormulaValue {
        text(value(arguments[0])) { first in
            switch function {
            case .length: return plain(first) { .number(Double($0.count)) }
            case .trim: return .text(first.trimmedAsCells)
            case .upper: return .text(first.uppercased())
            case .lower: return .text(first.lowercased())
            case .left, .right: return part(function, first, arguments)
            case .exact:
                return text(value(arguments[1])) { truth($0.unicodeScalars.elementsEqual(first.unicodeScalars)) }
            default: return search(function, first, arguments)
            }
        }
    }

    /// Goes on with the characters of a text, where all programs count them alike.
    private func plain(_ text: String, _ then: ([Unicode.Scalar]) -> FormulaValue) -> FormulaValue {
        let scalars = Array(text.unicodeScalars)
        return scalars.allSatisfy { $0.value < 0x10000 } ? then(scalars) : .unknown(.differs)
    }

    private func part(_ function: FormulaFunction, _ text: String, _ arguments: [FormulaNode]) -> FormulaValue {
        plain(text) { scalars in
            numeric(arguments.count > 1 ? value(arguments[1]) : .number(1)) { count in
                guard count >= 0 else { return .error }
                let length = Int(min(count, 40_000))
                let part = function == .left ? scalars.prefix(length) : scalars.suffix(length)
                var result = String.UnicodeScalarView()
                result.append(contentsOf: part)
                return .text(String(result))
            }
        }
    }

    private static let mostSearchSteps = 100_000

    /// Where a text stands in another, from 1. What some programs take for a pattern is unknown.
    private func search(_ function: FormulaFunction, _ wanted: String, _ arguments: [FormulaNode]) -> FormulaValue {
        let signs = syntax == .openFormula ? "?*~.^$+()[]{}|\\<>" : "?*~"
        if function == .search, wanted.contains(where: { signs.contains($0) }) { return .unknown(.differs) }
        guard !wanted.isEmpty, arguments.count == 2 else { return .unknown(.differs) }
        return text(value(arguments[1])) { place in
            plain(function == .search ? place.lowercased() : place) { scalars in
                plain(function == .search ? wanted.lowercased() : wanted) { part in
                    let steps = scalars.count * part.count / 16
                    guard steps < Self.mostSearchSteps else { return .unknown(.limit) }
                    cells.spend(steps)
                    guard let found = scalars.firstRange(of: part) else { return .error }
                    return .number(Double(found.lowerBound + 1))
                }
            }
        }
    }
}

extension String {
    /// Without spaces at its ends, and with one where there are several.
    var trimmedAsCells: String { split(separator: " ").joined(separator: " ") }
}

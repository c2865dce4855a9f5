// Conditions that are never or always true of any cell, as the types of columns and the results of functions tell.

import Catalog
import Diagnostics
import Quantities
import Syntax

extension Checker {
    /// Warns of `is …` that has one answer for all cells of a column.
    func warnIfSettled(_ test: StateTest, isNegative: Bool, of operand: Operand, _ span: SourceSpan, in scope: Scope) {
        guard checksRule, !scope.isLenient, let cell = operand.column, cell.row == .row,
            rules.tables.indices.contains(cell.table)
        else { return }
        let column = rules.tables[cell.table].columns[cell.column]
        let name = operand.span.text
        switch test {
        case .colour(let colour):
            guard case .status(let scheme) = column.type, !schemeEntries[scheme].declaration.lacksLabels,
                !rules.schemes[scheme].statuses.contains(where: { $0.colour == colour })
            else { return }
            let colours = rules.schemes[scheme].statuses.map(\.colour.name)
            warn(
                isNegative ? "always-true" : "never-true",
                "`\(name)` is never \(colour.name): scheme \(rules.schemes[scheme].name) has no such status",
                at: span,
                help: "its colours are \(colours.joined(separator: ", "))"
                    + (colour == .grey ? "; a cell without a rating is asked for by `is unknown`" : ""))
        case .blank:
            // Where a blank is no fault, its row is judged; a scheme may have a label for it.
            if case .status = column.type { return }
            guard column.isRequired, rules.structural.isFault(.missingValue) else { return }
            warn(
                isNegative ? "always-true" : "never-true",
                "`\(name)` is `required`: in every row that is judged it is \(isNegative ? "present" : "not blank")",
                at: span, help: "a blank cell is reported as `missing-value`, and its row is undecided")
        case .known:
            guard column.type == .text, column.hasBlankValue, !column.isOptional, column.missing.isEmpty else { return }
            warn(
                isNegative ? "never-true" : "always-true",
                "`\(name)` is always known: it is a text, `blank as \"\"`", at: span,
                help: "whether something is filled in asks `\(name) is \(isNegative ? "blank" : "present")`")
        default: break
        }
    }

    /// Warns of a comparison of what lies within fixed bounds, such as `month(day)`, with a number beyond them.
    func warnIfSettled(_ left: Operand, _ comparison: Comparison, _ right: Operand, _ place: ComparisonSite) {
        guard !place.isLenient else { return }
        if let figure = right.plainLiteral {
            warnIfSettled(left, comparison, figure, right.span, place)
        } else if let figure = left.plainLiteral {
            warnIfSettled(right, comparison.mirrored, figure, left.span, place)
        }
    }

    /// Warns of a text column that is compared with a text of nothing: a blank cell is unknown, so that neither `==`
    /// nor `!=` is true of it.
    func warnIfNothing(_ operand: Operand, _ comparison: Comparison, _ nothing: Operand, _ place: ComparisonSite) {
        guard !place.isLenient, let text = nothing.literalText, text.allSatisfy(\.isWhitespace),
            let cell = operand.column, rules.tables.indices.contains(cell.table)
        else { return }
        let column = rules.tables[cell.table].columns[cell.column]
        guard !column.hasBlankValue else { return }
        let name = operand.span.text
        let isAsked = comparison == .equal ? "\(name) is blank" : "\(name) is present"
        warn(
            "never-true", "a blank cell of `\(name)` is unknown: this is not true of it", at: place.span,
            help: "write `\(isAsked)`",
            fix: place.sign == nil
                ? nil : DiagnosticFix("write `\(isAsked)`", replacing: place.span.range, with: isAsked))
    }

    private func warnIfSettled(
        _ operand: Operand, _ comparison: Comparison, _ figure: Figure, _ number: SourceSpan, _ place: ComparisonSite
    ) {
        guard let bounds = operand.expression.bounds else { return }
        let least = Figure(whole: bounds.least)
        guard let isBelow = Quantities.compare(figure, least, .less),
            let isLeast = Quantities.compare(figure, least, .equal)
        else { return }
        var isAbove = false
        var isMost = false
        if let most = bounds.most {
            isAbove = Quantities.compare(figure, Figure(whole: most), .greater) ?? false
            isMost = Quantities.compare(figure, Figure(whole: most), .equal) ?? false
        }
        let isTrue: Bool? =
            switch comparison {
            case .equal: isBelow || isAbove ? false : nil
            case .notEqual: isBelow || isAbove ? true : nil
            case .less: isBelow || isLeast ? false : isAbove ? true : nil
            case .lessOrEqual: isBelow ? false : isAbove || isMost ? true : nil
            case .greater: isAbove || isMost ? false : isBelow ? true : nil
            case .greaterOrEqual: isAbove ? false : isBelow || isLeast ? true : nil
            }
        // One end of a range may be beyond the bounds.
        guard let isTrue, place.sign != nil || !isTrue else { return }
        warn(
            isTrue ? "always-true" : "never-true",
            "`\(operand.span.text)` is \(bounds.words), so that this is \(isTrue ? "always" : "never") true",
            at: place.sign == nil ? number : place.span, help: bounds.help)
    }
}

/// What a number can be, whatever cells say.
private struct FigureBounds {
    var least: Int
    /// `nil` where there is no greatest.
    var most: Int?
    /// To follow "is".
    var words: String
    var help: String?
}

extension TypedExpression {
    fileprivate var bounds: FigureBounds? {
        switch kind {
        case .call(.weekday, _):
            FigureBounds(least: 1, most: 7, words: "a number from 1 to 7", help: "1 is Monday, 7 is Sunday")
        case .call(.month, _):
            FigureBounds(least: 1, most: 12, words: "a number from 1 to 12", help: "1 is January, 12 is December")
        case .call(.quarter, _):
            FigureBounds(least: 1, most: 4, words: "a number from 1 to 4", help: "1 is the first quarter of its year")
        case .call(.length, _), .call(.wordCount, _), .call(.decimals, _):
            FigureBounds(least: 0, words: "a number from 0 on")
        case .call(.abs, _): FigureBounds(least: 0, words: "never below 0")
        case .aggregate(let aggregate) where aggregate.function == .count || aggregate.function == .countDistinct:
            FigureBounds(least: 0, words: "a number from 0 on")
        default: nil
        }
    }
}

extension Operand {
    /// The figure, where it is a literal number without a unit.
    fileprivate var plainLiteral: Figure? {
        guard case .literal(.figure(let figure)) = expression.kind, figure.isValue, figure.unit == .none else {
            return nil
        }
        return figure
    }
}

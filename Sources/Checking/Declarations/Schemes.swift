// RAG schemes: colours, labels and the order of their clauses.

import Diagnostics
import Syntax

extension Checker {
    func isColour(_ name: Name) -> Bool { Colour.allCases.contains { $0.name == name.text } }

    /// Makes the checked schemes, in the order of declaration.
    func declareSchemes() {
        for (index, entry) in schemeEntries.enumerated() {
            let declaration = entry.declaration
            var scheme = CheckedScheme(
                name: declaration.name.text, statuses: [], labels: [], span: entry.origin.span)
            var seen: Set<String> = []
            for status in declaration.statuses {
                guard let colour = Colour.allCases.first(where: { $0.name == status.colour.text }) else {
                    let other = OtherWords.colours[status.colour.text.lowercased()]
                    if let other {
                        let place = status.colour.range
                        error(
                            "unknown-colour", "`\(status.colour.text)` is not a colour of statuses",
                            at: SourceSpan(file(of: entry.origin), place), help: "it is called `\(other)` here",
                            fix: DiagnosticFix("write `\(other)`", replacing: place, with: other))
                    }
                    if other == nil {
                        unknownName(
                            "unknown-colour", "`\(status.colour.text)` is not a colour", status.colour,
                            in: file(of: entry.origin), among: Colour.allCases.map(\.name),
                            otherwise: "a colour is green, amber, red, blue or grey")
                    }
                    schemeEntries[index].declaration.lacksLabels = true
                    continue
                }
                add(status, colour, to: &scheme, &seen, index)
            }
            rules.schemes.append(scheme)
            checkClauses(of: entry)
        }
    }

    private func add(
        _ status: SchemeDeclaration.Status, _ colour: Colour, to scheme: inout CheckedScheme, _ seen: inout Set<String>,
        _ index: Int
    ) {
        let file = file(of: schemeEntries[index].origin)
        for label in status.labels {
            guard seen.insert(trimmed(label.text).lowercased()).inserted else {
                error(
                    "duplicate-label", "the label \"\(label.text)\" stands for two statuses",
                    at: SourceSpan(file, label.range), help: "labels are compared ignoring case")
                continue
            }
            scheme.labels.append((label.text, scheme.statuses.count))
            let symbol = symbols.declare(
                .label, label.text, at: label.range, in: status.range, of: file, owner: schemeEntries[index].symbol)
            schemeEntries[index].labels.append(symbol)
        }
        scheme.statuses.append(CheckedStatus(colour: colour, labels: status.labels.map(\.text)))
    }

    /// The order of clauses, and the names in their conditions, whatever table the scheme is used for.
    private func checkClauses(of entry: SchemeEntry) {
        let declaration = entry.declaration
        let file = file(of: entry.origin)
        var seen: Set<String> = []
        for parameter in declaration.parameters where !seen.insert(parameter.name.text).inserted {
            error(
                "duplicate-name", "the scheme has `\(parameter.name.text)` twice",
                at: SourceSpan(file, parameter.name.range))
        }
        var ended = false
        for status in declaration.statuses {
            switch status.due {
            case .never: continue
            case .otherwise, .when:
                if ended {
                    error(
                        "after-otherwise", "nothing after `otherwise` is ever due", at: SourceSpan(file, status.range),
                        help: "`otherwise` ends the list of conditions")
                }
                if case .otherwise = status.due { ended = true }
                if case .when(let condition) = status.due { checkNames(condition, seen, entry) }
            }
        }
    }

    /// Reports names that are neither parameters nor constants.
    private func checkNames(_ expression: Syntax.Expression, _ parameters: Set<String>, _ entry: SchemeEntry) {
        let placeholder = Operand(.literal(.none), .unknown, entry.origin.span)
        let names = Dictionary(uniqueKeysWithValues: parameters.map { ($0, placeholder) })
        let scope = Scope(
            .scheme(table: nil, row: .row, names), file: file(of: entry.origin), aggregateBar: "a scheme")
        recordNames(expression, entry)
        for case .name(nil, let name) in expression.leaves
        where !parameters.contains(name.text) && constants[name.text] == nil {
            _ = resolve(name, in: scope)
        }
    }

    /// Records the symbols of the names in a condition, whatever table the scheme is used for.
    func recordNames(_ expression: Syntax.Expression, _ entry: SchemeEntry) {
        addRegion(expression.range, ofParameters: entry)
        let file = file(of: entry.origin)
        for case .name(nil, let name) in expression.leaves {
            use(entry.parameters[name.text] ?? constants[name.text]?.symbol, name, in: file)
        }
    }
}

extension Syntax.Expression {
    /// Its direct subexpressions; an aggregate has none here.
    var children: [Syntax.Expression] {
        switch kind {
        case .number, .percent, .quantity, .text, .date, .truth, .unknown, .name, .aggregate, .regex, .broken: []
        case .call(_, let arguments): arguments.map(\.value)
        case .negative(let inner), .not(let inner), .parenthesized(let inner), .matches(let inner, _, _, _):
            [inner]
        case .state(let inner, let state, _): [inner] + (state.value.map { [$0] } ?? [])
        case .binary(_, let left, let right, _): [left, right]
        case .membership(let value, .list(let items), _), .membership(let value, .labels(let items), _): [value] + items
        case .membership(let value, .named(let list), _): [value, list]
        case .list(let items): items
        case .membership(let value, .range(let low, let high), _): [value, low, high]
        case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
        }
    }

    /// The kinds of its leaves, in order.
    var leaves: [ExpressionKind] {
        var found: [ExpressionKind] = []
        var open = [self]
        while let next = open.popLast() {
            let children = next.children
            if children.isEmpty { found.append(next.kind) }
            open += children.reversed()
        }
        return found
    }

    /// It without the brackets around it.
    var unwrapped: Syntax.Expression {
        var current = self
        while case .parenthesized(let inner) = current.kind { current = inner }
        return current
    }
}

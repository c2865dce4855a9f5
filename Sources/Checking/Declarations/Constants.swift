// Constants: each is typed when it is first named, so that they may be declared in any order.

import Diagnostics
import Quantities
import Syntax

extension Checker {
    /// The value of a declared constant; `nil` where it has a fault, which was reported.
    func constantValue(_ name: String) -> Operand? {
        guard let entry = constants[name] else { return nil }
        switch entry.state {
        case .done: return entry.value
        case .underWay:
            error(
                "constant-cycle", "the value of `\(name)` leads back to itself", at: constantSpan(entry),
                help: "give one of these constants a value of its own")
            return nil
        case .untouched: break
        }
        typeConstants(from: name)
        return constants[name]?.value
    }

    /// Types a constant, after those that its value names: in a loop, so that a chain of any length recurses no deeper
    /// than one of them.
    private func typeConstants(from name: String) {
        recording { typeConstants(inOrderOf: [(name, prerequisites(of: name))]) }
    }

    private func typeConstants(inOrderOf chain: [(name: String, rest: [String])]) {
        var open = chain
        for (name, _) in chain { constants[name]?.state = .underWay }
        while var top = open.popLast() {
            if let next = top.rest.popLast() {
                open.append(top)
                guard constants[next]?.state == .untouched else { continue }
                constants[next]?.state = .underWay
                open.append((next, prerequisites(of: next)))
            } else if let entry = constants[top.name] {
                let met = metClash
                metClash = nil
                let content = typeConstant(entry)
                if let root = metClash { clashes[top.name] = root }
                metClash = met
                switch content {
                case .value(let value)?: constants[top.name]?.value = value
                case .list(let list)?:
                    constantLists.append(list)
                    constants[top.name]?.list = constantLists.count - 1
                case nil: break
                }
                constants[top.name]?.state = .done
            }
        }
    }

    /// The constants that a constant's value names, in reverse.
    private func prerequisites(of name: String) -> [String] {
        guard let entry = constants[name] else { return [] }
        var values = [entry.declaration.value]
        if let override = entry.override { values.append(override.value) }
        if case .constant(let first)? = entry.replaced { values.append(first.declaration.value) }
        var names: [String] = []
        for case .name(nil, let name) in values.flatMap(\.leaves) where constants[name.text] != nil {
            names.append(name.text)
        }
        return names.reversed()
    }

    private func typeConstant(_ entry: ConstantEntry) -> ConstantContent? {
        let name = entry.declaration.name
        let scope = Scope(.none, file: file(of: entry.origin), aggregateBar: "a constant")
        var content = content(of: entry.declaration.value, in: scope)
        var declared: (type: ValueType, nature: FigureNature)?
        if let written = entry.declaration.type {
            guard let type = constantType(written, in: scope.file) else { return nil }
            declared = type
        }
        if let type = declared, let own = content {
            content = fit(own, to: type, of: "`\(name.text)` is declared as")
        }
        if let replaced = entry.replaced, let own = content, case .constant(let first) = replaced {
            let (earlier, _) = attempt(recordsNames: true) { self.replacedContent(first) }
            if let earlier, goesBefore(own, earlier, entry, first) {
                clashes[name.text] = name.text
                return content
            }
            if let earlier, !first.declaration.value.isBracketed,
                isListForValue(own, earlier, name.text, "the imported `\(name.text)`")
            {
                return nil
            }
            if declared == nil, let type = earlier?.type {
                content = fit(own, to: type, of: "the imported `\(name.text)` is")
            }
        }
        if let override = entry.override {
            let scope = Scope(.none, file: override.file, aggregateBar: "a constant")
            if let (wanted, _) = declared ?? content?.type, reportBareWord(override.value, wanted, name, in: scope) {
                return nil
            }
            guard let own = self.content(of: override.value, in: scope) else { return nil }
            if let content, !entry.declaration.value.isBracketed,
                isListForValue(own, content, name.text, "`\(name.text)`")
            {
                return nil
            }
            guard let wanted = declared ?? (content ?? own).type else { return own }
            return fit(own, to: wanted, of: "`\(name.text)` is")
        }
        for member in content?.own ?? []
        where !isSmall(member.expression, name: name.text, at: constantSpan(entry)) { return nil }
        return content
    }

    /// Whether a constant has the name of one of a pack and is of another kind, as one of a newer pack may be: it goes
    /// before that one, which is said, and what the pack uses it for does not apply.
    private func goesBefore(
        _ own: ConstantContent, _ earlier: ConstantContent, _ entry: ConstantEntry, _ first: ConstantEntry
    ) -> Bool {
        let name = entry.declaration.name.text
        let (mine, other) = (file(of: entry.origin), file(of: first.origin))
        guard options.packs.contains(other.name), !options.packs.contains(mine.name), let wanted = earlier.type,
            let found = own.kinds.first
        else { return false }
        let (fits, _) = attempt {
            if !first.declaration.value.isBracketed, isListForValue(own, earlier, name, "") { return false }
            return fit(own, to: wanted, of: "") != nil
        }
        guard !fits else { return false }
        let words = Operand(.literal(.none), wanted.type, found.span, wanted.nature).words
        var isList = false
        if case .list = own, case .value = earlier { isList = true }
        report(
            Diagnostic(
                "goes-before", .warning,
                "`\(name)` is \(isList ? "a list" : found.words) here, and \(words) in \"\(other.name)\": "
                    + "this one goes before it",
                at: constantSpan(entry),
                help: "rules of the pack that need it do not apply; give yours another name, or make it \(words)"
                    + (wanted.type.wayOfWriting.map { ", written \($0)" } ?? ""),
                notes: [DiagnosticNote("the pack's constant", at: constantSpan(first))]))
        clashWords[name] = (isList ? "a list" : found.words, words)
        return true
    }

    /// Whether a name in a file of a pack stands for a constant of another kind than the pack's own; notes that it was
    /// met.
    func clashes(_ name: String, in file: SourceFile) -> Bool {
        guard !clashes.isEmpty, options.packs.contains(file.name), let root = clashes[name] else { return false }
        metClash = root
        return true
    }

    /// What a constant holds that another replaces; where its type is declared, one unknown value of that type will do.
    private func replacedContent(_ entry: ConstantEntry) -> ConstantContent? {
        let scope = Scope(.none, file: file(of: entry.origin), aggregateBar: "a constant")
        guard let content = content(of: entry.declaration.value, in: scope) else { return nil }
        guard let written = entry.declaration.type, let type = constantType(written, in: scope.file) else {
            return content
        }
        return fit(content, to: type, of: "")
    }

    // MARK: Lists

    /// What a constant is declared as.
    private enum ConstantContent {
        case value(Operand)
        case list(ConstantList)

        /// The values that are written here, without those of lists that are named.
        var own: [Operand] {
            switch self {
            case .value(let value): [value]
            case .list(let list): list.own
            }
        }

        /// Values of which each of its values is like one.
        var kinds: [Operand] {
            switch self {
            case .value(let value): [value]
            case .list(let list): list.kinds
            }
        }

        /// The type of its values; `nil` where it is unknown.
        var type: (type: ValueType, nature: FigureNature)? {
            kinds.first { $0.type != .unknown }.map { ($0.type, $0.nature) }
        }
    }

    /// Types what a constant is declared as: a value, a list of values, or another list by its name.
    private func content(of expression: Syntax.Expression, in scope: Scope) -> ConstantContent? {
        let written = expression.unwrapped
        if case .list(let items) = written.kind {
            var list = ConstantList([])
            var isBroken = false
            for item in items {
                if let number = namedList(item, in: scope) {
                    list.add(constantLists[number], number: number)
                } else if let value = type(item, in: scope) {
                    list.add(value)
                } else {
                    isBroken = true
                }
            }
            guard !isBroken, let first = list.kinds.first else { return nil }
            for member in list.kinds where unified(first, member) == nil {
                error(
                    "wrong-type", "this is \(member.words), the list begins with \(first.words)", at: member.span,
                    help: "the values of a list are of one kind")
                return nil
            }
            return .list(list)
        }
        if let number = namedList(written, in: scope) { return .list(constantLists[number]) }
        return type(expression, in: scope).map { .value($0) }
    }

    /// The number of the list that an item names; `nil` where it names none.
    private func namedList(_ item: Syntax.Expression, in scope: Scope) -> Int? {
        guard case .name(nil, let name) = item.unwrapped.kind, isList(name.text), !clashes(name.text, in: scope.file),
            case .missing = bareColumn(name.text, in: scope), case .missing = bareLet(name.text, in: scope)
        else { return nil }
        use(constants[name.text]?.symbol, name, in: scope.file)
        return constants[name.text]?.list
    }

    /// Whether a constant is a list; types it.
    private func isList(_ name: String) -> Bool {
        guard let entry = constants[name] else { return false }
        if entry.state == .untouched { _ = constantValue(name) }
        return constants[name]?.list != nil
    }

    /// An item between two commas of a list: one value, or all those of a list that is named.
    func members(of item: Syntax.Expression, in scope: Scope) -> [Operand]? {
        if let number = namedList(item, in: scope) { return members(of: constantLists[number]) }
        return type(item, in: scope).map { [$0] }
    }

    /// What the name behind `in` holds: a constant, mostly a list.
    func listed(_ expression: Syntax.Expression, in scope: Scope) -> [Operand]? {
        guard case .name(nil, let name) = expression.kind else { return nil }
        if case .missing = bareColumn(name.text, in: scope), case .missing = bareLet(name.text, in: scope) {
            guard constants[name.text] != nil else {
                unknownName(
                    "unknown-list", "there is no list `\(name.text)`", name, in: scope.file,
                    among: constants.keys.sorted(),
                    otherwise: "a list is a constant: `let \(name.text) = (\"…\", \"…\")`; a range is `in 1..5`")
                return nil
            }
            return members(of: expression, in: scope)
        }
        guard resolve(name, in: scope) != nil else { return nil }
        error(
            "not-a-list", "`\(name.text)` is one value, not a list", at: scope.span(name.range),
            help: "compare with it by `==`; a list is written `in (a, b)`, a range `in a..b`")
        return nil
    }

    /// Whether a list is given where one value is wanted; reports it then. A value in brackets may be a list of one.
    private func isListForValue(
        _ own: ConstantContent, _ earlier: ConstantContent, _ name: String, _ intro: String
    ) -> Bool {
        guard case .list(let list) = own, case .value(let value) = earlier, value.type != .unknown else {
            return false
        }
        if let first = list.kinds.first {
            error(
                "wrong-type", "\(intro) is one value, this is a list", at: first.span,
                help: "give `\(name)` one value of its kind")
        }
        return true
    }

    private func fit(
        _ content: ConstantContent, to wanted: (type: ValueType, nature: FigureNature), of intro: String
    ) -> ConstantContent? {
        switch content {
        case .value(let value): return fit(value, to: wanted, of: intro, at: value.span).map { .value($0) }
        case .list(let list):
            // Values that have the wanted type already need no conversion.
            if wanted.type != .figure, list.kinds.allSatisfy({ $0.type == wanted.type }) { return content }
            let members = members(of: list)
            let fitted = members.compactMap { fit($0, to: wanted, of: intro, at: $0.span) }
            return fitted.count == members.count ? .list(ConstantList(fitted)) : nil
        }
    }

    // MARK: Types

    /// A value converted to a declared type; reports one that cannot be.
    private func fit(
        _ operand: Operand, to wanted: (type: ValueType, nature: FigureNature), of intro: String, at span: SourceSpan
    ) -> Operand? {
        var fitted = operand
        let type = operand.type
        if wanted.type == .unknown { return operand }
        if type == .unknown {
            fitted.expression = TypedExpression(operand.expression.kind, wanted.type, span)
            fitted.nature = wanted.nature
            return fitted
        }
        if wanted.type == .target, type == .figure { return asTarget(operand) }
        if wanted.type == .figure, type == .figure {
            if fitted.nature == .plain, wanted.nature == .percent { fitted = asPercent(fitted) }
            if fitted.nature == .plain, wanted.nature != .any { fitted.nature = wanted.nature }
            let clash =
                (fitted.nature == .percent && wanted.nature == .money)
                || (fitted.nature == .money && wanted.nature == .percent)
                || (fitted.nature != wanted.nature && wanted.nature == .plain && fitted.nature != .any)
            if !clash { return fitted }
        } else if type == wanted.type || (type.isPeriod && wanted.type.isPeriod) {
            return fitted
        }
        var wantedOperand = operand
        wantedOperand.nature = wanted.nature
        let words = Operand(.literal(.none), wanted.type, span, wanted.nature).words
        error(
            "wrong-type", "\(intro) \(words), this is \(operand.words)", at: span,
            help: wanted.type.wayOfWriting.map { "\(words) is written \($0)" })
        return nil
    }

    /// The value of a `let` in a rule or table, as the type that is written behind its name.
    func letContent(_ clause: LetClause, in scope: Scope) -> Operand? {
        let value = type(clause.value, in: scope)
        guard let written = clause.type else { return value }
        guard let wanted = constantType(written, in: scope.file, of: "a `let`"), let value else { return nil }
        return fit(value, to: wanted, of: "`\(clause.name.text)` is declared as", at: value.span)
    }

    /// Reports an unquoted word where a constant is set to a text, or to anything else that is not given by a name;
    /// returns whether it is one.
    private func reportBareWord(
        _ value: Syntax.Expression, _ wanted: ValueType, _ name: Name, in scope: Scope
    ) -> Bool {
        guard case .name(nil, let word) = value.kind, constants[word.text] == nil, let way = wanted.wayOfWriting else {
            return false
        }
        let words = Operand(.literal(.none), wanted, scope.span(value.range)).words
        let text = wanted == .text ? quoted(word.text) : "…"
        error(
            "unknown-column", "`\(name.text)` is \(words), and there is no constant `\(word.text)`",
            at: scope.span(value.range), help: "\(words) is written \(way): `--set '\(name.text)=\(text)'`")
        return true
    }

    /// A number without a unit as the percentage that it is where the constant is declared as one.
    private func asPercent(_ operand: Operand) -> Operand {
        let one = Figure(mantissa: 1, scale: 0, unit: .percent)
        var percent = operand
        let span = operand.span
        percent.nature = .percent
        percent.ratio = nil
        if case .literal(.figure(var figure)) = operand.expression.kind, figure.unit == .none {
            figure.unit = .percent
            percent.expression = TypedExpression(.literal(.figure(figure)), .figure, span)
        } else {
            let factor = TypedExpression(.literal(.figure(one)), .figure, span)
            percent.expression = TypedExpression(
                .arithmetic(.multiply(.both), operand.expression, factor), .figure, span)
        }
        return percent
    }

    /// The type after the name of a constant, or of another value.
    private func constantType(
        _ written: TypeName, in file: SourceFile, of what: String = "a constant"
    ) -> (type: ValueType, nature: FigureNature)? {
        if let type = ColumnType(plainName: written.name.text) { return (type.valueType, type.traits.nature) }
        unknownName(
            "unknown-type", "`\(written.name.text)` is not a type of \(what)", written.name, in: file,
            among: ColumnType.plainNames)
        return nil
    }

    /// Whether a value is small enough to be inserted where its name is used; reports one that is not.
    func isSmall(_ expression: TypedExpression, name: String, at span: SourceSpan) -> Bool {
        let extent = expression.extent
        if extent.size <= 20_000 && extent.depth <= 300 { return true }
        error(
            "too-large", "`\(name)` grows too large when what it names is put in place", at: span,
            help: "split the rule, or compute less in one `let`")
        return false
    }

    /// Types every constant, named or not, and lists them.
    func typeConstants() {
        let inOrder = constants.values.sorted {
            ($0.origin.file, $0.origin.span.range.lowerBound) < ($1.origin.file, $1.origin.span.range.lowerBound)
        }
        for entry in inOrder {
            let name = entry.declaration.name.text
            let value = constantValue(name)
            guard value != nil || constants[name]?.list != nil else { continue }
            rules.constants.append(
                CheckedConstant(name: name, span: constantSpan(entry), value: value?.expression))
        }
    }
}

extension ValueType {
    /// How a value of the type is written in a rule file; `nil` where there is no one way.
    fileprivate var wayOfWriting: String? {
        switch self {
        case .text: "in quotes"
        case .date: "as in 2023-09-30"
        case .period: "as in `period(\"2023-24 Q2\")`"
        case .target: "as in `target(\"<5%\")`"
        case .truth: "`true` or `false`"
        case .figure: "as in 5, 5% or `measure(\"£5\")`"
        case .choice, .status, .duration, .unknown: nil
        }
    }
}

extension Syntax.Expression {
    fileprivate var isBracketed: Bool { if case .parenthesized = kind { true } else { false } }
}

// One namespace of all files: which declaration each name means, and diagnostics for names that are declared twice.

import Catalog
import Diagnostics
import Findings
import Syntax

/// A constant: its declaration and, once it was needed, its value.
struct ConstantEntry {
    var declaration: ConstantDeclaration
    var origin: Origin
    /// The declaration that it replaces, whose type it must have.
    var replaced: Replaced?
    /// From `--set`: replaces the declared value.
    var override: (value: Syntax.Expression, file: SourceFile)?
    var state = LazyState.untouched
    var value: Operand?
    /// The number of the list that it is; it has no value then.
    var list: Int?
    var symbol: SymbolID?

    indirect enum Replaced {
        case constant(ConstantEntry)
    }
}

/// How far something that is typed when it is first needed has got.
enum LazyState { case untouched, underWay, done }

struct SchemeEntry {
    var declaration: SchemeDeclaration
    var origin: Origin
    var symbol: SymbolID?
    var parameters = ParameterSymbols()
    /// The symbols of the checked scheme's labels, in their order.
    var labels: [SymbolID?] = []
}

struct RuleEntry {
    var declaration: RuleDeclaration
    var origin: Origin
    var severity: Severity
    /// Where a `set` turned the rule off.
    var off: SourceSpan?
    var symbol: SymbolID?
}

extension Checker {
    func file(of origin: Origin) -> SourceFile { origin.span.file }

    /// Enters every declaration of every file under its name.
    func declare() {
        for (index, loaded) in files.enumerated() {
            for declaration in loaded.tree.declarations {
                let origin = Origin(
                    file: index, span: SourceSpan(loaded.source, declaration.range),
                    documentation: declaration.documentation)
                switch declaration.kind {
                case .constant(let constant): declare(constant, origin)
                case .scheme(let scheme): declare(scheme, origin)
                case .table(let table): declare(table, origin)
                case .rule(let rule): declare(rule, origin)
                case .import, .set, .waive, .test, .broken: break
                }
            }
        }
        mergeDerivedTables()
        declareTablesOfTotals()
        applyReplacements()
    }

    private func declare(_ constant: ConstantDeclaration, _ origin: Origin) {
        var entry = ConstantEntry(declaration: constant, origin: origin)
        if let first = constants[constant.name.text] {
            guard files[origin.file].imports.contains(first.origin.file) else {
                return duplicate("constant", constant.name, origin, first: first.declaration.name, first.origin)
            }
            entry.replaced = .constant(first)
            entry.symbol = declare(.constant, constant.name, origin)
            symbols.link(.replaces, entry.symbol, first.symbol)
            note("constant", constant.name, origin, first: first.declaration.name, first.origin)
        } else {
            entry.symbol = declare(.constant, constant.name, origin)
        }
        constants[constant.name.text] = entry
    }

    private func declare(_ scheme: SchemeDeclaration, _ origin: Origin) {
        if let first = schemesByName[scheme.name.text] {
            let entry = schemeEntries[first]
            if files[origin.file].imports.contains(entry.origin.file) {
                note("scheme", scheme.name, origin, first: entry.declaration.name, entry.origin)
                schemeEntries[first] = schemeEntry(scheme, origin)
                symbols.link(.replaces, schemeEntries[first].symbol, entry.symbol)
                replacedSchemes.append(entry)
                return
            }
            return duplicate("scheme", scheme.name, origin, first: entry.declaration.name, entry.origin)
        }
        schemesByName[scheme.name.text] = schemeEntries.count
        schemeEntries.append(schemeEntry(scheme, origin))
    }

    private func schemeEntry(_ scheme: SchemeDeclaration, _ origin: Origin) -> SchemeEntry {
        var entry = SchemeEntry(declaration: scheme, origin: origin)
        entry.symbol = declare(.scheme, scheme.name, origin)
        for parameter in scheme.parameters where entry.parameters[parameter.name.text] == nil {
            let symbol = declare(
                .schemeParameter, parameter.name, in: parameter.name.range, of: origin.span.file, owner: entry.symbol)
            entry.parameters.add(symbol, parameter.name.text)
        }
        return entry
    }

    private func declare(_ table: TableDeclaration, _ origin: Origin) {
        if let first = tablesByName[table.name.text] {
            let entry = tableEntries[first]
            if files[origin.file].imports.contains(entry.origin.file) {
                note("table", table.name, origin, first: entry.declaration.name, entry.origin)
                tableEntries[first] = TableEntry(
                    declaration: table, origin: origin, symbol: declare(.table, table.name, origin))
                symbols.link(.replaces, tableEntries[first].symbol, entry.symbol)
                replacedTables.append(entry)
                return
            }
            return duplicate("table", table.name, origin, first: entry.declaration.name, entry.origin)
        }
        tablesByName[table.name.text] = tableEntries.count
        tableEntries.append(
            TableEntry(declaration: table, origin: origin, symbol: declare(.table, table.name, origin)))
    }

    private func declare(_ rule: RuleDeclaration, _ origin: Origin) {
        let span = SourceSpan(file(of: origin), rule.name.range)
        if BuiltInFinding(rawValue: rule.name.text) != nil {
            error(
                "duplicate-name", "`\(rule.name.text)` is the name of a structural finding", at: span,
                help: "choose another name")
        }
        guard let first = rulesByName[rule.name.text] else {
            rulesByName[rule.name.text] = ruleEntries.count
            ruleEntries.append(ruleEntry(rule, origin))
            return
        }
        let entry = ruleEntries[first]
        guard files[origin.file].imports.contains(entry.origin.file) else {
            return duplicate("rule", rule.name, origin, first: entry.declaration.name, entry.origin)
        }
        let imported = DiagnosticNote(
            "the imported rule", at: SourceSpan(file(of: entry.origin), entry.declaration.name.range))
        guard options.packs.contains(file(of: entry.origin).name) else {
            return error(
                "duplicate-name", "`\(rule.name.text)` is the name of an imported rule", at: span,
                help: "choose another name, or turn the imported rule off: `set \(rule.name.text) to off`",
                notes: [imported])
        }
        report(
            Diagnostic(
                "goes-before", .note,
                "`\(rule.name.text)` is also a rule of \"\(file(of: entry.origin).name)\"; this one goes before it",
                at: span, help: "give it another name to have both, or take it out to have the other one",
                notes: [imported]))
        note("rule", rule.name, origin, first: entry.declaration.name, entry.origin)
        ruleEntries[first] = ruleEntry(rule, origin)
        symbols.link(.replaces, ruleEntries[first].symbol, entry.symbol)
        // By another name it would not go before that rule any more.
        for symbol in [ruleEntries[first].symbol, entry.symbol].compactMap({ $0 }) {
            symbols.imply(symbol, at: nil, of: span.file)
        }
    }

    private func ruleEntry(_ rule: RuleDeclaration, _ origin: Origin) -> RuleEntry {
        var severity = Severity.error
        if let written = rule.severity {
            if let known = Severity(rawValue: written.text) {
                severity = known
            } else {
                unknownName(
                    "unknown-severity", "`\(written.text)` is not a severity", written, in: file(of: origin),
                    among: ["error", "query", "warning", "note"],
                    otherwise: "a severity is error, query, warning or note; a rule's name is one word, such as "
                        + "`\(rule.name.text)-\(written.text)`")
            }
        }
        return RuleEntry(
            declaration: rule, origin: origin, severity: severity, symbol: declare(.rule, rule.name, origin))
    }

    /// Records that a declaration of the importing file replaces an imported one.
    private func note(_ what: String, _ name: Name, _ origin: Origin, first: Name, _ firstOrigin: Origin) {
        rules.replacements.append(
            ReplacedDeclaration(
                what: what, name: name.text, span: SourceSpan(file(of: origin), name.range),
                replaced: SourceSpan(file(of: firstOrigin), first.range)))
    }

    /// Reports a second declaration of a name.
    func duplicate(_ what: String, _ name: Name, _ origin: Origin, first: Name, _ firstOrigin: Origin) {
        let firstSpan = SourceSpan(file(of: firstOrigin), first.range)
        error(
            "duplicate-name", "there are two \(what)s `\(name.text)`", at: SourceSpan(file(of: origin), name.range),
            help: "the first is at \(firstSpan.file.name):\(firstSpan.start.line); choose another name",
            notes: [DiagnosticNote("the first", at: firstSpan)])
    }

    /// Puts the values of `--set` in place of declared ones.
    private func applyReplacements() {
        for replacement in options.replacements {
            let file = SourceFile(name: "--set \(replacement.name)", text: "")
            guard constants[replacement.name] != nil else {
                let near = nearestName(to: replacement.name, in: constants.keys.sorted())
                error(
                    "unknown-constant", "no rule file has a constant `\(replacement.name)`",
                    at: SourceSpan(file, 0..<0), help: near.map { "did you mean `\($0)`?" })
                continue
            }
            constants[replacement.name]?.override = (replacement.value, file)
        }
    }
}

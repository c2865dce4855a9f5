// Recording the symbols of names while they are resolved.

import Catalog
import Diagnostics
import Syntax

extension Checker {
    // MARK: Uses

    func use(_ symbol: SymbolID?, _ name: Name, in file: SourceFile) { use(symbol, at: name.range, in: file) }

    func use(_ symbol: SymbolID?, at range: Range<Int>, in file: SourceFile) {
        if let symbol, silence == 0 { symbols.use(symbol, at: range, of: file) }
    }

    /// Runs `work` with recording on even where the caller has it off: for work that is done once, whoever needs it
    /// first.
    func recording<Result>(_ work: () -> Result) -> Result {
        let kept = silence
        if options.keepsSymbols { silence = 0 }
        defer { silence = kept }
        return work()
    }

    /// Records a column that a call uses by its fixed name without writing it.
    func imply(_ symbol: SymbolID?, _ span: SourceSpan) {
        guard let symbol else { return }
        symbols.imply(symbol, at: silence == 0 ? span.range : nil, of: span.file)
    }

    /// Records that a parameter is bound to a column, by its own name or the name behind `previous_`.
    func link(_ parameter: SymbolID?, _ name: String, to column: SymbolID?) {
        guard let column else { return }
        symbols.link(symbols[column].name == name ? .bound : .previous, parameter, column)
    }

    /// The symbol of a name in `set`, `waive` and `test`.
    func ruleOrFinding(_ name: String) -> SymbolID? {
        if let rule = rulesByName[name] { return ruleEntries[rule].symbol }
        return BuiltInFinding(rawValue: name).flatMap { symbols.symbol(of: $0) }
    }

    func symbol(of own: ColumnOrLet, table: Int) -> SymbolID? {
        switch own {
        case .column(let index): tableEntries[table].columnSymbols[index]
        case .computed(let index): tableEntries[table].letSymbols[index]
        }
    }

    /// `due(rag, target: national_value)`: the label is a parameter of the scheme.
    func useParameter(_ label: Name, ofScheme scheme: Int, in file: SourceFile) {
        guard schemeEntries.indices.contains(scheme), silence == 0 else { return }
        let entry = schemeEntries[scheme]
        use(entry.parameters[label.text], label, in: file)
        symbols.add(NameRegion(label.range, .names(entry.parameters.all)), of: file)
    }

    /// Records that a scheme's parameter cannot go by another name.
    func implyParameter(_ label: Name, ofScheme scheme: Int, _ span: SourceSpan) {
        guard schemeEntries.indices.contains(scheme), options.keepsSymbols,
            let symbol = schemeEntries[scheme].parameters[label.text]
        else { return }
        symbols.imply(symbol, at: nil, of: span.file)
    }

    /// The columns below `any` in a test: those that the rule requires.
    func useParameters(of rule: String, in header: TestDeclaration.Header, of file: SourceFile) {
        let parameters = parametersByRule[rule] ?? ParameterSymbols()
        symbols.add(NameRegion(header.range, .names(parameters.all)), of: file)
        for column in header.columns { use(parameters[column.name.text], column.name, in: file) }
    }

    /// The schemes of the types that a test's header gives to columns.
    func useSchemes(in header: TestDeclaration.Header, of file: SourceFile) {
        for column in header.columns {
            guard let scheme = column.type?.scheme, let index = schemesByName[scheme.text] else { continue }
            use(schemeEntries[index].symbol, scheme, in: file)
        }
    }

    // MARK: Labels

    /// Records the label that a quoted text names when it is compared with a choice or a status.
    func useLabel(_ index: Int, of operand: Operand, at span: SourceSpan) {
        switch operand.type {
        case .status(let scheme): useLabel(index, ofScheme: scheme, at: span)
        case .choice:
            guard index >= 0, let cell = operand.column, tableEntries.indices.contains(cell.table),
                let first = tableEntries[cell.table].labelSymbols[cell.column]
            else { return }
            useLabel(first.advanced(by: index), at: span)
        default: break
        }
    }

    func useLabel(_ index: Int, ofScheme scheme: Int, at span: SourceSpan) {
        guard schemeEntries.indices.contains(scheme), schemeEntries[scheme].labels.indices.contains(index) else {
            return
        }
        useLabel(schemeEntries[scheme].labels[index], at: span)
    }

    /// Records it where the text is written at this place; where a constant gives it, the constant is what is named.
    private func useLabel(_ symbol: SymbolID?, at span: SourceSpan) {
        let bytes = span.file.bytes
        guard span.range.count > 1, bytes.indices.contains(span.range.lowerBound),
            bytes[span.range.lowerBound] == UInt8(ascii: "\"")
        else { return }
        use(symbol, at: span.range, in: span.file)
    }

    // MARK: The finished index

    func finishedSymbols() -> SymbolIndex {
        symbols.finished(
            tableEntries.map { entry in
                var names = TableNames(symbol: entry.symbol)
                names.columns = entry.columnSymbols.compactMap { $0 }
                for (index, symbol) in entry.letSymbols.enumerated() {
                    if let symbol { names.lets.append((index, symbol)) }
                }
                for join in entry.joins {
                    if let name = joinSymbols[join] { names.joins.append((name, rules.joins[join].table)) }
                }
                return names
            })
    }
}

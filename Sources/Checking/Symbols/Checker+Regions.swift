// Recording which names can be used where: the scopes in which expressions are typed, by their places.

import Diagnostics
import Syntax

extension Checker {
    /// A scope as it holds in a part of its file.
    private func region(_ range: Range<Int>, _ scope: Scope) -> NameRegion {
        var region: NameRegion
        switch scope.rows {
        case .none: region = NameRegion(range, .none)
        case .table(let table): region = NameRegion(range, .table(table, letLimit: scope.letLimit), table: table)
        case .group(let table, let names):
            region = NameRegion(range, .names(names.values.compactMap(\.symbol).sorted()), table: table)
        case .parameters(_, let names), .scheme(_, _, let names):
            region = NameRegion(range, .names(names.values.compactMap(\.symbol).sorted()))
        }
        region.alias = scope.aliasSymbol
        for (_, join) in scope.joins.sorted(by: { $0.value < $1.value }) {
            if let name = joinSymbols[join] { region.joins.append((name, rules.joins[join].table)) }
        }
        if case .group = scope.rows {} else if scope.series != nil { region.neighbours = Neighbour.allCases }
        region.lets = scope.letSymbols.values.sorted()
        return region
    }

    // MARK: Rules

    /// Adds the rule as a whole with the scope of its clauses, and its parts in which other names can be used. `scope`
    /// knows all `let`s.
    func addRegions(of entry: RuleEntry, _ scope: Scope) {
        guard silence == 0 else { return }
        let declaration = entry.declaration
        // All parts share the lists of the whole: there may be as many parts as there are names in them.
        let whole = region(entry.origin.span.range, scope)
        symbols.add(whole, of: scope.file)
        if let clause = declaration.scopeRange { addRegion(ofScope: clause, declaration.scope, whole, scope.file) }
        if case .group = scope.rows {
            for place in declaration.places {
                var region = whole
                region.range = place.range
                region.neighbours = [.first, .last]
                symbols.add(region, of: scope.file)
            }
        }
        guard let last = declaration.lets.map(\.range.upperBound).max() else { return }
        // Messages, help and fixes, which come after the conditions, may name every `let` wherever it is declared.
        var settled = [declaration.message, declaration.help].compactMap { $0?.range }
        settled += declaration.requires.compactMap { $0.otherwise?.range } + declaration.fixes.map(\.range)
        for range in settled where range.lowerBound < last {
            var region = whole
            region.range = range
            region.seesLaterLets = true
            symbols.add(region, of: scope.file)
        }
    }

    /// The part after `for`, where no `let` is known yet.
    private func addRegion(
        ofScope clause: Range<Int>, _ written: RuleScope?, _ whole: NameRegion, _ file: SourceFile
    ) {
        switch written {
        case .groups(let groups):
            guard let table = whole.table, let last = groups.columns.last else { return }
            if let runs = groups.runs {
                let range = runs.over.range.lowerBound..<runs.condition.range.upperBound
                var region = NameRegion(range, .table(table, letLimit: nil), table: table)
                region.neighbours = [.previous]
                symbols.add(region, of: file)
            }
            if let pairs = groups.pairs {
                symbols.add(NameRegion(pairs.rows.range, .table(table, letLimit: nil), table: table), of: file)
            }
            if let condition = groups.condition {
                symbols.add(NameRegion(condition.range, .table(table, letLimit: nil), table: table), of: file)
            }
            symbols.add(
                NameRegion(clause.lowerBound..<last.range.upperBound, .table(table, letLimit: nil), table: table),
                of: file)
        case .rows:
            guard !whole.lets.isEmpty else { return }
            var region = whole
            region.range = clause
            region.lets = []
            symbols.add(region, of: file)
        case .anyTable, nil: break
        }
    }

    /// The inside of an aggregate, from its table's name to its end.
    func addRegion(_ range: Range<Int>, inside scope: Scope) {
        guard silence == 0 else { return }
        guard let table = scope.table else {
            // The series or the table of a rule for any table, which has the columns that the rule requires.
            var region = region(range, scope)
            region.inner = scope.innerName == "series" ? .series : .any
            return symbols.add(region, of: scope.file)
        }
        var region = NameRegion(range, .table(table, letLimit: nil), table: table)
        region.inner = scope.innerName == "series" ? .series : tableEntries[table].symbol.map { .table($0) }
        symbols.add(region, of: scope.file)
    }

    /// `bank_holidays.day` as an argument, `kpis.commentary` as what is searched.
    func addRegion(ofDays range: Range<Int>, _ table: Int, in file: SourceFile) {
        guard silence == 0, let symbol = tableEntries[table].symbol else { return }
        var region = NameRegion(range, .columns(ofTable: table, computed: false), table: table)
        region.inner = .table(symbol)
        symbols.add(region, of: file)
    }

    // MARK: Tables and schemes

    /// The lines of a table.
    func addRegions(ofTable table: Int, in file: SourceFile) {
        let declaration = tableEntries[table].declaration
        symbols.add(
            NameRegion(tableEntries[table].origin.span.range, .table(table, letLimit: nil), table: table), of: file)
        for (index, line) in declaration.lets.enumerated() {
            symbols.add(NameRegion(line.value.range, .table(table, letLimit: index), table: table), of: file)
        }
        for range in declaration.keys.map(\.range) + [declaration.series?.range].compactMap({ $0 }) {
            symbols.add(NameRegion(range, .columns(ofTable: table, computed: true)), of: file)
        }
        for line in [declaration.label, declaration.owner] {
            if let line { symbols.add(NameRegion(line.range, .columns(ofTable: table, computed: false)), of: file) }
        }
        for line in declaration.columns {
            for modifier in line.modifiers {
                switch modifier.kind {
                case .between, .blankAs, .roundedTo: symbols.add(NameRegion(modifier.range, .none), of: file)
                default: break
                }
            }
        }
    }

    /// The column that a join matches in the joined table; one name may name the columns of both tables.
    func addRegion(of columns: JoinColumns, _ scope: Scope, _ other: Int) {
        guard silence == 0 else { return }
        if columns.here.range == columns.there.range, let table = scope.table {
            symbols.add(NameRegion(columns.there.range, .tables([table, other])), of: scope.file)
        } else {
            symbols.add(NameRegion(columns.there.range, .columns(ofTable: other, computed: true)), of: scope.file)
        }
    }

    /// A condition of a scheme.
    func addRegion(_ range: Range<Int>, ofParameters entry: SchemeEntry) {
        symbols.add(NameRegion(range, .names(entry.parameters.all)), of: file(of: entry.origin))
    }
}

// Tells what single cells of returns mean that were checked: how they read, by which row they are joined, their series.

package import Checking
import Columns
import Diagnostics
package import Evaluation
package import Findings
import Planning
import Quantities

/// Answers questions about cells, of the judgement of a check. What it reads of whole tables it keeps. One thread uses
/// it at a time.
package final class CellInspector {
    private let judgement: Judgement
    private let writer: FindingWriter
    private var rules: RuleSet { judgement.rules }
    private var evaluators: [Int: ExpressionEvaluator] = [:]
    private var series: [Int: SeriesIndex] = [:]
    private var counts: [TableColumn: ColumnCounts] = [:]
    private var keys: [Int: [String]] = [:]
    private var joinedRows: [Int: [KeyHash: Int]] = [:]

    /// Of longer tables no series are looked up.
    private static let mostRows = 1 << 18
    /// How many points of a series and cells of a joined row are told.
    private static let toldPoints = 9
    private static let toldCells = 12
    /// No text that is told has more characters.
    private static let longest = 200

    package init(_ judgement: Judgement) {
        self.judgement = judgement
        writer = FindingWriter(judgement, options: WordingOptions())
    }

    /// The number of a row in its table, by its number in its file.
    package func row(_ number: Int, ofFile file: Int, table: Int) -> Int? {
        judgement.feeds[table].row(number, ofFile: file)
    }

    // MARK: One cell

    /// What a cell means; `nil` where its row cannot be read any more.
    package func facts(table: Int, row: Int, column: Int) -> CellFacts? {
        let reported = ReportedRows(everyColumnOf: [row], table: table, in: writer)
        guard let own = reported[row] else { return nil }
        var facts = CellFacts()
        facts.key = judgement.key(of: own, in: reported, table: table).enumerated().map { index, part in
            NamedText(reported.titleOfKey(index) ?? part.name, told(part.text))
        }
        facts.reading = reading(reported, own, table, column)
        facts.statuses = statuses(reported, own, table, column)
        facts.joined = joined(reported, table, column)
        facts.series = seriesOf(row, table, column)
        return facts
    }

    private func told(_ text: String) -> String { cut(oneLine(text), to: Self.longest) }

    private func selection(_ reported: ReportedRows) -> RowSelection {
        RowSelection(store: reported.store, positions: [0])
    }

    /// How a cell reads: its type, its value, to what it is printed, and what keeps it from having a value.
    private func reading(_ reported: ReportedRows, _ row: ReportedRow, _ table: Int, _ column: Int) -> String {
        let declared = rules.tables[table].columns[column]
        let cell = CellReference(row: .row, table: table, column: column)
        let expression = TypedExpression(.column(cell), declared.type.valueType, declared.span)
        var graph = ExpressionGraph(table: table)
        let node = graph.add(expression, context: PlanningContext(rules: rules))
        let evaluator = ExpressionEvaluator(graph, lookups: judgement)
        evaluator.begin(selection(reported))
        var words = RowWords(
            evaluator: evaluator, index: 0, row: row, neighbours: nil, reported: reported, judgement: judgement,
            table: table)
        let part = words.part(
            TraceNode(text: declared.name, span: declared.span, expression: expression, node: node, children: []))
        if let note = part.note { return note }
        if part.value == .blank {
            let value = evaluator.read(node, row: 0)
            return value == .unknown || value == .blank ? "blank" : "blank, and read as \(told(value.words))"
        }
        if case .text = declared.type { return "" }
        let kind = declared.type.traits.words
        let noun = kind.hasPrefix("a ") ? kind.dropFirst(2) : kind.hasPrefix("an ") ? kind.dropFirst(3) : kind[...]
        switch evaluator.value(node) {
        case .figure(let figures):
            if figures.state[0] == .bounded {
                return "\(noun) of which only a bound is known: it is "
                    + (figures.flags[0].contains(.above) ? "above" : "below") + " what is printed"
            }
            let figure = figures[figure: 0]
            guard figure.isValue else { return "" }
            return "\(noun) \(exactText(of: figure))" + precision(figure, evaluator, node, declared)
                + (part.stored.map { ", stored as \(told($0))" } ?? "")
        case .code where isStatus(declared.type):
            return "status \(told(evaluator.shown(node, row: 0)))"
        case .truth, .target, .code:
            guard case .text(let read) = evaluator.read(node, row: 0) else { return "" }
            return "\(noun) \(told(read))"
        case .text: return ""
        }
    }

    private func isStatus(_ type: ColumnType) -> Bool { if case .status = type { true } else { false } }

    /// To what a figure is printed, and for which figures it then stands; empty for one that stands for itself.
    private func precision(
        _ figure: Figure, _ evaluator: ExpressionEvaluator, _ node: NodeID, _ column: CheckedColumn
    ) -> String {
        let range = evaluator.range(node)[range: 0]
        // Of a length of time the ends would be fractions of its last unit.
        guard range.low.isValue, range.high.isValue, figure.unit != .clock else { return "" }
        let (low, high) = (exactText(of: range.low), exactText(of: range.high))
        guard low != high else { return "" }
        let stands = ": it stands for \(low) to \(high)"
        if let rounding = column.rounding { return ", rounded to \(rounding.text)\(stands)" }
        let step = Figure(state: .value, mantissa: 1, scale: figure.scale, unit: figure.unit)
        return ", printed to \(exactText(of: step))\(stands)"
    }

    // MARK: Statuses

    /// What rules say of the cell's row that hold a figure against a target or limits, where the cell is that figure,
    /// that target or the status.
    private func statuses(
        _ reported: ReportedRows, _ row: ReportedRow, _ table: Int, _ column: Int
    ) -> [String] {
        var found: [String] = []
        for (number, scan) in scans(of: table) {
            for conditions in scan.rules {
                guard let template = judgement.plan.reports[conditions.rule] else { continue }
                let dues = template.comparisons.joined().filter { comparison in
                    comparison.sides.contains { template.isDue($0.node) }
                }
                guard !dues.isEmpty else { continue }
                let judging = evaluators[number] ?? ExpressionEvaluator(scan.graph, lookups: judgement)
                evaluators[number] = judging
                judging.begin(selection(reported))
                guard isOwn(scan, judging) else { break }
                guard let outcome = conditions.outcome(judging, row: 0), outcome == .passed || outcome == .broken
                else { continue }
                let evaluator = ExpressionEvaluator(template.graph, lookups: judgement)
                evaluator.begin(selection(reported))
                for due in dues {
                    let words = status(
                        due, template, evaluator, column, file: Int(row.file), isBroken: outcome == .broken)
                    if let words, !found.contains(words) { found.append(words) }
                }
            }
        }
        return found
    }

    private func scans(of table: Int) -> [(number: Int, scan: ScanPlan)] {
        let plan = judgement.plan
        let late = plan.lateScans.enumerated().filter { $0.element.table == table }
        return [(table, plan.scans[table])] + late.map { (plan.scans.count + $0.offset, $0.element) }
    }

    /// Whether the row is the table's, rather than one that adds up others.
    private func isOwn(_ scan: ScanPlan, _ evaluator: ExpressionEvaluator) -> Bool {
        guard let selection = scan.selection else { return true }
        return evaluator.isTrue(selection.condition)[0] == selection.takesTrue
    }

    private func status(
        _ comparison: FindingTemplate.Comparison, _ template: FindingTemplate, _ evaluator: ExpressionEvaluator,
        _ column: Int, file: Int, isBroken: Bool
    ) -> String? {
        guard let due = comparison.sides.first(where: { template.isDue($0.node) })?.node,
            let scale = StatusScale(due: due, in: template.graph, rules),
            let drawn = StatusPicture(comparison, template, judgement),
            case .scale(let picture) = drawn.picture(evaluator, row: 0, file: file)
        else { return nil }
        func isHere(_ node: NodeID?) -> Bool {
            guard let node, case .column(let cell) = template.graph.nodes[node].kind else { return false }
            return cell == SourceCell(source: 0, column: column)
        }
        let given = comparison.sides.first { $0.node != due }?.node
        let isValue = isHere(scale.axis)
        guard isValue || isHere(scale.oppositeCell) || isHere(given) else { return nil }
        var words = isValue ? "" : "\(picture.valueName) \(picture.value.text) "
        if let target = picture.target {
            words += "against \(target.name) \(target.text): "
        } else if !isValue {
            words += "is given: "
        }
        if let short = scale.shortfall(evaluator, row: 0) {
            words += short.mantissa == 0 ? "met" : "short by \(distance(short))"
            words += ", "
        }
        let label = picture.due.label + (picture.due.colour == .grey ? "" : colourBeside(picture.due))
        if picture.given.colour == picture.due.colour, !isBroken {
            words += "\(label), as it should be"
        } else if isBroken, picture.given.colour != picture.due.colour {
            words += "should be \(label)"
        } else {
            words += "\(label) is due"
        }
        return words
    }

    private func colourBeside(_ status: StatusName) -> String {
        status.label.lowercased().contains(status.colour.rawValue) ? "" : " (\(status.colour.rawValue))"
    }

    /// A difference of percentages is so many points.
    private func distance(_ figure: Figure) -> String {
        guard figure.unit == .percent else { return exactText(of: figure) }
        var bare = figure
        bare.unit = .none
        let points = exactText(of: bare)
        return points == "1" ? "1 point" : "\(points) points"
    }

    // MARK: Joined rows

    /// The rows that a cell leads to, by the joins of its table that it is a key of.
    private func joined(_ reported: ReportedRows, _ table: Int, _ column: Int) -> [CellFacts.JoinedRow] {
        rules.tables[table].joins.compactMap { number in
            let join = rules.joins[number]
            guard join.hereColumns.contains(column), !join.isPaired else { return nil }
            var found = CellFacts.JoinedRow(name: join.name, cells: [])
            guard judgement.isBound(join.table) else {
                found.missing = "there is no return for it"
                return found
            }
            let there = rules.tables[join.table].columns
            guard let first = there.indices.first else { return nil }
            let cell = CellReference(row: .joined(.row, join: number), table: join.table, column: first)
            var graph = ExpressionGraph(table: table)
            let node = graph.add(
                TypedExpression(.column(cell), there[first].type.valueType, join.span),
                context: PlanningContext(rules: rules))
            let evaluator = ExpressionEvaluator(graph, lookups: judgement)
            evaluator.begin(selection(reported))
            guard let row = joinedRow(number, evaluator, of: graph.source(of: node)) else {
                found.missing =
                    judgement.isIncomplete(join: number) || judgement.isIncomplete(table: join.table)
                    ? "its row may be one that could not be read" : "it has no row for this"
                return found
            }
            let rows = ReportedRows(everyColumnOf: [row], table: join.table, in: writer)
            guard let other = rows[row] else { return nil }
            found.location = rows.location(of: other)
            for index in there.indices where !there[index].isOfStored && found.cells.count < Self.toldCells {
                let text = rows.cell(other, index)
                guard !text.isEmpty else { continue }
                found.cells.append(
                    NamedText(judgement.header(of: index, table: join.table, file: Int(other.file)), told(text)))
            }
            return found
        }
    }

    /// The row that the first row of an evaluator is joined to; `nil` where there is none. A join that no rule uses is
    /// looked up here.
    private func joinedRow(_ number: Int, _ evaluator: ExpressionEvaluator, of source: Int) -> Int? {
        if let store = judgement.store(ofTable: rules.joins[number].table), judgement.joinIndex(number) != nil {
            let position = Int(evaluator.positions(of: source)[0])
            return position < 0 ? nil : store.number(of: position)
        }
        guard case .joined(_, _, let key) = evaluator.graph.sources[source].kind else { return nil }
        let (own, isKnown) = evaluator.keys(key)
        defer {
            own.deallocate()
            isKnown.deallocate()
        }
        return Mask(isKnown, count: 1)[0] ? rowsByKey(ofJoin: number)[own[0]] : nil
    }

    /// The first row of a joined table with each key.
    private func rowsByKey(ofJoin number: Int) -> [KeyHash: Int] {
        if let known = joinedRows[number] { return known }
        let join = rules.joins[number]
        var found: [KeyHash: Int] = [:]
        if judgement.feeds[join.table].rowCount <= Self.mostRows {
            let there = rules.tables[join.table]
            var graph = ExpressionGraph(table: join.table)
            let context = PlanningContext(rules: rules)
            let nodes = join.on.map { graph.add(there, $0.there, context: context) }
            let evaluator = ExpressionEvaluator(graph, lookups: judgement)
            let read = graph.columns().read
            let cells = Array(nodes.reduce(into: Set<SourceCell>()) { $0.formUnion(graph.cells(of: $1)) })
            writer.loader(join.table).forEachBatch(wanted: there.columns.indices.map { read.contains($0) }) { batch in
                evaluator.begin(batch)
                let (keys, isKnown) = evaluator.keys(nodes)
                var rows = batch.rows.intersection(Mask(isKnown, count: batch.count))
                if let faults = evaluator.faults(cells) { rows.subtract(faults) }
                rows.eachRow { row in
                    if found[keys[row]] == nil { found[keys[row]] = batch.firstRow + row }
                }
                keys.deallocate()
                isKnown.deallocate()
            }
        }
        joinedRows[number] = found
        return found
    }

    /// What a cell may say that leads to a row of another table: the keys there, in their order, each once.
    package func keys(ofJoinsFrom column: Int, table: Int) -> [String] {
        var found: [String] = []
        for number in rules.tables[table].joins {
            let join = rules.joins[number]
            for (place, here) in join.hereColumns.enumerated() where here == column && !join.isPaired {
                guard case .column(let there) = join.on[place].there else { continue }
                if let known = keys[number] {
                    found += known
                    continue
                }
                var seen: Set<String> = []
                let all = texts(of: there, table: join.table).filter { !$0.isEmpty && seen.insert($0).inserted }
                keys[number] = all
                found += all
            }
        }
        return found
    }

    /// All cells of a column as printed, trimmed; none of a table that is too long.
    private func texts(of column: Int, table: Int) -> [String] {
        guard judgement.isBound(table) else { return [] }
        if let store = judgement.store(ofTable: table), let texts = store.columns[column]?.printed {
            return (0..<store.count).map { texts.text($0) }
        }
        guard judgement.feeds[table].rowCount <= Self.mostRows else { return [] }
        var found: [String] = []
        let wanted = rules.tables[table].columns.indices.map { $0 == column }
        writer.loader(table).forEachBatch(wanted: wanted) { batch in
            batch.rows.eachRow { found.append(cellText(batch, $0, column)) }
        }
        return found
    }

    private func cellText(_ batch: Batch, _ row: Int, _ column: Int) -> String {
        guard let bytes = batch.cell(row, column: column) else { return "" }
        return String(decoding: UnsafeBufferPointer(rebasing: bytes[trimmed(bytes)]), as: UTF8.self)
    }

    // MARK: Series

    /// The rows of each series of a table, in order.
    private struct SeriesIndex {
        /// By row the number of its series; −1 for a row of which that is not known.
        var numbers: [Int] = []
        var rows: [[Int]] = []
    }

    private func seriesOf(_ row: Int, _ table: Int, _ column: Int) -> CellFacts.Series? {
        let checked = rules.tables[table]
        switch checked.columns[column].type.valueType {
        case .figure, .target: break
        default: return nil
        }
        guard let over = checked.series, let index = seriesIndex(table, over), index.numbers.indices.contains(row),
            index.numbers[row] >= 0
        else { return nil }
        let rows = index.rows[index.numbers[row]]
        guard rows.count > 1, let here = rows.firstIndex(of: row) else { return nil }
        let start = max(0, min(here - Self.toldPoints / 2, rows.count - Self.toldPoints))
        let window = rows[start..<min(rows.count, start + Self.toldPoints)]
        let reported = ReportedRows(everyColumnOf: window.sorted(), table: table, in: writer)
        var graph = ExpressionGraph(table: table)
        let place = graph.add(checked, over, context: PlanningContext(rules: rules))
        let evaluator = ExpressionEvaluator(graph, lookups: judgement)
        evaluator.begin(RowSelection(store: reported.store, positions: window.map { reported.position($0) }))
        let points = window.enumerated().compactMap { number, row -> CellFacts.Series.Point? in
            guard let other = reported[row] else { return nil }
            return CellFacts.Series.Point(
                label: told(evaluator.shown(place, row: number)), value: told(reported.cell(other, column)),
                isHere: start + number == here)
        }
        return CellFacts.Series(points: points, before: start, behind: rows.count - start - window.count)
    }

    private func seriesIndex(_ table: Int, _ over: ColumnOrLet) -> SeriesIndex? {
        if let known = series[table] { return known }
        guard judgement.feeds[table].rowCount <= Self.mostRows else { return nil }
        let checked = rules.tables[table]
        var graph = ExpressionGraph(table: table)
        let context = PlanningContext(rules: rules)
        let by = checked.key.filter { $0 != over }.map { graph.add(checked, $0, context: context) }
        let order = graph.add(checked, over, context: context)
        let evaluator = ExpressionEvaluator(graph, lookups: judgement)
        let read = graph.columns().read
        var index = SeriesIndex()
        index.numbers = [Int](repeating: -1, count: judgement.feeds[table].rowCount)
        var numbers: [KeyHash: Int] = [:]
        var rows: [[(row: Int, order: OrderValue)]] = []
        writer.loader(table).forEachBatch(wanted: checked.columns.indices.map { read.contains($0) }) { batch in
            evaluator.begin(batch)
            let (keys, isKnown) = evaluator.keys(by)
            let known = Mask(isKnown, count: batch.count)
            let orders = evaluator.value(order)
            for row in 0..<batch.count where batch.isOwn(row) && (by.isEmpty || known[row]) {
                guard let order = OrderValue(orders, row) else { continue }
                let number = numbers[keys[row]] ?? rows.count
                if number == rows.count {
                    numbers[keys[row]] = number
                    rows.append([])
                }
                index.numbers[batch.firstRow + row] = number
                rows[number].append((batch.firstRow + row, order))
            }
            keys.deallocate()
            isKnown.deallocate()
        }
        index.rows = rows.map { rows in
            rows.sorted { one, other in
                if one.order.satisfies(.less, other.order) == true { return true }
                if other.order.satisfies(.less, one.order) == true { return false }
                return one.row < other.row
            }.map(\.row)
        }
        series[table] = index
        return index
    }

    // MARK: Columns

    /// What is counted of a column's cells, over all files of its table; it reads the table once.
    package func counts(table: Int, column: Int) -> ColumnCounts {
        let asked = TableColumn(table: table, column: column)
        if let known = counts[asked] { return known }
        var found = ColumnCounts()
        found.files = judgement.inputs[table].files.count
        var texts: Set<String> = []
        let columns = rules.tables[table].columns.indices.map { $0 == column }
        writer.loader(table).forEachBatch(wanted: columns) { batch in
            let vector = batch.vector(column)
            let faults = batch.faults(column)
            batch.rows.eachRow { row in
                found.rows += 1
                let text = cellText(batch, row, column)
                if text.isEmpty { found.blank += 1 } else { texts.insert(text) }
                if faults?[row] ?? false { found.faulty += 1 } else if vector.state(row).saysValue { found.known += 1 }
            }
        }
        found.distinct = texts.count
        counts[asked] = found
        return found
    }

    // MARK: Rules

    /// The rules that use a column of their own row, in the order of declaration.
    package func rulesAbout(column: Int, table: Int) -> [CheckedRule] {
        let cell = CellReference(row: .row, table: table, column: column)
        return rules.rules.filter { rule in
            rule.scope.table == table
                && (rule.places.contains(cell) || rule.requires.contains { $0.places.contains(cell) }
                    || rules.usedCells(of: rule).contains(cell))
        }
    }

    /// The cells that are added up or counted for what is stated in a cell, by the rules that compare it with that; the
    /// first so many.
    package func parts(table: Int, row: Int, column: Int, atMost limit: Int = 200) -> [FindingLocation] {
        var found: [FindingLocation] = []
        let reported = ReportedRows(everyColumnOf: [row], table: table, in: writer)
        guard reported[row] != nil else { return [] }
        for (number, rule) in rules.rules.enumerated() where rule.scope.table == table && rule.runs == nil {
            guard case .rows(_, _, nil) = rule.scope, let template = judgement.plan.reports[number] else { continue }
            for comparison in template.comparisons.joined() {
                let isStated = comparison.sides.contains { side in
                    guard case .column(let cell) = template.graph.nodes[side.node].kind else { return false }
                    return cell == SourceCell(source: 0, column: column)
                }
                guard isStated else { continue }
                let evaluator = ExpressionEvaluator(template.graph, lookups: judgement)
                evaluator.begin(selection(reported))
                for side in comparison.sides {
                    for use in aggregates(below: side.node, in: template.graph) where found.count < limit {
                        found += locations(of: use, template, evaluator, atMost: limit - found.count)
                    }
                }
            }
        }
        return found
    }

    /// The aggregates that a node is computed of.
    private func aggregates(below node: NodeID, in graph: ExpressionGraph) -> [AggregateLookup] {
        var found: [AggregateLookup] = []
        var seen: Set<NodeID> = []
        var open = [node]
        while let next = open.popLast() {
            guard seen.insert(next).inserted else { continue }
            if case .aggregate(let use) = graph.nodes[next].kind {
                found.append(use)
            } else {
                open += graph.nodes[next].inputs.compactMap { $0 }
            }
        }
        return found
    }

    private func locations(
        of use: AggregateLookup, _ template: FindingTemplate, _ evaluator: ExpressionEvaluator, atMost limit: Int
    ) -> [FindingLocation] {
        let table = use.aggregate.table
        guard judgement.isBound(table), judgement.feeds[table].rowCount <= Self.mostRows else { return [] }
        let counting = AggregateRows(use, evaluator: evaluator, in: writer)
        guard let parts = counting.parts(by: template.by, outside: 0) else { return [] }
        let counted = Array(parts.rows.lazy.filter { parts.isCounted[$0] }.prefix(limit))
        var columns: Set<Int> = []
        if let value = use.aggregate.value { columns = Set(value.cells.filter { $0.row == .row }.map(\.column)) }
        var wanted = WantedRows()
        let set = wanted.set(of: columns)
        for row in counted { wanted.add(row, set: set) }
        wanted.finish()
        let rows = ReportedRows(wanted, table: table, in: writer)
        return counted.compactMap { number in
            rows[number].map { row in
                columns.sorted().lazy.compactMap { rows.location(of: row, column: $0) }.first ?? rows.location(of: row)
            }
        }
    }
}

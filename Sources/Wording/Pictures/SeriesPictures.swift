// Pictures of series: the figures of one column in the rows of a series, with their targets.

import Checking
import Columns
import Diagnostics
import Evaluation
import Findings
import Planning
import Quantities

/// Finds the series of a rule's first violations again. It reads the table once.
struct SeriesPictures {
    private let rule: CheckedRule
    private let table: Int
    private let series: CheckedSeries
    private let template: FindingTemplate
    private let violations: [RuleViolation]
    private let writer: FindingWriter
    private var judgement: Judgement { writer.judgement }

    /// How many violations of a rule are looked at; how many rows of a series are looked through, and how many drawn.
    static let violationLimit = 100
    private static let mostRows = 20_000
    private static let drawnRows = 40
    private static let rowLimit = 1 << 20

    /// `nil` for a rule that looks at no series, and for one over groups whose rows have no order along which a line
    /// could be drawn.
    init?(
        _ index: Int, _ violations: [RuleViolation], _ template: FindingTemplate, in writer: FindingWriter
    ) {
        let rule = writer.judgement.rules.rules[index]
        switch rule.scope {
        case .rows(let table, _, let series?) where rule.readsSeries: (self.table, self.series) = (table, series)
        case .groups(let table, let by, _) where rule.runs == nil && rule.pairs == nil:
            guard let over = writer.judgement.rules.order(ofGroupsBy: by, in: table, span: rule.nameSpan) else {
                return nil
            }
            (self.table, series) = (table, CheckedSeries(by: by.map(\.value), over: over))
        default: return nil
        }
        self.rule = rule
        self.template = template
        self.violations = Array(violations.prefix(Self.violationLimit))
        self.writer = writer
    }

    /// Whether a rule looks at neighbours, or at groups of rows.
    static func areOf(_ rule: CheckedRule) -> Bool {
        switch rule.scope {
        case .rows(_, _, .some): rule.readsSeries
        case .groups: rule.pairs == nil
        default: false
        }
    }

    /// The pictures, in the order of the violations.
    func pictures() -> [FindingPicture] {
        guard judgement.feeds[table].rowCount <= Self.rowLimit else {
            return violations.map { _ in .undrawn("the table has too many rows for its series to be looked up again") }
        }
        let cells = rule.requires.indices.map { SeriesCells(rule, require: $0, table: table, judgement.rules) }
        let found = rowsOfSeries()
        var windows: [[Int]] = []
        for (index, violation) in violations.enumerated() {
            windows.append(window(found[index], around: violation.subject.row))
        }
        let reported = ReportedRows(everyColumnOf: Set(windows.joined()), table: table, in: writer)
        var readings: [Int: SeriesReading] = [:]
        for column in Set(cells.compactMap(\.column)) {
            readings[column] = SeriesReading(column: column, over: series.over, table: table, reported, in: writer)
        }
        return violations.indices.map { index in
            let spoken = cells[violations[index].require]
            let file = windows[index].lazy.compactMap { reported[$0] }.first.map { Int($0.file) } ?? 0
            guard let column = spoken.column, let reading = readings[column] else {
                return .undrawn(whyNoLine(spoken, file: file))
            }
            return picture(
                violations[index], windows[index], found[index].count - windows[index].count, column, spoken, reading,
                file: file)
        }
    }

    /// The picture of one violation: the figures of one column in some rows of its series.
    private func picture(
        _ violation: RuleViolation, _ rows: [Int], _ leftOut: Int, _ column: Int, _ spoken: SeriesCells,
        _ reading: SeriesReading, file: Int
    ) -> FindingPicture {
        let marked = spoken.rows(column, of: violation.subject)
        guard marked.isSubset(of: rows) else {
            return .undrawn("the rows that are held against each other are too far apart in the series")
        }
        guard let (points, missing) = reading.points(rows, marked: marked) else {
            return .undrawn("the figures of the series are in different units")
        }
        guard points.contains(where: { $0.value != nil }) else {
            return .undrawn("the series has no figures that could be drawn")
        }
        var picture = SeriesPicture(
            name: judgement.header(of: column, table: table, file: file), points: points, leftOut: leftOut,
            missing: missing)
        let besides = spoken.besides(column)
        if !besides.isEmpty {
            picture.remark = "the finding speaks of \(headers(besides, file: file)) too, which is not drawn"
        }
        return .series(picture)
    }

    private func whyNoLine(_ spoken: SeriesCells, file: Int) -> String {
        guard !spoken.own.isEmpty, !spoken.others.isEmpty else {
            return "the rule looks at several rows, but at no column of figures"
        }
        let (own, others) = (headers(spoken.own, file: file), headers(spoken.others, file: file))
        return "\(own) of the row is held against \(others) of other rows, "
            + "so that no line of one column shows it"
    }

    private func headers(_ columns: [Int], file: Int) -> String {
        let names = columns.prefix(4).map { "“\(judgement.header(of: $0, table: table, file: file))”" }
        return names.joined(separator: " and ") + (columns.count > names.count ? " and others" : "")
    }

    /// By violation the rows of its series, in the order of the series.
    private func rowsOfSeries() -> [[Int]] {
        var graph = ExpressionGraph(table: table)
        let context = PlanningContext(rules: judgement.rules)
        let by = series.by.map { graph.add($0, context: context) }
        let over = series.over.map { graph.add($0, context: context) }
        var condition: NodeID?
        if let asked = rule.scope.condition { condition = graph.add(asked, context: context) }
        let wanted = ReportedRows(
            everyColumnOf: violations.compactMap(\.subject.row), table: table, in: writer)
        let keys = ExpressionEvaluator(graph, lookups: judgement)
        keys.begin(RowSelection(violations.map(\.subject), in: wanted))
        // Several violations may be of one series.
        var numbers: [KeyHash: Int] = [:]
        var ofViolation: [Int] = []
        let (own, _) = keys.keys(by)
        for index in violations.indices {
            let number = numbers[own[index]] ?? numbers.count
            numbers[own[index]] = number
            ofViolation.append(number)
        }
        own.deallocate()
        var rows: [[(row: Int, order: OrderValue?)]] = Array(repeating: [], count: numbers.count)
        let read = graph.columns().read
        let inner = ExpressionEvaluator(graph, lookups: judgement)
        let columns = judgement.rules.tables[table].columns.indices.map { read.contains($0) }
        writer.loader(table).forEachBatch(wanted: columns) { batch in
            inner.begin(batch)
            let (keys, isKnown) = inner.keys(by)
            let orders = over.map { inner.value($0) }
            for row in 0..<batch.count where batch.isOwn(row) {
                guard let number = numbers[keys[row]], rows[number].count < Self.mostRows else { continue }
                if let condition, !inner.truths(condition).isTrue(row) { continue }
                rows[number].append((batch.firstRow + row, orders.flatMap { OrderValue($0, row) }))
            }
            keys.deallocate()
            isKnown.deallocate()
        }
        let sorted = rows.map { rows in
            rows.enumerated().sorted { one, other in
                guard let left = one.element.order, let right = other.element.order else {
                    // Rows that stand nowhere come last.
                    return one.element.order != nil
                        || other.element.order == nil && one.offset < other.offset
                            && !(one.element.order == nil && other.element.order != nil)
                }
                if left.satisfies(.less, right) == true { return true }
                if right.satisfies(.less, left) == true { return false }
                return one.offset < other.offset
            }.map(\.element.row)
        }
        return ofViolation.map { sorted[$0] }
    }

    /// As many rows around one of them as are drawn.
    private func window(_ rows: [Int], around row: Int?) -> [Int] {
        guard rows.count > Self.drawnRows else { return rows }
        let center = row.flatMap { rows.firstIndex(of: $0) } ?? rows.count - 1
        let start = max(0, min(center - Self.drawnRows * 3 / 4, rows.count - Self.drawnRows))
        return Array(rows[start..<start + Self.drawnRows])
    }
}

extension RuleSet {
    /// The column by which the rows of groups stand in an order: that of the table's series, else one of periods or
    /// dates in its key, so that no two rows of a group stand at one place. `nil` where there is none.
    fileprivate func order(ofGroupsBy groups: [GroupColumn], in table: Int, span: SourceSpan) -> TypedExpression? {
        let checked = tables[table]
        let grouped = groups.flatMap { $0.value.cells.map(\.column) }
        for case .column(let column)? in [checked.series] + checked.key.map(Optional.some)
        where !grouped.contains(column) {
            let type = checked.columns[column].type.valueType
            switch type {
            case .period, .date:
                let cell = CellReference(row: .row, table: table, column: column)
                return TypedExpression(.column(cell), type, span)
            default:
                if checked.series == .column(column) {
                    return TypedExpression(
                        .column(CellReference(row: .row, table: table, column: column)), type, span)
                }
            }
        }
        return nil
    }
}

/// Reads the points of series: their figures, and the targets and bands of the scheme that rates the same column.
private struct SeriesReading {
    private let reported: ReportedRows
    private let values: ExpressionEvaluator
    private let value: NodeID
    private let over: NodeID?
    /// The scheme by which a rule rates the column, with what evaluates it.
    private var scale: (scale: StatusScale, graph: ExpressionGraph)?
    private let judgement: Judgement

    init(column: Int, over: TypedExpression?, table: Int, _ reported: ReportedRows, in writer: FindingWriter) {
        judgement = writer.judgement
        self.reported = reported
        var graph = ExpressionGraph(table: table)
        let context = PlanningContext(rules: judgement.rules)
        value = graph.add(judgement.rules.tables[table], .column(column), context: context)
        self.over = over.map { graph.add($0, context: context) }
        values = ExpressionEvaluator(graph, lookups: judgement)
        let rules = judgement.rules.rules.indices.filter { judgement.rules.rules[$0].scope.table == table }
        search: for rule in rules {
            guard let template = judgement.plan.reports[rule] else { continue }
            for side in template.comparisons.joined().flatMap(\.sides) where template.isDue(side.node) {
                guard let scale = StatusScale(due: side.node, in: template.graph, judgement.rules),
                    scale.column == SourceCell(source: 0, column: column)
                else { continue }
                self.scale = (scale, template.graph)
                break search
            }
        }
    }

    /// The figure of a row, or the bound of its target; `nil` where there is none.
    private func figure(_ index: Int) -> Figure? {
        switch values.value(value) {
        case .figure(let figures): figures.state[index] == .value ? figures[figure: index] : nil
        case .target(let targets): TargetBounds(targets, row: index)?.first
        default: nil
        }
    }

    /// The points of some rows, with the first of the periods between them that have no row; `nil` where their figures
    /// have units between which nothing converts, so that they stand on no one axis.
    func points(_ rows: [Int], marked: Set<Int>) -> (points: [SeriesPicture.Point], missing: [String])? {
        let selection = RowSelection(store: reported.store, positions: rows.map { reported.position($0) })
        values.begin(selection)
        let figures = rows.indices.map { figure($0) }
        // As the last of them is printed, which is most often the one in question.
        let unit = figures.lazy.compactMap { $0 }.last { !$0.unit.isBare }?.unit ?? .none
        let scaled = scale.map { ExpressionEvaluator($0.graph, lookups: judgement) }
        scaled?.begin(selection)
        var points: [SeriesPicture.Point] = []
        var missing: [String] = []
        var before: Period?
        for (index, row) in rows.enumerated() {
            var point = SeriesPicture.Point(
                label: over.map { brief(values.value($0, row: index).words, to: 40) } ?? "row \(row + 1)",
                value: nil, isMarked: marked.contains(row))
            if let figure = figures[index] {
                guard let place = figure.onAxis(of: unit)?.approximation else { return nil }
                point.value = PlacedFigure(brief(values.value(value, row: index).words, to: 40), at: place)
            }
            if let scaled, let reading = scale?.scale.read(scaled, row: index, in: unit) {
                if reading.bounds.count == 1 { point.target = reading.bounds[0].figure }
                point.bands = reading.bands
            }
            let period = period(index)
            point.place = period.map { Double($0.start + $0.months) } ?? number(index)
            if let before, let period { point.missingBefore = missingPeriods(before, period, &missing) }
            before = period
            points.append(point)
        }
        return (points, missing)
    }

    // MARK: Places along the series

    private func period(_ index: Int) -> Period? {
        guard let over, case .period = values.graph.nodes[over].type, case .code(let codes) = values.value(over),
            codes.state[index] == .value
        else { return nil }
        return Period(code: codes.code[index])
    }

    /// The day, or the figure, by which a row is ordered.
    private func number(_ index: Int) -> Double? {
        guard let over else { return nil }
        switch values.value(over) {
        case .figure(let figures) where figures.state[index] == .value: return figures[figure: index].approximation
        case .code(let codes) where codes.state[index] == .value && values.graph.nodes[over].type == .date:
            return Double(codes.code[index])
        default: return nil
        }
    }

    /// How many periods of one length lie between two of that length; the first few are named.
    private func missingPeriods(_ one: Period, _ other: Period, _ named: inout [String]) -> Int {
        let way = other.start - one.start
        guard one.months == other.months, way > one.months, way % one.months == 0 else { return 0 }
        let count = way / one.months - 1
        var month = 4
        if let over, case .period(let years) = values.graph.nodes[over].type { month = years.month }
        for step in 1...count where named.count < Self.namedPeriods {
            named.append(Period(start: one.start + step * one.months, months: one.months).text(yearFrom: month))
        }
        return count
    }

    private static let namedPeriods = 6
}

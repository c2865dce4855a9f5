// The findings of one rule: its messages, places, values and fixes for the rows that break it.

import Checking
import Columns
import Diagnostics
import Evaluation
import Findings
import Planning
import Quantities
import Tables

/// Puts a rule's violations into words.
struct RuleMessages {
    private let rule: CheckedRule
    private let index: Int
    private let table: Int
    private let template: FindingTemplate?
    /// The reported rows of the rule's table.
    private let reported: ReportedRows?
    private let ruleLocation: RuleLocation
    private let writer: FindingWriter
    private let judgement: Judgement
    /// By the number of a violation the rows that decided it.
    private let deciding: [Int: [RelatedLocation]]
    /// The rows that do not break the rule by their stored figures.
    private let keptByStored: RowSet
    /// Those among them that are undecided by these.
    private let openByStored: RowSet
    /// By require the parts of cells that it looks for.
    private let sought: [[SoughtPart]]
    private let foundParts = FoundParts()

    init(_ index: Int, reported: [Int: ReportedRows], in writer: FindingWriter) {
        judgement = writer.judgement
        rule = judgement.rules.rules[index]
        self.index = index
        table = rule.scope.table
        deciding = writer.decidingRows[index] ?? [:]
        template = judgement.plan.reports[index]
        ruleLocation = RuleLocation(rule.nameSpan)
        let outcomes = judgement.board.rules[index] ?? RuleOutcomes()
        sought = rule.requires.map(\.condition.soughtParts)
        (keptByStored, openByStored) = (outcomes.keptByStored, outcomes.openByStored)
        self.reported = reported[table]
        self.writer = writer
    }

    /// A cell that a finding points at, located.
    private struct Pointed {
        var cell: CellReference
        var row: ReportedRow
        var location: FindingLocation
        /// As the rule names it: `value`, `previous.value`, `register.better`.
        var name: String
        /// As people call it, by its header: `This quarter`, `This quarter (previous)`.
        var title: String
        var text: String
        /// What is stored behind it; `nil` where that is what it shows.
        var stored: String?
        var shape: CellShape
    }

    func word(_ violations: [RuleViolation], into part: FindingBuffer) {
        guard let template, !violations.isEmpty else { return }
        let evaluator = ExpressionEvaluator(template.graph, lookups: judgement)
        var start = 0
        while start < violations.count, !writer.isAbandoned {
            let batch = Array(violations[start..<min(start + batchRows, violations.count)])
            RuleMessages.begin(evaluator, batch, reported)
            let joined = joinedRows(evaluator, batch.count)
            let storedValues = storedValues(batch, template)
            for (index, violation) in batch.enumerated() {
                var finding = finding(violation, index, evaluator, storedValues, template, joined)
                finding.order = violation.order
                // The rows that decided were found beforehand, for the first violations.
                if let rows = deciding[violation.order] { finding.related += rows }
                part.append(finding)
            }
            start += batch.count
            writer.progress?.add(batch.count)
        }
    }

    /// Begins a batch of the rows that some violations are about, read again.
    static func begin(_ evaluator: ExpressionEvaluator, _ violations: [RuleViolation], _ reported: ReportedRows?) {
        guard let rows = reported, violations.allSatisfy({ $0.subject.row != nil }) else {
            evaluator.beginAlone()
            return
        }
        evaluator.begin(RowSelection(violations.map(\.subject), in: rows))
    }

    /// Rows of joined tables whose cells are pointed at, read again.
    private func joinedRows(_ evaluator: ExpressionEvaluator, _ count: Int) -> [Int: ReportedRows] {
        var wanted: [Int: WantedRows] = [:]
        for (cell, source) in template?.places ?? [:] {
            guard case .joined = cell.row, let store = judgement.store(ofTable: cell.table) else { continue }
            let positions = evaluator.positions(of: source)
            var rows = wanted.removeValue(forKey: cell.table) ?? WantedRows()
            let set = rows.set(of: [cell.column])
            for row in 0..<count where positions[row] >= 0 {
                rows.add(store.number(of: Int(positions[row])), set: set)
            }
            wanted[cell.table] = rows
        }
        var rows: [Int: ReportedRows] = [:]
        for (table, var asked) in wanted {
            asked.finish()
            rows[table] = ReportedRows(asked, table: table, in: writer)
        }
        return rows
    }

    private func pointed(
        _ cell: CellReference, _ violation: RuleViolation, _ index: Int, _ evaluator: ExpressionEvaluator,
        _ joined: [Int: ReportedRows]
    ) -> Pointed? {
        let column = judgement.rules.tables[cell.table].columns[cell.column].name
        var row: ReportedRow?
        var rows = reported
        var name = column
        var origin = ""
        switch cell.row {
        case .row: row = violation.subject.row.flatMap { reported?[$0] }
        case .neighbour(let neighbour):
            row = violation.subject.neighbours?[neighbour].flatMap { reported?[$0] }
            name = "\(neighbour.rawValue).\(column)"
            origin = " (\(neighbour.rawValue))"
        case .joined(_, let join):
            name = "\(judgement.rules.joins[join].name).\(column)"
            origin = " (\(judgement.rules.joins[join].name))"
            guard let source = template?.places[cell], let store = judgement.store(ofTable: cell.table) else {
                return nil
            }
            let position = evaluator.positions(of: source)[index]
            rows = joined[cell.table]
            if position >= 0 { row = rows?[store.number(of: Int(position))] }
        // Places are cells of the rule's own expressions; the outer row occurs only in conditions of aggregates.
        case .outside: return nil
        }
        guard let row, let rows, let location = rows.location(of: row, column: cell.column) else { return nil }
        return Pointed(
            cell: cell, row: row, location: location, name: name,
            title: (rows.title(cell.column) ?? column) + origin, text: rows.cell(row, cell.column),
            stored: rows.storedCell(row, cell.column), shape: rows.shape(of: row, column: cell.column))
    }

    /// What a finding points at: of cells in which its require looks for something, what is found there.
    private func spots(_ pointed: [Pointed], _ require: Int, _ joined: [Int: ReportedRows]) -> [Pointed] {
        guard !sought[require].isEmpty else { return pointed }
        return pointed.flatMap { cell -> [Pointed] in
            var rows = reported
            if case .joined = cell.cell.row { rows = joined[cell.cell.table] }
            let found = sought[require].compactMap { part -> Pointed? in
                guard part.cell == cell.cell else { return nil }
                var text = cell.text
                guard let range = text.withUTF8({ foundParts.range(of: part.sought, in: $0) }),
                    let location = rows?.location(
                        of: range, ofText: cell.text, in: cell.row, column: cell.cell.column)
                else { return nil }
                var spot = cell
                spot.location = location
                spot.text = String(decoding: Array(cell.text.utf8)[range], as: UTF8.self)
                return spot
            }
            return found.isEmpty ? [cell] : found
        }
    }

    private func finding(
        _ violation: RuleViolation, _ index: Int, _ evaluator: ExpressionEvaluator,
        _ storedValues: ExpressionEvaluator?, _ template: FindingTemplate, _ joined: [Int: ReportedRows]
    ) -> Finding {
        if let share = rule.leastShare { return shortfall(share, violation, evaluator, template) }
        let row = violation.subject.row.flatMap { reported?[$0] }
        let key = row.map { judgement.key(of: $0, in: reported, table: table) } ?? []
        let beside = besides(violation, index, evaluator, joined)
        let group = rule.pairs == nil ? [] : groupValues(row) ?? key
        let keyText =
            rule.pairs == nil
            ? judgement.keyText(key, row: row, in: reported) : pairText(row, group, beside)
        let require = rule.requires[violation.require]
        let cells = rule.places.isEmpty ? require.places : rule.places
        let pointed = cells.compactMap { self.pointed($0, violation, index, evaluator, joined) }
        let named =
            rule.places.isEmpty
            ? pointed : require.places.compactMap { self.pointed($0, violation, index, evaluator, joined) }
        let comparison = template.broken(violation.require, evaluator, index)
        let opposites = comparison.map { self.opposites($0, index, evaluator) } ?? [:]
        var message = ""
        if let parts = template.otherwise[violation.require] ?? template.message {
            message = evaluator.worded(parts, row: index, key: keyText, beside: opposites)
            if sharesMessage(violation.require, template, index, evaluator) {
                message += " (required: \(cut(template.conditions[violation.require].text, to: 120)))"
            }
        }
        // A finding always has a message, even where its author wrote an empty text.
        if message.allSatisfy(\.isWhitespace) {
            message = ordinaryMessage(comparison, opposites, index, evaluator, keyText, row)
        }
        var finding = Finding(rule: rule.name, severity: rule.severity, message: oneLine(message))
        finding.help = template.help.map { oneLine(evaluator.worded($0, row: index, key: keyText)) }
        let figures = storedFigures(named + pointed)
        finding.stored = figures.map { NamedText($0.name, $0.stored) }
        if keptByStored.contains(violation.subject.row) {
            finding.severity = min(rule.severity, .query)
            let all = figures + storedFigures(of: row, besides: figures)
            let sides = comparison.map { storedSides($0, index, evaluator, storedValues) } ?? []
            let isOfStatus = comparison?.sides.contains { template.isDue($0.node) } ?? false
            finding.message +=
                "; "
                + StoredFigureWords(
                    cells: all, sides: sides, isOfStatus: isOfStatus,
                    isOpen: openByStored.contains(violation.subject.row)
                ).words
            finding.help = finding.help ?? StoredFigureWords.help
        }
        for case let note? in [
            leftOutNote(template, violation), unplacedNote, lookalikeNote(comparison, index, evaluator),
        ] {
            finding.help = finding.help.map { "\($0) (\(note))" } ?? note
        }
        finding.table = judgement.rules.tables[table].name
        finding.key = group.isEmpty ? key : group + beside.map { NamedText($0.name, $0.text) }
        finding.rowName = row == nil ? nil : keyText
        finding.label = row.flatMap { reported?.label(of: $0) }
        finding.owner = row.flatMap { reported?.owner(of: $0) }
        let spots = spots(pointed, violation.require, joined)
        finding.location = location(spots, row, key: key)
        finding.related = spots.dropFirst().map {
            RelatedLocation("\($0.title): \($0.text.isEmpty ? "(blank)" : $0.text)", $0.location)
        }
        // The row beside the group is shown where nothing points at it.
        if let first = beside.first, !spots.contains(where: { $0.cell.row == first.cell.row }) {
            finding.related.append(
                RelatedLocation(
                    beside.map { "\($0.name): \($0.text.isEmpty ? "(blank)" : cut(oneLine($0.text), to: 80))" }
                        .joined(separator: ", "), first.location))
        }
        for cell in named + (rule.places.isEmpty ? [] : pointed) + beside
        where !finding.values.contains(where: { $0.name == cell.name }) {
            finding.values.append(NamedText(cell.name, cell.text))
        }
        finding.fixes = template.fixes.compactMap { fix, node in
            guard let target = self.pointed(fix.cell, violation, index, evaluator, joined) else { return nil }
            let said: String
            switch evaluator.value(node, row: index, limit: .max) {
            case .unknown: return nil
            case .blank: said = ""
            case .text(let text): said = text
            }
            let editor = judgement.inputs[fix.cell.table].files[Int(target.row.file)].editor
            return FindingFix(
                isSafe: fix.isSafe, column: judgement.rules.tables[fix.cell.table].columns[fix.cell.column].name,
                text: said, written: editor?.replacement(said, for: target.shape), location: target.location)
        }
        finding.waived = violation.waiver.flatMap { judgement.findingWaiver($0) }
        finding.ruleLocation = ruleLocation
        finding.fingerprint =
            FindingIdentity(
                rule: rule.name, table: finding.table, part: [part(violation.require)],
                row: identity(row, key) + identity(beside: beside, joined)
            ).digest
        let rows =
            row.map { markedRows($0, pointed, named, label: label(comparison, index, evaluator, template)) } ?? []
        if violation.order < writer.options.excerptLimit, !rows.isEmpty {
            finding.excerpt = judgement.excerpt(table: table, of: reported, rows: rows, also: [])
        }
        if writer.options.illustrationLimit != nil {
            finding.illustration = illustration(violation, row, rows, comparison, index, evaluator, template)
        }
        return finding
    }

    // MARK: Shares of rows

    /// That too few rows fulfil the rule: at the header, with the first that do not.
    private func shortfall(
        _ share: LeastShare, _ violation: RuleViolation, _ evaluator: ExpressionEvaluator, _ template: FindingTemplate
    ) -> Finding {
        let outcomes = judgement.board.rules[index] ?? RuleOutcomes()
        var message = (template.otherwise[0] ?? template.message).map { evaluator.worded($0, row: 0, key: "") } ?? ""
        if message.allSatisfy(\.isWhitespace) {
            message = rule.title.allSatisfy(\.isWhitespace) ? rule.name : rule.title
        }
        let all = outcomes.passed + outcomes.brokenRows
        var found = combine(Figure(whole: outcomes.passed * 100), Figure(whole: all), .divide(.right))
        found.unit = .percent
        var noun = "row"
        if case .groups = rule.scope { noun = rule.pairs == nil ? "group" : "pair" }
        if all != 1 { noun += "s" }
        message += ": \(text(of: found, apartFrom: share.figure)) of \(all) \(noun), not \(share.text)"
        var finding = Finding(rule: rule.name, severity: rule.severity, message: oneLine(message))
        finding.help = template.help.map { oneLine(evaluator.worded($0, row: 0, key: "")) }
        finding.table = judgement.rules.tables[table].name
        finding.location = judgement.headerPlace(table: table, file: 0)
        finding.related = examples(outcomes.examples, rule.requires[0].places)
        finding.waived = violation.waiver.flatMap { judgement.findingWaiver($0) }
        finding.ruleLocation = ruleLocation
        finding.fingerprint = FindingIdentity(rule: rule.name, table: finding.table, part: [part(0)], row: []).digest
        return finding
    }

    /// The places of some rows, with their keys.
    private func examples(_ numbers: [Int], _ places: [CellReference]) -> [RelatedLocation] {
        let rows = ReportedRows(everyColumnOf: numbers, table: table, in: writer)
        let column = places.first { $0.row == .row }?.column
        return numbers.compactMap { number in
            guard let row = rows[number] else { return nil }
            let words = judgement.shortKey(of: row, in: rows, table: table).map {
                "\($0.name): \($0.text.isEmpty ? "(blank)" : cut(oneLine($0.text), to: 80))"
            }
            let place = column.flatMap { rows.location(of: row, column: $0) }
            return RelatedLocation(words.joined(separator: ", "), place ?? rows.location(of: row))
        }
    }

    // MARK: Stored figures

    /// Evaluates the rule's sides for some violations with figures as they are stored; `nil` where none of them is kept
    /// by these.
    private func storedValues(_ violations: [RuleViolation], _ template: FindingTemplate) -> ExpressionEvaluator? {
        guard let stored = judgement.storedFigures,
            violations.contains(where: { keptByStored.contains($0.subject.row) })
        else { return nil }
        // A return that stores what it shows may be held against one that does not.
        let rows = reported.map { $0.stored ?? $0 }
        if rows?.store.count != reported?.store.count { return nil }
        let evaluator = ExpressionEvaluator(template.graph, lookups: stored)
        RuleMessages.begin(evaluator, violations, rows)
        return evaluator
    }

    /// The cells whose figures are stored as others than they show, each once.
    private func storedFigures(_ cells: [Pointed]) -> [TwofoldFigure] {
        var figures: [TwofoldFigure] = []
        for cell in cells where !figures.contains(where: { $0.name == cell.name }) {
            guard let stored = cell.stored else { continue }
            figures.append(TwofoldFigure(name: cell.name, shown: cell.text, stored: stored))
        }
        return figures
    }

    /// The same of the other cells of a row that the rule's conditions use.
    private func storedFigures(of row: ReportedRow?, besides known: [TwofoldFigure]) -> [TwofoldFigure] {
        guard let row, let reported else { return [] }
        return judgement.rules.usedCells(of: rule).compactMap { cell in
            guard cell.row == .row, let stored = reported.storedCell(row, cell.column) else { return nil }
            let name = judgement.rules.tables[table].columns[cell.column].name
            if known.contains(where: { $0.name == name }) { return nil }
            return TwofoldFigure(name: name, shown: reported.cell(row, cell.column), stored: stored)
        }
    }

    /// The sides of a comparison that stored figures make others: computed ones, and cells of other rows.
    private func storedSides(
        _ comparison: FindingTemplate.Comparison, _ index: Int, _ evaluator: ExpressionEvaluator,
        _ storedValues: ExpressionEvaluator?
    ) -> [TwofoldFigure] {
        guard let storedValues else { return [] }
        return comparison.sides.compactMap { side in
            let node = evaluator.graph.nodes[side.node]
            if case .column(let cell) = node.kind, cell.source == 0 { return nil }
            guard node.type == .figure else { return nil }
            let shown = evaluator.shown(side.node, row: index)
            let stored = storedValues.shown(side.node, row: index)
            if shown == stored { return nil }
            return TwofoldFigure(name: cut(oneLine(side.text).collapsed, to: 80), shown: shown, stored: stored)
        }
    }

    /// Which of the rule's requires it is, for fingerprints: the column it points at, and its number where there are
    /// several.
    private func part(_ require: Int) -> String {
        let cells = rule.places.isEmpty ? rule.requires[require].places : rule.places
        let column = cells.first.map { judgement.rules.tables[$0.table].columns[$0.column].name } ?? ""
        return rule.requires.count > 1 ? "\(column) \(require)" : column
    }

    /// What identifies a row in fingerprints. A group is identified by its own values, whichever row is its first.
    private func identity(_ row: ReportedRow?, _ key: [NamedText]) -> [NamedText] {
        guard let row, let rows = reported else { return [] }
        if let values = groupValues(row) {
            guard let over = rule.runs?.over, case .column(let cell) = over.kind, cell.row == .row else {
                return rule.runs == nil ? values : rows.identity(of: row, key: key, columns: tableColumns)
            }
            return values + [NamedText(tableColumns[cell.column].name, rows.cell(row, cell.column))]
        }
        return rows.identity(of: row, key: key, columns: judgement.rules.tables[table].columns)
    }

    /// What identifies the row beside a group in fingerprints: its key; without one what the pair has in common, or
    /// else all of its cells.
    private func identity(beside: [Pointed], _ joined: [Int: ReportedRows]) -> [NamedText] {
        guard let pairs = rule.pairs, let row = beside.first?.row, let rows = joined[pairs.table] else { return [] }
        let columns = judgement.rules.tables[pairs.table].columns
        let common = pairs.common.isEmpty ? [] : beside.map { NamedText(columns[$0.cell.column].name, $0.text) }
        let key = rows.key(of: row)
        return rows.identity(of: row, key: key.isEmpty ? common : key, columns: columns)
    }

    /// What the rows of a group have in common, as its first row prints it; `nil` for rules about anything else, and
    /// where some of it is computed.
    private func groupValues(_ row: ReportedRow?) -> [NamedText]? {
        guard case .groups(_, let columns, _) = rule.scope, let row, let rows = reported else { return nil }
        let values = columns.compactMap { column -> NamedText? in
            guard case .column(let cell) = column.value.kind, cell.row == .row else { return nil }
            return NamedText(column.name, rows.cell(row, cell.column))
        }
        return values.count == columns.count ? values : nil
    }

    /// The cells that name the row beside a group; none for rules without pairs.
    private func besides(
        _ violation: RuleViolation, _ index: Int, _ evaluator: ExpressionEvaluator, _ joined: [Int: ReportedRows]
    ) -> [Pointed] {
        guard let pairs = rule.pairs else { return [] }
        return pairs.cells.compactMap { pointed($0, violation, index, evaluator, joined) }
    }

    /// How a message calls a pair: by what the group has in common, and by the row beside it.
    private func pairText(_ row: ReportedRow?, _ group: [NamedText], _ beside: [Pointed]) -> String {
        var parts = group
        if case .groups(_, let columns, _) = rule.scope, columns.count == group.count {
            for (index, column) in columns.enumerated() {
                guard case .column(let cell) = column.value.kind, let title = reported?.title(cell.column) else {
                    continue
                }
                parts[index].name = title
            }
        }
        let name = rule.pairs.map { judgement.rules.joins[$0.join].name } ?? ""
        parts += beside.map { cell in
            let suffix = " (\(name))"
            return NamedText(
                cell.title.hasSuffix(suffix) ? String(cell.title.dropLast(suffix.count)) : cell.title, cell.text)
        }
        return parts.map { "\($0.name) \($0.text.isEmpty ? "(blank)" : cut($0.text))" }.joined(separator: ", ")
    }

    private var tableColumns: [CheckedColumn] { judgement.rules.tables[table].columns }

    /// The header of a side that is a column, with where it stands where that is another row; `nil` for anything else.
    private func header(of side: (text: String, node: NodeID)) -> String? {
        guard let template, case .column(let cell) = template.graph.nodes[side.node].kind else { return nil }
        let source = template.graph.sources[cell.source]
        switch source.kind {
        case .row: return reported?.title(cell.column)
        case .neighbour(let neighbour):
            let name = judgement.rules.tables[source.table].columns[cell.column].name
            return "\(reported?.title(cell.column) ?? name) (\(neighbour.rawValue))"
        // Its rows are read where a finding points at them.
        case .joined: return nil
        }
    }

    /// The message of a rule without one: its title, then each side of the broken comparison with its value.
    private func ordinaryMessage(
        _ comparison: FindingTemplate.Comparison?, _ beside: [NodeID: Figure], _ index: Int,
        _ evaluator: ExpressionEvaluator, _ key: String,
        _ row: ReportedRow?
    ) -> String {
        let title = rule.title.allSatisfy(\.isWhitespace) ? rule.name : rule.title
        var message = row == nil ? title : "\(key): \(title)"
        guard let comparison else { return message }
        let sides = comparison.sides.map { side in
            let shown = evaluator.shown(side.node, row: index, beside: beside[side.node])
            return "\(header(of: side) ?? oneLine(side.text).collapsed) is \(shown)"
        }
        if !sides.isEmpty { message += ": " + sides.joined(separator: ", ") }
        // The other side is a literal, or there is none: the condition itself shows what is required.
        if sides.count < 2 { message += " (required: \(cut(oneLine(comparison.text).collapsed, to: 300)))" }
        return message
    }

    /// For each side of a comparison the figure that it is compared with.
    private func opposites(_ comparison: FindingTemplate.Comparison, _ index: Int, _ evaluator: ExpressionEvaluator)
        -> [NodeID: Figure]
    {
        func figure(_ node: NodeID) -> Figure? {
            guard case .figure(let figures) = evaluator.value(node) else { return nil }
            return figures[figure: index]
        }
        var opposites: [NodeID: Figure] = [:]
        if comparison.sides.count == 2 {
            let (left, right) = (comparison.sides[0].node, comparison.sides[1].node)
            opposites[left] = figure(right)
            opposites[right] = figure(left)
        } else if comparison.sides.count == 1 {
            opposites[comparison.sides[0].node] = comparison.literal
        }
        return opposites
    }

    /// Whether a row also breaks another require with the same message.
    private func sharesMessage(
        _ require: Int, _ template: FindingTemplate, _ index: Int, _ evaluator: ExpressionEvaluator
    ) -> Bool {
        guard template.otherwise[require] == nil, template.message != nil else { return false }
        return template.conditions.indices.contains { other in
            other != require && template.otherwise[other] == nil
                && evaluator.truths(template.conditions[other].node).isFalse(index)
        }
    }

    /// The label under the cell at fault: the required value, where the comparison tells it.
    private func label(
        _ comparison: FindingTemplate.Comparison?, _ index: Int, _ evaluator: ExpressionEvaluator,
        _ template: FindingTemplate
    ) -> String? {
        for side in comparison?.sides ?? [] {
            if template.isDue(side.node) {
                return "should be \(evaluator.shown(side.node, row: index))"
            }
        }
        return nil
    }

    /// The invisible difference between a text and what it should equal, contain or match; `nil` where there is none.
    private func lookalikeNote(
        _ comparison: FindingTemplate.Comparison?, _ index: Int, _ evaluator: ExpressionEvaluator
    ) -> String? {
        guard let comparison, !comparison.isNegated, let wanted = comparison.wanted else { return nil }
        func text(_ node: NodeID) -> String? {
            guard case .text(let texts) = evaluator.value(node), texts.state[index] == .value else { return nil }
            return String(decoding: texts.bytes(index), as: UTF8.self)
        }
        switch wanted {
        case .equal(let left, let right):
            let (left, right) = (evaluator.shown(left, row: index), evaluator.shown(right, row: index))
            return unseenDifference(left, from: right).map {
                "“\(cut(left, to: 80))” looks like what it should be, but \($0)"
            }
        case .part(let part, let whole, let asked):
            guard let part = text(part), let whole = text(whole),
                let (found, difference) = unseenDifference(in: whole, fromPart: part, asked)
            else { return nil }
            return "“\(cut(oneLine(found), to: 80))” looks like “\(cut(oneLine(part), to: 80))”, but \(difference)"
        case .oneOf(let node, let set):
            guard let text = text(node) else { return nil }
            return set.texts.lazy.compactMap { other in
                unseenDifference(text, from: other).map { "“\(cut(text, to: 80))” looks like one of them, but \($0)" }
            }.first
        case .fits(let whole, let pattern, let extent):
            guard let whole = text(whole) else { return nil }
            return unseenDifference(in: whole) { text in
                evaluator.matcher(comparison.truth) { PatternUse(pattern) }.matcher.fits(text, extent)
            }.map { "“\(cut(oneLine(whole), to: 80))” looks as if it fitted, but \($0)" }
        }
    }

    private func leftOutNote(_ template: FindingTemplate, _ violation: RuleViolation) -> String? {
        let left =
            template.graph.aggregates.map { judgement.leftOut($0.number, group: violation.subject.group) }.max() ?? 0
        guard left > 0 else { return nil }
        return left == 1
            ? "1 row with a faulty cell was left out of what is counted"
            : "\(left) rows with faulty cells were left out of what is counted"
    }

    /// Says that rows are in no series or group: any of them may belong to the one that is spoken of.
    private var unplacedNote: String? {
        guard let rows = judgement.unplacedRows[index] else { return nil }
        var kind = "series"
        if case .groups = rule.scope { kind = "group" }
        return rows == 1
            ? "1 row is in no \(kind): a cell that says in which is faulty"
            : "\(rows) rows are in no \(kind): cells that say in which are faulty"
    }

    private func location(_ pointed: [Pointed], _ row: ReportedRow?, key: [NamedText]) -> FindingLocation? {
        if let first = pointed.first { return first.location }
        guard let row, let rows = reported else {
            return judgement.headerPlace(table: table, file: 0)
        }
        for case .column(let index) in judgement.rules.tables[table].key {
            if let location = rows.location(of: row, column: index) { return location }
        }
        return rows.location(of: row)
    }

    /// The row and others of its table that the finding points at, with the cells that are marked.
    private func markedRows(
        _ row: ReportedRow, _ pointed: [Pointed], _ named: [Pointed], label: String?
    ) -> [(row: ReportedRow, marks: [(column: Int, isPrimary: Bool, label: String?)])] {
        var rows: [(row: ReportedRow, marks: [(column: Int, isPrimary: Bool, label: String?)])] = [(row, [])]
        for (index, cell) in (pointed + named).enumerated() where cell.cell.table == table {
            if case .joined = cell.cell.row { continue }
            let mark = (column: cell.cell.column, isPrimary: index == 0, label: index == 0 ? label : nil)
            if let known = rows.firstIndex(where: { $0.row.position == cell.row.position }) {
                if !rows[known].marks.contains(where: { $0.column == mark.column }) { rows[known].marks.append(mark) }
            } else {
                rows.append((cell.row, [mark]))
            }
        }
        return rows
    }

    // MARK: Illustrations

    private func illustration(
        _ violation: RuleViolation, _ row: ReportedRow?,
        _ rows: [(row: ReportedRow, marks: [(column: Int, isPrimary: Bool, label: String?)])],
        _ comparison: FindingTemplate.Comparison?, _ index: Int, _ evaluator: ExpressionEvaluator,
        _ template: FindingTemplate
    ) -> FindingIllustration? {
        var illustration = FindingIllustration()
        if let row, let reported { illustration.groups = judgement.groups(of: row, in: reported, table: table) }
        let status = comparison.flatMap { StatusPicture($0, template, judgement) }
        if writer.illustrates(violation.order) {
            if let number = violation.subject.row {
                illustration.frame = judgement.frame(table: table, of: reported, number: number, rows: rows)
            }
            if let row, let reported, rule.pairs == nil {
                illustration.waiver = judgement.waiver(of: rule.name, row: row, in: reported, table: table)
            }
            illustration.picture =
                status?.picture(evaluator, row: index, file: Int(row?.file ?? 0))
                ?? writer.pictures[self.index]?[violation.order]
        }
        let most = min(writer.options.illustrationLimit ?? 0, status == nil ? SeriesPictures.violationLimit : .max)
        if illustration.picture == nil, violation.order >= most,
            status != nil || comparison.map({ TotalPictures.isAbout($0, template) }) ?? false
                || SeriesPictures.areOf(rule)
        {
            illustration.picture = .undrawn("only the first \(most) findings of a rule are drawn")
        }
        return illustration.isEmpty ? nil : illustration
    }
}

extension RowSelection {
    /// The rows that some subjects are, with their neighbours and groups, among rows that were read again.
    init(_ subjects: [RuleSubject], in rows: ReportedRows) {
        func position(_ row: Int?) -> Int32 { row.map { rows.position($0) } ?? -1 }
        self.init(store: rows.store, positions: subjects.map { position($0.row) })
        for neighbour in Neighbour.allCases {
            neighbours[neighbour] = subjects.map { subject in
                subject.neighbours?.isUncertain(neighbour) == true
                    ? uncertainNeighbour : position(subject.neighbours?[neighbour])
            }
        }
        groups = subjects.map { $0.group ?? -1 }
        if subjects.contains(where: { $0.partner != nil }) { partners = subjects.map { $0.partner ?? -1 } }
    }
}

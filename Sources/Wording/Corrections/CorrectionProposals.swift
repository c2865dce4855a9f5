// The changes that are worth trying for one broken total: cells that findings accuse, rows that are left out or counted
// twice, figures with a slip of the hand.

import Catalog
import Checking
import Columns
import Diagnostics
import Evaluation
import Findings
import Planning
import Quantities

/// Proposes changes for one finding. Each is of a cell that the total depends on, and fits as far as arithmetic tells.
struct CorrectionProposals {
    private let total: TotalAtFault
    private let template: FindingTemplate
    private let evaluator: ExpressionEvaluator
    private let index: Int
    private let judgement: Judgement
    private let printed: (_ table: Int, _ rows: [Int]) -> ReportedRows
    private let accused: (Int, Set<Int>) -> [AccusedCell]

    /// How many labels of a column are tried for a row.
    private static let mostLabels = 12

    init(
        _ total: TotalAtFault, _ template: FindingTemplate, _ evaluator: ExpressionEvaluator, row index: Int,
        in writer: FindingWriter, printed: @escaping (Int, [Int]) -> ReportedRows,
        accused: @escaping (Int, Set<Int>) -> [AccusedCell]
    ) {
        self.total = total
        self.template = template
        self.evaluator = evaluator
        self.index = index
        judgement = writer.judgement
        self.printed = printed
        self.accused = accused
    }

    func all() -> [Proposal] {
        var proposals: [Proposal] = []
        for table in total.tables.sorted() {
            proposals += accusedCells(table) + openCells(table) + counting(table) + slips(table) + repeated(table)
        }
        var known: Set<RowChange> = []
        return proposals.filter { known.insert($0.change).inserted }
    }

    private func terms(of table: Int) -> [TotalAtFault.Term] {
        total.terms.filter { $0.use.aggregate.table == table }
    }

    /// The columns of a table whose cells decide which of its rows count.
    private func decidingColumns(_ table: Int) -> [Int] {
        var columns: [Int] = []
        func add(_ cells: [CellReference]) {
            for cell in cells where cell.row == .row && cell.table == table && !columns.contains(cell.column) {
                columns.append(cell.column)
            }
        }
        for term in terms(of: table) {
            add(term.use.aggregate.written.decidingCells)
            guard term.use.aggregate.source == .series else { continue }
            for column in template.by { add(judgement.rules.usedCells(of: [column.expression])) }
        }
        return columns
    }

    /// The columns of a table whose figures are added up.
    private func addedColumns(_ table: Int) -> [Int] {
        var columns: [Int] = []
        for term in terms(of: table) {
            for cell in term.use.aggregate.value.map({ judgement.rules.usedCells(of: [$0]) }) ?? []
            where cell.row == .row && !columns.contains(cell.column) {
                columns.append(cell.column)
            }
        }
        return columns
    }

    private func rows(of table: Int) -> [Int] { terms(of: table).first?.rows.rows ?? [] }

    private func change(_ table: Int, _ row: Int, _ column: Int, _ text: String) -> RowChange {
        RowChange(table: table, row: row, .cell(column: column, text: text))
    }

    // MARK: Cells that findings accuse

    private func accusedCells(_ table: Int) -> [Proposal] {
        let (deciding, added) = (decidingColumns(table), addedColumns(table))
        // A file may have rows that are another table's.
        let own = Set(rows(of: table))
        return accused(table, Set(deciding + added)).compactMap { cell in
            guard own.contains(cell.row) else { return nil }
            // What a figure would be is not known before it is tried.
            let gap =
                added.contains(cell.column)
                ? 0 : deciding.contains(cell.column) ? total.mayFitCounting(cell.row, table: table) : nil
            return gap.map {
                Proposal(
                    change: change(table, cell.row, cell.column, cell.text), reason: .accused(cell.accusation), gap: $0)
            }
        }
    }

    // MARK: Rows that are left out

    /// The texts of a column's cells that may make a row count for the finding.
    private func texts(ofColumn column: Int, _ table: Int) -> [String] {
        let checked = judgement.rules.tables[table].columns[column]
        switch checked.type.valueType {
        case .status(let scheme):
            let labels = judgement.rules.schemes[scheme].statuses.compactMap { status in
                status.labels.first { !$0.isEmpty }
            }
            return labels.count > Self.mostLabels ? [] : labels
        case .choice(let labels): return labels.count > Self.mostLabels ? outerTexts(column, table) : labels
        case .truth: return ["yes", "no"]
        default: return outerTexts(column, table)
        }
    }

    /// The texts that conditions ask of a column's cells: those of the finding's row, and literals.
    private func outerTexts(_ column: Int, _ table: Int) -> [String] {
        var texts: [String] = []
        for term in terms(of: table) {
            for (part, test) in term.use.aggregate.parts.enumerated() {
                switch test.test {
                case .equal(let inner, _):
                    guard inner.isColumn(column), let node = term.use.outer[part],
                        case .text(let text) = evaluator.value(node, row: index)
                    else { continue }
                    texts.append(text)
                case .inner(let condition):
                    guard case .compareTexts(.equal, let left, let right) = condition.kind else { continue }
                    for (side, other) in [(left, right), (right, left)] where side.isColumn(column) {
                        if case .literal(.text(let text)) = other.inner.kind { texts.append(text) }
                    }
                case .outer, .order: break
                }
            }
        }
        return texts
    }

    /// Blank and unreadable cells that keep their rows from counting, and those that are nearly what would count.
    private func openCells(_ table: Int) -> [Proposal] {
        let rows = printed(table, self.rows(of: table))
        var proposals: [Proposal] = []
        for column in decidingColumns(table) {
            let texts = texts(ofColumn: column, table)
            guard !texts.isEmpty else { continue }
            let saysByBlank = judgement.rules.saysByBlank(column, ofTable: table)
            let isText = judgement.rules.tables[table].columns[column].type.valueType == .text
            var times: [String: Int] = [:]
            if isText {
                for case let row? in self.rows(of: table).map({ rows[$0] }) {
                    times[rows.cell(row, column), default: 0] += 1
                }
            }
            for number in self.rows(of: table) {
                guard let row = rows[number] else { continue }
                let cell = rows.cell(row, column)
                let isOpen =
                    cell.isEmpty && !saysByBlank || rows.store.columns[column]?.isFaulty(Int(row.position)) ?? false
                // What several rows say is no slip.
                guard isOpen || isText && times[cell] == 1, let gap = total.mayFitCounting(number, table: table) else {
                    continue
                }
                for text in texts where text != cell && (isOpen || isNear(cell, to: text)) {
                    proposals.append(
                        Proposal(
                            change: change(table, number, column, text), reason: isOpen ? .notRead : .misspelt,
                            gap: gap))
                }
            }
        }
        return proposals
    }

    /// Whether a text is another one misspelt. Those with other digits name something else.
    private func isNear(_ cell: String, to text: String) -> Bool {
        cell.filter(\.isNumber) == text.filter(\.isNumber) && nearest(to: cell, in: [text]) != nil
    }

    /// Rows of which what they add is what lacks, or is too much.
    private func counting(_ table: Int) -> [Proposal] {
        // That one row more counts fits every row, and says nothing.
        guard terms(of: table).contains(where: { $0.use.aggregate.function == .sum }) else { return [] }
        let rows = printed(table, self.rows(of: table))
        var proposals: [Proposal] = []
        for column in decidingColumns(table) {
            let wanted = texts(ofColumn: column, table)
            var others: [String]?
            for number in self.rows(of: table) {
                guard let row = rows[number], let gap = total.mayFitCounting(number, table: table) else { continue }
                let isCounted = terms(of: table).contains { $0.rows.counted.contains(number) }
                let cell = rows.cell(row, column)
                let texts: [String]
                if isCounted {
                    let known = others ?? distinct(column, table)
                    others = known
                    texts = known
                } else {
                    texts = wanted
                }
                for text in texts where text != cell {
                    proposals.append(
                        Proposal(
                            change: change(table, number, column, text),
                            reason: isCounted ? .misplaced : .notCounted, gap: gap))
                }
            }
        }
        return proposals
    }

    /// What a column's cells say, where that is little.
    private func distinct(_ column: Int, _ table: Int) -> [String] {
        let rows = printed(table, self.rows(of: table))
        var seen: Set<String> = []
        for number in self.rows(of: table) {
            guard let row = rows[number] else { continue }
            let cell = rows.cell(row, column)
            if !cell.isEmpty { seen.insert(cell) }
            if seen.count > Self.mostLabels { return [] }
        }
        return seen.sorted()
    }

    // MARK: Figures

    /// Figures with a slip of the hand, of rows that count.
    private func slips(_ table: Int) -> [Proposal] {
        let rows = printed(table, self.rows(of: table))
        var proposals: [Proposal] = []
        for column in addedColumns(table) {
            // A figure that is computed of a cell is not so many times as large as the cell's.
            let adding = total.terms.map { term in
                term.use.aggregate.table == table && term.use.aggregate.value?.isColumn(column) ?? false
            }
            guard adding.contains(true) else { continue }
            for number in self.rows(of: table) {
                guard let row = rows[number],
                    zip(total.terms, adding).contains(where: { $1 && $0.rows.counted.contains(number) })
                else { continue }
                for slip in DigitSlip.slips(of: rows.cell(row, column)) {
                    let changes = zip(total.terms, adding).map { term, isAdding -> Double in
                        guard isAdding, term.rows.counted.contains(number),
                            let figure = term.rows.figures[number]?.approximation
                        else { return 0 }
                        return figure * (slip.factor - 1)
                    }
                    guard let gap = total.fittingGap(changes) else { continue }
                    proposals.append(
                        Proposal(
                            change: change(table, number, column, slip.text), reason: .slip(slip.kind), gap: gap))
                }
            }
        }
        return proposals
    }

    /// Rows that are there twice: with the same cells, or the same key.
    private func repeated(_ table: Int) -> [Proposal] {
        let rows = printed(table, self.rows(of: table))
        let checked = judgement.rules.tables[table]
        guard checked.totals?.sums.isEmpty ?? true else { return [] }
        let key = checked.readKey
        let columns = checked.columns.indices.filter { checked.columns[$0].origin == .cell }
        var byCells: [[String]: Int] = [:]
        var byKey: [[String]: Int] = [:]
        var proposals: [Proposal] = []
        func add(_ row: Int, besides other: Int) {
            guard let gap = total.fittingGap(total.changesWithout(row, table: table)) else { return }
            proposals.append(
                Proposal(
                    change: RowChange(table: table, row: row, .leftOut), reason: .repeats(row: other), gap: gap))
        }
        for number in self.rows(of: table) {
            guard let row = rows[number] else { continue }
            let cells = columns.map { rows.cell(row, $0) }
            guard cells.contains(where: { !$0.isEmpty }) else { continue }
            if let first = byCells[cells] {
                add(number, besides: first)
                continue
            }
            byCells[cells] = number
            let names = key.map { rows.cell(row, $0) }
            guard !names.isEmpty, names.contains(where: { !$0.isEmpty }) else { continue }
            if let first = byKey[names] {
                // Either of the two may be the one that should not be there.
                add(first, besides: number)
                add(number, besides: first)
            } else {
                byKey[names] = number
            }
        }
        return proposals
    }
}

extension RuleSet {
    /// Whether a blank cell of a column has a value: a status of its own, or one that its author gave it.
    fileprivate func saysByBlank(_ column: Int, ofTable table: Int) -> Bool {
        let checked = tables[table].columns[column]
        if case .status(let scheme) = checked.type.valueType {
            return schemes[scheme].labels.contains { $0.text.isEmpty }
        }
        return checked.hasBlankValue
    }
}

extension TypedExpression {
    /// Without conversions that keep what a cell says.
    var inner: TypedExpression {
        switch kind {
        case .ignoringCase(let inner), .asText(let inner): inner.inner
        case .call(.folded, let arguments): arguments.first.flatMap { $0?.inner } ?? self
        default: self
        }
    }

    /// Whether it is what a column's cell of the row itself says.
    func isColumn(_ column: Int) -> Bool { ownColumn == column }

    /// The column whose cell of the row itself it is; `nil` for anything else.
    var ownColumn: Int? {
        guard case .column(let cell) = inner.kind, cell.row == .row else { return nil }
        return cell.column
    }
}

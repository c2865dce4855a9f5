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
    private let texts: (_ table: Int, _ rows: [Int]) -> TableTexts
    private let accused: (Int, Set<Int>) -> [AccusedCell]

    /// How many labels of a column are tried for a row.
    private static let mostLabels = 12

    init(
        _ total: TotalAtFault, _ template: FindingTemplate, _ evaluator: ExpressionEvaluator, row index: Int,
        in writer: FindingWriter, texts: @escaping (Int, [Int]) -> TableTexts,
        accused: @escaping (Int, Set<Int>) -> [AccusedCell]
    ) {
        self.total = total
        self.template = template
        self.evaluator = evaluator
        self.index = index
        judgement = writer.judgement
        self.texts = texts
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
        case .choice(let labels): return labels.count > Self.mostLabels ? outerTexts(column, table) : labels.texts
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
        let cells = self.texts(table, rows(of: table))
        let columns = decidingColumns(table)
        cells.read(columns)
        var proposals: [Proposal] = []
        for column in columns {
            let texts = texts(ofColumn: column, table)
            guard !texts.isEmpty else { continue }
            let saysByBlank = judgement.rules.saysByBlank(column, ofTable: table)
            for row in cells.open(column, countingBlank: !saysByBlank) {
                guard let gap = total.mayFitCounting(row, table: table) else { continue }
                proposals += texts.map {
                    Proposal(change: change(table, row, column, $0), reason: .notRead, gap: gap)
                }
            }
            guard judgement.rules.tables[table].columns[column].type.valueType == .text else { continue }
            // What several rows say is no slip.
            for (row, cell) in cells.alone(column) {
                guard let gap = total.mayFitCounting(row, table: table) else { continue }
                for text in texts where text != cell && isNear(cell, to: text) {
                    proposals.append(
                        Proposal(change: change(table, row, column, text), reason: .misspelt, gap: gap))
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
        let fitting = rows(of: table).compactMap { row in
            total.mayFitCounting(row, table: table).map { (row: row, gap: $0) }
        }
        guard !fitting.isEmpty else { return [] }
        let cells = self.texts(table, rows(of: table))
        var proposals: [Proposal] = []
        for column in decidingColumns(table) {
            let wanted = texts(ofColumn: column, table)
            for (row, gap) in fitting {
                let isCounted = terms(of: table).contains { $0.rows.isCounted[row] }
                let cell = cells.cell(row, column)
                let texts = isCounted ? cells.distinct(column, most: Self.mostLabels) : wanted
                for text in texts where text != cell {
                    proposals.append(
                        Proposal(
                            change: change(table, row, column, text),
                            reason: isCounted ? .misplaced : .notCounted, gap: gap))
                }
            }
        }
        return proposals
    }

    // MARK: Figures

    /// Figures with a slip of the hand, of rows that count.
    private func slips(_ table: Int) -> [Proposal] {
        let cells = texts(table, rows(of: table))
        var proposals: [Proposal] = []
        for column in addedColumns(table) {
            // A figure that is computed of a cell is not so many times as large as the cell's.
            let adding = total.terms.map { term in
                term.use.aggregate.table == table && term.use.aggregate.value?.isColumn(column) ?? false
            }
            guard adding.contains(true) else { continue }
            for number in self.rows(of: table) {
                guard zip(total.terms, adding).contains(where: { $1 && $0.rows.isCounted[number] }) else { continue }
                for slip in cells.slips(number, column) {
                    let changes = zip(total.terms, adding).map { term, isAdding -> Double in
                        isAdding && term.rows.isCounted[number] ? term.rows.amounts[number] * (slip.factor - 1) : 0
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

    /// Rows that are there twice.
    private func repeated(_ table: Int) -> [Proposal] {
        guard judgement.rules.tables[table].totals?.sums.isEmpty ?? true else { return [] }
        return texts(table, rows(of: table)).repeats.compactMap { row, other in
            total.fittingGap(total.changesWithout(row, table: table)).map {
                Proposal(
                    change: RowChange(table: table, row: row, .leftOut), reason: .repeats(row: other), gap: $0)
            }
        }
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

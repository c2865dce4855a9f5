// Why rows are undecided, counted by what is lacking.

import Catalog
import Checking
import Columns
package import Findings
import Planning
import Quantities

/// What is lacking for a decision, by indices.
package struct UndecidedKey: Hashable, Sendable {
    package var cause: UndecidedCause
    package var table: Int?
    package var column: Int?
    package var isOfNeighbour = false
}

/// How many rows are undecided for what reason.
package struct UndecidedTally: Sendable {
    package private(set) var rows: [UndecidedKey: Int] = [:]

    mutating func add(_ key: UndecidedKey, _ count: Int) {
        if count > 0 { rows[key, default: 0] += count }
    }

    mutating func merge(_ later: Self) {
        for (key, count) in later.rows { rows[key, default: 0] += count }
    }
}

extension RuleConditions {
    /// Says of each of some undecided rows what is lacking: of a faulty cell first, as those leave a row undecided
    /// whatever the conditions say, then in the order of the clauses.
    func tally(_ undecided: Mask, _ evaluator: ExpressionEvaluator, into tally: inout UndecidedTally) {
        var open = evaluator.tallyFaults(of: cells, among: undecided, into: &tally)
        for clause in whens + requires {
            guard !open.isEmpty else { return }
            open = evaluator.tallyUnknown(clause, among: open, into: &tally)
        }
        tally.add(UndecidedKey(cause: .computed), open.bitCount)
    }

    /// The same of rows for which it is not known whether the rule is about them.
    func tallyUnplaced(_ unplaced: Mask, _ evaluator: ExpressionEvaluator, into tally: inout UndecidedTally) {
        guard let condition else { return }
        evaluator.tallyUnplaced(unplaced, by: condition, conditionCells, into: &tally)
    }
}

extension ExpressionEvaluator {
    /// Counts what keeps a condition from saying whether a rule is about some rows.
    func tallyUnplaced(
        _ unplaced: Mask, by condition: NodeID, _ cells: [SourceCell], into tally: inout UndecidedTally
    ) {
        let open = tallyFaults(of: cells, among: unplaced, into: &tally)
        let rest = tallyUnknown(condition, among: open, into: &tally)
        tally.add(UndecidedKey(cause: .computed), rest.bitCount)
    }

    /// Counts those of some rows in which a cell is faulty, each once. Returns the others.
    func tallyFaults(of cells: [SourceCell], among rows: Mask, into tally: inout UndecidedTally) -> Mask {
        guard let faults = faults(cells, ofAbsent: false) else { return rows }
        let open = rows.subtracting(faults)
        var faulty = rows.intersection(faults)
        for cell in cells where !faulty.isEmpty {
            guard let own = cellFaults(cell)?.intersection(faulty), !own.isEmpty else { continue }
            // A required cell that is blank is faulty too.
            if let node = graph.columnNodes[cell] {
                tallyCell(cell, value(node), own, isFaulty: true, into: &tally)
            } else {
                tally.add(key(.unreadable, cell), own.bitCount)
            }
            faulty.subtract(own)
        }
        tally.add(UndecidedKey(cause: .uncertain), faulty.bitCount)
        return open
    }

    /// Counts those of some rows for which a node is unknown, by the first of its parts that is. Returns the others.
    func tallyUnknown(_ node: NodeID, among rows: Mask, into tally: inout UndecidedTally) -> Mask {
        let unknown = self.unknown(node, among: rows)
        if !unknown.isEmpty { tallyParts(of: node, unknown, depth: 0, into: &tally) }
        return rows.subtracting(unknown)
    }

    private func unknown(_ node: NodeID, among rows: Mask) -> Mask {
        if case .truth = value(node) {
            return rows.subtracting(isSettled(true, node)).subtracting(isSettled(false, node))
        }
        var unknown = Mask(count: count)
        if case .direction = graph.nodes[node].kind {
            // It has no vector of its own.
            rows.eachRow { if direction(node, row: $0) == .unknown { unknown[$0] = true } }
            return unknown
        }
        if case .call(.percent, let arguments) = graph.nodes[node].kind {
            // `agrees with` computes no percentages: where a part is unknown none has to be computed here.
            for argument in arguments { argument.map { unknown.formUnion(self.unknown($0, among: rows)) } }
            let open = rows.subtracting(unknown)
            guard !open.isEmpty, case .figure(let part)? = arguments.first?.map({ value($0) }),
                case .figure(let whole)? = arguments.last?.map({ value($0) })
            else { return unknown }
            open.eachRow { row in
                if !percent(part: part[figure: row], whole: whole[figure: row]).isValue { unknown[row] = true }
            }
            return unknown
        }
        let vector = value(node)
        rows.eachRow { if !vector.state($0).saysValue { unknown[$0] = true } }
        return unknown
    }

    /// The rows are such for which the node is unknown.
    private func tallyParts(of node: NodeID, _ rows: Mask, depth: Int, into tally: inout UndecidedTally) {
        let planned = graph.nodes[node]
        var open = rows
        func visit(_ input: NodeID?, among some: Mask) {
            guard let input, depth < Self.deepestPart else { return }
            let unknown = self.unknown(input, among: some.intersection(open))
            guard !unknown.isEmpty else { return }
            tallyParts(of: input, unknown, depth: depth + 1, into: &tally)
            open.subtract(unknown)
        }
        var lacksDirection = false
        switch planned.kind {
        case .column(let cell):
            // A row that is joined by an unknown key is not looked for.
            for key in graph.keyNodes(of: cell.source) { visit(key, among: open) }
            return tallyCell(cell, value(node), open, into: &tally)
        case .literal(.unknown): return tally.add(UndecidedKey(cause: .constant), rows.bitCount)
        case .conditional(let condition, let then, let otherwise):
            visit(condition, among: open)
            let (chosen, other) = (isTrue(condition), isFalse(condition))
            visit(then, among: chosen)
            visit(otherwise, among: other)
        case .call(.meets, let arguments), .call(.near, let arguments), .call(.gap, let arguments),
            .call(.relativeGap, let arguments):
            for argument in arguments.prefix(2) { visit(argument, among: open) }
            if let direction = arguments.dropFirst(2).first ?? nil,
                case .literal(.unknown) = graph.nodes[direction].kind
            {
                lacksDirection = true
            } else {
                for argument in arguments.dropFirst(2) { visit(argument, among: open) }
            }
        case .literal, .arithmetic, .negative, .dateShift, .compareFigures, .compareCodes, .sameColour, .compareTexts,
            .compareTruths, .compareTargets, .agrees, .and, .or, .not, .state, .matches, .isIn, .asText,
            .ignoringCase, .joinedTexts, .asTarget, .direction, .due, .call, .aggregate:
            for input in planned.inputs { visit(input, among: open) }
        }
        guard !open.isEmpty else { return }
        if lacksDirection { return tally.add(UndecidedKey(cause: .noDirection), open.bitCount) }
        if case .aggregate(let use) = planned.kind {
            let table = use.aggregate.source == .series ? nil : use.aggregate.table
            let cause = table.map { lookups.isAbsent(table: $0) } ?? false ? UndecidedCause.noFile : .counted
            return tally.add(UndecidedKey(cause: cause, table: table), open.bitCount)
        }
        // All parts have values, and no value comes of them: words or a bound among them may be why.
        for input in planned.inputs.compactMap({ $0 }) where !open.isEmpty {
            guard let cell = columnCell(below: input) else { continue }
            let vector = value(cell.node)
            var unusable = Mask(count: count)
            let isDirection = if case .direction = planned.kind { true } else { false }
            open.eachRow {
                let state = vector.state($0)
                if state == .words || state == .bounded || isDirection { unusable[$0] = true }
            }
            tally.add(key(.unusable, cell.cell), unusable.bitCount)
            open.subtract(unusable)
        }
        tally.add(UndecidedKey(cause: .computed), open.bitCount)
    }

    /// Expressions may be as deep as an author writes them; the stack is not.
    private static let deepestPart = 200

    /// The cell that a node reads, itself or as a target or text.
    private func columnCell(below node: NodeID) -> (node: NodeID, cell: SourceCell)? {
        switch graph.nodes[node].kind {
        case .column(let cell): (node, cell)
        case .asTarget(let inner), .asText(let inner), .ignoringCase(let inner), .negative(let inner):
            columnCell(below: inner)
        default: nil
        }
    }

    private func tallyCell(
        _ cell: SourceCell, _ vector: Vector, _ rows: Mask, isFaulty: Bool = false, into tally: inout UndecidedTally
    ) {
        var counts = [Int](repeating: 0, count: UndecidedCause.allCases.count)
        let causes = UndecidedCause.allCases
        let absent: UndecidedCause =
            switch graph.sources[cell.source].kind {
            case .row: .noColumn
            case .neighbour: .noNeighbour
            case .joined: isAbsent(source: cell.source) ? .noFile : .noRow
            }
        rows.eachRow { row in
            let cause: UndecidedCause =
                switch vector.state(row) {
                case .blank: .blank
                case .marker, .nothing, .notSet: .marker
                case .unreadable, .spreadsheetError: .unreadable
                case .unknown: isFaulty ? .unreadable : absent
                case .value, .words, .bounded: isFaulty ? .faulty : .unusable
                }
            if let index = causes.firstIndex(of: cause) { counts[index] += 1 }
        }
        for (index, count) in counts.enumerated() { tally.add(key(causes[index], cell), count) }
    }

    private func key(_ cause: UndecidedCause, _ cell: SourceCell) -> UndecidedKey {
        let source = graph.sources[cell.source]
        let isOfNeighbour = if case .neighbour = source.kind { true } else { false }
        switch cause {
        // What is lacking is a whole row, or table.
        case .noNeighbour, .noRow, .noFile: return UndecidedKey(cause: cause, table: source.table)
        case .blank, .marker, .unreadable, .faulty, .unusable, .noColumn, .noDirection, .constant, .uncertain, .counted,
            .tooMany, .computed:
            return UndecidedKey(
                cause: cause, table: source.table, column: cell.column, isOfNeighbour: isOfNeighbour)
        }
    }
}

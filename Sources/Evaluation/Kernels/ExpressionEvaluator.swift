// One worker's evaluation of a graph over a batch of rows: each node is computed at most once per batch, into a vector
// of its own.

import Catalog
package import Checking
package import Columns
package import Planning
package import Quantities

/// The tables and aggregates in which expressions look things up while they are evaluated.
package protocol LookupSource: AnyObject {
    var rules: RuleSet { get }
    /// The positions of the rows of a joined table with some keys: −1 where there is none or the key is not known.
    func joinPositions(
        _ join: Int, keys: UnsafePointer<KeyHash>, isKnown: UnsafePointer<UInt64>, count: Int,
        into positions: UnsafeMutablePointer<Int32>)
    /// The index of a join's rows by key, or `nil` where nothing could be read of its table.
    func joinIndex(_ join: Int) -> JoinIndex?
    /// The materialized rows of a joined table, or `nil` where nothing could be read of it.
    func store(ofTable table: Int) -> MaterializedRows?
    /// The days of a table's column, or `nil` where none could be read.
    func holidays(ofTable table: Int, column: Int) -> Holidays?
    /// How many columns the files of a table have; `nil` where not all of them could be opened.
    func columnCount(ofTable table: Int) -> Int?
    /// A counted aggregate, or `nil` where its table could not be read.
    func aggregate(_ number: Int) -> AggregateTable?
    /// Whether any file lacks a column of its table or could not be read, or the rows of any join cannot all be found.
    var lacksAnything: Bool { get }
    /// Whether any file of a table lacks a column.
    func lacks(_ column: Int, ofTable table: Int) -> Bool
    /// Whether a join may miss rows that exist: some or all files of its table cannot be searched.
    func isIncomplete(join: Int) -> Bool
    /// Whether some of a table was read, and some file could not be, or not to its end.
    func isIncomplete(table: Int) -> Bool
    /// Whether an `optional` table has no file: what is looked up in it is unknown, and nothing is missing.
    func isAbsent(table: Int) -> Bool
    /// The rule that is traced; `nil` where none is.
    var traced: TraceSelection? { get }
    /// What is done about returns that store other figures than they show; `nil` where there are none.
    var storedFigureTask: StoredFigureTask? { get }
}

extension LookupSource {
    package func columnCount(ofTable table: Int) -> Int? { nil }
    package func isAbsent(table: Int) -> Bool { false }
    package var storedFigureTask: StoredFigureTask? { nil }
}

/// Stands for the position of a neighbour that may be a row whose place, or existence, is unknown.
package let uncertainNeighbour: Int32 = -2

/// Rows of a store that an evaluator is about, by position; for each neighbour that the plan speaks of, the position of
/// that row.
package struct RowSelection {
    var store: MaterializedRows
    var positions: [Int32]
    /// By neighbour the position of that row: −1 where there is none, `uncertainNeighbour` where nobody knows which it
    /// is.
    package var neighbours: [Neighbour: [Int32]] = [:]
    /// For rules over series or groups: the number of each row's group.
    package var groups: [Int32] = []
    /// For pairs: the position of the row beside each row's group; empty for other rules.
    package var partners: [Int32] = []

    package init(store: MaterializedRows, positions: [Int32]) {
        self.store = store
        self.positions = positions
    }
}

/// The values of a graph's nodes for one batch of at most `batchRows` rows.
package final class ExpressionEvaluator {
    package let graph: ExpressionGraph
    package let lookups: any LookupSource
    /// The most rows of a batch.
    let capacity: Int
    package private(set) var count = 0
    private enum Rows {
        case none
        case batch(Batch)
        case stored(RowSelection)
    }
    private var rows = Rows.none
    /// Measures what is computed for each node and source; `nil` where nothing is measured.
    var clock: WorkClock?

    private var vectors: [Vector?]
    private var isDone: [Bool]
    private var ranges: [RangeVector?]
    private var isRangeDone: [Bool]
    /// Ranges of nodes that are operands among counts, as far as they were requested.
    private var rangesOfCounts: [NodeID: RangeVector] = [:]
    private var doneRangesOfCounts: Set<NodeID> = []
    private var positions: [UnsafeMutablePointer<Int32>?]
    private var isPositioned: [Bool]
    private var matchers: [Int: PatternUse] = [:]
    var keyColumns: [NodeID: KeyColumn] = [:]
    /// For each node the single column that its values depend on; `nil` where there is no such column.
    private let soleColumns: [Int?]
    /// By node the directions, computed once per batch; −1 where there is no node.
    private var directions: [NodeID: RowBytes] = [:]
    /// By column an evaluator over the distinct cells of its dictionary.
    private var entryEvaluators: [EntryEvaluator?] = []
    /// Cells as printed, for messages: computed once per batch.
    private var shown: [NodeID: TextVector] = [:]
    /// Whether any node depends on an aggregate or a table of days.
    lazy var holdsAggregates = graph.holdsAggregates
    /// By node the results of `unsettled` for the batch.
    var unsettledRows: [Unsettling: [NodeID: Mask?]] = [:]
    /// Vectors in which every row is unknown, for missing nodes and those without a type. Kernels keep pointers into
    /// their operands, so these live as long as the vectors of nodes.
    private lazy var unknown = UnknownVectors(capacity: max(1, capacity))

    /// An evaluator over the distinct cells of a dictionary must not use dictionaries itself.
    package init(
        _ graph: ExpressionGraph, lookups: any LookupSource, capacity: Int = batchRows, usesDictionaries: Bool = true
    ) {
        self.graph = graph
        self.lookups = lookups
        self.capacity = capacity
        vectors = .init(repeating: nil, count: graph.nodes.count)
        isDone = .init(repeating: false, count: graph.nodes.count)
        ranges = .init(repeating: nil, count: graph.nodes.count)
        isRangeDone = .init(repeating: false, count: graph.nodes.count)
        positions = .init(repeating: nil, count: graph.sources.count)
        isPositioned = .init(repeating: false, count: graph.sources.count)
        soleColumns = usesDictionaries ? graph.soleColumns : .init(repeating: nil, count: graph.nodes.count)
    }

    deinit {
        for case let pointer? in positions { pointer.deallocate() }
    }

    /// Begins a batch of rows that are read.
    package func begin(_ batch: Batch) {
        rows = .batch(batch)
        start(batch.count)
    }

    /// Begins a batch of materialized rows.
    package func begin(_ stored: RowSelection) {
        rows = .stored(stored)
        start(stored.positions.count)
    }

    /// Begins a single row without a table, for expressions that need none.
    package func beginAlone() {
        rows = .none
        start(1)
    }

    private func start(_ count: Int) {
        self.count = count
        for index in isDone.indices { isDone[index] = false }
        for index in isRangeDone.indices { isRangeDone[index] = false }
        doneRangesOfCounts.removeAll(keepingCapacity: true)
        for index in isPositioned.indices { isPositioned[index] = false }
        if !shown.isEmpty { shown = [:] }
        if !unsettledRows.isEmpty { unsettledRows = [:] }
        for column in keyColumns.values { column.isDone = false }
        for bytes in directions.values { bytes.isDone = false }
    }

    /// The directions of a node, which `make` computes once per batch.
    func directions(_ node: NodeID?, _ make: (UnsafeMutablePointer<UInt8>) -> Void) -> UnsafePointer<UInt8> {
        let bytes = directions[node ?? -1] ?? RowBytes(capacity: capacity)
        directions[node ?? -1] = bytes
        if !bytes.isDone {
            bytes.isDone = true
            make(bytes.start)
        }
        return UnsafePointer(bytes.start)
    }

    /// The cells of a column node as printed.
    package func shownCells(_ node: NodeID, _ cell: SourceCell) -> TextVector {
        if let texts = shown[node] { return texts }
        let texts = TextVector(capacity: max(1, count))
        printed(cell, into: texts)
        shown[node] = texts
        return texts
    }

    /// The numbers of the rows' groups, for aggregates over series.
    package var groups: [Int32] {
        if case .stored(let stored) = rows { return stored.groups }
        return []
    }

    /// The number of a row in its table; `nil` for what is no row.
    package func rowNumber(_ row: Int) -> Int? {
        switch rows {
        case .none: nil
        case .batch(let batch): batch.firstRow + row
        case .stored(let stored): stored.store.number(of: Int(stored.positions[row]))
        }
    }

    // MARK: Values

    /// The values of a node. The vector belongs to the evaluator and holds until the next batch begins.
    package func value(_ node: NodeID) -> Vector {
        if isDone[node], let vector = vectors[node] { return vector }
        let vector = clock.time(.node(node)) { computed(node) }
        vectors[node] = vector
        isDone[node] = true
        return vector
    }

    private func computed(_ node: NodeID) -> Vector {
        let planned = graph.nodes[node]
        if let (entries, numbers) = entries(of: node), !planned.kind.isColumn {
            let vector = output(node)
            vector.gather(entries.value(node), numbers, count: count)
            return vector
        }
        let vector = compute(node, planned)
        takeBackUnsettled(vector, of: node, planned)
        return vector
    }

    /// The output vector of a node, created at its first use.
    func output(_ node: NodeID) -> Vector {
        if let vector = vectors[node] {
            if case .code(let codes) = vector { codes.dropGrains() }
            return vector
        }
        let vector = Vector(graph.nodes[node].type, capacity: capacity)
        vectors[node] = vector
        return vector
    }

    func figures(_ node: NodeID?) -> FigureVector {
        guard let node else { return unknown.figures(count) }
        switch value(node) {
        case .figure(let vector): return vector
        case .target(let vector): return vector.first
        default: return unknown.figures(count)
        }
    }

    func texts(_ node: NodeID?) -> TextVector {
        if let node, case .text(let vector) = value(node) { return vector }
        return unknown.texts(count)
    }

    package func truths(_ node: NodeID?) -> TruthVector {
        if let node, case .truth(let vector) = value(node) { return vector }
        return unknown.truths(count)
    }

    func codes(_ node: NodeID?) -> CodeVector {
        if let node, case .code(let vector) = value(node) { return vector }
        return unknown.codes(count)
    }

    func targets(_ node: NodeID?) -> TargetVector {
        if let node, case .target(let vector) = value(node) { return vector }
        return unknown.targets(count)
    }

    // MARK: Results

    // A kernel writes into a vector of the type that Checking gave its node. If the two ever differed, tests would stop
    // with an assertion; the program discards what the kernel wrote and the node is unknown.

    func truths(in out: Vector) -> TruthVector {
        if case .truth(let vector) = out { return vector }
        mistyped(out, "a truth is no \(out)")
        return TruthVector(capacity: capacity)
    }

    func figures(in out: Vector) -> FigureVector {
        if case .figure(let vector) = out { return vector }
        mistyped(out, "a figure is no \(out)")
        return FigureVector(capacity: capacity)
    }

    func targets(in out: Vector) -> TargetVector {
        if case .target(let vector) = out { return vector }
        mistyped(out, "a target is no \(out)")
        return TargetVector(capacity: capacity)
    }

    func texts(in out: Vector) -> TextVector {
        if case .text(let vector) = out { return vector }
        mistyped(out, "a text is no \(out)")
        return TextVector(capacity: capacity)
    }

    func codes(in out: Vector) -> CodeVector {
        if case .code(let vector) = out { return vector }
        mistyped(out, "a code is no \(out)")
        return CodeVector(capacity: capacity)
    }

    func mistyped(_ out: Vector, _ why: @autoclosure () -> String) {
        assertionFailure(why())
        out.clearAll(count: count)
    }

    /// The rows for which a truth is true, and those for which it is false.
    package func isTrue(_ node: NodeID) -> Mask { Mask(truths(node), are: true, count: count) }
    package func isFalse(_ node: NodeID) -> Mask { Mask(truths(node), are: false, count: count) }

    private func compute(_ node: NodeID, _ planned: ExpressionNode) -> Vector {
        switch planned.kind {
        case .column(let cell): column(cell, node: node)
        case .call(let function, _): call(function, planned, node)
        case .aggregate(let use): look(up: use, node)
        case .literal, .arithmetic, .negative, .dateShift, .compareFigures, .compareCodes, .sameColour, .compareTexts,
            .compareTruths, .compareTargets, .agrees, .and, .or, .not, .conditional, .state, .matches, .isIn, .asText,
            .ignoringCase, .joinedTexts, .asTarget, .direction, .due:
            operate(planned, node)
        }
    }

    // MARK: Dictionaries

    /// Where a node depends on a single column whose cells are all in a dictionary: an evaluator over the distinct
    /// cells, and the number of each row's cell; else `nil`.
    func entries(of node: NodeID) -> (ExpressionEvaluator, UnsafePointer<UInt16>)? {
        guard let column = soleColumns[node], case .batch(let batch) = rows,
            let (dictionary, numbers) = batch.dictionary(column)
        else { return nil }
        if entryEvaluators.isEmpty { entryEvaluators = .init(repeating: nil, count: batch.table.columns.count) }
        let entries = entryEvaluators[column] ?? EntryEvaluator(graph, lookups: lookups, batch)
        entryEvaluators[column] = entries
        entries.evaluator.clock = clock
        entries.update(column, dictionary)
        return (entries.evaluator, numbers)
    }

    // MARK: Rows

    /// The position of each row of a source among its materialized rows.
    package func positions(of source: Int) -> UnsafeMutablePointer<Int32> {
        let pointer = positions[source] ?? .allocate(capacity: capacity)
        positions[source] = pointer
        if isPositioned[source] { return pointer }
        isPositioned[source] = true
        clock.time(.source(source)) { position(source, into: pointer) }
        return pointer
    }

    private func position(_ source: Int, into pointer: UnsafeMutablePointer<Int32>) {
        switch graph.sources[source].kind {
        case .row:
            if case .stored(let stored) = rows {
                for row in 0..<count { pointer[row] = stored.positions[row] }
            } else {
                for row in 0..<count { pointer[row] = -1 }
            }
        case .neighbour(let neighbour):
            if case .stored(let stored) = rows, let found = stored.neighbours[neighbour] {
                for row in 0..<count { pointer[row] = found[row] }
            } else {
                for row in 0..<count { pointer[row] = -1 }
            }
        case .joined(_, let join, _) where lookups.rules.joins[join].isPaired:
            if case .stored(let stored) = rows, !stored.partners.isEmpty {
                for row in 0..<count { pointer[row] = stored.partners[row] }
            } else {
                for row in 0..<count { pointer[row] = -1 }
            }
        case .joined(_, let join, let key):
            let (keys, isKnown) = self.keys(key)
            lookups.joinPositions(join, keys: keys, isKnown: isKnown, count: count, into: pointer)
            keys.deallocate()
            isKnown.deallocate()
        }
    }

    /// The materialized rows of a source; `nil` for the batch's own row and for tables that could not be read.
    private func store(of source: Int) -> MaterializedRows? {
        switch graph.sources[source].kind {
        case .row, .neighbour:
            if case .stored(let stored) = rows { return stored.store }
            return nil
        case .joined: return lookups.store(ofTable: graph.sources[source].table)
        }
    }

    private func column(_ cell: SourceCell, node: NodeID) -> Vector {
        if cell.source == 0, case .batch(let batch) = rows { return batch.vector(cell.column) }
        let vector = output(node)
        if let column = store(of: cell.source)?.columns[cell.column] {
            column.gather(positions(of: cell.source), count: count, into: vector)
        } else {
            vector.clearAll(count: count)
        }
        return vector
    }

    /// The cells of a column as printed, trimmed; blank ones blank, faulty ones unknown.
    package func printed(_ cell: SourceCell, into texts: TextVector) {
        texts.count = count
        if cell.source == 0, case .batch(let batch) = rows {
            guard let cells = batch.cells(cell.column) else {
                for row in 0..<count { texts.state[row] = .unknown }
                return
            }
            takeTexts(cells, into: texts)
            batch.faults(cell.column)?.eachRow { texts.state[$0] = .unknown }
        } else if let column = store(of: cell.source)?.columns[cell.column] {
            column.gatherPrinted(positions(of: cell.source), count: count, into: texts)
        } else {
            for row in 0..<count { texts.state[row] = .unknown }
        }
    }

    /// Whether a column is unknown because a file lacks it, or because its row may exist and cannot be found.
    func lacks(_ cell: SourceCell) -> Bool {
        let source = graph.sources[cell.source]
        if isUncertain(source) { return true }
        if cell.source == 0, case .batch(let batch) = rows { return batch.lacks(cell.column) }
        return lookups.lacks(cell.column, ofTable: source.table)
    }

    /// Whether the rows that were found may be wrong: a neighbour may be in a file that could not be read.
    private func isUncertain(_ source: RowSource) -> Bool {
        switch source.kind {
        case .row: false
        case .neighbour: lookups.isIncomplete(table: source.table)
        // The row of a pair is there, whatever else its table lacks.
        case .joined(_, let join, _): !lookups.rules.joins[join].isPaired && lookups.isIncomplete(join: join)
        }
    }

    /// The rows whose joined or neighbouring row may exist and was not found, because its table lacks files or columns.
    private func unfound(_ source: Int) -> Mask? {
        guard lookups.lacksAnything, isUncertain(graph.sources[source]) else { return nil }
        guard case .joined(_, _, let key) = graph.sources[source].kind else { return Mask(count: count, all: true) }
        let positions = positions(of: source)
        let (keys, isKnown) = self.keys(key)
        defer {
            keys.deallocate()
            isKnown.deallocate()
        }
        // A row with an unknown key refers to nothing, so no row is missing.
        var rows = Mask(isKnown, count: count)
        for row in 0..<count where positions[row] >= 0 { rows[row] = false }
        return rows
    }

    /// The rows whose neighbour is unknown, because another row may stand between.
    private func uncertain(_ source: Int, _ stored: RowSelection) -> Mask? {
        guard case .neighbour(let neighbour) = graph.sources[source].kind, let found = stored.neighbours[neighbour],
            found.contains(uncertainNeighbour)
        else { return nil }
        var mask = Mask(count: count)
        for row in 0..<count where found[row] == uncertainNeighbour { mask[row] = true }
        return mask
    }

    /// Whether a source is a row of an `optional` table that has no file.
    func isAbsent(source: Int) -> Bool {
        guard case .joined(_, let join, _) = graph.sources[source].kind else { return false }
        return lookups.isAbsent(table: lookups.rules.joins[join].table)
    }

    /// The rows in which any of some cells is faulty, or is one of a row that cannot be found. A row of a table that
    /// has no file, since it is `optional`, is one only with `ofAbsent`.
    package func faults(_ cells: [SourceCell], ofAbsent: Bool = true) -> Mask? {
        var result: Mask?
        func add(_ rows: Mask) {
            if result == nil { result = rows } else { result?.formUnion(rows) }
        }
        if lookups.lacksAnything {
            for source in Set(cells.map(\.source)) where ofAbsent || !isAbsent(source: source) {
                if let unfound = unfound(source), !unfound.isEmpty { add(unfound) }
            }
        }
        if case .stored(let stored) = rows, !stored.neighbours.isEmpty {
            for source in Set(cells.map(\.source)) {
                if let uncertain = uncertain(source, stored) { add(uncertain) }
            }
        }
        for cell in cells { if let faults = cellFaults(cell) { add(faults) } }
        return result
    }

    /// The rows in which a cell is faulty; `nil` where there is none.
    func cellFaults(_ cell: SourceCell) -> Mask? {
        if cell.source == 0, case .batch(let batch) = rows { return batch.faults(cell.column) }
        guard let column = store(of: cell.source)?.columns[cell.column], column.hasFaults else { return nil }
        return column.faulty(positions(of: cell.source), count: count)
    }

    // MARK: Patterns

    /// The matcher of a node's pattern.
    package func matcher(_ node: NodeID, _ make: () -> PatternUse) -> PatternUse {
        if let use = matchers[node] { return use }
        let made = make()
        matchers[node] = made
        return made
    }

    // MARK: Ranges

    /// The interval that each of a node's values stands for, for `agrees with`.
    package func range(_ node: NodeID) -> RangeVector {
        if isRangeDone[node], let range = ranges[node] { return range }
        let out = ranges[node] ?? RangeVector(capacity: capacity)
        ranges[node] = out
        clock.time(.node(node)) { computeRange(node, graph.nodes[node], areCounts: false, into: out) }
        isRangeDone[node] = true
        return out
    }

    /// The interval of a node as a part or a whole, where figures without a unit and decimals are counts.
    func rangeOfCounts(_ node: NodeID) -> RangeVector {
        if doneRangesOfCounts.contains(node), let range = rangesOfCounts[node] { return range }
        let out = rangesOfCounts[node] ?? RangeVector(capacity: batchRows)
        rangesOfCounts[node] = out
        clock.time(.node(node)) { computeRange(node, graph.nodes[node], areCounts: true, into: out) }
        doneRangesOfCounts.insert(node)
        return out
    }
}

/// Vectors in which every row is unknown, made once for an evaluator and never written to.
private struct UnknownVectors {
    private let ofTargets: TargetVector
    private let ofTexts: TextVector
    private let ofCodes: CodeVector
    private let ofTruths: TruthVector

    init(capacity: Int) {
        ofTargets = TargetVector(capacity: capacity)
        ofTexts = TextVector(capacity: capacity)
        ofCodes = CodeVector(capacity: capacity)
        ofTruths = TruthVector(capacity: capacity)
    }

    func targets(_ count: Int) -> TargetVector {
        ofTargets.count = count
        return ofTargets
    }

    func figures(_ count: Int) -> FigureVector { targets(count).first }

    func texts(_ count: Int) -> TextVector {
        ofTexts.count = count
        return ofTexts
    }

    func codes(_ count: Int) -> CodeVector {
        ofCodes.count = count
        return ofCodes
    }

    func truths(_ count: Int) -> TruthVector {
        ofTruths.count = count
        return ofTruths
    }
}

/// A byte for each row of a batch.
private final class RowBytes {
    let start: UnsafeMutablePointer<UInt8>
    var isDone = false

    init(capacity: Int) { start = .allocate(capacity: capacity) }

    deinit { start.deallocate() }
}

/// An evaluator over the distinct cells of one column.
private final class EntryEvaluator {
    let evaluator: ExpressionEvaluator
    private let batch: Batch
    private var dictionary: DictionaryColumn?
    private var version = -1

    init(_ graph: ExpressionGraph, lookups: any LookupSource, _ batch: Batch) {
        evaluator = ExpressionEvaluator(graph, lookups: lookups, usesDictionaries: false)
        self.batch = Batch(entriesOf: batch)
    }

    /// Restarts the evaluator where the dictionary has changed.
    func update(_ column: Int, _ dictionary: DictionaryColumn) {
        guard self.dictionary !== dictionary || version != dictionary.version else { return }
        self.dictionary = dictionary
        version = dictionary.version
        batch.fill(column, from: dictionary)
        evaluator.begin(batch)
    }
}

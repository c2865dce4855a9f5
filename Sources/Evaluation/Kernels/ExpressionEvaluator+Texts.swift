// Computed texts over a batch's vectors, and the values that are read out of them.

import Checking
import Columns
import Patterns
import Planning
import Quantities

/// The most bytes of a text that is made of others: a longer one is unknown. Without a limit a rule file of a few lines
/// could double a text until memory is full.
private let longestComputedText = 100_000

extension ExpressionEvaluator {
    /// Makes the text of each row with a value of its bytes, in memory that is used again for the next row.
    func transform(
        _ texts: TextVector, into result: TextVector, _ body: (UnsafeBufferPointer<UInt8>, inout [UInt8]) -> Void
    ) {
        var made: [UInt8] = []
        result.useArena()
        for row in 0..<count {
            result.state[row] = texts.state[row]
            guard texts.state[row] == .value else { continue }
            // The value of a blank cell may be an empty text.
            guard !texts.bytes(row).isEmpty else {
                result.spans[row] = CellSpan(offset: 0, length: 0)
                continue
            }
            made.removeAll(keepingCapacity: true)
            body(texts.bytes(row), &made)
            put(made, at: row, into: result)
        }
    }

    private func put(_ text: [UInt8], at row: Int, into result: TextVector) {
        text.withUnsafeBufferPointer { put($0, at: row, into: result) }
    }

    /// Makes some bytes, without white space around them, the text of a row.
    private func put(_ bytes: UnsafeBufferPointer<UInt8>, at row: Int, into result: TextVector) {
        let text = trimmedBytes(bytes)
        result.state[row] = text.isEmpty ? .blank : .value
        result.spans[row] = CellSpan(offset: 0, length: 0)
        guard !text.isEmpty else { return }
        if let span = result.keep(text) { result.spans[row] = span } else { result.state[row] = .unknown }
    }

    func ignoreCase(_ texts: TextVector, into result: TextVector) {
        transform(texts, into: result) { appendFolded($0, to: &$1) }
    }

    func fold(_ texts: TextVector, into result: TextVector) {
        transform(texts, into: result) { appendFoldedWords($0, to: &$1) }
    }

    func join(_ inputs: [NodeID?], around: [String], into result: TextVector) {
        let parts = inputs.map { texts($0) }
        let between = around.map { Array($0.utf8) }
        var text: [UInt8] = []
        result.useArena()
        rows: for row in 0..<count {
            result.state[row] = .unknown
            text.removeAll(keepingCapacity: true)
            for index in between.indices {
                text.append(contentsOf: between[index])
                guard index < parts.count else { continue }
                guard parts[index].state[row] == .value else { continue rows }
                text.append(contentsOf: parts[index].bytes(row))
                guard text.count <= longestComputedText else { continue rows }
            }
            put(text, at: row, into: result)
        }
    }

    func part(_ inputs: [NodeID?], into result: TextVector) {
        let (texts, from, to) = (texts(inputs[0]), figures(inputs[1]), figures(inputs[2]))
        result.useArena()
        for row in 0..<count {
            result.state[row] = texts.state[row] == .blank ? .blank : .unknown
            guard texts.state[row] == .value, let first = from[figure: row].wholeNumber, first > 0,
                let last = to[figure: row].wholeNumber, last >= first
            else { continue }
            withComposed(texts.bytes(row)) { text in
                put(UnsafeBufferPointer(rebasing: text[characters(of: text, first, last)]), at: row, into: result)
            }
        }
    }

    /// The bytes of some characters, counted from 1.
    private func characters(of text: UnsafeBufferPointer<UInt8>, _ first: Int, _ last: Int) -> Range<Int> {
        var number = 0
        var start = text.count
        for at in 0..<text.count where text[at] & 0xC0 != 0x80 {
            number += 1
            if number == first { start = at }
            if number > last { return start..<at }
        }
        return start..<text.count
    }

    func replace(_ inputs: [NodeID?], into result: TextVector) {
        let (texts, old, new) = (texts(inputs[0]), ArgumentTexts(self, inputs[1]), ArgumentTexts(self, inputs[2]))
        var made: [UInt8] = []
        result.useArena()
        for row in 0..<count {
            result.state[row] = texts.state[row] == .blank ? .blank : .unknown
            guard texts.state[row] == .value else { continue }
            old.withBytes(row) { old in
                new.withBytes(row) { new in
                    made.removeAll(keepingCapacity: true)
                    guard withComposed(texts.bytes(row), { append($0, old, new, to: &made) }) else { return }
                    put(made, at: row, into: result)
                }
            }
        }
    }

    /// Appends a text with one part replaced by another; false where it becomes too long.
    private func append(
        _ text: UnsafeBufferPointer<UInt8>, _ old: UnsafeBufferPointer<UInt8>, _ new: UnsafeBufferPointer<UInt8>,
        to made: inout [UInt8]
    ) -> Bool {
        let limit = max(longestComputedText, text.count)
        var start = 0
        let search = TextSearch(old)
        while old.count > 0, let found = search.find(in: text, from: start) {
            made.append(contentsOf: text[start..<found])
            made.append(contentsOf: new)
            start = found + old.count
            if made.count > limit { return false }
        }
        made.append(contentsOf: text[start...])
        return made.count <= limit
    }

    func likeness(_ left: TextVector, _ right: TextVector, into result: FigureVector) {
        let (first, second) = (LetterPairs(), LetterPairs())
        result.dropDenominators()
        for row in 0..<count {
            result[figure: row] = .unknown
            guard left.state[row] == .value, right.state[row] == .value else { continue }
            first.take(left.bytes(row))
            second.take(right.bytes(row))
            let all = first.count + second.count
            guard all > 0 else { continue }
            result[figure: row] = Figure(
                state: .value, mantissa: Int128(200 * first.countCommon(with: second)), denominator: Int128(all),
                scale: 0, unit: .percent, flags: .exact)
        }
    }

    func find(_ inputs: [NodeID?], _ node: NodeID, into result: TextVector) {
        guard let literal = inputs[1], case .literal(.pattern(let sought)) = graph.nodes[literal].kind else {
            return Vector.text(result).clearAll(count: count)
        }
        let texts = texts(inputs[0])
        let use = matcher(node) { PatternUse(sought.pattern) }
        use.matcher.match(.anywhere, texts, count: count, into: use.bits)
        result.useArena()
        for row in 0..<count {
            result.state[row] = .unknown
            guard texts.state[row] == .value, use.bits[row >> 6] >> UInt64(row & 63) & 1 == 1 else { continue }
            asPatternsSee(texts.bytes(row)) { text in
                guard let range = use.matcher.first(sought.group, in: text) else { return }
                put(UnsafeBufferPointer(rebasing: text[range]), at: row, into: result)
            }
        }
    }

    // MARK: Texts read as cells

    func read(_ texts: TextVector, as kind: FigureKind, into result: FigureVector) {
        withCells(texts, states: result.state) { readFigures($0, as: kind, markers: Markers(), into: result) }
    }

    /// Reads texts as targets, dates or periods.
    func read(_ texts: TextVector, into out: Vector, _ type: ValueType) {
        switch (out, type) {
        case (.target(let targets), _):
            withCells(texts, states: targets.first.state) { readTargets($0, markers: Markers(), into: targets) }
        case (.code(let codes), .period(let month)):
            withCells(texts, states: codes.state) {
                readPeriods($0, yearFrom: month, pairs: .either, markers: Markers(), into: codes)
            }
        case (.code(let codes), _):
            withCells(texts, states: codes.state) {
                readDates($0, reading: CalendarReading(), markers: Markers(), into: codes)
            }
        default: mistyped(out, "a text is read as no \(type)")
        }
    }

    /// The first dates that are written in texts, or the last ones.
    func findDates(_ inputs: [NodeID?], last: Bool, into result: CodeVector) {
        let texts = texts(inputs[0])
        let near = inputs.count > 1 ? inputs[1].map { codes($0) } : nil
        result.dropGrains()
        for row in 0..<count {
            result.state[row] = .unknown
            guard texts.state[row] == .value else { continue }
            let day = near.flatMap { $0.state[row] == .value ? CalendarDate(days: Int($0.code[row])) : nil }
            guard let found = readDate(inText: texts.bytes(row), last: last, near: day) else { continue }
            result.state[row] = .value
            result.code[row] = Int64(found.date.days)
            result.setGrain(row, found.grain)
        }
    }

    /// Gives texts to a reader of cells, which sets the states of the rows; those of rows without a text are set anew.
    private func withCells(
        _ texts: TextVector, states: UnsafeMutablePointer<CellState>, _ body: (CellColumn) -> Void
    ) {
        withUnsafeTemporaryAllocation(of: CellSpan.self, capacity: max(1, count)) { spans in
            guard let first = spans.baseAddress else { return }
            // Where there is no text, the span means nothing.
            for row in 0..<count {
                let span = texts.state[row] == .value ? texts.spans[row] : CellSpan(offset: 0, length: 0)
                (first + row).initialize(to: span)
            }
            body(CellColumn(base: texts.base, spans: first, count: count))
        }
        for row in 0..<count where texts.state[row] != .value {
            states[row] = texts.state[row] == .blank ? .blank : .unknown
        }
    }
}

/// The texts of an argument, of which a literal keeps its white space.
private struct ArgumentTexts {
    private let literal: [UInt8]?
    private let texts: TextVector

    init(_ evaluator: ExpressionEvaluator, _ node: NodeID?) {
        texts = evaluator.texts(node)
        if let node, case .literal(.text(let text)) = evaluator.graph.nodes[node].kind {
            literal = Array(text.utf8)
        } else {
            literal = nil
        }
    }

    /// Gives the text of a row, composed, where it has one.
    func withBytes(_ row: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        if let literal {
            literal.withUnsafeBufferPointer { withComposed($0, body) }
        } else if texts.state[row] == .value {
            withComposed(texts.bytes(row), body)
        }
    }
}

// The operators of the language over a batch's vectors.

import Catalog
import Checking
import Columns
package import Patterns
import Planning
import Quantities

/// A pattern's matcher with room for the bits of a batch.
package final class PatternUse {
    package let matcher: PatternMatcher
    let bits: UnsafeMutablePointer<UInt64>

    package init(_ pattern: Pattern) {
        matcher = pattern.makeMatcher()
        bits = .allocate(capacity: batchRows / 64)
        bits.initialize(repeating: 0, count: batchRows / 64)
    }

    deinit { bits.deallocate() }
}

extension ExpressionEvaluator {
    /// Computes an operator's values.
    func operate(_ planned: ExpressionNode, _ node: NodeID) -> Vector {
        let out = output(node)
        let inputs = planned.inputs
        switch planned.kind {
        case .literal(let literal): fill(out, with: literal)
        case .arithmetic(let operation, _, _):
            arithmetic(operation, inputs, into: figures(in: out))
        case .negative: negate(figures(inputs[0]), into: figures(in: out))
        case .dateShift(_, _, let subtract): shift(inputs, subtract: subtract, into: codes(in: out))
        case .compareFigures(let comparison, _, _):
            compare(figures(inputs[0]), figures(inputs[1]), comparison, into: truths(in: out))
        case .compareCodes(let comparison, _, _):
            compareCodes(codes(inputs[0]), codes(inputs[1]), comparison, into: truths(in: out))
        case .sameColour(_, _, let negated): sameColour(inputs, negated, into: truths(in: out))
        case .compareTexts(let comparison, _, _):
            compareTexts(texts(inputs[0]), texts(inputs[1]), comparison, into: truths(in: out))
        case .compareTruths(_, _, let negated):
            let result = truths(in: out)
            let (left, right) = (truths(inputs[0]), truths(inputs[1]))
            result.reset(count: count)
            for word in 0..<result.words {
                let known = (left.isTrue[word] | left.isFalse[word]) & (right.isTrue[word] | right.isFalse[word])
                let different = (left.isTrue[word] ^ right.isTrue[word]) & known
                result.isTrue[word] = negated ? different : known & ~different
                result.isFalse[word] = negated ? known & ~different : different
            }
        case .compareTargets(_, _, let negated):
            compareTargets(targets(inputs[0]), targets(inputs[1]), negated: negated, into: truths(in: out))
        case .agrees:
            if let left = inputs[0], let right = inputs[1] {
                agree(left, right, into: truths(in: out))
            } else {
                out.clearAll(count: count)
            }
        case .and: connect(inputs, .and, into: truths(in: out))
        case .or: connect(inputs, .or, into: truths(in: out))
        case .not: negateTruth(truths(inputs[0]), into: truths(in: out))
        case .conditional: choose(inputs, into: out)
        case .state(let test, _):
            if let input = inputs[0] {
                state(test, of: input, into: truths(in: out))
            } else {
                out.clearAll(count: count)
            }
        case .matches(_, let pattern, let extent): match(pattern, extent, inputs, node, into: truths(in: out))
        case .isIn(_, let literals):
            if let input = inputs[0], let index = graph.literals[ObjectIdentifier(literals)] {
                index.find(value(input), count: count, into: truths(in: out))
            } else {
                out.clearAll(count: count)
            }
        case .asText: asText(inputs, into: texts(in: out))
        case .ignoringCase: ignoreCase(texts(inputs[0]), into: texts(in: out))
        case .joinedTexts(_, let around): join(inputs, around: around, into: texts(in: out))
        case .asTarget:
            let result = targets(in: out)
            let source = figures(inputs[0])
            result.count = count
            result.first.dropDenominators()
            for row in 0..<count {
                result.first[figure: row] = source[figure: row]
                result.form[row] = .plain
            }
        case .due(let scheme, _): due(scheme, inputs, into: codes(in: out))
        // A direction has no vector: `withDirections` reads it where it is needed.
        case .direction: out.clearAll(count: count)
        case .column, .call, .aggregate: mistyped(out, "columns, calls and aggregates are no operators")
        }
        out.setCount(count)
        return out
    }

    // MARK: Literals

    private func fill(_ out: Vector, with literal: Literal) {
        out.setCount(count)
        switch literal {
        case .figure(let figure): figures(in: out).fill(figure, count: count)
        case .truth(let truth): truths(in: out).fill(truth, count: count)
        case .date(let days): fill(codes(in: out), Int64(days))
        case .period(let code): fill(codes(in: out), code)
        case .choice(let index), .status(let index), .duration(let index): fill(codes(in: out), Int64(index))
        case .text(let text): fill(texts(in: out), text)
        case .target(let text):
            let vector = targets(in: out)
            // Read as a cell would be, once for the batch.
            let single = TextVector(capacity: 1)
            single.useArena()
            fill(single, text, count: 1)
            readTargets(
                CellColumn(base: single.base, spans: single.spans, count: 1), markers: Markers(), into: vector)
            let (first, second, form) = (vector.first[figure: 0], vector.second[figure: 0], vector.form[0])
            vector.first.fill(first, count: count)
            vector.second.fill(second, count: count)
            for row in 0..<count { vector.form[row] = form }
        case .columnCount(let table):
            let columns = lookups.columnCount(ofTable: table).map { Figure(whole: $0) }
            figures(in: out).fill(columns ?? .unknown, count: count)
        // `working_days` looks days up in `Holidays`, and `find` has a matcher of its own.
        case .unknown, .none, .days, .pattern: out.clearAll(count: count)
        }
    }

    private func fill(_ vector: CodeVector, _ code: Int64) {
        for row in 0..<count {
            vector.state[row] = .value
            vector.code[row] = code
        }
    }

    private func fill(_ vector: TextVector, _ text: String, count: Int? = nil) {
        let rows = count ?? self.count
        vector.useArena()
        var text = text
        let span = text.withUTF8 { bytes in vector.keep(UnsafeBufferPointer(rebasing: bytes[trimmed(bytes)])) }
        for row in 0..<rows {
            vector.state[row] = span == nil ? .unknown : .value
            vector.spans[row] = span ?? CellSpan(offset: 0, length: 0)
        }
        vector.count = rows
    }

    // MARK: Figures and codes

    private func arithmetic(_ operation: Arithmetic, _ inputs: [NodeID?], into result: FigureVector) {
        // The difference of two dates is their distance in days.
        if operation == .subtract, let left = inputs[0], let right = inputs[1],
            case .code(let a) = value(left), case .code(let b) = value(right)
        {
            result.dropDenominators()
            result.count = count
            for row in 0..<count {
                result[figure: row] =
                    a.state[row] == .value && b.state[row] == .value
                    ? Figure(mantissa: Int128(a.code[row] - b.code[row]), scale: 0, unit: .named("day")) : .unknown
            }
            return
        }
        combine(figures(inputs[0]), figures(inputs[1]), operation, into: result)
    }

    private func compareCodes(
        _ left: CodeVector, _ right: CodeVector, _ comparison: Comparison, into result: TruthVector
    ) {
        result.reset(count: count)
        for row in 0..<count where left.state[row] == .value && right.state[row] == .value {
            let (a, b) = (left.code[row], right.code[row])
            let holds =
                switch comparison {
                case .equal: a == b
                case .notEqual: a != b
                case .less: a < b
                case .lessOrEqual: a <= b
                case .greater: a > b
                case .greaterOrEqual: a >= b
                }
            result.set(row, holds)
        }
    }

    /// Whether two sides agree; the common case, a cell and the percentage of two cells, goes without intervals.
    private func agree(_ left: NodeID, _ right: NodeID, into result: TruthVector) {
        for (cell, share) in [(left, right), (right, left)] {
            guard case .column = graph.nodes[cell].kind, case .call(.percent, _) = graph.nodes[share].kind,
                let part = graph.nodes[share].inputs[0], let whole = graph.nodes[share].inputs[1],
                case .column = graph.nodes[part].kind, case .column = graph.nodes[whole].kind
            else { continue }
            agrees(figures(cell), withPercentOf: figures(part), of: figures(whole), into: result)
            return
        }
        agrees(range(left), range(right), into: result)
    }

    private func state(_ test: StateTest, of input: NodeID, into result: TruthVector) {
        let vector = value(input)
        result.reset(count: count)
        switch test {
        case .known:
            if case .truth(let truths) = vector {
                isKnown(truths, into: result)
            } else if case .code(let codes) = vector, case .status = graph.nodes[input].type {
                let colours = colours(input)
                for row in 0..<count {
                    let code = Int(codes.code[row])
                    result.set(
                        row, codes.state[row] == .value && colours.indices.contains(code) && colours[code].isRating)
                }
            } else {
                isKnown(states: vector.states, count: count, into: result)
            }
        case .blank: blank(vector, input, into: result)
        case .approximate:
            guard case .figure(let figures) = vector else { return }
            for row in 0..<count {
                result.set(row, figures.state[row] == .value && figures.flags[row].contains(.approximate))
            }
        case .bounded:
            guard case .figure(let figures) = vector else { return }
            for row in 0..<count { result.set(row, figures.state[row] == .bounded) }
        case .isTrue:
            if case .truth(let truths) = vector { Quantities.isTrue(truths, into: result) }
        case .isFalse:
            if case .truth(let truths) = vector { Quantities.isFalse(truths, into: result) }
        case .colour(let colour):
            guard case .code(let codes) = vector else { return }
            let colours = colours(input)
            for row in 0..<count where codes.state[row] == .value {
                let code = Int(codes.code[row])
                if colours.indices.contains(code) { result.set(row, colours[code] == colour) }
            }
        case .label(let label):
            guard case .code(let codes) = vector else { return }
            for row in 0..<count where codes.state[row] == .value { result.set(row, codes.code[row] == Int64(label)) }
        case .text(let text):
            guard case .text(let texts) = vector else { return }
            var text = text
            let wanted = text.withUTF8 { foldedFingerprint($0) }
            for row in 0..<count where texts.state[row] == .value {
                result.set(row, foldedFingerprint(texts.bytes(row)) == wanted)
            }
        case .texts(let words):
            guard case .text(let texts) = vector else { return }
            for row in 0..<count where texts.state[row] == .value { result.set(row, words.contains(texts.bytes(row))) }
        }
    }

    /// `is blank`: a blank cell, also one for which a scheme has a label, and a cell of an absent column or row.
    private func blank(_ vector: Vector, _ input: NodeID, into result: TruthVector) {
        guard case .column = graph.nodes[input].kind else {
            isBlank(states: vector.states, count: count, into: result)
            return
        }
        var blankLabel: Int64 = -1
        if case .status(let scheme) = graph.nodes[input].type {
            blankLabel = Int64(lookups.rules.schemes[scheme].labels.firstIndex { $0.text.isEmpty } ?? -1)
        }
        var codes: UnsafeMutablePointer<Int64>?
        if blankLabel >= 0, case .code(let vector) = vector { codes = vector.code }
        if case .truth = vector {
            for row in 0..<count {
                let state = vector.state(row)
                result.set(row, state == .blank || state == .unknown)
            }
            return
        }
        let states = UnsafeRawPointer(vector.states).assumingMemoryBound(to: UInt8.self)
        let (blank, unknown, value) = (CellState.blank.rawValue, CellState.unknown.rawValue, CellState.value.rawValue)
        var row = 0
        while row < count {
            var word: UInt64 = 0
            let rows = min(64, count - row)
            if let codes {
                for place in row..<row &+ rows {
                    let state = states[place]
                    let isBlank = state == value ? codes[place] == blankLabel : state == blank || state == unknown
                    word = word &>> 1 | (isBlank ? 1 &<< 63 : 0)
                }
            } else {
                for place in row..<row &+ rows {
                    let isBlank = states[place] == blank || states[place] == unknown
                    word = word &>> 1 | (isBlank ? 1 &<< 63 : 0)
                }
            }
            word &>>= UInt64(64 - rows)
            result.isTrue[row >> 6] = word
            result.isFalse[row >> 6] = ~word & (~0 &>> UInt64(64 - rows))
            row += 64
        }
    }

    // MARK: Truths

    private func connect(_ inputs: [NodeID?], _ connective: Connective, into result: TruthVector) {
        result.reset(count: count)
        result.fill(connective == .and, count: count)
        for input in inputs { combineTruth(result, truths(input), connective, into: result) }
    }

    private func choose(_ inputs: [NodeID?], into out: Vector) {
        guard let then = inputs[1], let otherwise = inputs[2] else {
            out.clearAll(count: count)
            return
        }
        let condition = truths(inputs[0])
        if case .truth(let result) = out {
            let (first, second) = (truths(then), truths(otherwise))
            result.reset(count: count)
            for word in 0..<result.words {
                let (isTrue, isFalse) = (condition.isTrue[word], condition.isFalse[word])
                result.isTrue[word] = isTrue & first.isTrue[word] | isFalse & second.isTrue[word]
                result.isFalse[word] = isTrue & first.isFalse[word] | isFalse & second.isFalse[word]
            }
            return
        }
        out.clearAll(count: count)
        copy(value(then), where: Mask(condition, are: true, count: count), to: out)
        copy(value(otherwise), where: Mask(condition, are: false, count: count), to: out)
    }

    /// Copies some rows of one vector to another of its kind.
    func copy(_ source: Vector, where rows: Mask, to out: Vector) {
        switch (source, out) {
        case (.figure(let from), .figure(let to)): rows.eachRow { to[figure: $0] = from[figure: $0] }
        case (.code(let from), .code(let to)):
            rows.eachRow {
                to.state[$0] = from.state[$0]
                to.code[$0] = from.code[$0]
                to.setGrain($0, from.grain($0))
            }
        case (.truth(let from), .truth(let to)):
            rows.eachRow { row in
                if from.isTrue(row) { to.set(row, true) } else if from.isFalse(row) { to.set(row, false) }
                to.state[row] = from.state[row]
            }
        case (.target(let from), .target(let to)):
            rows.eachRow {
                to.first[figure: $0] = from.first[figure: $0]
                to.second[figure: $0] = from.second[figure: $0]
                to.form[$0] = from.form[$0]
            }
        case (.text(let from), .text(let to)):
            // Texts are copied to the vector's own arena: the branches may be in different buffers.
            if to.arenaCount == 0 { to.useArena() }
            rows.eachRow { row in
                to.state[row] = from.state[row]
                if from.state[row] == .value {
                    if let span = to.keep(from.bytes(row)) { to.spans[row] = span } else { to.state[row] = .unknown }
                }
            }
        default: break
        }
    }

    // MARK: Texts

    private func compareTexts(
        _ left: TextVector, _ right: TextVector, _ comparison: TextComparison, into result: TruthVector
    ) {
        result.reset(count: count)
        for row in 0..<count where left.state[row] == .value && right.state[row] == .value {
            let (a, b) = (left.bytes(row), right.bytes(row))
            let holds =
                switch comparison {
                case .equal: isSameText(a, b)
                case .notEqual: !isSameText(a, b)
                default: asPatternsSee(a) { a in asPatternsSee(b) { isPart($0, of: a, comparison) } }
                }
            result.set(row, holds)
        }
    }

    private func isPart(
        _ part: UnsafeBufferPointer<UInt8>, of text: UnsafeBufferPointer<UInt8>, _ comparison: TextComparison
    ) -> Bool {
        switch comparison {
        case .contains: holds(text, part)
        case .startsWith:
            text.count >= part.count && isEqual(UnsafeBufferPointer(rebasing: text.prefix(part.count)), part)
        case .endsWith:
            text.count >= part.count && isEqual(UnsafeBufferPointer(rebasing: text.suffix(part.count)), part)
        case .equal, .notEqual: isEqual(text, part)
        }
    }

    private func match(
        _ pattern: Pattern, _ extent: Extent, _ inputs: [NodeID?], _ node: NodeID, into result: TruthVector
    ) {
        let texts = texts(inputs[0])
        let use = matcher(node) { PatternUse(pattern) }
        use.matcher.match(extent, texts, count: count, into: use.bits)
        result.reset(count: count)
        for row in 0..<count where texts.state[row] == .value {
            result.set(row, use.bits[row >> 6] >> UInt64(row & 63) & 1 == 1)
        }
    }

    /// The labels of a choice or status as texts; texts stay as they are.
    private func asText(_ inputs: [NodeID?], into result: TextVector) {
        guard let input = inputs[0] else {
            result.clearToUnknown(count: count)
            return
        }
        result.useArena()
        result.count = count
        let labels: [String]
        switch graph.nodes[input].type {
        case .choice(let choices): labels = choices.texts
        case .status(let scheme): labels = lookups.rules.schemes[scheme].labels.map(\.text)
        default:
            result.clearToUnknown(count: count)
            copy(value(input), where: Mask(count: count, all: true), to: .text(result))
            return
        }
        let spans = labels.map { label in
            var label = label
            return label.withUTF8 { result.keep($0) }
        }
        let codes = codes(input)
        for row in 0..<count {
            let code = Int(codes.code[row])
            if codes.state[row] == .value, spans.indices.contains(code), let span = spans[code] {
                result.state[row] = .value
                result.spans[row] = span
            } else {
                result.state[row] = codes.state[row] == .value ? .unknown : codes.state[row]
            }
        }
    }

    private func compareTargets(
        _ left: TargetVector, _ right: TargetVector, negated: Bool, into result: TruthVector
    ) {
        result.reset(count: count)
        for row in 0..<count where left.first.state[row].isKnown && right.first.state[row].isKnown {
            let (a, b) = (left.first[figure: row], right.first[figure: row])
            var same: Bool? = compare(a, b, .equal)
            if a.state == .value, b.state == .value {
                if left.form[row] != right.form[row] {
                    same = false
                } else if left.form[row] == .range, same == true {
                    same = compare(left.second[figure: row], right.second[figure: row], .equal)
                }
            }
            if let same { result.set(row, same != negated) }
        }
    }
}

extension TextVector {
    fileprivate func clearToUnknown(count: Int) {
        for row in 0..<count { state[row] = .unknown }
        self.count = count
    }
}

/// Whether two texts have the same bytes.
func isEqual(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    for index in 0..<left.count where left[index] != right[index] { return false }
    return true
}

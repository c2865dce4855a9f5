// The functions of the language over a batch's vectors.

import Catalog
import Checking
import Columns
package import Planning
package import Quantities

extension ExpressionEvaluator {
    /// Computes a function's values.
    func call(_ function: Function, _ planned: ExpressionNode, _ node: NodeID) -> Vector {
        let out = output(node)
        let inputs = planned.inputs
        switch function {
        case .meets:
            withDirections(inputs[2]) {
                meets(figures(inputs[0]), targets(inputs[1]), direction: $0, into: truths(in: out))
            }
        case .near:
            withDirections(inputs[2]) { directions in
                near(
                    figures(inputs[0]), targets(inputs[1]), direction: directions,
                    met: met(planned).map { truths($0) }, points: inputs[3].map { figures($0) },
                    percent: inputs[4].map { figures($0) }, into: truths(in: out))
            }
        case .gap:
            withDirections(inputs.count > 2 ? inputs[2] : nil) {
                gap(figures(inputs[0]), targets(inputs[1]), direction: $0, into: figures(in: out))
            }
        case .relativeGap:
            withDirections(inputs.count > 2 ? inputs[2] : nil) {
                relativeGap(figures(inputs[0]), targets(inputs[1]), direction: $0, into: figures(in: out))
            }
        case .prorate:
            prorate(targets(inputs[0]), share: figures(inputs[1]), isProduct: inputs.count > 2, into: targets(in: out))
        case .percent: percent(part: figures(inputs[0]), whole: figures(inputs[1]), into: figures(in: out))
        case .change:
            Quantities.change(figures(inputs[0]), from: figures(inputs[1]), into: figures(in: out))
        case .abs: absolute(figures(inputs[0]), into: figures(in: out))
        case .round: round(figures(inputs[0]), places: figures(inputs[1]), into: figures(in: out))
        case .remainder: remainder(figures(inputs[0]), by: figures(inputs[1]), into: figures(in: out))
        case .min, .max:
            if case .code(let result) = out {
                foldCodes(inputs, largest: function == .max, into: result)
            } else {
                fold(inputs, function == .max ? .maximum : .minimum, into: figures(in: out))
            }
        case .rises: rises(inputs.map { figures($0) }, into: truths(in: out))
        case .falls: falls(inputs.map { figures($0) }, into: truths(in: out))
        case .firstKnown: firstKnown(inputs, into: out)
        // Typed as a sum.
        case .known: break
        case .printed: printed(inputs, into: texts(in: out))
        case .unit: units(bounds(inputs[0]), into: texts(in: out))
        case .amount:
            let result = figures(in: out)
            let source = bounds(inputs[0])
            result.dropDenominators()
            for row in 0..<count {
                var figure = source[figure: row]
                if figure.state == .value { figure.unit = .none } else { figure = .unknown }
                result[figure: row] = figure
            }
        case .decimals: countPrinted(inputs, printedDecimals, into: figures(in: out))
        case .digits: countPrinted(inputs, printedDigits, into: figures(in: out))
        case .mark: marks(inputs, into: texts(in: out))
        case .exact:
            let result = figures(in: out)
            copy(.figure(figures(inputs[0])), where: Mask(count: count, all: true), to: .figure(result))
            for row in 0..<count { result.flags[row].insert(.exact) }
        case .sameUnit:
            let result = truths(in: out)
            let (left, right) = (bounds(inputs[0]), bounds(inputs[1]))
            result.reset(count: count)
            for row in 0..<count where left.state[row].hasUnit && right.state[row].hasUnit {
                result.set(row, left.unit[row].converts(to: right.unit[row]))
            }
        case .ratio:
            each(texts(inputs[0]), into: figures(in: out)) { text in
                readRatio(text).map { ratio in
                    Figure(
                        state: .value, mantissa: ratio.part * 100, denominator: ratio.whole, scale: 0, unit: .percent,
                        flags: .exact)
                }
            }
        case .firstNumber:
            each(texts(inputs[0]), into: figures(in: out)) { text in
                readFirstNumber(text).map {
                    Figure(state: .value, mantissa: $0.mantissa, scale: $0.scale, unit: $0.unit)
                }
            }
        case .wordCount:
            each(texts(inputs[0]), blank: 0, into: figures(in: out)) { Figure(whole: wordCount($0)) }
        case .length:
            each(texts(inputs[0]), blank: 0, into: figures(in: out)) { text in
                Figure(whole: withComposed(text) { $0.reduce(0) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 } })
            }
        case .lower: recase(texts(inputs[0]), into: texts(in: out)) { $0.lowercased() }
        case .upper: recase(texts(inputs[0]), into: texts(in: out)) { $0.uppercased() }
        case .trim: copyTexts(texts(inputs[0]), into: texts(in: out))
        case .year: year(inputs, into: figures(in: out))
        case .quarter: quarter(inputs, into: figures(in: out))
        case .month: month(inputs, into: figures(in: out))
        case .weekday: weekday(inputs, into: figures(in: out))
        case .end: end(inputs, into: codes(in: out))
        case .elapsed: elapsed(inputs[0], into: figures(in: out))
        case .days: days(inputs, into: figures(in: out))
        case .months: months(inputs, into: figures(in: out))
        case .years: years(inputs, into: figures(in: out))
        case .age: age(inputs, into: figures(in: out))
        case .workingDays: workingDays(inputs, into: figures(in: out))
        case .find: find(inputs, node, into: texts(in: out))
        case .part: part(inputs, into: texts(in: out))
        case .replace: replace(inputs, into: texts(in: out))
        case .folded: fold(texts(inputs[0]), into: texts(in: out))
        case .likeness: likeness(texts(inputs[0]), texts(inputs[1]), into: figures(in: out))
        case .ratioBase:
            each(texts(inputs[0]), into: figures(in: out)) { text in
                readRatio(text).map { Figure(state: .value, mantissa: $0.whole, scale: 0, unit: .none, flags: .exact) }
            }
        case .measure: read(texts(inputs[0]), as: .measure, into: figures(in: out))
        case .number: read(texts(inputs[0]), as: .number, into: figures(in: out))
        case .target, .date, .period: read(texts(inputs[0]), into: out, planned.type)
        case .firstDate, .lastDate: findDates(inputs, last: function == .lastDate, into: codes(in: out))
        case .due, .stored, .like, .overlaps:
            mistyped(out, "`\(function.rawValue)` is put into another form by Checking")
        }
        out.setCount(count)
        return out
    }

    // MARK: Targets

    /// The node that tells whether the target is met, for a node that tells whether it is nearly met; `nil` where there
    /// is none.
    private func met(_ near: ExpressionNode) -> NodeID? {
        graph.nodes.firstIndex { node in
            guard case .call(.meets, _) = node.kind else { return false }
            return Array(node.inputs.prefix(3)) == Array(near.inputs.prefix(3))
        }
    }

    /// Which way is better for each row, from a `direction` node or none.
    private func withDirections(_ node: NodeID?, _ body: (UnsafePointer<UInt8>) -> Void) {
        body(
            directions(node) { directions in
                directions.update(repeating: Direction.unknown.rawValue, count: max(1, count))
                guard let node, case .direction = graph.nodes[node].kind, let input = graph.nodes[node].inputs[0] else {
                    return
                }
                switch (value(input), graph.nodes[input].type) {
                case (.code(let codes), .choice(let labels)):
                    let meanings = labels.map { direction(of: $0).rawValue }
                    let states = UnsafeRawPointer(codes.state).assumingMemoryBound(to: UInt8.self)
                    let (values, value) = (codes.code, CellState.value.rawValue)
                    meanings.withUnsafeBufferPointer { meanings in
                        for row in 0..<count where states[row] == value && Int(values[row]) < meanings.count {
                            directions[row] = meanings[Int(values[row])]
                        }
                    }
                case (.text(let texts), _):
                    for row in 0..<count where texts.state[row] == .value {
                        directions[row] = direction(of: String(decoding: texts.bytes(row), as: UTF8.self)).rawValue
                    }
                default: break
                }
            })
    }

    /// Which way is better for one row, from a `direction` node or none.
    package func direction(_ node: NodeID?, row: Int) -> Direction {
        var found = Direction.unknown
        withDirections(node) { found = Direction(rawValue: $0[row]) ?? .unknown }
        return found
    }

    private func direction(of text: String) -> Direction {
        switch text.lowercased() {
        case "higher": .higher
        case "lower": .lower
        default: .unknown
        }
    }

    // MARK: Choosing among arguments

    private func fold(_ inputs: [NodeID?], _ operation: Arithmetic, into result: FigureVector) {
        let first = inputs.first ?? nil
        copy(.figure(figures(first)), where: Mask(count: count, all: true), to: .figure(result))
        result.count = count
        for input in inputs.dropFirst() {
            let other = FigureVector(capacity: max(1, count))
            combine(result, figures(input), operation, into: other)
            result.dropDenominators()
            copy(.figure(other), where: Mask(count: count, all: true), to: .figure(result))
        }
    }

    private func foldCodes(_ inputs: [NodeID?], largest: Bool, into result: CodeVector) {
        result.dropGrains()
        for (index, input) in inputs.enumerated() {
            let source = codes(input)
            for row in 0..<count {
                if index == 0 {
                    result.state[row] = source.state[row]
                    result.code[row] = source.code[row]
                    result.setGrain(row, source.grain(row))
                } else if source.state[row] != .value || result.state[row] != .value {
                    result.state[row] = .unknown
                } else if largest ? source.code[row] > result.code[row] : source.code[row] < result.code[row] {
                    result.code[row] = source.code[row]
                    result.setGrain(row, source.grain(row))
                }
            }
        }
    }

    private func firstKnown(_ inputs: [NodeID?], into out: Vector) {
        out.clearAll(count: count)
        var open = Mask(count: count, all: true)
        for case let input? in inputs {
            let vector = value(input)
            var known = Mask(count: count)
            open.eachRow { row in
                if case .truth(let truths) = vector {
                    if truths.isTrue(row) || truths.isFalse(row) { known[row] = true }
                } else if vector.state(row).saysValue {
                    known[row] = true
                }
            }
            copy(vector, where: known, to: out)
            open.subtract(known)
        }
    }

    // MARK: Texts

    private func printed(_ inputs: [NodeID?], into result: TextVector) {
        guard let input = inputs[0] else {
            copyTexts(texts(nil), into: result)
            return
        }
        if case .column(let cell) = graph.nodes[input].kind {
            printed(cell, into: result)
        } else {
            copyTexts(texts(input), into: result)
        }
    }

    private func countPrinted(
        _ inputs: [NodeID?], _ count: (UnsafeBufferPointer<UInt8>) -> Int?, into result: FigureVector
    ) {
        let cells = TextVector(capacity: max(1, self.count))
        printed(inputs, into: cells)
        each(cells, into: result) { text in count(text).map { Figure(whole: $0) } }
    }

    /// The notes and marks of a column's cells, blank where there are none.
    private func marks(_ inputs: [NodeID?], into result: TextVector) {
        let cells = TextVector(capacity: max(1, count))
        printed(inputs, into: cells)
        result.useArena()
        for row in 0..<count {
            result.state[row] = cells.state[row]
            result.spans[row] = CellSpan(offset: 0, length: 0)
            guard cells.state[row] == .value else { continue }
            let cell = cells.bytes(row)
            let (before, behind) = readMarks(cell)
            if before.isEmpty && behind.isEmpty {
                result.state[row] = .blank
            } else if before.isEmpty || behind.isEmpty {
                let marks = UnsafeBufferPointer(rebasing: cell[before.isEmpty ? behind : before])
                if let span = result.keep(marks) { result.spans[row] = span } else { result.state[row] = .unknown }
            } else {
                var both =
                    String(decoding: cell[before], as: UTF8.self) + " " + String(decoding: cell[behind], as: UTF8.self)
                if let span = both.withUTF8({ result.keep($0) }) {
                    result.spans[row] = span
                } else {
                    result.state[row] = .unknown
                }
            }
        }
    }

    /// The figures of a node; for targets their bounds.
    private func bounds(_ node: NodeID?) -> FigureVector {
        if let node, case .target(let targets) = value(node) { return targets.first }
        return figures(node)
    }

    private func units(_ figures: FigureVector, into result: TextVector) {
        result.useArena()
        var places: [Unit: CellSpan] = [:]
        for row in 0..<count {
            guard figures.state[row].hasUnit else {
                result.state[row] = .unknown
                continue
            }
            let unit = figures.unit[row]
            if places[unit] == nil {
                var name = unit.name
                places[unit] = name.withUTF8 { result.keep($0) }
            }
            result.state[row] = places[unit] == nil ? .unknown : .value
            result.spans[row] = places[unit] ?? CellSpan(offset: 0, length: 0)
        }
    }

    /// A figure for each text; a blank text gives `blank` where that is given.
    private func each(
        _ texts: TextVector, blank: Int? = nil, into result: FigureVector,
        _ body: (UnsafeBufferPointer<UInt8>) -> Figure?
    ) {
        result.dropDenominators()
        for row in 0..<count {
            if texts.state[row] == .value {
                result[figure: row] = body(texts.bytes(row)) ?? .unknown
            } else {
                result[figure: row] =
                    texts.state[row] == .blank ? blank.map { Figure(whole: $0) } ?? .unknown : .unknown
            }
        }
    }

    private func recase(_ texts: TextVector, into result: TextVector, _ body: (String) -> String) {
        transform(texts, into: result) { text, made in
            made.append(contentsOf: body(String(decoding: text, as: UTF8.self)).utf8)
        }
    }

    private func copyTexts(_ texts: TextVector, into result: TextVector) {
        result.base = texts.base
        for row in 0..<count {
            result.state[row] = texts.state[row]
            result.spans[row] = texts.spans[row]
        }
        result.count = count
    }
}

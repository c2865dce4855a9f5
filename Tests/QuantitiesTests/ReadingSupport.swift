// Columns made of texts, and what was read of them in short: `924@1 %`, `24@-5 £ scaled`, `words`.

import Quantities

/// Calls `body` with a column of some cells.
func withCells<Result>(_ cells: [[UInt8]], _ body: (CellColumn) -> Result) -> Result {
    let bytes: [UInt8] = Array(cells.joined()) + [0]
    var spans: [CellSpan] = []
    var offset = 0
    for cell in cells {
        spans.append(CellSpan(offset: UInt32(offset), length: UInt32(cell.count)))
        offset += cell.count
    }
    spans.append(CellSpan(offset: 0, length: 0))
    return bytes.withUnsafeBufferPointer { bytes in
        spans.withUnsafeBufferPointer { spans in
            guard let base = bytes.baseAddress, let first = spans.baseAddress else { fatalError("never empty") }
            return body(CellColumn(base: base, spans: first, count: cells.count))
        }
    }
}

func withCells<Result>(_ cells: [String], _ body: (CellColumn) -> Result) -> Result {
    withCells(cells.map { Array($0.utf8) }, body)
}

/// Calls a reader of one text.
func withBytes<Result>(_ text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    Array(text.utf8).withUnsafeBufferPointer(body)
}

func readAsFigures(_ cells: [String], _ kind: FigureKind, _ markers: Markers = Markers()) -> [String] {
    let vector = FigureVector(capacity: cells.count)
    withCells(cells) { readFigures($0, as: kind, markers: markers, into: vector) }
    return cells.indices.map { shortForm(vector, $0) }
}

func readAsTargets(_ cells: [String], _ markers: Markers = Markers()) -> [String] {
    let vector = TargetVector(capacity: cells.count)
    withCells(cells) { readTargets($0, markers: markers, into: vector) }
    return cells.indices.map { shortForm(vector, $0) }
}

private func shortForm(_ vector: FigureVector, _ row: Int) -> String {
    guard vector.state[row].hasUnit else { return "\(vector.state[row])" }
    var text = "\(vector.mantissa[row])"
    if vector.state[row] == .bounded {
        let isStrict = vector.flags[row].contains(.strict)
        text = (vector.flags[row].contains(.above) ? isStrict ? "> " : ">= " : isStrict ? "< " : "<= ") + text
    } else if vector.flags[row].contains(.strict) {
        text += " strict"
    }
    if vector.scale[row] != 0 { text += "@\(vector.scale[row])" }
    if vector.unit[row] != .none { text += " \(vector.unit[row].name)" }
    if vector.flags[row].contains(.scaled) { text += " scaled" }
    if vector.flags[row].contains(.approximate) { text += " approximate" }
    if vector.flags[row].contains(.inWords) { text += " in-words" }
    if vector.flags[row].contains(.irregular) { text += " irregular" }
    if vector.flags[row].contains(.exact) { text += " exact" }
    return text
}

private func shortForm(_ vector: TargetVector, _ row: Int) -> String {
    guard vector.first.state[row] == .value else { return "\(vector.first.state[row])" }
    let first = shortForm(vector.first, row)
    switch vector.form[row] {
    case .plain: return first
    case .range: return first + " .. " + shortForm(vector.second, row)
    case let form: return "\(form) " + first
    }
}

func readAsCodes(_ cells: [String], _ read: (CellColumn, CodeVector) -> Void) -> [(CellState, Int64)] {
    let vector = CodeVector(capacity: cells.count)
    withCells(cells) { read($0, vector) }
    return cells.indices.map { (vector.state[$0], vector.code[$0]) }
}

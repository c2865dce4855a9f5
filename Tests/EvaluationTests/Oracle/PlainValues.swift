// What the plain evaluator computes with: one value at a time, read from one cell or computed from other values.

import Checking
import Patterns
import Quantities
@_spi(_Unicode) import Swift

/// One target.
struct PlainTarget {
    var first: Figure
    /// The upper bound; of meaning for ranges only.
    var second: Figure
    var form: TargetForm

    static let unknown = PlainTarget(first: .unknown, second: .unknown, form: .plain)
}

/// One value of any type, with the state of its cell.
enum PlainValue {
    case figure(Figure)
    case target(PlainTarget)
    /// A date, a period, the index of a label, a length of time.
    case code(CellState, Int64, DateGrain = .day)
    case text(CellState, [UInt8])
    case truth(CellState, Bool?)

    /// What a blank cell counts as.
    init(_ value: BlankValue, _ blank: PlainValue) {
        switch value {
        case .figure(let figure):
            if case .target = blank {
                self = .target(PlainTarget(first: figure, second: .unknown, form: .plain))
            } else {
                self = .figure(figure)
            }
        case .code(let code): self = .code(.value, code)
        case .truth(let truth): self = .truth(.value, truth)
        case .emptyText: self = .text(.value, [])
        }
    }

    /// What is not known, of a type.
    static func unknown(_ type: ValueType) -> PlainValue {
        switch type {
        case .figure: .figure(.unknown)
        case .target: .target(.unknown)
        case .text, .unknown: .text(.unknown, [])
        case .truth: .truth(.unknown, nil)
        case .choice, .status, .date, .period, .duration: .code(.unknown, 0)
        }
    }

    var state: CellState {
        switch self {
        case .figure(let figure): figure.state
        case .target(let target): target.first.state
        case .code(let state, _, _), .text(let state, _): state
        case .truth(let state, let truth): truth == nil ? state : .value
        }
    }

    var isKnown: Bool { state.isKnown }
    var saysValue: Bool { state.saysValue }

    var figure: Figure {
        switch self {
        case .figure(let figure): figure
        case .target(let target): target.first
        default: .unknown
        }
    }

    var target: PlainTarget {
        if case .target(let target) = self { return target }
        return .unknown
    }

    var code: Int64? {
        if case .code(.value, let code, _) = self { return code }
        return nil
    }

    /// The bytes of a text that says something.
    var text: [UInt8]? {
        if case .text(.value, let bytes) = self { return bytes }
        return nil
    }

    var truth: Bool? {
        if case .truth(_, let truth) = self { return truth }
        return nil
    }

    static func truth(_ truth: Bool?) -> PlainValue { .truth(truth == nil ? .unknown : .value, truth) }
    static func text(_ text: String) -> PlainValue { .text(.value, plainTrimmed(Array(text.utf8))) }
    static func code(_ code: Int64?) -> PlainValue { code.map { .code(.value, $0) } ?? .code(.unknown, 0) }
}

/// A text without the white space around it.
func plainTrimmed(_ bytes: [UInt8]) -> [UInt8] {
    bytes.withUnsafeBufferPointer { Array(bytes[trimmed($0)]) }
}

/// A text with every accent behind its letter, which two texts share that differ only in how letters are composed.
func plainDecomposed(_ bytes: [UInt8]) -> [UInt8] {
    guard let text = String(validating: bytes, as: UTF8.self) else { return bytes }
    return text._nfd.flatMap { Array(Character($0).utf8) }
}

/// A text as patterns see it, and what asks for a part of a text: a run of white space with a line break in it is a
/// space, letters are composed.
func plainSeen(_ bytes: [UInt8]) -> [UInt8] {
    var spaced: [UInt8] = []
    var run: [UInt8] = []
    for byte in bytes + [0] {
        if byte == 0x20 || 0x09...0x0D ~= byte {
            run.append(byte)
            continue
        }
        spaced += run.contains(0x0A) || run.contains(0x0D) ? [0x20] : run
        run = []
        spaced.append(byte)
    }
    spaced.removeLast()
    guard let text = String(validating: spaced, as: UTF8.self) else { return spaced }
    return text._nfc.flatMap { Array(Character($0).utf8) }
}

/// How the cells of a column are read, one by one.
struct PlainReading {
    var type: PlainType
    var markers: Markers

    init(_ column: CheckedColumn, schemes: [CheckedScheme]) {
        markers = column.type == .text ? Markers(only: column.missing) : Markers(adding: column.missing)
        switch column.type {
        case .status(let scheme): type = .labels(Labels(schemes[scheme].labels.map(\.text)))
        case .choice(let labels): type = .labels(Labels(labels.texts, mindsCase: labels.mindsCase))
        case .text: type = .text
        case .figure(let kind): type = .figure(kind)
        case .target: type = .target
        case .date: type = .date(column.calendar)
        case .period(let years): type = .period(years, column.calendar)
        case .flag: type = .flag
        }
    }
}

/// What a cell is read as.
enum PlainType {
    case text, target, flag
    case date(CalendarReading)
    case figure(FigureKind)
    case period(PeriodYears, CalendarReading)
    case labels(Labels)
}

/// Reads one cell. Every vector is new, so that nothing of another cell can be in it.
func plainRead(_ cell: [UInt8], _ type: PlainType, markers: Markers = Markers()) -> PlainValue {
    // One byte more, so that there is an address for an empty cell.
    let bytes = cell + [0]
    return bytes.withUnsafeBufferPointer { buffer -> PlainValue in
        let span = [CellSpan(offset: 0, length: UInt32(cell.count))]
        return span.withUnsafeBufferPointer { spans -> PlainValue in
            guard let base = buffer.baseAddress, let first = spans.baseAddress else { return .unknown(.unknown) }
            let cells = CellColumn(base: base, spans: first, count: 1)
            switch type {
            case .text:
                let vector = TextVector(capacity: 1)
                readTexts(cells, markers: markers, into: vector)
                return .text(vector.state[0], Array(vector.bytes(0)))
            case .figure(let kind):
                let vector = FigureVector(capacity: 1)
                readFigures(cells, as: kind, markers: markers, into: vector)
                return .figure(vector[figure: 0])
            case .target:
                let vector = TargetVector(capacity: 1)
                readTargets(cells, markers: markers, into: vector)
                return .target(
                    PlainTarget(first: vector.first[figure: 0], second: vector.second[figure: 0], form: vector.form[0]))
            case .labels(let labels):
                let vector = CodeVector(capacity: 1)
                readLabels(cells, labels: labels, markers: markers, into: vector)
                return .code(vector.state[0], vector.code[0])
            case .date(let reading):
                let vector = CodeVector(capacity: 1)
                readDates(cells, reading: reading, markers: markers, into: vector)
                return .code(vector.state[0], vector.code[0], vector.grain(0))
            case .period(let years, let reading):
                let vector = CodeVector(capacity: 1)
                readPeriods(
                    cells, yearFrom: years, pairs: reading.pairs, year: reading.year, markers: markers, into: vector)
                return .code(vector.state[0], vector.code[0])
            case .flag:
                let vector = TruthVector(capacity: 1)
                readFlags(cells, markers: markers, into: vector)
                return .truth(vector.state[0], vector.isTrue(0) ? true : vector.isFalse(0) ? false : nil)
            }
        }
    }
}

/// What reading a cell as a date or period notices.
func plainNotices(_ cell: [UInt8], _ reading: PlainReading) -> CalendarNotices {
    let vector = CodeVector(capacity: 1)
    (cell + [0]).withUnsafeBufferPointer { bytes in
        [CellSpan(offset: 0, length: UInt32(cell.count))].withUnsafeBufferPointer { spans in
            guard let base = bytes.baseAddress, let first = spans.baseAddress else { return }
            let cells = CellColumn(base: base, spans: first, count: 1)
            switch reading.type {
            case .date(let way): readDates(cells, reading: way, markers: reading.markers, into: vector)
            case .period(let years, let way):
                readPeriods(
                    cells, yearFrom: years, pairs: way.pairs, year: way.year, markers: reading.markers, into: vector)
            default: break
            }
        }
    }
    return vector.notices(0)
}

/// Whether the whole of a text, or any part of it, fits a pattern.
func plainMatches(_ text: [UInt8], _ pattern: Pattern, _ extent: Extent = .whole) -> Bool {
    plainSeen(text).withUnsafeBufferPointer { text in
        let matcher = pattern.makeMatcher()
        return extent == .whole ? matcher.matchesWhole(text) : !matcher.allMatches(in: text).isEmpty
    }
}

/// A text as `is` compares it.
func plainWords(_ text: [UInt8]) -> String {
    String(decoding: text, as: UTF8.self).lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
}

// MARK: Kernels that only exist for columns, on one row

/// A column of one figure.
func plainColumn(_ figure: Figure) -> FigureVector {
    let vector = FigureVector(capacity: 1)
    vector.count = 1
    vector[figure: 0] = figure
    return vector
}

func plainColumn(_ target: PlainTarget) -> TargetVector {
    let vector = TargetVector(capacity: 1)
    vector.count = 1
    vector.first[figure: 0] = target.first
    vector.second[figure: 0] = target.second
    vector.form[0] = target.form
    return vector
}

func plainColumn(_ range: FigureRange) -> RangeVector {
    let vector = RangeVector(capacity: 1)
    vector.count = 1
    vector[range: 0] = range
    return vector
}

func plainFigure(_ body: (FigureVector) -> Void) -> Figure {
    let vector = FigureVector(capacity: 1)
    body(vector)
    return vector[figure: 0]
}

func plainTruth(_ body: (TruthVector) -> Void) -> Bool? {
    let vector = TruthVector(capacity: 1)
    vector.reset(count: 1)
    body(vector)
    return vector.isTrue(0) ? true : vector.isFalse(0) ? false : nil
}

func plainRange(_ body: (RangeVector) -> Void) -> FigureRange {
    let vector = RangeVector(capacity: 1)
    body(vector)
    return vector[range: 0]
}

// MARK: Sameness

extension PlainValue {
    /// Whether two values are one and the same for keys, groups and joins: figures in one unit however printed, labels
    /// by their text, statuses by their colour. What is not known is the same as what is not known for the same reason.
    func isSame(as other: PlainValue, _ type: ValueType, _ otherType: ValueType, schemes: [CheckedScheme]) -> Bool {
        guard isKnown && other.isKnown else {
            // Of truths it does not matter why they are not known.
            if case .truth = self { return isKnown == other.isKnown }
            return isKnown == other.isKnown && state == other.state
        }
        switch (self, other) {
        case (.figure(let a), .figure(let b)): return a == b
        case (.target(let a), .target(let b)):
            guard a.first == b.first, a.form == b.form || a.first.state == .words else { return false }
            return a.form != .range || a.first.state == .words || a.second == b.second
        case (.truth(_, let a), .truth(_, let b)): return a == b
        case (.text(_, let a), .text(_, let b)): return plainDecomposed(a) == plainDecomposed(b)
        case (.code(_, let a, _), .code(_, let b, _)):
            let left = plainLabel(a, type, schemes: schemes)
            return left == nil ? a == b : left == plainLabel(b, otherType, schemes: schemes)
        case (.code(_, let a, _), .text(_, let b)):
            return plainLabel(a, type, schemes: schemes).map { plainDecomposed(Array($0.utf8)) } == plainDecomposed(b)
        case (.text(_, let a), .code(_, let b, _)):
            return plainLabel(b, otherType, schemes: schemes).map { plainDecomposed(Array($0.utf8)) }
                == plainDecomposed(a)
        default: return false
        }
    }
}

/// What a code stands for where it is a label: the text of a choice's, the colour of a status's.
func plainLabel(_ code: Int64, _ type: ValueType, schemes: [CheckedScheme]) -> String? {
    switch type {
    case .choice(let labels): labels.mindsCase ? labels[Int(code)] : labels[Int(code)].lowercased()
    case .status(let scheme): schemes[scheme].statuses[schemes[scheme].labels[Int(code)].status].colour.name
    default: nil
    }
}

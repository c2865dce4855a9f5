// One column of a return: its cells, and the type inferred from them.

import Quantities

/// The cells of a column: how often each text occurs.
struct ColumnSample {
    /// How often each trimmed, non-blank text occurs.
    private(set) var counts: [String: Int] = [:]
    /// The distinct texts in the order of first occurrence.
    private(set) var inOrder: [String] = []
    /// The line of the first occurrence, for the first texts.
    private(set) var firstLines: [String: Int] = [:]
    private(set) var blankCount = 0
    /// How many cells are errors of spreadsheets: they tell nothing about the column's type and are not counted as
    /// texts.
    private(set) var errorCount = 0
    private(set) var count = 0
    private(set) var steps = 0
    private var lastReference: (prefix: Substring, number: Int)?

    mutating func add(_ cell: String, onLine line: () -> Int) {
        count += 1
        let text = String(
            cell.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(separator: " ")
        )
        .trimmedSpaces
        guard !text.isEmpty else {
            blankCount += 1
            return
        }
        var copy = text
        if copy.withUTF8({ isSpreadsheetError($0, inText: true) }) {
            errorCount += 1
            return
        }
        counts[text, default: 0] += 1
        if counts[text] == 1 {
            inOrder.append(text)
            if inOrder.count <= 12 { firstLines[text] = line() }
        }
        if let reference = reference(text) {
            if let last = lastReference, last.prefix == reference.prefix, reference.number == last.number &+ 1 {
                steps += 1
            }
            lastReference = reference
        }
    }

    /// The first distinct texts, for display and for tests of all texts where there are few.
    var firstTexts: ArraySlice<String> { inOrder.prefix(40) }
    var differing: Int { counts.count }
    var filled: Int { count - blankCount - errorCount }

    /// Whether its references mostly count up by one.
    var runsInOrder: Bool { steps >= 5 && steps * 10 >= filled * 6 }

    /// A reference's last run of digits and the text before it; `nil` where it has none.
    private func reference(_ text: String) -> (prefix: Substring, number: Int)? {
        let end = text.lastIndex { $0.isASCII && $0.isNumber }.map { text.index(after: $0) }
        guard let end, end == text.endIndex else { return nil }
        let digits = text.reversed().prefix { $0.isASCII && $0.isNumber }.count
        let start = text.index(end, offsetBy: -digits)
        return Int(text[start...]).map { (text[..<start], $0) }
    }

    // MARK: Reading as a type

    /// How many cells are read as values of a type, words, markers, or otherwise.
    struct Reading {
        var values = 0
        var words = 0
        var missing = 0
        var unreadable = 0
        var errors = 0
        /// Cells that are evidence for or against the type.
        var telling: Int { values + words + unreadable }
        var isWhole: Bool { values > 0 && words == 0 && unreadable == 0 }
    }

    func reading(as kind: FigureKind) -> Reading {
        read { cells, count in
            let vector = FigureVector(capacity: max(1, count))
            readFigures(cells, as: kind, markers: Markers(adding: []), into: vector)
            return { vector.state[$0] }
        }
    }

    func readingAsTarget() -> Reading {
        read { cells, count in
            let vector = TargetVector(capacity: max(1, count))
            readTargets(cells, markers: Markers(adding: []), into: vector)
            return { vector.first.state[$0] }
        }
    }

    /// Quarters and financial years are periods rather than their last days.
    func readingAsDate(monthFirst: Bool = false) -> Reading {
        read { cells, count in
            let vector = CodeVector(capacity: max(1, count))
            let reading = CalendarReading(isMonthFirst: monthFirst)
            readDates(cells, reading: reading, markers: Markers(with: .words), into: vector)
            return { row in
                let grain = vector.grain(row)
                let isPeriod = grain == .quarter || grain == .year && trimmedBytes(cells.bytes(row)).count > 4
                return vector.state[row] == .value && isPeriod ? .unreadable : vector.state[row]
            }
        }
    }

    func readingAsPeriod() -> Reading {
        read { cells, count in
            let vector = CodeVector(capacity: max(1, count))
            readPeriods(cells, yearFrom: 4, markers: Markers(with: .words), into: vector)
            return { vector.state[$0] }
        }
    }

    /// Whether its years with two digits behind them, such as `2011-12` or `2011/12`, must be months: some can only be
    /// months, and none is a year. Dashes and strokes are judged separately.
    var pairsAreMonths: Bool {
        var months: Set<Character> = []
        var pairs: Set<Character> = []
        for text in inOrder {
            let parts = text.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "/" }
            guard parts.count == 2, parts[0].count == 4, parts[1].count == 2, let year = Int(parts[0]),
                let second = Int(parts[1])
            else { continue }
            if second > 12 || second < 1 { return false }
            let sign = text[parts[0].endIndex]
            if second == (year + 1) % 100 { pairs.insert(sign) } else { months.insert(sign) }
        }
        return !pairs.isEmpty && pairs.isSubset(of: months)
    }

    var isMostlyFigures: Bool {
        let reading = reading(as: .measure)
        return reading.values > 0 && reading.values * 10 >= reading.telling * 6
    }

    /// Reads each distinct text once and counts it as often as it occurs.
    private func read(_ body: (CellColumn, Int) -> (Int) -> CellState) -> Reading {
        let texts = Array(counts)
        var bytes: [UInt8] = []
        var spans: [CellSpan] = []
        for (text, _) in texts {
            spans.append(CellSpan(offset: UInt32(truncatingIfNeeded: bytes.count), length: UInt32(text.utf8.count)))
            bytes += Array(text.utf8)
        }
        // Readers may load a few bytes beyond a cell.
        bytes += [UInt8](repeating: 0, count: 64)
        var reading = Reading()
        bytes.withUnsafeBufferPointer { bytes in
            spans.withUnsafeMutableBufferPointer { spans in
                // Both buffers live until the states have been counted, below.
                guard let base = bytes.baseAddress, let first = spans.baseAddress else { return }
                let state = body(CellColumn(base: base, spans: first, count: texts.count), texts.count)
                for (index, (_, times)) in texts.enumerated() {
                    switch state(index) {
                    case .value, .bounded: reading.values += times
                    case .words: reading.words += times
                    case .blank, .marker, .nothing, .notSet, .unknown: reading.missing += times
                    case .unreadable: reading.unreadable += times
                    case .spreadsheetError: reading.errors += times
                    }
                }
            }
        }
        return reading
    }
}

/// The type that a column line will have.
enum InferredType: Equatable {
    case text, whole, number, percent, money, measure, target, date, period
    case choice([String])
    case status

    var isFigure: Bool {
        switch self {
        case .whole, .number, .percent, .money, .measure, .target: true
        default: false
        }
    }

    var isChoice: Bool { if case .choice = self { true } else { false } }
    var canBeKey: Bool { self == .text || self == .period || self == .date || isChoice }
}

/// A column with what was inferred.
struct InferredColumn {
    let header: String
    let sample: ColumnSample
    var role: ColumnRole?
    /// The period of a column that is one of several for quarters or years; else `nil`.
    var period: PeriodHeader?
    var name = ""
    var type = InferredType.text
    /// The modifier behind the column's type that tells how ambiguous dates are read; empty for none.
    var reading = ""
    var isRequired = false
    var isNumbered = false
    /// The evidence for the type, for a comment: lower case, no full stop.
    var evidence = ""

    init(header: String, sample: ColumnSample) {
        self.header = header
        self.sample = sample
    }

    var isCalledStatus: Bool {
        ColumnRole.rag.rank(of: header) != nil || PeriodHeader(header)?.role == .rag
    }

    var statusLabels: StatusLabels? { StatusLabels(sample, isCalledStatus: isCalledStatus) }

    /// Chooses the type, and records the evidence for it.
    mutating func chooseType() {
        chooseTypeOfCells()
        if let period { evidence = period.words + "; " + evidence }
    }

    /// Chooses the narrowest type that reads every cell, or the one that its role requires.
    private mutating func chooseTypeOfCells() {
        let filled = sample.filled
        switch role {
        case .ref, .commentary:
            type = .text
            evidence = textEvidence
            return
        case .value, .previousValue, .numerator, .denominator:
            type = .measure
            evidence = figureEvidence(sample.reading(as: .measure))
            return
        case .target, .previousTarget:
            type = .target
            evidence = figureEvidence(sample.readingAsTarget())
            return
        case .rag:
            if filled == 0 || statusLabels != nil {
                type = .status
                evidence = textEvidence
                return
            }
        default: break
        }
        guard filled > 0 else {
            evidence = textEvidence + ": give it the type that it should have"
            return
        }
        if statusLabels != nil {
            type = .status
            evidence = textEvidence
            return
        }
        if role == .frequency || role == .better || role == .kind, sample.differing <= 12 { return choose() }
        for (kind, found) in [
            (FigureKind.whole, InferredType.whole), (.percent, .percent), (.money, .money), (.number, .number),
        ] {
            let reading = sample.reading(as: kind)
            guard reading.isWhole, isPrinted(as: kind) else { continue }
            type = found
            evidence = figureEvidence(reading)
            return
        }
        var dates = sample.readingAsDate()
        let monthFirst = dates.isWhole ? nil : sample.readingAsDate(monthFirst: true)
        let isMonthFirst = monthFirst?.isWhole ?? false
        if let monthFirst, isMonthFirst { dates = monthFirst }
        if dates.isWhole, hasLetterOrSlash, !sample.pairsAreMonths {
            type = .date
            if isMonthFirst { reading = "month first" }
            evidence = "\(dates.values) dates" + (isMonthFirst ? ", the month first" : "") + missingWords(dates)
            return
        }
        if sample.readingAsPeriod().isWhole, hasLetterOrSlash {
            type = .period
            if sample.pairsAreMonths { reading = "months" }
            evidence = textEvidence
            return
        }
        if sample.isMostlyFigures {
            type = .measure
            evidence = figureEvidence(sample.reading(as: .measure))
            return
        }
        // Names of things, and not figures or periods that happen to repeat.
        let isShort = sample.counts.keys.allSatisfy { $0.count <= 30 && !$0.contains { $0.isNumber } }
        if isShort, sample.differing <= 8, filled >= 12, sample.differing * 4 <= filled { return choose() }
        evidence = textEvidence
    }

    /// Makes it a column of texts, without what was inferred.
    mutating func becomeText() {
        isNumbered = false
        reading = ""
        guard type != .text else { return }
        type = .text
        evidence = textEvidence
    }

    private mutating func choose() {
        // Labels are compared ignoring case; of two spellings the more frequent is the label.
        var labels: [String] = []
        var places: [String: Int] = [:]
        for text in sample.firstTexts.prefix(sample.differing) {
            if let place = places[comparable(text)] {
                if sample.counts[text, default: 0] > sample.counts[labels[place], default: 0] { labels[place] = text }
            } else {
                places[comparable(text)] = labels.count
                labels.append(text)
            }
        }
        type = .choice(labels)
        let counts = sample.counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3)
        evidence =
            counts.map { "\($0.value) × \($0.key)" }.joined(separator: ", ") + (sample.differing > 3 ? ", …" : "")
    }

    private var hasLetterOrSlash: Bool {
        sample.firstTexts.allSatisfy { text in text.contains { $0.isLetter || $0 == "/" || $0 == "-" } }
    }

    /// `percent` and `money` read figures without a unit too: some cells should print the sign.
    private func isPrinted(as kind: FigureKind) -> Bool {
        switch kind {
        case .percent: sample.firstTexts.contains { $0.hasSuffix("%") }
        case .money: sample.firstTexts.contains { $0.contains { "£€$".contains($0) } }
        default: true
        }
    }

    private var textEvidence: String {
        if sample.filled == 0 {
            return sample.errorCount == 0
                ? "every cell is blank" : "every cell is blank or an error of a spreadsheet"
        }
        let first = sample.firstTexts.prefix(3).map { shortened($0, to: 20) }.joined(separator: ", ")
        var words = sample.differing == 1 ? "always \(first)" : "\(sample.differing) different: \(first)"
        if sample.differing > 3 { words += ", …" }
        if sample.blankCount > 0 { words += "; \(sample.blankCount) blank" }
        if sample.errorCount > 0 {
            words += "; \(sample.errorCount) \(sample.errorCount == 1 ? "error" : "errors") of a spreadsheet"
        }
        return words
    }

    private func figureEvidence(_ reading: ColumnSample.Reading) -> String {
        var parts = [reading.values == 1 ? "1 figure" : "\(reading.values) figures"]
        if reading.words > 0 { parts.append("\(reading.words) in words") }
        return parts.joined(separator: ", ") + missingWords(reading)
    }

    private func missingWords(_ reading: ColumnSample.Reading) -> String {
        let missing = reading.missing + sample.blankCount
        let errors = reading.errors + sample.errorCount
        return (missing > 0 ? ", \(missing) not given" : "")
            + (errors > 0 ? ", \(errors) \(errors == 1 ? "error" : "errors") of a spreadsheet" : "")
    }
}

extension String {
    /// Without white space at either end.
    fileprivate var trimmedSpaces: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}

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
    /// Of texts with line breaks, which are shown as spaces, the cells as they are.
    private var broken: [String: Set<String>] = [:]
    /// For each row the index of its text in `inOrder`, or one of the following; empty unless `keepsRows`.
    private(set) var rows: [Int32] = []
    private var places: [String: Int32] = [:]
    private let keepsRows: Bool
    static let blank: Int32 = -1
    static let error: Int32 = -2

    /// - Parameter keepsRows: whether it keeps which row has which text, as is asked of columns that may be in a key.
    init(keepsRows: Bool = false) { self.keepsRows = keepsRows }

    mutating func add(_ cell: String, onLine line: () -> Int) {
        count += 1
        let cell = cell.trimmedSpaces
        let text = String(
            cell.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(separator: " "))
        guard !text.isEmpty else {
            blankCount += 1
            if keepsRows { rows.append(Self.blank) }
            return
        }
        var copy = text
        if copy.withUTF8({ isSpreadsheetError($0, inText: true) }) {
            errorCount += 1
            if keepsRows { rows.append(Self.error) }
            return
        }
        if text != cell { broken[text, default: []].insert(cell) }
        counts[text, default: 0] += 1
        if counts[text] == 1 {
            if keepsRows { places[text] = Int32(inOrder.count) }
            inOrder.append(text)
            if inOrder.count <= 12 { firstLines[text] = line() }
        }
        if keepsRows, let place = places[text] { rows.append(place) }
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

    /// Whether every row has the same text in another column, as far as that is kept.
    func isSame(as other: Self) -> Bool {
        keepsRows && other.keepsRows && inOrder == other.inOrder && rows == other.rows
    }

    /// Whether its references mostly count up by one.
    var runsInOrder: Bool { steps >= 5 && steps * 10 >= filled * 6 }

    /// Adds the rows of another sample below these.
    mutating func append(_ other: ColumnSample) {
        count += other.count
        blankCount += other.blankCount
        errorCount += other.errorCount
        steps += other.steps
        lastReference = nil
        var moved: [Int32] = []
        for text in other.inOrder {
            if counts[text] == nil {
                if keepsRows { places[text] = Int32(inOrder.count) }
                inOrder.append(text)
                if inOrder.count <= 12 { firstLines[text] = other.firstLines[text] }
            }
            counts[text, default: 0] += other.counts[text, default: 0]
            if keepsRows { moved.append(places[text] ?? 0) }
        }
        broken.merge(other.broken) { $0.union($1) }
        if keepsRows { rows += other.rows.map { $0 < 0 ? $0 : moved[Int($0)] } }
    }

    /// Whether some cells of a text have line breaks, so that no text of a rule file can stand for all of them.
    func isBroken(_ text: String) -> Bool { broken[text] != nil }
    var hasBrokenTexts: Bool { !broken.isEmpty }

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

    /// The first texts that are no figures, no markers and no words for one.
    var unreadableFigures: [String] {
        firstTexts.filter { text in
            text.contains(where: \.isNumber)
                && withCells([text]) { cells, count in
                    let vector = FigureVector(capacity: max(1, count))
                    readFigures(cells, as: .measure, markers: Markers(adding: []), into: vector)
                    return vector.state[0] == .unreadable || vector.state[0] == .words
                } ?? false
        }
    }

    /// For each text a word that equal days or periods share, however they are written.
    func calendarValues(asPeriod: Bool, monthFirst: Bool) -> [String] {
        var words: [String] = []
        withCells(inOrder) { cells, count in
            let vector = CodeVector(capacity: max(1, count))
            if asPeriod {
                let pairs: YearPairs = pairsAreMonths ? .months : .either
                readPeriods(cells, yearFrom: 4, pairs: pairs, markers: Markers(with: .words), into: vector)
            } else {
                let reading = CalendarReading(isMonthFirst: monthFirst)
                readDates(cells, reading: reading, markers: Markers(with: .words), into: vector)
            }
            for (index, text) in inOrder.enumerated() {
                words.append(vector.state[index] == .value ? "\(vector.code[index])" : "text " + text)
            }
        }
        return words
    }

    /// Reads each distinct text once and counts it as often as it occurs.
    private func read(_ body: (CellColumn, Int) -> (Int) -> CellState) -> Reading {
        // Cells with line breaks are read as they are; how often each of several spellings occurs is not known.
        let texts = inOrder.flatMap { text -> [(text: String, times: Int)] in
            let times = counts[text, default: 0]
            guard let cells = broken[text] else { return [(text, times)] }
            return cells.sorted().enumerated().map {
                ($0.element, $0.offset == 0 ? max(1, times - cells.count + 1) : 1)
            }
        }
        var reading = Reading()
        withCells(texts.map(\.text)) { cells, count in
            let state = body(cells, count)
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
        return reading
    }

    /// Texts as the readers of cells take them.
    @discardableResult
    private func withCells<Result>(_ texts: [String], _ body: (CellColumn, Int) -> Result) -> Result? {
        var bytes: [UInt8] = []
        var spans: [CellSpan] = []
        for text in texts {
            spans.append(CellSpan(offset: UInt32(truncatingIfNeeded: bytes.count), length: UInt32(text.utf8.count)))
            bytes += Array(text.utf8)
        }
        // Readers may load a few bytes beyond a cell.
        bytes += [UInt8](repeating: 0, count: 64)
        return bytes.withUnsafeBufferPointer { bytes in
            spans.withUnsafeMutableBufferPointer { spans in
                // Both buffers live until the body has returned.
                guard let base = bytes.baseAddress, let first = spans.baseAddress else { return nil }
                return body(CellColumn(base: base, spans: first, count: texts.count), texts.count)
            }
        }
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
    var sample: ColumnSample
    var role: ColumnRole?
    /// Whether it is a part of the files' or sheets' names, and no column of theirs.
    var isPart = false
    /// Whether that part is a year, quarter or month.
    var isPartOfTime = false
    /// Whether the colours of its cells are its statuses.
    var isByFill = false
    /// The regular expression that all keys match, where headings stand among them; `nil` for none.
    var shape: String?
    /// The period of a column that is one of several for quarters or years; else `nil`.
    var period: PeriodHeader?
    var name = ""
    var type = InferredType.text
    /// The modifier behind the column's type that tells how ambiguous dates are read; empty for none.
    var reading = ""
    var isRequired = false
    var isNumbered = false
    /// Whether it is a text because what was inferred cannot be written.
    private(set) var isSimplified = false
    /// The evidence for the type, for a comment: lower case, no full stop; from the fullest to the shortest.
    private(set) var evidences: [String] = []
    private var evidence: String {
        get { evidences.first ?? "" }
        set { evidences = [newValue] }
    }

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
        if let period { evidences = evidences.map { period.words + "; " + $0 } + [period.words] }
    }

    /// Chooses the narrowest type that reads every cell, or the one that its role requires.
    private mutating func chooseTypeOfCells() {
        let filled = sample.filled
        switch role {
        case .ref, .commentary:
            type = .text
            evidences = textEvidences
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
                evidences = textEvidences
                return
            }
        case .period, .previousPeriod:
            // `Mar-23` is a day of March too, elsewhere.
            if filled > 0, sample.readingAsPeriod().isWhole {
                type = .period
                if sample.pairsAreMonths { reading = "months" }
                evidences = textEvidences
                return
            }
        default: break
        }
        if isPartOfTime {
            type = .period
            if sample.pairsAreMonths { reading = "months" }
            evidences = textEvidences
            return
        }
        guard filled > 0 else {
            evidences = textEvidences.map { $0 + ": give it the type that it should have" } + textEvidences
            return
        }
        if statusLabels != nil {
            type = .status
            evidences = textEvidences
            return
        }
        if isDirection { return choose() }
        if role == .frequency || role == .better || role == .kind, sample.differing <= 12, !sample.hasBrokenTexts {
            return choose()
        }
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
            evidences = textEvidences
            return
        }
        // Where no header says that there are figures, few cells may be none: they would be reported for a guess.
        let measures = sample.reading(as: .measure)
        if sample.isMostlyFigures, measures.unreadable * 20 <= measures.telling {
            type = .measure
            evidence = figureEvidence(measures)
            return
        }
        // Names of things, and not figures or periods that happen to repeat.
        let isShort = sample.counts.keys.allSatisfy { $0.count <= 30 && !$0.contains { $0.isNumber } }
        if isShort, (2...8).contains(sample.differing), filled >= 12, sample.differing * 4 <= filled,
            !sample.hasBrokenTexts
        {
            return choose()
        }
        evidences = textEvidences
    }

    /// Makes it a column of texts, without what was inferred.
    mutating func becomeText() {
        isNumbered = false
        isSimplified = true
        reading = ""
        guard type != .text else { return }
        type = .text
        evidences = textEvidences
    }

    private mutating func choose() {
        // Labels are compared ignoring case; of two spellings the more frequent is the label.
        var labels: [String] = []
        var places: [String: Int] = [:]
        for text in sample.firstTexts.prefix(sample.differing) {
            if let place = places[text.lowercased()] {
                if sample.counts[text, default: 0] > sample.counts[labels[place], default: 0] { labels[place] = text }
            } else {
                places[text.lowercased()] = labels.count
                labels.append(text)
            }
        }
        type = .choice(labels)
        let counts = sample.counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        evidences = [3, 2, 1].filter { $0 == 1 || $0 <= counts.count }.map { shown in
            counts.prefix(shown).map { "\($0.value) × \(shortened($0.key, to: 30))" }.joined(separator: ", ")
                + (sample.differing > shown ? ", …" : "")
        }
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

    /// With three texts, two, one and none of them.
    private var textEvidences: [String] {
        if sample.filled == 0 {
            return [
                sample.errorCount == 0
                    ? "every cell is blank" : "every cell is blank or an error of a spreadsheet"
            ]
        }
        let known = min(3, sample.differing)
        return (0...known).reversed().map { shown in
            let first = sample.firstTexts.prefix(shown).map { shortened($0, to: 20) }.joined(separator: ", ")
            var words = "\(sample.differing) different" + (shown > 0 ? ": \(first)" : "")
            if sample.differing == 1 { words = shown > 0 ? "always \(first)" : "always the same" }
            if sample.differing > shown, shown > 0 { words += ", …" }
            if sample.blankCount > 0 { words += "; \(sample.blankCount) blank" }
            if sample.errorCount > 0 {
                words += "; \(sample.errorCount) \(sample.errorCount == 1 ? "error" : "errors") of a spreadsheet"
            }
            return words
        }
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
    /// Without white space, and what cannot be seen, at either end, as cells are read.
    fileprivate var trimmedSpaces: String {
        var text = self
        return text.withUTF8 { String(decoding: trimmedBytes($0), as: UTF8.self) }
    }
}

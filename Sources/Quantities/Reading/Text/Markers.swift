// What a cell may have instead of a value: markers of missing values, markers of no value, errors of spreadsheets.

/// What may follow a marker, besides notes in brackets.
package enum MarkerAddition: Sendable {
    /// Nothing: `TBC - Red` may be either, where labels or flags are read.
    case none
    /// Words without a digit: `TBC - 31 March` may be either, where dates are read.
    case words
    /// Words, and numbers that name or date something: `TBC - Q3`, `N/A until May 2024`.
    case namingNumbers
}

/// The markers of a column, built once for each column, of two kinds: for missing values (`TBC`, `DNA`, `..`, "data not
/// yet available" and their like, and the column's own, `missing "…"`), and for no value (`N/A`, `-`). They compare
/// trimmed and ignoring case, and any white space inside them is one space; a note in brackets may follow one.
package struct Markers: Sendable {
    private let table: FoldedTable
    /// Markers of missing values have indices below this.
    private let missingCount: Int
    /// Whether any marker holds a digit.
    let haveDigits: Bool
    /// Whether a note in brackets may follow a marker.
    private let takesNotes: Bool
    private let addition: MarkerAddition

    /// The markers of every type but text, and a column's own.
    package init(adding own: [String] = [], with addition: MarkerAddition = .namingNumbers) {
        self.init(own, Markers.missing, Markers.nothing, takesNotes: true, addition)
    }

    /// Only a column's own markers, for texts.
    package init(only own: [String]) { self.init(own, [], [], takesNotes: false, .none) }

    private init(
        _ own: [String], _ missing: [String], _ nothing: [String], takesNotes: Bool, _ addition: MarkerAddition
    ) {
        let own = own.filter { !$0.isEmpty }.map(withSingleSpaces)
        // The column's own come first: a text that is given twice keeps its first index.
        table = own.isEmpty && takesNotes ? Markers.ofMostColumns : FoldedTable(own + missing + nothing)
        missingCount = own.count + missing.count
        haveDigits = own.contains { $0.utf8.contains(where: isDigit) }
        self.takesNotes = takesNotes
        self.addition = addition
    }

    /// The table of columns that have no markers of their own, made once.
    private static let ofMostColumns = FoldedTable(missing + nothing)

    /// Whether there is none.
    package var isEmpty: Bool { missingCount == 0 && !takesNotes }

    /// The state of a cell without a value: `marker`, `nothing` or `spreadsheetError`; `nil` for every other cell. A
    /// blank cell has a state of its own.
    package func state(_ cell: UnsafeBufferPointer<UInt8>) -> CellState? { state(ofTrimmed: trimmedBytes(cell)) }

    /// As `state`, for a trimmed cell that is not empty.
    @inline(__always)
    func state(ofTrimmed cell: UnsafeBufferPointer<UInt8>) -> CellState? {
        let place = place(of: cell)
        if place >= 0 { return place < missingCount ? .marker : .nothing }
        guard let base = cell.baseAddress, cell.count > 1 else { return nil }
        if base[0] == 0x23, isSpreadsheetError(cell, inText: !takesNotes) { return .spreadsheetError }
        guard takesNotes else { return missingCount > 0 ? stateInText(cell) : nil }
        if isErrorAmongSigns(cell) { return .spreadsheetError }
        let last = base[cell.count - 1]
        if last == 0x29 || last == 0x5D || last == 0x2A || last == 0x2E || last >= 0x80,
            let state = stateWithNotes(cell)
        {
            return state
        }
        guard isASCIILetter(base[0]) else { return nil }
        return isErrorWithoutSign(cell) ? .spreadsheetError : stateWithAddition(cell)
    }

    /// The state of a text that is one of the column's own markers with a full stop or a note in brackets: `No notes.`
    private func stateInText(_ cell: UnsafeBufferPointer<UInt8>) -> CellState? {
        guard let last = cell.last, last == 0x2E || last == 0x29, var head = CellCursor(cell) else { return nil }
        for _ in 0..<2 {
            if let state = stateOfPhrase(head) { return state }
            guard head.leaveOutNote() != nil, !head.isAtEnd else { return nil }
        }
        return stateOfPhrase(head)
    }

    /// The index of a marker, or −1.
    @inline(__always)
    private func place(of cell: UnsafeBufferPointer<UInt8>) -> Int {
        let place = table.place(of: cell)
        return place < 0 && holdsWideSpace(cell, most: Markers.mostBytes) ? placeWithSingleSpaces(cell) : place
    }

    @inline(never)
    private func placeWithSingleSpaces(_ cell: UnsafeBufferPointer<UInt8>) -> Int {
        withSingleSpaces(cell).withUnsafeBufferPointer { table.place(of: $0) }
    }

    /// The longest cell that may be a marker with more white space within it.
    private static let mostBytes = 400

    /// The state of a marker or an error with notes and marks behind it, a full stop, or in brackets: `N/A (annual)`,
    /// `TBC [1]`, `..*`, `#DIV/0! (Q3)`, `TBC.`, `(n/a)`.
    @inline(never)
    private func stateWithNotes(_ cell: UnsafeBufferPointer<UInt8>) -> CellState? {
        guard var head = CellCursor(cell) else { return nil }
        // No marker has more than a few notes.
        for _ in 0..<4 {
            if let state = stateOfPhrase(head) ?? head.insideBrackets.flatMap({ stateOfPhrase($0) }) { return state }
            guard let bracket = head.leaveOutNote() else { return nil }
            guard !head.isAtEnd else { return nil }
            if head.byte == 0x23, isSpreadsheetError(head.rest, inText: false) { return .spreadsheetError }
            // Behind a dash a note must begin with a letter: `- (3)` is not a marker.
            let isWord = head.isAtLetter || head.byte == 0x2E || head.byte == 0x5B
            if !isWord, let bracket, !bracket.isAtLetter { return nil }
            let place = place(of: head.rest)
            if place >= 0 { return place < missingCount ? .marker : .nothing }
        }
        return nil
    }

    /// The state of a marker with words behind it: `TBC - Q3`, `N/A: annual`, `no data, as the system was down`; behind
    /// some a space is enough, `TBC in March`. With a value behind it nothing tells which of the two is meant.
    private func stateWithAddition(_ cell: UnsafeBufferPointer<UInt8>) -> CellState? {
        guard addition != .none, let (state, behind) = markerWithAddition(cell) else { return nil }
        let saysMore = addition == .words ? behind.rest.contains(where: isDigit) : behind.holdsNumber
        return saysMore ? nil : state
    }

    /// Whether a cell has a marker and a number, and is thus neither.
    func holdNumber(behindMarkerIn cell: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = cell.first, isASCIILetter(first) else { return false }
        return markerWithAddition(cell)?.addition.holdsNumber ?? false
    }

    /// The state of the marker at the beginning of a cell, and the rest behind it; `nil` where there is none.
    @inline(never)
    private func markerWithAddition(
        _ cell: UnsafeBufferPointer<UInt8>
    ) -> (state: CellState, addition: CellCursor)? {
        guard cell.count > 4, cell.count <= Markers.mostBytes, let start = CellCursor(cell) else { return nil }
        var place = start
        while place.at < min(place.end, Markers.longestWithAddition) {
            var head = start
            var addition = place
            let isSpaced = addition.skipSpaces()
            let isParted = addition.take(0x3A) || addition.take(0x2C) || addition.take(0x3B) || addition.takeDash()
            // `no-data` and `n/a-b` are words.
            if isParted || isSpaced, isSpaced || place.byte != 0x2D {
                head.end = place.at
                if isParted || Markers.certain.place(of: head.rest) >= 0, let state = stateOfPhrase(head) {
                    addition.skipSpaces()
                    return (state, addition)
                }
                if isParted { return nil }
            }
            place.at += 1
        }
        return nil
    }

    /// The state of a marker alone, perhaps with a full stop. A single letter is one only in its exact form.
    private func stateOfPhrase(_ phrase: CellCursor) -> CellState? {
        var phrase = phrase
        if phrase.isAtLetter, phrase.rest.last == 0x2E {
            phrase.end -= 1
            phrase.trimEnd()
        }
        guard !phrase.isAtEnd, !phrase.isAtLetter || phrase.end - phrase.at > 1 else { return nil }
        let place = place(of: phrase.rest)
        return place < 0 ? nil : place < missingCount ? .marker : .nothing
    }

    /// The longest marker that words may follow.
    private static let longestWithAddition = 32

    /// Markers that are unambiguous, whatever words follow. `No data breaches` and `not due to illness` are words.
    private static let certain = FoldedTable([
        "TBC", "TBD", "TBA", "T.B.C", "T.B.C.", "T.B.D", "T.B.D.", "T.B.A", "T.B.A.", "N/A", "not available",
        "not yet available", "data not available", "data not yet available", "data unavailable", "no data available",
        "data awaited", "awaiting data", "to be confirmed", "not reported", "not collected", "not recorded",
        "not applicable",
    ])

    /// Markers of values that should be there.
    package static let missing = [
        "DNA", "TBC", "TBD", "TBA", "..", "...", "…", "[x]", "[c]", "[u]", "[low]",
        "not available", "not yet available", "data not available", "data not yet available", "data unavailable",
        "unavailable", "no data", "no data available", "data awaited", "awaiting data", "to be confirmed",
        "not reported", "not due", "not collected", "not recorded", "not known", "suppressed", "null",
        "T.B.C", "T.B.D", "T.B.A", "D.N.A",
    ]

    /// Markers of no value.
    package static let nothing = [
        "N/A", "NA", "n.a", "n.a.", "n/a.", "N / A", "N/ A", "N /A", "-", "--", "---", "—", "–", "−", "not applicable",
        "[z]", "nil return",
    ]

    /// Further markers in columns of figures, where a letter or a sign alone is not a figure. Of letters that may be
    /// words too (`C`, `Low`) a measure or a target accepts only lower case.
    static let ofFigures = FigureMarkers()
}

/// Whether a trimmed cell is a spreadsheet's error: `#DIV/0!`, `#N/A`, or only two or more `#`. A name with other
/// signs, or none, counts too (`#REF`, `#N/A!`, `# REF!`); in a text, where it may be a tag, only in capitals.
package func isSpreadsheetError(_ cell: UnsafeBufferPointer<UInt8>, inText: Bool) -> Bool {
    guard cell.count > 1, cell[0] == 0x23 else { return false }
    if spreadsheetErrors.place(of: cell) >= 0 || cell.allSatisfy({ $0 == 0x23 }) { return true }
    return isMisspeltError(UnsafeBufferPointer(rebasing: cell.dropFirst()), inText: inText)
}

/// Whether it is the name of an error among any of the signs of errors.
private func isMisspeltError(_ cell: UnsafeBufferPointer<UInt8>, inText: Bool) -> Bool {
    guard cell.count <= 12 else { return false }
    var name: [UInt8] = []
    var isSpaced = false
    for byte in cell {
        switch byte {
        case 0x30...0x39, 0x41...0x5A: name.append(byte)
        case 0x61...0x7A where !inText: name.append(byte & 0xDF)
        case 0x2F, 0x5C, 0x21, 0x3F, 0x2E: continue
        case 0x20: isSpaced = true
        default: return false
        }
    }
    let isClosed = cell.last == 0x21 || cell.last == 0x3F
    return errorNames.contains(name) && (!inText || !isSpaced || isClosed)
}

/// Whether it is an error with the sign of a unit, an equals sign or brackets around it: `£#REF!`, `########%`,
/// `(#N/A)`, `=#N/A`.
private func isErrorAmongSigns(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = cell.first, let last = cell.last, var place = CellCursor(cell) else { return false }
    // Nearly every cell that is not a figure begins with a letter.
    guard !isASCIILetter(first), first != 0x23 || last == 0x25 else { return false }
    if place.take(0x28), place.rest.last == 0x29 { place.end -= 1 }
    _ = place.take(0x3D)
    _ = place.takeCurrency()
    if place.rest.last == 0x25 { place.end -= 1 }
    guard !place.isAtEnd, place.end - place.at < cell.count else { return false }
    return isSpreadsheetError(place.rest, inText: false)
}

/// Whether a cell is an error that has lost its first sign, `REF!` or `DIV/0`, or what LibreOffice writes for one
/// without a name. In a text it may have another meaning.
private func isErrorWithoutSign(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    guard cell.count <= 8, let last = cell.last else { return false }
    if last == 0x21 || cell.count == 5 && cell[3] == 0x2F {
        return isMisspeltError(cell, inText: false)
    }
    return cell[0] == 0x45 && isNumberedError(cell)
}

/// Whether a cell is what LibreOffice writes for an error without a name: `Err:502`. In a text it may have another
/// meaning.
private func isNumberedError(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    guard cell.count == 7, var cursor = CellCursor(cell), cursor.take("err:") else { return false }
    return cursor.takeDigits(most: 3)?.count == 3
}

private let spreadsheetErrors = FoldedTable([
    "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#N/A", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!",
    "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#EXTERNAL!", "#PYTHON!", "#GETTING_DATA", "#ERROR!", "#DATA!", "#N/A N/A",
])

/// The names of known errors, without signs.
private let errorNames: Set<[UInt8]> = Set(
    ["DIV0", "DIVO", "ERR", "ERROR", "REF", "VALUE", "NAME", "NUM", "NULL", "NA", "SPILL", "CALC"].map {
        Array($0.utf8)
    })

extension CellCursor {
    /// Takes the sign of a currency or of a percentage.
    mutating func takeSignOfUnit() -> Bool { takeCurrency() != .none || take(0x25) }

    /// The content of the brackets around the whole rest; `nil` where there are none.
    fileprivate var insideBrackets: CellCursor? {
        var inside = self
        if byte == 0x28 {
            guard let (content, opens) = closingBracket, opens == at else { return nil }
            return content.isAtEnd ? nil : content
        }
        guard byte == 0x5B, end - at > 2, rest.last == 0x5D, rest.dropLast().last(where: { $0 == 0x5D }) == nil else {
            return nil
        }
        inside.at += 1
        inside.end -= 1
        inside.skipSpaces()
        inside.trimEnd()
        return inside.isAtEnd ? nil : inside
    }
}

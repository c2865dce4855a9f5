// What formulas come to, and how spreadsheets compare it.

/// What a part of a formula comes to.
enum FormulaValue {
    case blank
    case number(Double)
    case text(String)
    case boolean(Bool)
    /// An error of a spreadsheet, such as `#N/A`.
    case error
    case unknown(FormulaDoubt)
}

/// Why nobody can say what a formula comes to.
enum FormulaDoubt: Hashable {
    /// It uses a formula that has no stored result.
    case uncalculated
    /// It uses a sheet that is not there or cannot be read.
    case sheet(String)
    /// Programs may differ in what they make of it.
    case differs
    /// All conditions together take more steps than are spent on them.
    case limit

    /// In words, behind “because”.
    var words: String {
        switch self {
        case .uncalculated: "it uses a formula without a stored result"
        case .sheet(let name): "it uses the sheet “\(name.prefix(40))”, which is not read"
        case .differs: "spreadsheet programs may differ in what it comes to"
        case .limit: "there are too many conditions"
        }
    }
}

/// How one value stands to another.
enum FormulaOrder {
    case less, equal, greater
    /// Not equal: which comes first depends on the language.
    case different
    /// An operand is an error.
    case failed
    case unknown(FormulaDoubt)

    /// Whether an operator of comparison holds.
    func satisfies(_ sign: FormulaOperator) -> FormulaValue {
        switch (self, sign) {
        case (.unknown(let doubt), _): .unknown(doubt)
        case (.failed, _): .error
        case (.less, .less), (.less, .lessOrEqual), (.less, .notEqual), (.equal, .equal), (.equal, .lessOrEqual),
            (.equal, .greaterOrEqual), (.greater, .greater), (.greater, .greaterOrEqual), (.greater, .notEqual),
            (.different, .notEqual):
            .boolean(true)
        case (.different, .equal): .boolean(false)
        case (.different, _): .unknown(.differs)
        default: .boolean(false)
        }
    }
}

extension FormulaValue {
    /// Compares as spreadsheets do: numbers come before texts, and those before truth values; a blank cell is nought,
    /// the empty text or false, as the other side is.
    func compared(to other: FormulaValue) -> FormulaOrder {
        switch (self, other) {
        case (.error, _), (_, .error): return .failed
        case (.unknown(let doubt), _), (_, .unknown(let doubt)): return .unknown(doubt)
        case (.blank, .blank): return .equal
        case (.blank, _): return other.emptied.compared(to: other)
        case (_, .blank): return compared(to: emptied)
        case (.number(let one), .number(let two)): return one.comparedLoosely(to: two)
        case (.text(let one), .text(let two)): return one.comparedAsCells(to: two)
        case (.boolean(let one), .boolean(let two)):
            if one == two { return .equal }
            return two ? .less : .greater
        default: return rank < other.rank ? .less : .greater
        }
    }

    /// What a blank cell is beside this value.
    private var emptied: FormulaValue {
        switch self {
        case .text: .text("")
        case .boolean: .boolean(false)
        default: .number(0)
        }
    }

    private var rank: Int {
        switch self {
        case .text: 1
        case .boolean: 2
        default: 0
        }
    }
}

extension Double {
    /// Compares as spreadsheets do, to whom 0.1 + 0.2 and 0.3 are the same. Where numbers lie so close that it depends
    /// on the program, nothing is said.
    func comparedLoosely(to other: Double) -> FormulaOrder {
        if self == other { return .equal }
        guard isFinite, other.isFinite else { return .failed }
        let distance = (self - other).magnitude
        let size = max(magnitude, other.magnitude)
        guard distance <= size * 1e-12 else { return self < other ? .less : .greater }
        // LibreOffice leaves out the last bits, Excel what is behind 15 digits.
        let isNear = distance <= size * 0x1p-48
        guard isNear, let one = StoredFigure(description), let two = StoredFigure(other.description),
            one.compared(to: two) == 0
        else { return .unknown(.differs) }
        return .equal
    }
}

extension String {
    /// Compares as spreadsheets do, to whom capital and small letters are the same. Which of two texts comes first is
    /// said of plain letters and digits alone: beyond them it depends on the language.
    func comparedAsCells(to other: String) -> FormulaOrder {
        let (one, two) = (lowercased(), other.lowercased())
        if one.unicodeScalars.elementsEqual(two.unicodeScalars) { return .equal }
        // The same letter, composed in two ways.
        if one == two { return .unknown(.differs) }
        guard one.isPlainText, two.isPlainText else { return .different }
        return one < two ? .less : .greater
    }

    /// Whether a text is made of letters, digits and spaces alone.
    private var isPlainText: Bool {
        utf8.allSatisfy { $0 &- 0x30 <= 9 || ($0 | 0x20) &- UInt8(ascii: "a") < 26 || $0 == 0x20 }
    }
}

extension StoredFigure {
    /// The nearest double.
    var double: Double {
        // Up to here a single operation on exact numbers gives the nearest one.
        if exponent >= 0, exponent <= 22 { return Double(mantissa) * Self.power(exponent) }
        if exponent < 0, exponent >= -22 { return Double(mantissa) / Self.power(-exponent) }
        return Double("\(mantissa)e\(exponent)") ?? 0
    }

    private static func power(_ exponent: Int16) -> Double {
        (0..<exponent).reduce(1.0) { power, _ in power * 10 }
    }
}

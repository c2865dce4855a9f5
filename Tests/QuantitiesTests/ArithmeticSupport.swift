// Figures written as people print them, and columns made of them, for the tests of arithmetic.

import Testing

@testable import Quantities

/// A figure as a test writes it: `£2.4m`, `33%`, `21 day`, `-0.5`, `3/8`, `3/8%`; `=` before it makes it exact;
/// `words:` words; `2 ratio` a ratio; `?` unknown. It is no reader of cells: only what tests write need be understood.
func figure(_ text: String) -> Figure {
    if text == "?" { return .unknown }
    if text.hasPrefix("words:") {
        let print = text.utf8.reduce(Int128(7)) { $0 &* 31 &+ Int128($1) }
        return Figure(state: .words, mantissa: print, scale: 0, unit: .none)
    }
    var rest = Substring(text)
    var flags: FigureFlags = []
    if rest.first == "=" {
        flags = .exact
        rest.removeFirst()
    }
    var negative = false
    if rest.first == "-" {
        negative = true
        rest.removeFirst()
    }
    var unit = Unit.none
    if rest.first == "£" {
        unit = .pound
        rest.removeFirst()
    }
    var mantissa: Int128 = 0
    var scale = 0
    var seenPoint = false
    while let digit = rest.first, digit.isASCII, digit.isNumber || digit == "." {
        if let value = digit.wholeNumberValue {
            mantissa = mantissa * 10 + Int128(value)
            scale += seenPoint ? 1 : 0
        } else {
            seenPoint = true
        }
        rest.removeFirst()
    }
    var denominator: Int128 = 1
    if rest.first == "/" {
        rest.removeFirst()
        denominator = 0
        while let digit = rest.first?.wholeNumberValue {
            denominator = denominator * 10 + Int128(digit)
            rest.removeFirst()
        }
    }
    if rest == "m" {
        scale -= 6
    } else if rest == "k" {
        scale -= 3
    } else if !rest.isEmpty {
        let name = String(rest.drop { $0 == " " })
        unit = name == "ratio" ? .ratio : .named(name)
    }
    return Figure(
        state: .value, mantissa: negative ? -mantissa : mantissa, denominator: denominator, scale: Int8(scale),
        unit: unit, flags: flags)
}

/// A column of figures.
func column(_ figures: [Figure]) -> FigureVector {
    let vector = FigureVector(capacity: max(1, figures.count))
    vector.count = figures.count
    for (row, figure) in figures.enumerated() { vector[figure: row] = figure }
    return vector
}

func column(_ texts: String...) -> FigureVector { column(texts.map { figure($0) }) }

extension FigureVector {
    var figures: [Figure] { (0..<count).map { self[figure: $0] } }
}

extension TruthVector {
    subscript(row: Int) -> Bool? { isTrue(row) ? true : isFalse(row) ? false : nil }

    var truths: [Bool?] { (0..<count).map { self[$0] } }
}

/// A target as a test writes it: `<23`, `<=23`, `>=5`, `>5`, `10%..20%`, else a plain figure; `TBC` is not set.
func target(_ text: String) -> (first: Figure, second: Figure, form: TargetForm) {
    if text == "TBC" { return (Figure(state: .notSet, mantissa: 0, scale: 0, unit: .none), .unknown, .plain) }
    let forms: [(String, TargetForm)] = [
        ("<=", .atMost), (">=", .atLeast), ("<", .lessThan), (">", .moreThan),
    ]
    for (sign, form) in forms where text.hasPrefix(sign) {
        return (figure(String(text.dropFirst(sign.count))), .unknown, form)
    }
    if text.contains("..") {
        let ends = text.split(separator: "..").map(String.init)
        return (figure(ends[0]), figure(ends[1]), .range)
    }
    return (figure(text), .unknown, .plain)
}

func targets(_ texts: [String]) -> TargetVector {
    let vector = TargetVector(capacity: max(1, texts.count))
    vector.count = texts.count
    for (row, text) in texts.enumerated() {
        let (first, second, form) = target(text)
        vector.first[figure: row] = first
        vector.second[figure: row] = second
        vector.form[row] = form
    }
    return vector
}

/// A fraction of small whole numbers, as an oracle: numerator over a positive denominator, in lowest terms.
struct SmallFraction: Comparable {
    var numerator: Int
    var denominator: Int

    init(_ numerator: Int, _ denominator: Int = 1) {
        var (a, b) = (abs(numerator), abs(denominator))
        while b != 0 { (a, b) = (b, a % b) }
        let divisor = max(1, a) * (denominator < 0 ? -1 : 1)
        self.numerator = numerator / divisor
        self.denominator = denominator / divisor
    }

    static func < (a: Self, b: Self) -> Bool { a.numerator * b.denominator < b.numerator * a.denominator }
    static func + (a: Self, b: Self) -> Self {
        Self(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)
    }
    static prefix func - (a: Self) -> Self { Self(-a.numerator, a.denominator) }
    static func - (a: Self, b: Self) -> Self { a + -b }
    static func * (a: Self, b: Self) -> Self { Self(a.numerator * b.numerator, a.denominator * b.denominator) }
    static func / (a: Self, b: Self) -> Self { Self(a.numerator * b.denominator, a.denominator * b.numerator) }

    /// The value of a figure that is small.
    init(_ figure: Figure) {
        let power = (0..<abs(Int(figure.scale))).reduce(1) { total, _ in total * 10 }
        self.init(
            Int(figure.mantissa) * (figure.scale < 0 ? power : 1),
            Int(figure.denominator) * (figure.scale > 0 ? power : 1))
    }
}

/// Numbers that look random and are the same in every run.
struct SteadyGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A small figure: a decimal printed at a scale of −1…2, or a quotient.
    mutating func smallFigure(units: [Unit] = [.none]) -> Figure {
        let quotient = Int.random(in: 0..<4, using: &self) == 0
        return Figure(
            state: .value, mantissa: Int128(Int.random(in: -60...60, using: &self)),
            denominator: quotient ? Int128(Int.random(in: 1...12, using: &self)) : 1,
            scale: Int8(Int.random(in: -1...2, using: &self)),
            unit: units[Int.random(in: 0..<units.count, using: &self)],
            flags: Bool.random(using: &self) ? .exact : [])
    }
}

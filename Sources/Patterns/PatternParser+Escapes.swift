// Reads escapes.

extension PatternParser {
    /// The meaning of an escape.
    enum Escape {
        case scalar(Unicode.Scalar)
        case set(ScalarSet)
        case assertion(Assertion)
    }

    /// What the set of a property depends on.
    struct Property: Hashable {
        var name: String
        var ignoresCase: Bool
        var isNegated: Bool
    }

    /// An escape outside a class.
    mutating func escapedItem() throws(PatternError) -> PatternNode {
        switch try escape() {
        case .scalar(let scalar): .scalar(folded(ScalarSet(scalar)))
        case .set(let set): .scalar(set)
        case .assertion(let assertion): .assertion(assertion)
        }
    }

    /// escape → '\' ( [dDsSwW] | [pP] property | [AzbB] | [aftnrv] | 'x' hexadecimal | '0' octal | punctuation )
    mutating func escape() throws(PatternError) -> Escape {
        let start = index
        index += 1
        guard let scalar = peek() else {
            throw error("a backslash at the end", from: start)
        }
        index += 1
        switch scalar {
        case "d": return .set(folded(.digits))
        case "D": return .set(folded(.digits).inverted)
        case "s": return .set(folded(.space))
        case "S": return .set(folded(.space).inverted)
        case "w": return .set(folded(.word))
        case "W": return .set(folded(.word).inverted)
        case "p", "P": return .set(try property(isNegated: scalar == "P", from: start))
        case "A": return .assertion(.textStart)
        case "z": return .assertion(.textEnd)
        case "b": return .assertion(.wordBoundary)
        case "B": return .assertion(.notWordBoundary)
        case "a": return .scalar("\u{07}")
        case "f": return .scalar("\u{0C}")
        case "t": return .scalar("\t")
        case "n": return .scalar(named("\n", from: start))
        case "r": return .scalar(named("\r", from: start))
        case "v": return .scalar("\u{0B}")
        case "x": return .scalar(named(try hexadecimal(from: start), from: start))
        case "0": return .scalar(named(octal(), from: start))
        case "1"..."9", "k", "g":
            throw error("backreferences are not supported", from: start)
        case "Z":
            throw error("'\\Z' is not supported; the end of the text is '\\z'", from: start)
        case "A"..."Z", "a"..."z":
            throw error("unknown escape '\\\(scalar)'", from: start)
        default:
            guard scalar.isASCII else {
                throw error("'\(scalar)' needs no backslash", from: start)
            }
            return .scalar(scalar)
        }
    }

    /// Records where a line end is first named.
    private mutating func named(_ scalar: Unicode.Scalar, from start: Int) -> Unicode.Scalar {
        if scalar == "\n" || scalar == "\r", lineEnd == nil { lineEnd = range(start, index) }
        return scalar
    }

    /// property → letter | '{' '^'? name '}'
    private mutating func property(isNegated: Bool, from start: Int) throws(PatternError) -> ScalarSet {
        var isNegated = isNegated
        var name = ""
        if consume("{") {
            if consume("^") { isNegated.toggle() }
            while let scalar = peek(), scalar != "}" {
                name.unicodeScalars.append(scalar)
                index += 1
            }
            guard consume("}") else {
                throw error("'{' without '}'", from: start)
            }
        } else if let scalar = peek() {
            name.unicodeScalars.append(scalar)
            index += 1
        }
        let key = Property(name: name, ignoresCase: flags.ignoresCase, isNegated: isNegated)
        if let known = properties[key] { return known }
        guard let category = ScalarSet(category: name) else {
            throw error("unknown property '\(name)'; only general categories such as L, Lu and Nd", from: start)
        }
        let set = isNegated ? folded(category).inverted : folded(category)
        properties[key] = set
        return set
    }

    /// hexadecimal → digit digit | '{' digit+ '}'
    private mutating func hexadecimal(from start: Int) throws(PatternError) -> Unicode.Scalar {
        var value: UInt32 = 0
        var count = 0
        let isBraced = consume("{")
        while isBraced || count < 2, let digit = peek().flatMap({ Character($0).hexDigitValue }),
            peek()?.isASCII ?? false
        {
            value = min(value * 16 + UInt32(digit), 0x11_0000)
            count += 1
            index += 1
        }
        guard isBraced ? count > 0 && consume("}") : count == 2 else {
            throw error("'\\x' takes two hexadecimal digits, or any number of them in braces", from: start)
        }
        guard let scalar = Unicode.Scalar(value) else {
            throw error("no such character", from: start)
        }
        return scalar
    }

    /// Up to two octal digits.
    private mutating func octal() -> Unicode.Scalar {
        var value: UInt8 = 0
        for _ in 0..<2 {
            guard let digit = peek(), ("0"..."7").contains(digit) else { break }
            value = value * 8 + UInt8(digit.value - 0x30)
            index += 1
        }
        return Unicode.Scalar(value)
    }
}

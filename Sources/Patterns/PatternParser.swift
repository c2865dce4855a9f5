// Reads a pattern's text into a tree: alternatives, sequences, groups and flags.

// For `_nfc`, with which the standard library composes strings for its own comparisons.
@_spi(_Unicode) import Swift

/// A recursive-descent parser of RE2's syntax.
struct PatternParser {
    /// What `(?imsU)` switches.
    struct Flags {
        var ignoresCase = false
        var isMultiline = false
        var dotMatchesNewline = false
        var swapsGreed = false
    }

    /// The longest pattern that is read, in bytes.
    static let lengthLimit = 16_384
    /// How deep groups may nest.
    static let depthLimit = 250
    /// The largest number of rounds in a counted repetition.
    static let repetitionLimit = 1000

    /// The pattern's characters; letters are composed, as in the texts that it is matched against.
    let scalars: [Unicode.Scalar]
    /// Where each scalar begins, in bytes of the pattern as it is written, and the end of the text.
    private let offsets: [Int]
    var index = 0
    var flags = Flags()
    private(set) var groupNames: [String?] = []
    /// Where an escape first names a line end.
    var lineEnd: Range<Int>?
    private var namesSeen: Set<String> = []
    /// The sets of the properties read so far, which are slow to make.
    var properties: [Property: ScalarSet] = [:]

    init(_ source: String, ignoringCase: Bool) throws(PatternError) {
        let length = source.utf8.count
        guard length <= Self.lengthLimit else {
            throw PatternError(message: "the pattern is longer than \(Self.lengthLimit) bytes", range: 0..<length)
        }
        (scalars, offsets) = Self.composed(source)
        flags.ignoresCase = ignoringCase
    }

    private static func composed(_ source: String) -> (scalars: [Unicode.Scalar], offsets: [Int]) {
        var (scalars, offsets): ([Unicode.Scalar], [Int]) = ([], [])
        var offset = 0
        for character in source {
            let written = character.unicodeScalars
            // A letter under more than 30 marks stays as it is, in texts too.
            let composed = written.count > 31 ? Array(written) : Array(String(character)._nfc)
            let isWritten = written.elementsEqual(composed)
            var place = offset
            for scalar in composed {
                scalars.append(scalar)
                offsets.append(place)
                if isWritten { place += UTF8.width(scalar) }
            }
            offset += written.reduce(0) { $0 + UTF8.width($1) }
        }
        return (scalars, offsets + [offset])
    }

    /// pattern → alternatives END
    mutating func parse() throws(PatternError) -> PatternNode {
        let tree = try alternatives(depth: 0)
        guard peek() == nil else {
            throw error("')' without '('", from: index, to: index + 1)
        }
        return tree
    }

    // MARK: The text

    func peek(_ distance: Int = 0) -> Unicode.Scalar? {
        index + distance < scalars.count ? scalars[index + distance] : nil
    }

    func starts(with text: String) -> Bool {
        scalars[index...].starts(with: text.unicodeScalars)
    }

    mutating func consume(_ scalar: Unicode.Scalar) -> Bool {
        guard peek() == scalar else { return false }
        index += 1
        return true
    }

    /// The bytes of the scalars from one index to another.
    func range(_ start: Int, _ end: Int) -> Range<Int> { offsets[start]..<offsets[end] }

    /// An error about the scalars from one index to another, or to the present one.
    func error(_ message: String, from start: Int, to end: Int? = nil) -> PatternError {
        let end = min(end ?? index, scalars.count)
        return PatternError(message: message, range: offsets[min(start, end)]..<offsets[end])
    }

    /// A set with the case of its letters ignored if the flag is set.
    func folded(_ set: ScalarSet) -> ScalarSet {
        flags.ignoresCase ? set.ignoringCase : set
    }

    // MARK: Structure

    /// What a repetition sign would apply to.
    private enum Last {
        case nothing, item, repetition
    }

    /// alternatives → sequence ( '|' sequence )*
    /// sequence → ( item repetition? )*
    private mutating func alternatives(depth: Int) throws(PatternError) -> PatternNode {
        let outer = flags
        defer { flags = outer }
        var branches: [PatternNode] = []
        var sequence: [PatternNode] = []
        var last = Last.nothing
        while let scalar = peek(), scalar != ")" {
            let start = index
            if scalar == "|" {
                index += 1
                branches.append(Self.concatenation(sequence))
                sequence = []
                last = .nothing
            } else if let bounds = try repetition() {
                guard last != .nothing, let body = sequence.popLast() else {
                    throw error("nothing to repeat", from: start)
                }
                guard last == .item else {
                    throw error("a repetition cannot be repeated; put it into a group: (?:…)", from: start)
                }
                let isLazy = consume("?")
                if peek() == "+" {
                    throw error("possessive repetitions are not supported", from: start, to: index + 1)
                }
                sequence.append(
                    .repetition(
                        body, minimum: bounds.minimum, maximum: bounds.maximum, isLazy: isLazy != flags.swapsGreed))
                last = .repetition
            } else {
                let count = sequence.count
                try item(into: &sequence, depth: depth)
                last = sequence.count > count ? .item : .nothing
            }
        }
        guard !branches.isEmpty else { return Self.concatenation(sequence) }
        return .alternation(branches + [Self.concatenation(sequence)])
    }

    private static func concatenation(_ parts: [PatternNode]) -> PatternNode {
        switch parts.count {
        case 0: .empty
        case 1: parts[0]
        default: .concatenation(parts)
        }
    }

    /// repetition → '*' | '+' | '?' | '{' number ( ',' number? )? '}'
    ///
    /// `nil`, and nothing consumed, where there is no repetition; a brace that does not open one is an ordinary
    /// character.
    private mutating func repetition() throws(PatternError) -> (minimum: Int, maximum: Int?)? {
        let start = index
        switch peek() {
        case "*":
            index += 1
            return (0, nil)
        case "+":
            index += 1
            return (1, nil)
        case "?":
            index += 1
            return (0, 1)
        case "{":
            index += 1
        default:
            return nil
        }
        guard let minimum = number() else {
            index = start
            return nil
        }
        var maximum: Int? = minimum
        if consume(",") {
            maximum = number()
        }
        guard consume("}") else {
            index = start
            return nil
        }
        guard max(minimum, maximum ?? 0) <= Self.repetitionLimit else {
            throw error("more than \(Self.repetitionLimit) repetitions", from: start)
        }
        if let maximum, maximum < minimum {
            throw error("repetition bounds out of order: \(minimum) is more than \(maximum)", from: start)
        }
        return (minimum, maximum)
    }

    /// Decimal digits; the number saturates far above every limit.
    private mutating func number() -> Int? {
        var value: Int?
        while let digit = peek(), ("0"..."9").contains(digit) {
            value = min((value ?? 0) * 10 + Int(digit.value - 0x30), 1_000_000)
            index += 1
        }
        return value
    }

    /// item → group | class | '.' | '^' | '$' | escape | character
    ///
    /// Adds nothing for flags, and several parts for `\Q…\E`.
    private mutating func item(into sequence: inout [PatternNode], depth: Int) throws(PatternError) {
        guard let scalar = peek() else { return }
        switch scalar {
        case "(":
            if let group = try group(depth: depth) { sequence.append(group) }
        case "[":
            sequence.append(.scalar(try characterClass()))
        case "\\":
            if starts(with: "\\Q") {
                quotation(into: &sequence)
            } else {
                sequence.append(try escapedItem())
            }
        case ".":
            index += 1
            sequence.append(.scalar(flags.dotMatchesNewline ? .all : ScalarSet.newline.inverted))
        case "^":
            index += 1
            sequence.append(.assertion(flags.isMultiline ? .lineStart : .textStart))
        case "$":
            index += 1
            sequence.append(.assertion(flags.isMultiline ? .lineEnd : .textEnd))
        default:
            index += 1
            sequence.append(.scalar(folded(ScalarSet(scalar))))
        }
    }

    /// quotation → '\Q' character* ( '\E' | END )
    private mutating func quotation(into sequence: inout [PatternNode]) {
        index += 2
        while let scalar = peek(), !starts(with: "\\E") {
            sequence.append(.scalar(folded(ScalarSet(scalar))))
            index += 1
        }
        index = min(index + 2, scalars.count)
    }

    /// group → '(' ( '?' ( flags ':' | 'P'? '<' name '>' ) )? alternatives ')' | '(?' flags ')'
    ///
    /// `nil` for flags that hold for the rest of the enclosing group.
    private mutating func group(depth: Int) throws(PatternError) -> PatternNode? {
        let start = index
        guard depth < Self.depthLimit else {
            throw error("groups nested deeper than \(Self.depthLimit)", from: start, to: start + 1)
        }
        index += 1
        let outer = flags
        var captured: Int?
        if consume("?") {
            if starts(with: "P<") || starts(with: "<") && peek(1) != "=" && peek(1) != "!" {
                index += starts(with: "P") ? 2 : 1
                captured = groupNames.count
                groupNames.append(try groupName())
            } else if try groupFlags(from: start) {
                return nil
            }
        } else {
            captured = groupNames.count
            groupNames.append(nil)
        }
        let body = try alternatives(depth: depth + 1)
        flags = outer
        guard consume(")") else {
            throw error("'(' without ')'", from: start, to: start + 1)
        }
        return captured.map { .group(body, index: $0) } ?? body
    }

    /// name → ( letter | '_' ) ( letter | digit | '_' )*, up to its '>'
    private mutating func groupName() throws(PatternError) -> String {
        let start = index
        var name = ""
        while let scalar = peek(), scalar != ">", scalar != ")" {
            name.unicodeScalars.append(scalar)
            index += 1
        }
        let isName = name.unicodeScalars.enumerated().allSatisfy { position, scalar in
            scalar == "_" || scalar.properties.isAlphabetic
                || position > 0 && scalar.properties.generalCategory == .decimalNumber
        }
        guard peek() == ">", isName, !name.isEmpty else {
            throw error("a group's name is letters, digits and '_', between '<' and '>'", from: start)
        }
        guard namesSeen.insert(name).inserted else {
            throw error("two groups have the name '\(name)'", from: start)
        }
        index += 1
        return name
    }

    /// flags → [imsU]* ( '-' [imsU]+ )?, up to ':' or ')'
    ///
    /// True where it ends in ')', so that the flags hold for the rest of the enclosing group.
    private mutating func groupFlags(from start: Int) throws(PatternError) -> Bool {
        if starts(with: "=") || starts(with: "!") || starts(with: "<=") || starts(with: "<!") {
            throw error("look-around is not supported", from: start, to: index + (peek() == "<" ? 2 : 1))
        }
        if starts(with: "P=") || starts(with: "P>") {
            throw error("backreferences are not supported", from: start, to: index + 2)
        }
        var value = true
        var count = 0
        while let scalar = peek() {
            index += 1
            count += 1
            switch scalar {
            case "i": flags.ignoresCase = value
            case "m": flags.isMultiline = value
            case "s": flags.dotMatchesNewline = value
            case "U": flags.swapsGreed = value
            case "-" where value:
                value = false
                count = 0
            case ":" where value || count > 1: return false
            case ")" where count > 1: return true
            default: throw error("unknown kind of group", from: start)
            }
        }
        throw error("'(' without ')'", from: start, to: start + 1)
    }
}

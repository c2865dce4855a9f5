// Reads character classes: `[a-z]`, `[^[:alpha:]\d]`.

extension PatternParser {
    /// class → '[' '^'? ']'? ( '[:' '^'? name ':]' | set escape | character ( '-' character )? )* ']'
    mutating func characterClass() throws(PatternError) -> ScalarSet {
        let start = index
        index += 1
        let isNegated = consume("^")
        var ranges: [ClosedRange<UInt32>] = []
        var sets = ScalarSet.empty
        var isFirst = true
        while isFirst || peek() != "]" {
            isFirst = false
            let itemStart = index
            guard peek() != nil else {
                throw error("'[' without ']'", from: start, to: start + 1)
            }
            if starts(with: "[:"), let set = try posixClass() {
                sets = sets.union(set)
                continue
            }
            guard let low = try classItem(into: &sets) else { continue }
            var high = low
            if peek() == "-", let next = peek(1), next != "]" {
                index += 1
                guard let end = try classItem(into: &sets) else {
                    throw error("a set cannot end a range", from: itemStart)
                }
                high = end
            }
            guard low <= high else {
                throw error("range out of order", from: itemStart)
            }
            ranges.append(low.value...high.value)
        }
        index += 1
        let set = folded(ScalarSet(ranges)).union(sets)
        return isNegated ? set.inverted : set
    }

    /// One character of a class; `nil` for a set escape, which is added to `sets`.
    private mutating func classItem(into sets: inout ScalarSet) throws(PatternError) -> Unicode.Scalar? {
        guard let scalar = peek() else {
            throw error("'[' without ']'", from: index)
        }
        guard scalar == "\\" else {
            index += 1
            return scalar
        }
        let start = index
        switch try escape() {
        case .scalar(let scalar): return scalar
        case .set(let set):
            sets = sets.union(set)
            return nil
        case .assertion:
            throw error("no place can be in a class", from: start)
        }
    }

    /// `nil`, and nothing consumed, where `[:` does not open a POSIX class: '[' is then an ordinary character.
    private mutating func posixClass() throws(PatternError) -> ScalarSet? {
        let start = index
        var name = ""
        index += 2
        let isNegated = consume("^")
        while let scalar = peek(), scalar.isASCII, scalar.properties.isAlphabetic {
            name.unicodeScalars.append(scalar)
            index += 1
        }
        guard starts(with: ":]") else {
            index = start
            return nil
        }
        index += 2
        guard let set = ScalarSet(posixClass: name) else {
            throw error("unknown class '\(name)'", from: start)
        }
        return isNegated ? folded(set).inverted : folded(set)
    }
}

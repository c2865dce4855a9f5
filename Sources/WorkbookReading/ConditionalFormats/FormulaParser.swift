// Reads formulas of conditions.

/// Parses a formula front to back:
///
///     comparison  ← joined (("=" | "<>" | "<" | "<=" | ">" | ">=") joined)*
///     joined      ← sum ("&" sum)*
///     sum         ← product (("+" | "-") product)*
///     product     ← power (("*" | "/") power)*
///     power       ← signed ("^" signed)*
///     signed      ← ("+" | "-")* percent
///     percent     ← primary "%"*
struct FormulaParser {
    private let bytes: [UInt8]
    private let syntax: FormulaSyntax
    private var place = 0
    private var movesRows = false
    private var movesColumns = false

    /// A part with how deep it is.
    private typealias Part = (node: FormulaNode, depth: Int)

    private init(_ text: String, _ syntax: FormulaSyntax) {
        bytes = Array(text.utf8)
        self.syntax = syntax
    }

    /// Reads a formula; `=` or `of:=` may stand in front.
    static func formula(_ text: String, _ syntax: FormulaSyntax) throws(FormulaFault) -> CellFormula {
        guard text.utf8.count <= FormulaLimits.bytes else { throw .tooLong }
        var parser = FormulaParser(text, syntax)
        if syntax == .openFormula { _ = parser.take("of:") }
        _ = parser.take("=")
        let root = try parser.comparison(0).node
        parser.passSpace()
        guard parser.place == parser.bytes.count else { throw .unreadable }
        return CellFormula(root: root, movesRows: parser.movesRows, movesColumns: parser.movesColumns)
    }

    // MARK: Operators

    private mutating func comparison(_ outer: Int) throws(FormulaFault) -> Part {
        var left = try joined(outer)
        while let sign = comparisonSign() { left = try pair(sign, left, try joined(outer)) }
        return left
    }

    private mutating func comparisonSign() -> FormulaOperator? {
        if take("<>") { return .notEqual }
        if take("<=") { return .lessOrEqual }
        if take(">=") { return .greaterOrEqual }
        if take("<") { return .less }
        if take(">") { return .greater }
        return take("=") ? .equal : nil
    }

    private mutating func joined(_ outer: Int) throws(FormulaFault) -> Part {
        var left = try sum(outer)
        while take("&") { left = try pair(.joined, left, try sum(outer)) }
        return left
    }

    private mutating func sum(_ outer: Int) throws(FormulaFault) -> Part {
        var left = try product(outer)
        while true {
            if take("+") {
                left = try pair(.plus, left, try product(outer))
            } else if take("-") {
                left = try pair(.minus, left, try product(outer))
            } else {
                return left
            }
        }
    }

    private mutating func product(_ outer: Int) throws(FormulaFault) -> Part {
        var left = try power(outer)
        while true {
            if take("*") {
                left = try pair(.times, left, try power(outer))
            } else if take("/") {
                left = try pair(.dividedBy, left, try power(outer))
            } else {
                return left
            }
        }
    }

    private mutating func power(_ outer: Int) throws(FormulaFault) -> Part {
        var left = try signed(outer)
        while take("^") { left = try pair(.power, left, try signed(outer)) }
        return left
    }

    private mutating func signed(_ outer: Int) throws(FormulaFault) -> Part {
        var negations = 0
        while true {
            if take("-") {
                negations += 1
            } else if !take("+") {
                break
            }
        }
        var part = try percent(outer)
        guard negations > 0 else { return part }
        // Of a text too a sign makes a number.
        part = try grown(.negated(part.node), part.depth)
        return negations.isMultiple(of: 2) ? try grown(.negated(part.node), part.depth) : part
    }

    private mutating func percent(_ outer: Int) throws(FormulaFault) -> Part {
        var part = try primary(outer)
        while take("%") { part = try grown(.percent(part.node), part.depth) }
        return part
    }

    private mutating func pair(_ sign: FormulaOperator, _ left: Part, _ right: Part) throws(FormulaFault) -> Part {
        try grown(.binary(sign, left.node, right.node), max(left.depth, right.depth))
    }

    /// A part around others that are so deep. The limit keeps whoever walks through it from running out of stack.
    private mutating func grown(_ node: FormulaNode, _ depth: Int) throws(FormulaFault) -> Part {
        guard depth < FormulaLimits.depth else { throw .tooLong }
        return (node, depth + 1)
    }

    // MARK: Primaries

    private mutating func primary(_ outer: Int) throws(FormulaFault) -> Part {
        guard outer < FormulaLimits.depth else { throw .tooLong }
        passSpace()
        guard let byte = peek() else { throw .unreadable }
        switch byte {
        case UInt8(ascii: "("):
            place += 1
            let inner = try comparison(outer + 1)
            guard take(")") else { throw .unreadable }
            return inner
        case UInt8(ascii: "\""): return try grown(.text(try quoted(byte)), 0)
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."): return try grown(try number(), 0)
        case UInt8(ascii: "#"): return try grown(try errorValue(), 0)
        case UInt8(ascii: "["):
            guard syntax == .openFormula else { throw .otherWorkbook }
            return try grown(try bracketed(), 0)
        case UInt8(ascii: "'"):
            guard syntax == .officeOpen else { throw .unreadable }
            let sheet = try quoted(byte)
            guard take("!") else { throw .unreadable }
            return try grown(try reference(on: sheet, try word()), 0)
        default: return try named(outer)
        }
    }

    /// What begins with a word: a function, a truth value, or a cell.
    private mutating func named(_ outer: Int) throws(FormulaFault) -> Part {
        let word = try word()
        if peek() == UInt8(ascii: "(") { return try call(word, outer) }
        switch word.uppercased() {
        case "TRUE": return try grown(.boolean(true), 0)
        case "FALSE": return try grown(.boolean(false), 0)
        default: break
        }
        guard syntax == .officeOpen else { throw .name(word) }
        if peek() == UInt8(ascii: "!") {
            place += 1
            return try grown(try reference(on: word, try self.word()), 0)
        }
        guard cell(word[...], on: nil) != nil else { throw .name(word) }
        return try grown(try reference(on: nil, word), 0)
    }

    private mutating func call(_ word: String, _ outer: Int) throws(FormulaFault) -> Part {
        var name = word.uppercased()
        if name.hasPrefix("_XLFN.") { name = String(name.dropFirst(6)) }
        guard let function = FormulaFunction(rawValue: name) else { throw .function(name) }
        guard take("(") else { throw .unreadable }
        var arguments: [FormulaNode] = []
        var depth = 0
        if !take(")") {
            let separator = syntax == .officeOpen ? "," : ";"
            repeat {
                guard arguments.count < FormulaLimits.arguments else { throw .tooLong }
                passSpace()
                if starts(separator) || starts(")") {
                    arguments.append(.omitted)
                } else {
                    let argument = try comparison(outer + 1)
                    arguments.append(argument.node)
                    depth = max(depth, argument.depth)
                }
            } while take(separator)
            guard take(")") else { throw .unreadable }
        }
        guard function.arguments.contains(arguments.count) else { throw .unreadable }
        return try grown(.call(function, arguments), depth)
    }

    private mutating func number() throws(FormulaFault) -> FormulaNode {
        let start = place
        func isDigit(_ byte: UInt8?) -> Bool { byte.map { $0 &- 0x30 <= 9 } ?? false }
        while isDigit(peek()) { place += 1 }
        if peek() == UInt8(ascii: ".") { place += 1 }
        while isDigit(peek()) { place += 1 }
        if let letter = peek(), letter | 0x20 == UInt8(ascii: "e") {
            let before = place
            place += 1
            if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { place += 1 }
            guard isDigit(peek()) else {
                place = before
                throw .unreadable
            }
            while isDigit(peek()) { place += 1 }
        }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        // More than 15 digits are no more than 15 to a spreadsheet.
        guard let figure = StoredFigure(text) else { throw .unreadable }
        return .number(figure.double)
    }

    private mutating func errorValue() throws(FormulaFault) -> FormulaNode {
        for code in ["#DIV/0!", "#REF!", "#N/A", "#NAME?", "#NUM!", "#NULL!", "#VALUE!"] where take(code) {
            return .error
        }
        throw .unreadable
    }

    /// A text between marks, which are doubled within it.
    private mutating func quoted(_ mark: UInt8) throws(FormulaFault) -> String {
        place += 1
        var text: [UInt8] = []
        while let byte = peek() {
            place += 1
            if byte == mark {
                guard peek() == mark else { return String(decoding: text, as: UTF8.self) }
                place += 1
            }
            text.append(byte)
        }
        throw .unreadable
    }

    // MARK: References

    /// A cell, or an area where `:` and another cell follow.
    private mutating func reference(on sheet: String?, _ word: String) throws(FormulaFault) -> FormulaNode {
        guard let first = cell(word[...], on: sheet) else { throw sheet == nil ? .name(word) : .unreadable }
        guard take(":") else { return .cell(first) }
        guard let last = cell(try self.word()[...], on: sheet) else { throw .unreadable }
        return .area(first, last)
    }

    /// `[.C2]`, `[$Sheet.$A$1]`, `[.A1:.B9]`.
    private mutating func bracketed() throws(FormulaFault) -> FormulaNode {
        place += 1
        let first = try bracketedCell(on: nil)
        if take("]") { return .cell(first) }
        guard take(":") else { throw .unreadable }
        let last = try bracketedCell(on: first.sheet)
        guard take("]"), last.sheet == first.sheet else { throw .unreadable }
        return .area(first, last)
    }

    private mutating func bracketedCell(on outer: String?) throws(FormulaFault) -> FormulaReference {
        var sheet = outer
        if peek() == UInt8(ascii: "$") { place += 1 }
        if peek() == UInt8(ascii: "'") {
            sheet = try quoted(UInt8(ascii: "'"))
            if peek() == UInt8(ascii: "#") { throw .otherWorkbook }
        } else if peek() != UInt8(ascii: ".") {
            let start = place
            while let byte = peek(), byte != UInt8(ascii: "."), byte != UInt8(ascii: "]") { place += 1 }
            sheet = String(decoding: bytes[start..<place], as: UTF8.self)
        }
        guard peek() == UInt8(ascii: ".") else { throw .unreadable }
        place += 1
        guard let cell = cell(try word()[...], on: sheet) else { throw .unreadable }
        return cell
    }

    /// Reads `$B2`.
    private mutating func cell(_ word: Substring, on sheet: String?) -> FormulaReference? {
        var rest = word
        let hasFixedColumn = rest.first == "$"
        if hasFixedColumn { rest = rest.dropFirst() }
        let letters = rest.prefix { $0.isASCII && $0.isLetter }
        rest = rest.dropFirst(letters.count)
        let hasFixedRow = rest.first == "$"
        if hasFixedRow { rest = rest.dropFirst() }
        guard rest.utf8.allSatisfy({ $0 &- 0x30 <= 9 }), let place = CellReference(letters + rest) else { return nil }
        if !hasFixedRow { movesRows = true }
        if !hasFixedColumn { movesColumns = true }
        return FormulaReference(
            sheet: sheet, row: place.row, column: place.column, hasFixedRow: hasFixedRow,
            hasFixedColumn: hasFixedColumn)
    }

    // MARK: Bytes

    private func peek() -> UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func passSpace() {
        while let byte = peek(), isXMLSpace(byte) { place += 1 }
    }

    private func starts(_ text: String) -> Bool { bytes[place...].starts(with: text.utf8) }

    /// Passes a sign, and white space in front of it.
    private mutating func take(_ text: String) -> Bool {
        let start = place
        passSpace()
        guard starts(text) else {
            place = start
            return false
        }
        place += text.utf8.count
        return true
    }

    /// The letters, digits and dollar signs of a name, a function or a cell.
    private mutating func word() throws(FormulaFault) -> String {
        let start = place
        while let byte = peek() {
            let isLetter = (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte >= 0x80
            guard
                isLetter || byte &- 0x30 <= 9 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
                    || byte == UInt8(ascii: "$") || byte == UInt8(ascii: "\\")
            else { break }
            place += 1
        }
        guard place > start else { throw .unreadable }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }
}

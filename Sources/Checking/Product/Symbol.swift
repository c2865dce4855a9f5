// What rule files give names to, and where each name stands.

import Diagnostics

/// The number of a symbol of one `SymbolIndex`.
package struct SymbolID: Sendable, Hashable, Comparable {
    let number: Int32

    init(_ number: Int) { self.number = Int32(truncatingIfNeeded: number) }

    var index: Int { Int(number) }

    /// A symbol that was entered so many after this one.
    func advanced(by count: Int) -> SymbolID { SymbolID(index + count) }

    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

/// Something that has a name in rule files.
package struct Symbol: Sendable {
    package enum Kind: UInt8, Sendable, CaseIterable {
        /// A rule file, which others import by a path.
        case file
        /// A `let` outside of tables and rules.
        case constant
        case scheme
        /// A label of a scheme's status or of a choice, as its cells print it. Its owner is the scheme or the column.
        case label
        case schemeParameter
        case table
        /// A column that is read: of a file, of its path, or of a match in a narrative.
        case column
        /// A `let` of a table.
        case computedColumn
        /// The name that a join's row was given by `as`; without it the row goes by the joined table's own.
        case joinedRow
        /// The name that a rule gives to its row or group by `as`.
        case alias
        case rule
        /// A `let` of a rule.
        case ruleLet
        /// A column that a rule `for any with …` asks for.
        case ruleParameter
        /// A finding that needs no rule: no file declares it, `set` and `waive` name it.
        case structuralFinding
    }

    package let kind: Kind
    package let name: String
    // There are as many symbols as there are names: places are kept as short as they can be.
    private let fileNumber: Int32
    private let nameStart: UInt32
    private let nameEnd: UInt32
    private let start: UInt32
    private let end: UInt32
    private let ownerNumber: Int32

    /// The index of its file in `RuleSet.files`; `nil` of what no file declares.
    package var file: Int? { fileNumber < 0 ? nil : Int(fileNumber) }

    /// Where its name stands where it is declared: the word as written, with backquotes or quotation marks. A name that
    /// is a part of a text (a path's `{name}`) covers that part; of a file it is empty.
    package var nameRange: Range<Int> { Int(nameStart)..<Int(nameEnd) }

    /// The whole declaration: a line, a clause, a block.
    package var declaration: Range<Int> { Int(start)..<Int(end) }

    /// The table, rule, scheme or column that it belongs to; `nil` of what belongs to the files as a whole.
    package var owner: SymbolID? { ownerNumber < 0 ? nil : SymbolID(Int(ownerNumber)) }

    init(
        _ kind: Kind, _ name: String, file: Int?, nameRange: Range<Int>, declaration: Range<Int>, owner: SymbolID?
    ) {
        self.kind = kind
        self.name = name
        fileNumber = file.map { Int32(truncatingIfNeeded: $0) } ?? -1
        nameStart = UInt32(clamping: nameRange.lowerBound)
        nameEnd = UInt32(clamping: nameRange.upperBound)
        start = UInt32(clamping: declaration.lowerBound)
        end = UInt32(clamping: declaration.upperBound)
        ownerNumber = owner?.number ?? -1
    }
}

/// A place where a symbol is named.
package struct SymbolUse: Sendable, Hashable {
    package enum Role: UInt8, Sendable {
        case declaration
        case use
        /// Not written: a call of `meets`, `near` or `gap` that leaves out which way is better takes the column
        /// `better`. The range is that of the call.
        case implied
    }

    package let symbol: SymbolID
    private let start: UInt32
    private let end: UInt32
    package let role: Role

    /// The name's own bytes, with backquotes or quotation marks.
    package var range: Range<Int> { Int(start)..<Int(end) }

    init(_ symbol: SymbolID, _ range: Range<Int>, _ role: Role) {
        self.symbol = symbol
        start = UInt32(clamping: range.lowerBound)
        end = UInt32(clamping: range.upperBound)
        self.role = role
    }
}

extension SymbolUse: Comparable {
    package static func < (left: Self, right: Self) -> Bool {
        (left.start, left.end, left.role.rawValue, left.symbol)
            < (right.start, right.end, right.role.rawValue, right.symbol)
    }
}

/// Two symbols that one name stands for although it is declared twice.
package struct SymbolLink: Sendable, Hashable {
    package enum Kind: UInt8, Sendable {
        /// A parameter of a rule or a scheme, and a column that it stands for.
        case bound
        /// A parameter `previous_x` of a rule, and the column `x` of the row before.
        case previous
        /// A declaration of an importing file, and the one that it stands in place of.
        case replaces
    }

    package let kind: Kind
    package let from: SymbolID
    package let to: SymbolID
}

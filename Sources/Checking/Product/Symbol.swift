// What rule files give names to, and where each name is written.

import Diagnostics

/// The number of a symbol; it means something only with the `SymbolIndex` it comes from.
package struct SymbolID: Sendable, Hashable, Comparable {
    let number: Int32

    init(_ number: Int) { self.number = Int32(truncatingIfNeeded: number) }

    var index: Int { Int(number) }

    /// The symbol that was entered `count` symbols after this one.
    func advanced(by count: Int) -> SymbolID { SymbolID(index + count) }

    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

/// Something that has a name in rule files.
package struct Symbol: Sendable {
    /// What was named. It decides the owner, where the name can be used, and whether it can be renamed.
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
        /// The alias of a joined row (`as`). Without one the joined row has the table's name, which is no symbol of its
        /// own.
        case joinedRow
        /// The name that a rule gives to its row or group by `as`.
        case alias
        case rule
        /// A `let` of a rule.
        case ruleLet
        /// A column that a rule `for any with …` requires. Its owner is the rule.
        case ruleParameter
        /// A finding that needs no rule: no file declares it; `set` and `waive` name it.
        case structuralFinding
    }

    package let kind: Kind
    /// The name without backquotes and quotation marks; for a file its path.
    package let name: String
    // There may be millions of symbols: places are kept in 32 bits.
    private let fileNumber: Int32
    private let nameStart: UInt32
    private let nameEnd: UInt32
    private let start: UInt32
    private let end: UInt32
    private let ownerNumber: Int32

    /// The index of its file in `RuleSet.files`; `nil` for what no file declares.
    package var file: Int? { fileNumber < 0 ? nil : Int(fileNumber) }

    /// The bytes of the name in its declaration, backquotes or quotation marks included. For a name within a text (a
    /// path's `{name}`) that part alone; for a file empty.
    package var nameRange: Range<Int> { Int(nameStart)..<Int(nameEnd) }

    /// The bytes of the whole declaration: a line, a clause or a block.
    package var declaration: Range<Int> { Int(start)..<Int(end) }

    /// The table, rule, scheme or column that it belongs to; `nil` for a file, and for what can be named anywhere.
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
    /// In which way the symbol is named there.
    package enum Role: UInt8, Sendable {
        case declaration
        case use
        /// Not written: a call of `meets`, `near` or `gap` without a direction uses the column `better`. The range is
        /// that of the call.
        case implied
    }

    package let symbol: SymbolID
    private let start: UInt32
    private let end: UInt32
    package let role: Role

    /// The bytes of the name, backquotes or quotation marks included.
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

/// Two symbols that share their name although each is declared, so that renaming one must rename the other.
package struct SymbolLink: Sendable, Hashable {
    /// Why they share it.
    package enum Kind: UInt8, Sendable {
        /// From a parameter of a rule or a scheme to a column that it is bound to.
        case bound
        /// From a parameter `previous_x` of a rule to the column `x`, of the previous row: the names differ by the
        /// prefix.
        case previous
        /// From a declaration of an importing file to the one that it replaces.
        case replaces
    }

    package let kind: Kind
    package let from: SymbolID
    package let to: SymbolID
}

// Lists that constants name: what they hold, members that name other lists included.

import Diagnostics

/// A list as it was declared. Lists within it are kept by number, so that lists of lists take no more memory than their
/// text.
struct ConstantList {
    enum Part {
        case value(Operand)
        /// The number of another list among those of the checker.
        case list(Int)
    }

    var parts: [Part] = []
    /// The first of its values of each type, those of its lists included, in their order.
    private(set) var kinds: [Operand] = []

    init(_ values: [Operand]) {
        for value in values { add(value) }
    }

    mutating func add(_ value: Operand) {
        parts.append(.value(value))
        note(value)
    }

    /// Adds all that another list holds.
    mutating func add(_ list: ConstantList, number: Int) {
        parts.append(.list(number))
        for kind in list.kinds { note(kind) }
    }

    private mutating func note(_ value: Operand) {
        if !kinds.contains(where: { $0.type == value.type }) { kinds.append(value) }
    }

    /// The values that are written in it itself.
    var own: [Operand] { parts.compactMap { if case .value(let value) = $0 { value } else { nil } } }
}

extension Checker {
    /// All values of a list in their order, each once, however many lists hold it.
    func members(of list: ConstantList) -> [Operand] {
        var members: [Operand] = []
        var seen: Set<ObjectIdentifier> = []
        var opened: Set<Int> = []
        // What is still to be listed, in reverse: lists may nest as deep as there may be constants.
        var open = Array(list.parts.reversed())
        while let part = open.popLast() {
            switch part {
            case .value(let value):
                if seen.insert(ObjectIdentifier(value.expression)).inserted { members.append(value) }
            case .list(let number):
                if opened.insert(number).inserted { open += constantLists[number].parts.reversed() }
            }
        }
        return members
    }
}

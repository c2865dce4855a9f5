// Ignoring case: the scalars that differ from those of a set by simple case mapping alone.

extension ScalarSet {
    /// The set with, for each of its scalars, all that are equal to it when case is ignored.
    var ignoringCase: ScalarSet {
        var added: [ClosedRange<UInt32>] = []
        for range in ranges {
            for letter: UInt32 in 0x41...0x7A where range.contains(letter) && (letter <= 0x5A || letter >= 0x61) {
                added.append((letter ^ 0x20)...(letter ^ 0x20))
                // The Kelvin sign and the long s.
                if letter | 0x20 == 0x6B { added.append(0x212A...0x212A) }
                if letter | 0x20 == 0x73 { added.append(0x17F...0x17F) }
            }
            if range.upperBound >= 0x80 {
                CaseEquivalents.shared.append(of: range, to: &added)
            }
        }
        return union(ScalarSet(added))
    }
}

/// The simple case equivalences of Unicode, made when the first pattern needs them.
private struct CaseEquivalents: Sendable {
    static let shared = CaseEquivalents()

    /// All scalars that have equivalents, in ascending order.
    private var scalars: [UInt32] = []
    /// For each of them its class.
    private var classes: [Int] = []
    /// The members of each class.
    private var members: [[UInt32]] = []

    /// The blocks of the scripts that have case.
    private static let blocks: [ClosedRange<UInt32>] = [
        0x0041...0x058F, 0x10A0...0x10FF, 0x13A0...0x13FF, 0x1C80...0x1CBF, 0x1D00...0x1FFF, 0x2100...0x218F,
        0x24B0...0x24EF, 0x2C00...0x2D2F, 0xA640...0xA69F, 0xA720...0xA7FF, 0xAB30...0xABBF, 0xFF21...0xFF5A,
        0x10400...0x104FF, 0x10570...0x105BF, 0x10C80...0x10CFF, 0x10D50...0x10D8F, 0x118A0...0x118DF,
        0x16E40...0x16EDF, 0x1E900...0x1E943,
    ]

    private init() {
        var classOf: [UInt32: Int] = [:]
        for block in Self.blocks {
            for value in block {
                // The dotless i has no simple folding, although its capital is I.
                guard value != 0x131, let scalar = Unicode.Scalar(value) else { continue }
                let properties = scalar.properties
                guard properties.changesWhenCaseMapped else { continue }
                unite(value, properties.lowercaseMapping, &classOf)
                unite(value, properties.uppercaseMapping, &classOf)
            }
        }
        for (scalar, index) in classOf.sorted(by: { $0.key < $1.key }) {
            scalars.append(scalar)
            classes.append(index)
        }
    }

    /// Puts a scalar and its mapping, where that is one other scalar, into one class.
    private mutating func unite(_ value: UInt32, _ mapping: String, _ classOf: inout [UInt32: Int]) {
        let mapped = mapping.unicodeScalars
        guard let other = mapped.first?.value, mapped.count == 1, other != value else { return }
        switch (classOf[value], classOf[other]) {
        case (nil, nil):
            classOf[value] = members.count
            classOf[other] = members.count
            members.append([value, other])
        case (let index?, nil):
            classOf[other] = index
            members[index].append(other)
        case (nil, let index?):
            classOf[value] = index
            members[index].append(value)
        case (let kept?, let merged?):
            guard kept != merged else { return }
            for member in members[merged] { classOf[member] = kept }
            members[kept] += members[merged]
            members[merged] = []
        }
    }

    /// Adds the equivalents of the scalars of a range; takes time for those that have any.
    func append(of range: ClosedRange<UInt32>, to ranges: inout [ClosedRange<UInt32>]) {
        var (low, high) = (0, scalars.count)
        while low < high {
            let middle = (low + high) / 2
            if scalars[middle] < range.lowerBound { low = middle + 1 } else { high = middle }
        }
        while low < scalars.count, scalars[low] <= range.upperBound {
            for member in members[classes[low]] { ranges.append(member...member) }
            low += 1
        }
    }
}

// Texts that say no more than a figure, as a spreadsheet would take it if it were typed anew.

internal import Quantities

/// A text that is a figure: digits with commas in threes, a point, a sign or brackets for less than nought, `£` in
/// front, `%` behind, white space around it. A figure with a unit, a note or a mark behind it is a text for good, and
/// so is one that begins with a nought as references do.
struct TypedFigure {
    private(set) var hasPercentSign = false
    private(set) var hasPound = false
    private(set) var hasPoint = false

    init?(_ text: ArraySlice<UInt8>) {
        var rest = text
        // Nearly all other texts end here: their first byte begins no figure.
        guard let first = rest.first, first < 0x3A || first == 0xC2 else { return nil }
        Self.trim(&rest)
        if rest.first == UInt8(ascii: "("), rest.last == UInt8(ascii: ")") {
            rest = rest.dropFirst().dropLast()
        } else if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") {
            rest = rest.dropFirst()
        }
        if rest.starts(with: [0xC2, 0xA3]) {
            hasPound = true
            rest = rest.dropFirst(2)
        }
        if rest.last == UInt8(ascii: "%") {
            guard !hasPound else { return nil }
            hasPercentSign = true
            rest = rest.dropLast()
            Self.trim(&rest)
        }
        var whole = 0
        var decimals = 0
        /// Digits since the last comma, where there was one.
        var group: Int?
        let leading = rest.first
        for byte in rest {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if hasPoint { decimals += 1 } else { whole += 1 }
                if !hasPoint { group = group.map { $0 + 1 } }
            case UInt8(ascii: ","):
                guard !hasPoint, whole > 0, group.map({ $0 == 3 }) ?? (whole <= 3) else { return nil }
                group = 0
            case UInt8(ascii: "."):
                guard !hasPoint else { return nil }
                hasPoint = true
            default: return nil
            }
            // No program keeps more.
            guard whole <= 15, decimals <= 15 else { return nil }
        }
        guard whole + decimals > 0, group.map({ $0 == 3 }) ?? true else { return nil }
        if leading == UInt8(ascii: "0"), whole > 1 { return nil }
    }

    /// Drops white space at both ends, no-break spaces too.
    private static func trim(_ text: inout ArraySlice<UInt8>) {
        while let first = text.first {
            if isXMLSpace(first) {
                text = text.dropFirst()
            } else if text.starts(with: [0xC2, 0xA0]) {
                text = text.dropFirst(2)
            } else {
                break
            }
        }
        while let last = text.last {
            if isXMLSpace(last) {
                text = text.dropLast()
            } else if text.suffix(2).elementsEqual([0xC2, 0xA0]) {
                text = text.dropLast(2)
            } else {
                break
            }
        }
    }

    /// Whether a column of such figures reads it.
    func fits(_ kind: FigureKind) -> Bool {
        switch kind {
        case .whole: !hasPercentSign && !hasPound && !hasPoint
        case .number: !hasPercentSign && !hasPound
        case .percent: !hasPound
        case .money: !hasPercentSign
        case .measure: true
        }
    }
}

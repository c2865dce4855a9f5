// Pseudo-random returns, the same on every machine.

/// SplitMix64, implemented here so that no change of a library changes the data.
struct Chance {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number below a bound, which is positive and small.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}

/// The cells that returns print, one kind a function.
enum TypicalCell {
    static func measure(_ chance: inout Chance) -> String {
        let whole = chance.below(100)
        let part = chance.below(10)
        switch chance.below(20) {
        case 0: return "DNA"
        case 1...9: return "\(whole).\(part)%"
        case 10...12: return "\(whole)%"
        case 13, 14: return "\(whole),\(100 + chance.below(900))"
        case 15: return "£\(whole).\(part)m"
        case 16: return "£\(whole).\(part)k"
        case 17: return "\(whole).\(part) days"
        default: return "\(whole)"
        }
    }

    static func target(_ chance: inout Chance) -> String {
        let figure = "\(chance.below(100)).\(chance.below(10))%"
        switch chance.below(10) {
        case 0: return "<\(figure)"
        case 1: return ">=\(figure)"
        case 2: return "Between \(chance.below(50))%-\(50 + chance.below(50))%"
        case 3: return "\(1 + chance.below(60)) days"
        default: return figure
        }
    }

    static func count(_ chance: inout Chance) -> String { "\(chance.below(20_000))" }

    static func status(_ chance: inout Chance) -> String { ["Green", "Amber", "Red", "Grey"][chance.below(4)] }

    static func period(_ chance: inout Chance) -> String { "\(2014 + chance.below(10))-Q\(1 + chance.below(4))" }

    static func authority(_ number: Int) -> String { "E\(10_000_000 + number)" }
}

/// A return with a row for each authority, reference and quarter, quarter after quarter.
enum ReturnText {
    static let columns = ["authority", "ref", "kind", "better", "period", "target", "value", "rag", "commentary"]
    static let authorities = 50
    static let references = 100

    /// How cells are written.
    enum Quoting {
        case none
        /// Where a cell needs it: here commentaries with commas, doubled quotes and line ends.
        case minimal
        case all
    }

    static func delimited(rows: Int, quoting: Quoting) -> [UInt8] {
        var chance = Chance(seed: 20_140_401)
        var text: [UInt8] = Array((columns.joined(separator: ",") + "\n").utf8)
        text.reserveCapacity(rows * 130)
        for row in 0..<rows {
            let series = row % (authorities * references)
            let quarter = row / (authorities * references)
            let cells = [
                TypicalCell.authority(series / references), "\(1 + series % 10).\(1 + series % references / 10)",
                series % 3 == 0 ? "cumulative" : "snapshot", series % 2 == 0 ? "higher" : "lower",
                "\(2014 + quarter / 4)-Q\(1 + quarter % 4)", TypicalCell.target(&chance),
                TypicalCell.measure(&chance).filter { $0 != "," }, TypicalCell.status(&chance),
            ]
            for cell in cells { text += Array((quoting == .all ? "\"\(cell)\"," : "\(cell),").utf8) }
            text += Array(commentary(&chance, quoting).utf8)
        }
        return text
    }

    private static func commentary(_ chance: inout Chance, _ quoting: Quoting) -> String {
        let kind = chance.below(50)
        let words = String(repeating: "delayed by staff vacancies ", count: chance.below(4))
        guard quoting != .none else { return words + "\n" }
        switch kind {
        case 0: return "\"\(words)and\nwinter pressures\"\n"
        case 1...5: return "\"\(words)(a \"\"once only\"\" effect), see above\"\n"
        case 6...25: return "\"\(words), recovering\"\n"
        default: return quoting == .all ? "\"\(words)\"\n" : "\(words)\n"
        }
    }

    /// The return's stated counts for each authority, quarter and status: all of them wrong.
    static func totals(rows: Int) -> [UInt8] {
        var text: [UInt8] = Array("authority,period,rag,n\n".utf8)
        for quarter in 0...rows / (authorities * references) {
            for authority in 0..<authorities {
                for status in ["Green", "Amber", "Red", "Grey"] {
                    let period = "\(2014 + quarter / 4)-Q\(1 + quarter % 4)"
                    text += Array("\(TypicalCell.authority(authority)),\(period),\(status),100000\n".utf8)
                }
            }
        }
        return text
    }
}

// Slips of the hand in a figure: two digits exchanged, the decimal point a place off, the wrong sign.

/// Another text of a figure's cell, by one slip of the hand.
struct DigitSlip {
    enum Kind: Hashable, Sendable { case exchanged, shifted, sign }

    var kind: Kind
    var text: String
    /// How many times the figure of the cell it stands for.
    var factor: Double
}

extension DigitSlip {
    /// The texts that one slip may have made this one of; none for a text without a figure, or longer than figures are.
    static func slips(of text: String) -> [DigitSlip] {
        guard text.utf8.count <= 60, let run = DigitRun(text), run.value != 0 else { return [] }
        return run.exchanged + run.shifted + [run.opposite]
    }

    /// A cell's text with another figure in it, so many times as large, rounded to the digits after the point that it
    /// has; `nil` where it has no figure.
    static func text(_ text: String, times factor: Double) -> String? {
        guard text.utf8.count <= 60, let run = DigitRun(text), factor > 0 else { return nil }
        return run.scaled(by: factor)
    }
}

/// The digits of a figure within a cell's text.
private struct DigitRun {
    private let text: String
    private let range: Range<String.Index>
    /// Without the commas between thousands.
    private let digits: [Character]
    /// How many of them stand behind the point.
    private let decimals: Int
    private let hasCommas: Bool
    let value: Double

    init?(_ text: String) {
        guard let start = text.firstIndex(where: Self.isDigit) else { return nil }
        var end = text[start...].firstIndex { !Self.isDigit($0) && $0 != "," && $0 != "." } ?? text.endIndex
        while !Self.isDigit(text[text.index(before: end)]) { end = text.index(before: end) }
        let run = text[start..<end]
        let parts = run.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, !(parts.last ?? "").contains(",") || parts.count == 1 else { return nil }
        self.text = text
        range = start..<end
        digits = run.filter(Self.isDigit)
        decimals = parts.count == 2 ? parts[1].count : 0
        hasCommas = run.contains(",")
        guard digits.count <= 15, let value = Self.value(digits, decimals) else { return nil }
        self.value = value
    }

    private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }

    private static func value(_ digits: [Character], _ decimals: Int) -> Double? {
        Int(String(digits)).map { whole in
            var power = 1.0
            for _ in 0..<decimals { power *= 10 }
            return Double(whole) / power
        }
    }

    /// The cell's text with other digits.
    private func replaced(_ digits: [Character], _ decimals: Int) -> String {
        var whole = Array(digits.dropLast(decimals))
        while whole.count > 1, whole[0] == "0" { whole.removeFirst() }
        if whole.isEmpty { whole = ["0"] }
        var shown = ""
        for (index, digit) in whole.enumerated() {
            if hasCommas, index > 0, (whole.count - index) % 3 == 0 { shown.append(",") }
            shown.append(digit)
        }
        if decimals > 0 { shown += "." + String(digits.suffix(decimals)) }
        return text.replacingSubrange(range, with: shown)
    }

    var exchanged: [DigitSlip] {
        var slips: [DigitSlip] = []
        for one in digits.indices {
            for other in digits.indices where other > one && digits[one] != digits[other] {
                var changed = digits
                changed.swapAt(one, other)
                // Nobody writes a figure with a nought before it.
                let loses = digits[0] != "0" && changed[0] == "0" && digits.count - decimals > 1
                guard !loses, let figure = Self.value(changed, decimals) else { continue }
                slips.append(
                    DigitSlip(kind: .exchanged, text: replaced(changed, decimals), factor: figure / value))
            }
        }
        return slips
    }

    var shifted: [DigitSlip] {
        (1...3).flatMap { places -> [DigitSlip] in
            var power = 1.0
            for _ in 0..<places { power *= 10 }
            // Larger: the point goes to the right, noughts come behind.
            var larger = digits
            larger += [Character](repeating: "0", count: max(0, places - decimals))
            let more = DigitSlip(kind: .shifted, text: replaced(larger, max(0, decimals - places)), factor: power)
            // Smaller: the point goes to the left; noughts that nobody printed before are not printed behind it.
            var smaller = [Character](repeating: "0", count: max(0, decimals + places + 1 - digits.count)) + digits
            var behind = decimals + places
            while behind > decimals, smaller.last == "0" {
                smaller.removeLast()
                behind -= 1
            }
            return [more, DigitSlip(kind: .shifted, text: replaced(smaller, behind), factor: 1 / power)]
        }
    }

    var opposite: DigitSlip {
        let minuses: [Character] = ["-", "\u{2212}", "\u{2013}"]
        var changed = text
        if let sign = text.firstIndex(where: { minuses.contains($0) }), sign < range.lowerBound {
            changed.remove(at: sign)
        } else if text.first == "(", text.last == ")" {
            changed = String(text.dropFirst().dropLast())
        } else {
            changed = "-" + text
        }
        return DigitSlip(kind: .sign, text: changed, factor: -1)
    }

    func scaled(by factor: Double) -> String? {
        var power = 1.0
        for _ in 0..<decimals { power *= 10 }
        let wanted = (value * factor * power).rounded()
        guard wanted < 1e15 else { return nil }
        var shown = Array(String(Int(wanted)))
        while shown.count < decimals + 1 { shown.insert("0", at: 0) }
        return replaced(shown, decimals)
    }
}

extension String {
    fileprivate func replacingSubrange(_ range: Range<Index>, with other: String) -> String {
        String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
    }
}

// Figures that are rounded more than they show: counts rounded to 5, amounts to £1,000.

/// What the figures of a column are rounded to: a power of ten, or five times one.
package struct FigureRounding: Equatable, Sendable {
    /// The power of ten.
    package let power: Int
    package let isOfFives: Bool

    /// `nil` where a figure is neither a power of ten nor five times one.
    package init?(_ figure: Figure) {
        guard figure.isValue, figure.denominator == 1, figure.mantissa > 0 else { return nil }
        var (rest, power) = (figure.mantissa, -Int(figure.scale))
        while rest % 10 == 0 {
            rest /= 10
            power += 1
        }
        guard rest == 1 || rest == 5, (-40...40).contains(power) else { return nil }
        self.power = power
        isOfFives = rest == 5
    }

    /// Makes a figure stand for what is rounded to it. One that is not rounded so stands for what it prints, and is
    /// returned as `false`. `shift` is the power of ten by which it was multiplied after it was printed.
    @inline(__always)
    package func apply(to figures: FigureVector, _ row: Int, shift: Int = 0) -> Bool {
        let figure = figures[figure: row]
        guard figure.isValue else { return true }
        guard let rounded = applied(to: figure, shift: shift) else { return false }
        figures[figure: row] = rounded
        return true
    }

    /// The figure as one that is rounded so; `nil` where it is not. An approximate figure, and one that is printed more
    /// roughly, stand for more already.
    package func applied(to figure: Figure, shift: Int = 0) -> Figure? {
        let place = -(power + shift)
        guard !figure.flags.contains(.approximate), Int(figure.scale) >= place, place >= -48 else { return figure }
        var result = figure
        for _ in 0..<(Int(figure.scale) - place) {
            guard result.mantissa % 10 == 0 else { return nil }
            result.mantissa /= 10
        }
        guard !isOfFives || result.mantissa % 5 == 0 else { return nil }
        result.scale = Int8(place)
        result.flags.remove(.exact)
        // It is no count: it stands for what rounds to it.
        result.flags.insert(.scaled)
        if isOfFives { result.flags.insert(.ofFives) }
        return result
    }
}

extension FigureRounding {
    /// What is rounded to, in digits: `5`, `1,000`, `0.5`.
    package var text: String {
        let digit = isOfFives ? "5" : "1"
        guard power >= 0 else { return "0." + String(repeating: "0", count: -power - 1) + digit }
        var text = ""
        for (index, character) in (digit + String(repeating: "0", count: power)).enumerated() {
            if index > 0, (power + 1 - index) % 3 == 0 { text.append(",") }
            text.append(character)
        }
        return text
    }
}

// `require mostly 95%`: how many of the decided rows must fulfil a rule.

package import Quantities

/// A share of rows, from 0% on to 100%.
package struct LeastShare: Sendable, Equatable {
    /// The percentage is `mantissa × 10^(−scale)`.
    private let mantissa: Int128
    private let scale: Int

    /// The most decimals of a share.
    package static let mostDecimals = 6

    /// `nil` for what is no share above 0% and up to 100%, or has too many decimals.
    package init?(percent mantissa: Int128, scale: Int8) {
        guard (0...Int8(Self.mostDecimals)).contains(scale), mantissa > 0, mantissa <= 100 * Self.power(Int(scale))
        else {
            return nil
        }
        (self.mantissa, self.scale) = (mantissa, Int(scale))
    }

    /// Whether enough rows fulfil the rule; rows that it does not decide do not matter, and of no rows it is true.
    package func isMet(passed: Int, broken: Int) -> Bool {
        Int128(passed) * 100 * Self.power(scale) >= mantissa * (Int128(passed) + Int128(broken))
    }

    /// As it is written in a rule file.
    package var text: String {
        guard scale > 0 else { return "\(mantissa)%" }
        let (whole, rest) = mantissa.quotientAndRemainder(dividingBy: Self.power(scale))
        let decimals = String(rest)
        return "\(whole).\(String(repeating: "0", count: scale - decimals.count))\(decimals)%"
    }

    package var figure: Figure { Figure(mantissa: mantissa, scale: Int8(scale), unit: .percent) }

    private static func power(_ exponent: Int) -> Int128 { (0..<exponent).reduce(1) { power, _ in power * 10 } }
}

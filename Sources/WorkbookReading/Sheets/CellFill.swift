// The colours that cells are filled with, and which of them mean a status.

internal import Tables

/// A colour of a screen.
struct FillColour: Hashable, Sendable {
    var red: UInt8
    var green: UInt8
    var blue: UInt8

    init(_ number: UInt32) {
        red = UInt8(truncatingIfNeeded: number >> 16)
        green = UInt8(truncatingIfNeeded: number >> 8)
        blue = UInt8(truncatingIfNeeded: number)
    }

    /// Reads `C6E0B4` or, with two leading digits for opacity, `FFC6E0B4`.
    init?(_ text: some StringProtocol) {
        let digits = text.utf8.count == 8 ? text.suffix(6) : text[...].suffix(6)
        guard text.utf8.count == 6 || text.utf8.count == 8, let number = UInt32(digits, radix: 16) else { return nil }
        self.init(number)
    }

    var isWhite: Bool { red == 255 && green == 255 && blue == 255 }

    /// As it is written in a rule file.
    var name: String {
        [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
    }

    /// Lightens it by a share of the distance to white, or darkens it by a share of its lightness.
    func tinted(_ tint: Double) -> FillColour {
        guard tint != 0 else { return self }
        let (hue, chroma, highest, lowest) = parts
        var lightness = (highest + lowest) / 2
        let saturation = chroma == 0 ? 0 : chroma / (1 - abs(2 * lightness - 1))
        lightness = tint < 0 ? lightness * (1 + max(-1, tint)) : lightness + (1 - lightness) * min(1, tint)
        let range = saturation * (1 - abs(2 * lightness - 1))
        let sector = hue / 60
        let second = range * (1 - abs(sector.truncatingRemainder(dividingBy: 2) - 1))
        let base = lightness - range / 2
        let mixed: (Double, Double, Double) =
            switch Int(sector) {
            case 0: (range, second, 0)
            case 1: (second, range, 0)
            case 2: (0, range, second)
            case 3: (0, second, range)
            case 4: (second, 0, range)
            default: (range, 0, second)
            }
        func byte(_ part: Double) -> UInt32 { UInt32(min(255, max(0, ((part + base) * 255).rounded()))) }
        return FillColour(byte(mixed.0) << 16 | byte(mixed.1) << 8 | byte(mixed.2))
    }

    /// The hue in degrees, the difference of the highest and lowest channel, and both of them.
    private var parts: (hue: Double, chroma: Double, highest: Double, lowest: Double) {
        let (red, green, blue) = (Double(red) / 255, Double(green) / 255, Double(blue) / 255)
        let (highest, lowest) = (max(red, green, blue), min(red, green, blue))
        let chroma = highest - lowest
        guard chroma > 0 else { return (0, 0, highest, lowest) }
        var hue =
            highest == red
            ? (green - blue) / chroma : highest == green ? (blue - red) / chroma + 2 : (red - green) / chroma + 4
        if hue < 0 { hue += 6 }
        return (hue * 60, chroma, highest, lowest)
    }

    /// The status colour that it means; `nil` where that is not certain.
    var meaning: CellColour? {
        if let known = Self.known[name] { return known }
        let (hue, chroma, _, _) = parts
        guard chroma >= 0.25 else { return nil }
        switch hue {
        case 335..., ..<18: return .red
        case 18..<68: return .amber
        case 68..<170: return .green
        case 170..<260: return .blue
        default: return nil
        }
    }

    /// Colours that programs offer: good, neutral and bad, and those of a three-colour scale.
    private static let known: [String: CellColour] = [
        "C6EFCE": .green, "FFEB9C": .amber, "FFC7CE": .red, "63BE7B": .green, "FFEB84": .amber, "F8696B": .red,
    ]

    /// The palette by which old programs number colours.
    static let palette: [UInt32] = [
        0x000000, 0xFFFFFF, 0xFF0000, 0x00FF00, 0x0000FF, 0xFFFF00, 0xFF00FF, 0x00FFFF, 0x000000, 0xFFFFFF, 0xFF0000,
        0x00FF00, 0x0000FF, 0xFFFF00, 0xFF00FF, 0x00FFFF, 0x800000, 0x008000, 0x000080, 0x808000, 0x800080, 0x008080,
        0xC0C0C0, 0x808080, 0x9999FF, 0x993366, 0xFFFFCC, 0xCCFFFF, 0x660066, 0xFF8080, 0x0066CC, 0xCCCCFF, 0x000080,
        0xFF00FF, 0xFFFF00, 0x00FFFF, 0x800080, 0x800000, 0x008080, 0x0000FF, 0x00CCFF, 0xCCFFFF, 0xCCFFCC, 0xFFFF99,
        0x99CCFF, 0xFF99CC, 0xCC99FF, 0xFFCC99, 0x3366FF, 0x33CCCC, 0x99CC00, 0xFFCC00, 0xFF9900, 0xFF6600, 0x666699,
        0x969696, 0x003366, 0x339966, 0x003300, 0x333300, 0x993300, 0x993366, 0x333399, 0x333333,
    ]
}

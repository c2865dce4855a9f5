// The sets of `\p{Lu}` and `[[:alpha:]]`: general categories of Unicode and the ASCII classes of POSIX.

extension ScalarSet {
    /// The scalars of a general category (`Lu`), of a group of them (`L`), or all (`Any`); `nil` for another name.
    init?(category name: some StringProtocol) {
        if name == "Any" {
            self = .all
            return
        }
        let isGroup = name.unicodeScalars.count == 1
        let known = Unicode.GeneralCategory.codes
        guard known.contains(where: { isGroup ? $0.prefix(1) == name : $0 == name }) || name == "Cs" else { return nil }
        self.init(
            CategoryRuns.shared.runs.compactMap { run in
                (isGroup ? run.code.prefix(1) == name : run.code == name) ? run.range : nil
            })
    }

    /// The scalars of a POSIX class such as `alpha`; `nil` for another name.
    init?(posixClass name: some StringProtocol) {
        switch name {
        case "alnum": self.init([0x30...0x39, 0x41...0x5A, 0x61...0x7A])
        case "alpha": self.init([0x41...0x5A, 0x61...0x7A])
        case "ascii": self.init([0x00...0x7F])
        case "blank": self.init([0x09...0x09, 0x20...0x20])
        case "cntrl": self.init([0x00...0x1F, 0x7F...0x7F])
        case "digit": self.init([0x30...0x39])
        case "graph": self.init([0x21...0x7E])
        case "lower": self.init([0x61...0x7A])
        case "print": self.init([0x20...0x7E])
        case "punct": self.init([0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E])
        case "space": self.init([0x09...0x0D, 0x20...0x20])
        case "upper": self.init([0x41...0x5A])
        case "word": self = .word
        case "xdigit": self.init([0x30...0x39, 0x41...0x46, 0x61...0x66])
        default: return nil
        }
    }
}

/// Where the general category changes, computed when the first pattern needs it.
private struct CategoryRuns: Sendable {
    static let shared = CategoryRuns()

    private(set) var runs: [(range: ClosedRange<UInt32>, code: String)] = []

    /// Large parts of one category, which need not be scanned.
    private static let uniform: [(range: ClosedRange<UInt32>, category: Unicode.GeneralCategory)] = [
        (0x3400...0x4DBF, .otherLetter), (0x4E00...0x9FFF, .otherLetter), (0xAC00...0xD7A3, .otherLetter),
        (0xE000...0xF8FF, .privateUse), (0x2_0000...0x2_A6DF, .otherLetter), (0x3_4000...0xD_FFFF, .unassigned),
        (0xE_1000...0xE_FFFF, .unassigned), (0xF_0000...0xF_FFFD, .privateUse), (0xF_FFFE...0xF_FFFF, .unassigned),
        (0x10_0000...0x10_FFFD, .privateUse), (0x10_FFFE...0x10_FFFF, .unassigned),
    ]

    private init() {
        var start: UInt32 = 0
        for (range, category) in Self.uniform {
            scan(start, range.lowerBound)
            append(range.lowerBound, range.upperBound + 1, category)
            start = range.upperBound + 1
        }
    }

    private mutating func scan(_ low: UInt32, _ end: UInt32) {
        var start = low
        var category: Unicode.GeneralCategory?
        for value in low..<end {
            let here = Unicode.Scalar(value)?.properties.generalCategory
            if here != category {
                append(start, value, category)
                (start, category) = (value, here)
            }
        }
        append(start, end, category)
    }

    private mutating func append(_ start: UInt32, _ end: UInt32, _ category: Unicode.GeneralCategory?) {
        guard let category, start < end else { return }
        runs.append((start...end - 1, category.code))
    }
}

extension Unicode.GeneralCategory {
    /// The two-letter codes of all categories that scalars have.
    fileprivate static let codes = [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
        "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Co", "Cn",
    ]

    fileprivate var code: String {
        switch self {
        case .uppercaseLetter: "Lu"
        case .lowercaseLetter: "Ll"
        case .titlecaseLetter: "Lt"
        case .modifierLetter: "Lm"
        case .otherLetter: "Lo"
        case .nonspacingMark: "Mn"
        case .spacingMark: "Mc"
        case .enclosingMark: "Me"
        case .decimalNumber: "Nd"
        case .letterNumber: "Nl"
        case .otherNumber: "No"
        case .connectorPunctuation: "Pc"
        case .dashPunctuation: "Pd"
        case .openPunctuation: "Ps"
        case .closePunctuation: "Pe"
        case .initialPunctuation: "Pi"
        case .finalPunctuation: "Pf"
        case .otherPunctuation: "Po"
        case .mathSymbol: "Sm"
        case .currencySymbol: "Sc"
        case .modifierSymbol: "Sk"
        case .otherSymbol: "So"
        case .spaceSeparator: "Zs"
        case .lineSeparator: "Zl"
        case .paragraphSeparator: "Zp"
        case .control: "Cc"
        case .format: "Cf"
        case .surrogate: "Cs"
        case .privateUse: "Co"
        case .unassigned: "Cn"
        @unknown default: "Cn"
        }
    }
}

// Packages that are broken at random, each by its number.

/// A package made of a seed with something wrong in it.
struct MutatedPackage {
    /// What was changed.
    enum Change: Int, CaseIterable {
        /// Parts as text: signs, words, cells and numbers, put in, taken out and moved.
        case parts
        /// Fields of the headers of the package.
        case headers
        /// The bytes of deflated parts.
        case deflated
        /// Any bytes.
        case anything
    }

    let number: Int
    let seed: FuzzSeed
    let change: Change
    let bytes: [UInt8]
    /// For what is asked of the package.
    var random: FuzzRandom

    init(seed: UInt64, number: Int, _ seeds: [FuzzSeed]) {
        self.number = number
        var random = FuzzRandom(seed: seed, number: number)
        self.seed = random.pick(seeds)
        switch random.below(20) {
        case 0..<14: change = .parts
        case 14..<17: change = .headers
        case 17..<19: change = .deflated
        default: change = .anything
        }
        switch change {
        case .parts: bytes = Self.withChangedParts(self.seed, &random)
        case .headers: bytes = Self.withChangedHeaders(self.seed, &random)
        case .deflated: bytes = Self.withChangedData(self.seed, &random)
        case .anything: bytes = Self.withChangedBytes(self.seed, &random)
        }
        self.random = random
    }

    private static func withChangedParts(_ seed: FuzzSeed, _ random: inout FuzzRandom) -> [UInt8] {
        var package = PackageInMaking()
        var changed: [Int: [UInt8]] = [:]
        // One change mostly: of many the first that breaks the package hides the others.
        let changes = random.onceIn(2) ? 1 : 2 + random.below(4)
        for _ in 0..<changes {
            let part = random.onceIn(4) ? random.below(seed.parts.count) : random.pick(seed.sheets)
            var text = MutatedText(changed[part] ?? seed.parts[part].bytes, bodyStart: seed.parts[part].bodyStart)
            text.change(seed, &random)
            changed[part] = text.bytes
        }
        for (index, part) in seed.parts.enumerated() {
            if let bytes = changed[index] {
                package.add(part.name, bytes, size: bytes.count, sum: checksum(bytes), isDeflated: false)
            } else {
                package.add(part, isDeflated: false)
            }
        }
        return package.finished()
    }

    private static func withChangedHeaders(_ seed: FuzzSeed, _ random: inout FuzzRandom) -> [UInt8] {
        var package = PackageInMaking()
        let isDeflated = random.onceIn(2)
        for part in seed.parts { package.add(part, isDeflated: isDeflated && random.below(4) > 0) }
        var bytes = package.finished(isLarge: random.onceIn(4))
        for _ in 0...random.below(2) {
            let header = random.pick(package.headers)
            let field = random.pick(header.fields)
            let place = header.start + field.offset
            guard place + field.width <= bytes.count else { continue }
            var value = 0
            for index in (0..<field.width).reversed() { value = value << 8 | Int(bytes[place + index]) }
            switch random.below(6) {
            case 0: value = random.pick([0, 1, 0xFFFF, 0xFFFF_FFFF, 0x7FFF_FFFF, 0x8000_0000, .max])
            case 1: value &+= random.pick([1, -1, 2, -22, 30, 46])
            case 2: value ^= 1 << random.below(field.width * 8)
            case 3: value = random.below(bytes.count + 1)
            default: value = Int(truncatingIfNeeded: random.next())
            }
            for index in 0..<field.width { bytes[place + index] = UInt8(truncatingIfNeeded: value >> (8 * index)) }
        }
        return bytes
    }

    private static func withChangedData(_ seed: FuzzSeed, _ random: inout FuzzRandom) -> [UInt8] {
        var package = PackageInMaking()
        let changed = random.onceIn(3) ? random.below(seed.parts.count) : random.pick(seed.sheets)
        for (index, part) in seed.parts.enumerated() {
            guard index == changed, !part.deflated.isEmpty else {
                package.add(part, isDeflated: true)
                continue
            }
            var bytes = part.deflated
            for _ in 0...random.below(3) {
                let place = random.below(bytes.count)
                if random.onceIn(4) {
                    bytes.removeLast(random.below(bytes.count - 1))
                } else if random.onceIn(2) {
                    bytes[place] ^= 1 << UInt8(random.below(8))
                } else {
                    bytes[place] = UInt8(truncatingIfNeeded: random.next())
                }
            }
            package.add(part.name, bytes, size: part.bytes.count, sum: part.sum, isDeflated: true)
        }
        return package.finished()
    }

    private static func withChangedBytes(_ seed: FuzzSeed, _ random: inout FuzzRandom) -> [UInt8] {
        var package = PackageInMaking()
        for part in seed.parts { package.add(part, isDeflated: random.onceIn(2)) }
        var bytes = package.finished()
        for _ in 0...random.below(4) where bytes.count > 2 {
            let place = random.below(bytes.count)
            switch random.below(8) {
            case 0: bytes.removeLast(random.below(bytes.count))
            case 1: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(40)))
            case 2: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 1 + random.below(80))], at: place)
            case 3: bytes += bytes.prefix(random.below(200))
            default: bytes[place] = UInt8(truncatingIfNeeded: random.next())
            }
        }
        return bytes
    }
}

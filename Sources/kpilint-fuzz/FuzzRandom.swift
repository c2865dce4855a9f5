// Random numbers that are the same on every machine.

/// A generator by Steele, Lea and Flood (SplitMix64).
struct FuzzRandom: RandomNumberGenerator {
    private var state: UInt64

    /// Each number of a seed has a sequence of its own.
    init(seed: UInt64, number: Int) {
        state = seed &* 0xD134_2543_DE82_EF95 &+ UInt64(number)
        state = next() ^ UInt64(number) &* 0x9E37_79B9_7F4A_7C15
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number below a bound, which is small.
    mutating func below(_ bound: Int) -> Int {
        Int((UInt64(UInt32(truncatingIfNeeded: next())) &* UInt64(bound)) >> 32)
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    /// True once in so many times.
    mutating func onceIn(_ times: Int) -> Bool { below(times) == 0 }
}

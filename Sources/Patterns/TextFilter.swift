// Passes over texts that cannot hold a match, at the speed of memory.

import CByteMasks

/// Looks for what every match holds.
struct TextFilter: Sendable {
    private let sought: [sought_text]
    /// How many texts were asked, and how many must be matched nevertheless.
    private var asked = 0
    private var passed = 0

    /// `nil` where the pattern asks for nothing certain.
    init?(_ texts: [RequiredText]) {
        guard !texts.isEmpty else { return nil }
        sought = texts.map(TextFilter.sought)
    }

    private static func sought(_ text: RequiredText) -> sought_text {
        let ranks = text.bytes.map { commonest.firstIndex(of: $0) ?? commonest.count }
        let rarest = text.bytes.indices.sorted { (ranks[$0], $0) > (ranks[$1], $1) }
        var sought = sought_text()
        sought.length = UInt32(text.bytes.count)
        (sought.first, sought.second) = (UInt32(rarest[0]), UInt32(rarest[1]))
        // Both arrays are longer than any required text.
        withUnsafeMutableBytes(of: &sought.text) { bytes in
            for (at, byte) in text.bytes.enumerated() { bytes[at] = byte }
        }
        withUnsafeMutableBytes(of: &sought.fold) { bytes in
            for (at, isEither) in text.isEitherCase.enumerated() where isEither { bytes[at] = 0x20 }
        }
        return sought
    }

    /// Whether a match is possible.
    @inline(__always)
    func mayMatch(_ start: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        sought.withUnsafeBufferPointer { sought in
            guard let first = sought.baseAddress else { return true }
            for index in 0..<sought.count where bytes_hold_text(start, UInt64(count), first + index) != 0 {
                return true
            }
            return false
        }
    }

    /// Notes how many of some texts had to be matched; false where asking them first does not pay.
    mutating func pays(asked count: Int, passed matched: Int) -> Bool {
        asked += count
        passed += matched
        return asked < 4096 || passed * 2 < asked
    }
}

/// The bytes of English prose, the commonest first.
private let commonest = Array(" etaoinsrhldcumfpgwybv,.kxjqzETAOINSRHLDCUMFPGWYBV0123456789-".utf8)

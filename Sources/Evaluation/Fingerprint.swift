// A name for a finding that outlives everything but its own mending.

import Findings

/// Makes fingerprints: of the rule, the table, the row's key (or the whole row's text) and the column, and which of several equal ones it is; never of
/// lines, messages, paths or the values found.
struct Fingerprints {
    private var seen: [String: Int] = [:]

    mutating func next(rule: String, table: String?, column: String?, key: [NamedText], rowText: UInt64?, detail: Int)
        -> String
    {
        var base = "\(rule)\u{1F}\(table ?? "")\u{1F}\(column ?? "")\u{1F}\(detail)"
        for part in key { base += "\u{1E}\(part.name)\u{1F}\(part.text)" }
        if key.isEmpty, let rowText { base += "\u{1E}\(rowText)" }
        let count = seen[base, default: 0]
        seen[base] = count + 1
        base += "\u{1D}\(count)"
        return hexadecimal(hash(base, 0xCBF2_9CE4_8422_2325)) + hexadecimal(hash(base, 0x8422_2325_CBF2_9CE4))
    }

    /// FNV-1a from some start, with a last mix of the bits.
    private func hash(_ text: String, _ start: UInt64) -> UInt64 {
        var hash = start
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash ^= hash >> 33
        hash = hash &* 0xFF51_AFD7_ED55_8CCD
        return hash ^ hash >> 33
    }

    private func hexadecimal(_ value: UInt64) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}

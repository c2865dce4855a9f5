// Turns the faults of rule files into findings, for formats that have findings only.

import Diagnostics
import Findings

/// The faults of the rule files as findings about no table, in their order. Their fixes name no column.
func ruleFileFindings(_ run: CheckRun) -> [Finding] {
    var seen: [UInt64: Int] = [:]
    return run.savedRuleFileFindings
        + run.diagnostics.map { diagnostic in
            let text = diagnostic.span.text
            let hash = fingerprint(of: [diagnostic.code, text])
            let occurrence = seen[hash, default: 0]
            seen[hash] = occurrence + 1
            let file = diagnostic.span.file
            return Finding(
                rule: diagnostic.code, severity: diagnostic.severity.asFinding, message: diagnostic.message,
                help: diagnostic.help ?? diagnostic.fix?.title, location: FindingLocation(diagnostic.span),
                related: diagnostic.notes.map { RelatedLocation($0.message, FindingLocation($0.span)) },
                fixes: diagnostic.fix.map {
                    [
                        FindingFix(
                            isSafe: false, column: "", text: $0.replacement, written: $0.replacement,
                            location: FindingLocation(SourceSpan(file, $0.range))
                        )
                    ]
                } ?? [],
                fingerprint: hexadecimal(fingerprint(of: [diagnostic.code, text, String(occurrence)])))
        }
}

/// FNV-1a over texts, each ended by a zero byte, in 64 bits.
func fingerprint(of parts: [String]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for part in parts {
        for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = hash &* 0x100_0000_01B3
    }
    return hash
}

func hexadecimal(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}

// The places of what `find` found: parts of cells.

import Checking
import Locations
import Patterns
import Quantities
import Tables

/// Finds parts of reported cells again, for one thread.
final class FoundParts {
    private var matchers: [Pattern: PatternMatcher] = [:]

    /// Which bytes of a cell's text are what is sought; `nil` where nothing is found, or nothing is left of it without
    /// white space.
    func range(of sought: SoughtPattern, in text: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        let matcher = matchers[sought.pattern] ?? sought.pattern.makeMatcher()
        matchers[sought.pattern] = matcher
        let seen = PatternText(text)
        let found = seen.bytes.withUnsafeBufferPointer { bytes -> Range<Int>? in
            guard let found = matcher.first(sought.group, in: bytes) else { return nil }
            let inner = trimmed(UnsafeBufferPointer(rebasing: bytes[found]))
            return inner.isEmpty
                ? nil : found.lowerBound + inner.lowerBound..<found.lowerBound + inner.upperBound
        }
        return found.map(seen.place)
    }

    /// The place of a part of a cell's text in the file; `nil` where the file does not say it in this way.
    static func location(
        of part: Range<Int>, ofText text: UnsafeBufferPointer<UInt8>, in cell: CellLocation,
        _ raw: UnsafeBufferPointer<UInt8>
    ) -> CellLocation? {
        // A cell of a sheet has no places within it.
        guard case .text(let extent) = cell, let range = rawRange(of: part, ofText: text, inCell: raw) else {
            return nil
        }
        return .text(extent.part(range, of: Array(raw)))
    }
}

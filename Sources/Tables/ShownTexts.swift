// What cells show where their text in a chunk is another one.

/// Texts of some fields of a chunk that a reader of the return sees, and that are not what the field says: `-`, as an
/// accounting format shows nought, in a field that says `0`. In the order of records and fields.
package struct ShownTexts: Sendable {
    private var places: [(record: UInt32, field: UInt32, end: UInt32)] = []
    private var bytes: [UInt8] = []

    package init() {}

    package var isEmpty: Bool { places.isEmpty }

    package mutating func append(record: Int, field: Int, _ text: some Collection<UInt8>) {
        bytes += text
        places.append(
            (
                UInt32(truncatingIfNeeded: record), UInt32(truncatingIfNeeded: field),
                UInt32(truncatingIfNeeded: bytes.count)
            ))
    }

    /// What a field shows; `nil` where that is what it says.
    package func text(record: Int, field: Int) -> ArraySlice<UInt8>? {
        let wanted = (UInt32(truncatingIfNeeded: record), UInt32(truncatingIfNeeded: field))
        var range = 0..<places.count
        while range.count > 0 {
            let middle = range.lowerBound + range.count / 2
            let place = (places[middle].record, places[middle].field)
            range = place < wanted ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        let index = range.lowerBound
        guard places.indices.contains(index), (places[index].record, places[index].field) == wanted else { return nil }
        return bytes[(index == 0 ? 0 : Int(places[index - 1].end))..<Int(places[index].end)]
    }
}

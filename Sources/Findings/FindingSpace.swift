// Where findings lie that are too many to be held in memory.

/// Bytes that grow at their end and are read at any place, until nobody uses them any more. Threads may read at once.
package protocol FindingSpace: AnyObject, Sendable {
    /// Puts bytes behind all others; gives where they begin.
    func append(_ bytes: [UInt8]) throws(FindingSpaceFailure) -> Int
    func read(at offset: Int, count: Int) throws(FindingSpaceFailure) -> [UInt8]
}

/// Why findings could not be put away or taken out again, in words: lower case, no full stop.
package struct FindingSpaceFailure: Error, Equatable, Sendable {
    package var words: String

    package init(words: String) { self.words = words }
}

/// What makes room for findings, as often as it is wanted.
package typealias FindingSpaceMaker = @Sendable () throws(FindingSpaceFailure) -> any FindingSpace

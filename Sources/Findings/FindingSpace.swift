// Storage for findings that are too many for memory.

/// Bytes that grow at the end and are read at any offset. They are released with the object. Threads may read at once.
package protocol FindingSpace: AnyObject, Sendable {
    /// Appends bytes; returns the offset at which they begin.
    func append(_ bytes: [UInt8]) throws(FindingSpaceFailure) -> Int
    func read(at offset: Int, count: Int) throws(FindingSpaceFailure) -> [UInt8]
}

/// Why findings could not be stored or read back, in words: lower case, no full stop.
package struct FindingSpaceFailure: Error, Equatable, Sendable {
    package var words: String

    package init(words: String) { self.words = words }
}

/// Makes a new `FindingSpace` at each call.
package typealias FindingSpaceMaker = @Sendable () throws(FindingSpaceFailure) -> any FindingSpace

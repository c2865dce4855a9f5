// Why a package, or a part of it, cannot be read.

/// What is wrong with a package. Parts are named as the package names them.
package enum PackageError: Error, Sendable, Equatable {
    /// It has no directory of entries at its end: it is not a package, or was cut short.
    case noDirectory
    /// Its directory contradicts itself.
    case badDirectory
    case tooManyEntries(Int)
    /// Two entries have one name, ignoring case.
    case repeatedName(String)
    /// Two entries share bytes.
    case overlapping(String)
    /// An entry's own name is not the one in the directory.
    case namesDiffer(directory: String, entry: String)
    /// An entry, or its description in the package, needs a password.
    case locked(String)
    /// An entry is compressed in a way that is not read.
    case unknownMethod(String, Int)
    case wrongSum(String)
    case wrongSize(String)
    /// The compressed bytes of an entry cannot be unpacked.
    case damaged(String)
    /// An entry is much larger than its compressed bytes: a decompression bomb.
    case inflated(String)
    /// All entries together exceed `PackageLimits.bytes`.
    case tooLarge
    case missingPart(String)
    /// It is another kind of package: which, and what to do, in words: lower case, no full stop.
    case foreign(String)
    /// A part is not well-formed XML, or holds something that is not supported: where, in bytes, and what, in words:
    /// lower case, no full stop.
    case malformed(String, offset: Int, String)
    /// The bytes of the package cannot be read.
    case unreadable
}

/// The limits of what is read of a package.
package enum PackageLimits {
    package static let entries = 10_000
    /// The unpacked size of all entries.
    package static let bytes = 1 << 30
    /// How large an entry may be whatever its compressed size.
    package static let freeBytes = 10_000_000
    /// How many times larger than its compressed bytes an entry may be beyond that.
    package static let ratio = 200
    /// From which size on a part is unpacked in blocks.
    static let blockwiseBytes = 4 << 20
    /// The directory itself.
    static let directoryBytes = 16 << 20
    /// One token of a part: a tag, or a text between tags.
    static let tokenBytes = 16 << 20
    /// How deep elements may nest.
    static let depth = 1_000
    /// Declarations of namespaces in force at one place.
    static let declarations = 250
    /// Attributes of one element.
    static let attributes = 256
}

// Why a package, or a part of it, cannot be read.

/// What is wrong with a package. Parts are named as the package names them.
package enum PackageError: Error, Sendable, Equatable {
    /// It has no directory of entries at its end: it is none, or was cut short.
    case noDirectory
    /// What its directory says cannot be so.
    case badDirectory
    case tooManyEntries(Int)
    /// Two entries have one name, but for case perhaps.
    case repeatedName(String)
    /// Two entries share bytes.
    case overlapping(String)
    /// An entry calls itself otherwise than the directory does.
    case namesDiffer(directory: String, entry: String)
    /// An entry, or what the package says about one, needs a password.
    case locked(String)
    /// An entry is compressed in a way that is not read.
    case unknownMethod(String, Int)
    case wrongSum(String)
    case wrongSize(String)
    /// What is compressed in an entry cannot be read.
    case damaged(String)
    /// An entry is much larger than what it is made of.
    case inflated(String)
    /// All entries together are larger than what is read.
    case tooLarge
    case missingPart(String)
    /// It is something else than what is looked for: what, and what to do, in words: lower case, no full stop.
    case foreign(String)
    /// A part is no well-formed XML, or holds what is not read: where, in bytes, and what, in words: lower case, no
    /// full
    /// stop.
    case malformed(String, offset: Int, String)
    /// The bytes of the package cannot be read.
    case unreadable
}

/// What is read of a package at most.
package enum PackageLimits {
    package static let entries = 10_000
    /// The unpacked size of all entries.
    package static let bytes = 1 << 30
    /// How large an entry may be whatever it is made of.
    package static let freeBytes = 10_000_000
    /// How many times larger than its compressed bytes an entry may be beyond that.
    package static let ratio = 200
    /// The directory itself.
    static let directoryBytes = 16 << 20
    /// One token of a part: a tag, or a text between tags.
    static let tokenBytes = 16 << 20
    /// Elements within each other.
    static let depth = 1_000
    /// Namespaces that are declared at one place.
    static let declarations = 250
    /// Attributes of one element.
    static let attributes = 256
}

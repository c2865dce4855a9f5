// What a run was made of, so that a saved run can be made again where none of it has changed.

/// What was asked of a check, and the digests of what it read. A run that is saved holds it.
package struct RunOrigin: Sendable, Equatable {
    /// A file that was read, by its path as it is shown.
    package struct File: Sendable, Equatable {
        package var path: String
        /// The SHA-256 of its bytes in hexadecimal digits; `nil` where it is too large, could not be read again, or is
        /// no file.
        package var digest: String?

        package init(path: String, digest: String?) {
            self.path = path
            self.digest = digest
        }
    }

    /// The rule files that were named or found.
    package var named: [String] = []
    /// All rule files that were read: these and what they import, but for rules that are built in.
    package var ruleFiles: [File] = []
    /// The returns by their paths, each once, in the order in which they were read.
    package var returns: [File] = []
    /// What the command line said beside rule files.
    package var operands: [String] = []
    /// `--table`, `--set`, as they are told apart by their first `=`.
    package var bindings: [NamedText] = []
    package var constants: [NamedText] = []
    package var only: [String] = []
    package var skip: [String] = []
    /// The day by which waivers expire, as `2023-09-30`; `nil` where it is that of the run.
    package var today: String?
    package var limit: Int?
    /// `nil` where nothing fails the check.
    package var failOn: Severity?
    package var allowsEmpty = false
    package var baseline: String?
    package var strictBaseline = false

    package init() {}

    /// The digests of returns by the bytes of their paths, as far as they are known.
    package var digests: [[UInt8]: String] {
        var digests: [[UInt8]: String] = [:]
        for file in returns { digests[Array(file.path.utf8)] = file.digest }
        return digests
    }
}

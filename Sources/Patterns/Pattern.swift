// A regular expression of the rule language, parsed and compiled once and shared by all workers.

import Synchronization

/// Why a text is not a pattern.
package struct PatternError: Error, Equatable, Sendable {
    /// What is wrong, in lower case and without a full stop.
    package var message: String
    /// The part of the pattern that is wrong, in bytes from the pattern's beginning.
    package var range: Range<Int>

    package init(message: String, range: Range<Int>) {
        self.message = message
        self.range = range
    }
}

/// A regular expression in RE2's syntax: it has no backreferences and no look-around, so the time to match grows with
/// the length of the text and never faster.
///
/// The pattern is composed (NFC) however it was written; the texts that it is matched against must be composed too.
///
/// It works on UTF-8. A byte that belongs to no scalar is matched by nothing, not even by `.` or a negated class.
package struct Pattern: Sendable {
    /// The text between the slashes, as it was written.
    package let source: String
    /// Whether letters match in either case, as after `/…/i`.
    package let ignoresCase: Bool
    /// The name of each capture group in the order of their opening brackets; `nil` for a group without a name.
    package let groupNames: [String?]

    /// Where an escape first names a line end, `\n` or `\r`, in bytes from the pattern's beginning; `nil` where none
    /// does.
    package let lineEnd: Range<Int>?

    let program: PatternProgram
    /// Texts of which every match holds one; empty where none are known.
    let requiredTexts: [RequiredText]
    private let tables = Tables()

    /// Complete tables, each made when it is first asked for and shared by all workers.
    private final class Tables: Sendable {
        let whole = Mutex<DenseAutomaton??>(nil)
        let anywhere = Mutex<DenseAutomaton??>(nil)
    }

    /// The table for matching whole texts or for searching in them; `nil` where the pattern is too large for one.
    func table(_ extent: Extent) -> DenseAutomaton? {
        func made(_ table: inout DenseAutomaton??) -> DenseAutomaton? {
            if let table { return table }
            let made = DenseAutomaton(program, extent: extent)
            table = .some(made)
            return made
        }
        return switch extent {
        case .whole: tables.whole.withLock { made(&$0) }
        case .anywhere: tables.anywhere.withLock { made(&$0) }
        }
    }

    /// Reads the text between the slashes; `\/` in it means a slash.
    ///
    /// Time and memory are bounded: a text that is too long, or too large once its repetitions are written out, throws.
    package init(parsing source: String, ignoringCase: Bool) throws(PatternError) {
        var parser = try PatternParser(source, ignoringCase: ignoringCase)
        let tree = try parser.parse()
        var builder = PatternProgramBuilder(sourceLength: source.utf8.count)
        program = try builder.build(tree, groupCount: parser.groupNames.count)
        requiredTexts = tree.requiredTexts
        self.source = source
        ignoresCase = ignoringCase
        groupNames = parser.groupNames
        lineEnd = parser.lineEnd
    }

    /// Whether it treats all digits alike: a text matches whichever digits it has in place of its own.
    package var takesDigitsAlike: Bool {
        let classes = program.byteClasses.ofByte
        return (0x30...0x39).allSatisfy { classes[$0] == classes[0x30] }
    }

    /// A matcher for one worker: it keeps what it learns about the pattern from the texts that it sees.
    package func makeMatcher() -> PatternMatcher {
        PatternMatcher(self)
    }
}

/// Patterns are equal where they are written alike, byte by byte.
extension Pattern: Hashable {
    package static func == (left: Pattern, right: Pattern) -> Bool {
        left.ignoresCase == right.ignoresCase && left.source.utf8.elementsEqual(right.source.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(ignoresCase)
        for byte in source.utf8 { hasher.combine(byte) }
    }
}

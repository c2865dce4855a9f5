// Writes a rule file in its one canonical layout.

internal import Diagnostics

/// The file in canonical layout: the same declarations, comments and texts, spaced and aligned alike everywhere.
/// Formatting twice changes nothing more, and the meaning of the file never changes. Takes time linear in the file.
///
/// The layout:
///
/// * Blocks are indented by two spaces, continued lines of a clause by two more, and by two for each further open
///   bracket. A `{` ends the line of its declaration, each clause begins a line, a `}` stands alone; an empty block is
///   `{}`.
/// * One space stands around operators and behind commas and colons; none stands inside brackets, between a function
///   and its bracket, around `.` and `..`, or behind a `-` that has nothing before it.
/// * Column lines that follow each other without a blank line or a comment between align their types, and what stands
///   behind the types. Statuses of a scheme align their labels in the same way, and two spaces before `when` and
///   `otherwise`. All tables of a `test` align their first bars, each table its own columns.
/// * Line breaks inside a clause stay where the author put them, but before an operator rather than behind it. A
///   condition, `let`, scope or waiver beyond 120 columns is broken before the outermost of `where`, `by`, `over`,
///   `until`, `because`, then `then` and `else`, then `or`, then `and`; texts that follow each other are parted. No
///   text is split.
/// * Of several blank lines one stays; none stays at the start or end of a block or file, or inside a clause. A blank
///   line sets a declaration with a block off from its neighbours; others stand together if the author put them so.
/// * Comments stay with their lines: at a line's end two spaces behind it, aligned where neighbouring lines have one;
///   on a line of its own with the indentation of what follows. Only blanks at their ends go.
/// * Backquotes, escapes, the expressions in the braces of a message, and the order of things stay as they are.
/// * Every line ends as most lines of the file do, the last one too. A byte order mark stays.
///
/// A declaration with an error, and every other line with one, is left byte for byte as it is; a file with more errors
/// than are reported is left alone altogether.
package func format(_ file: RuleFile) -> [UInt8] {
    guard !file.diagnostics.contains(where: { $0.code == "too-many-errors" }) else { return file.file.bytes }
    var layout = FileLayout(file)
    return layout.run()
}

/// The layout of one file while it is made: facts about each token, and the lines so far.
struct FileLayout {
    /// The column that no line should pass, where it can be broken.
    static let lineLength = 120
    /// Wider tokens are left out of alignment, so that the result stays linear in the file.
    static let widestAligned = 120
    static let indentation = 2

    let file: RuleFile
    let bytes: [UInt8]
    let tokens: [Token]
    /// What each token means.
    let signs: [Sign]
    /// How many columns each token takes.
    let widths: [Int]
    /// How many spaces precede each token that does not begin its line.
    var spaces: [Int]
    /// Whether a line break precedes a token inside its clause.
    var breaks: [Bool]
    /// How many round brackets of its clause are open before each token.
    var depths: [Int]
    var lines: FormattedLines

    init(_ file: RuleFile) {
        self.file = file
        bytes = file.file.bytes
        tokens = file.tokens
        signs = file.tokens.map { Sign(of: $0, in: file.file.bytes) }
        widths = file.tokens.map { columns(of: file.file.bytes[$0.range]) }
        spaces = [Int](repeating: 1, count: file.tokens.count)
        breaks = [Bool](repeating: false, count: file.tokens.count)
        depths = [Int](repeating: 0, count: file.tokens.count)
        lines = FormattedLines(bytes: file.file.bytes)
    }

    /// Lays out the whole file.
    mutating func run() -> [UInt8] {
        let untouched = UntouchedLines(of: file)
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        let start = hasMark ? 3 : 0
        var position = start
        var previous: Piece?
        for piece in pieces(untouched) {
            let gap = LineGap(bytes, position..<piece.range.lowerBound, startsLine: position == start)
            let isSetOff = !gap.hasBlank && piece.isSetOff(from: previous)
            let hasBlank = append(gap, indent: 0, isSetOff: isSetOff)
            switch piece {
            case .untouched(let range): lines.append(untouched: range, hasBlankBefore: hasBlank)
            case .declaration(let declaration): append(declaration, hasBlankBefore: hasBlank)
            }
            position = piece.range.upperBound
            previous = piece
        }
        _ = append(LineGap(bytes, position..<bytes.count, startsLine: position == start), indent: 0)
        return (hasMark ? Array(bytes[..<3]) : []) + lines.written(lineEnd: untouched.lineEnd(in: bytes))
    }

    /// Appends the comments of a gap; returns whether a blank line precedes what follows. With `isSetOff` one precedes
    /// the first thing in or behind the gap.
    mutating func append(_ gap: LineGap, indent: Int, isSetOff: Bool = false) -> Bool {
        if let comment = gap.lineEndComment { lines.attach(comment, indent: indent) }
        var isSetOff = isSetOff
        for comment in gap.comments {
            lines.append(comment: comment.range, indent: indent, hasBlankBefore: comment.hasBlankBefore || isSetOff)
            isSetOff = false
        }
        return gap.hasBlankAfter || isSetOff
    }

    // MARK: Pieces

    /// A part of the file other than comments and blank lines.
    private enum Piece {
        case declaration(Declaration)
        case untouched(Range<Int>)

        var range: Range<Int> {
            switch self {
            case .declaration(let declaration): declaration.range
            case .untouched(let range): range
            }
        }

        /// Whether a blank line is due between this piece and the one before it.
        func isSetOff(from previous: Piece?) -> Bool {
            guard case .declaration(let declaration) = self, case .declaration(let before)? = previous else {
                return false
            }
            return declaration.kind.hasBlock || before.kind.hasBlock
        }
    }

    /// The declarations that are laid out and the ranges that are not, in the order of their places.
    private func pieces(_ untouched: UntouchedLines) -> [Piece] {
        var pieces: [Piece] = []
        var ranges = untouched.ranges[...]
        for (index, declaration) in file.declarations.enumerated() where !untouched.hasDeclaration[index] {
            while let range = ranges.first, range.lowerBound < declaration.range.lowerBound {
                pieces.append(.untouched(range))
                ranges.removeFirst()
            }
            pieces.append(.declaration(declaration))
        }
        return pieces + ranges.map { .untouched($0) }
    }
}

extension Declaration.Kind {
    /// Whether it holds clauses between braces.
    var hasBlock: Bool {
        switch self {
        case .scheme, .table, .rule, .test: true
        case .import, .constant, .set, .waive, .broken: false
        }
    }
}

/// How many columns a text takes: one for each Unicode scalar.
func columns(of bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 } }

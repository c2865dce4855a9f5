// Passes a text on in pieces while it is made.

/// Collects text and passes it on in large pieces; without a sink it keeps all of it.
struct TextPieces {
    /// The text that was not passed on.
    private(set) var text = ""
    private let sink: ReportSink?
    /// Whether a blank line is due before what comes next.
    private var isGapDue = false
    private static let size = 1 << 18

    init(_ sink: ReportSink?) { self.sink = sink }

    /// A blank line between what was added and what comes, if anything does.
    mutating func addGap() { isGapDue = true }

    mutating func add(_ text: String) {
        if isGapDue {
            isGapDue = false
            self.text += "\n"
        }
        self.text += text
        if self.text.utf8.count > Self.size { end() }
    }

    /// Passes on what is left.
    mutating func end() {
        guard let sink, !text.isEmpty else { return }
        sink(Array(text.utf8))
        text = ""
    }
}

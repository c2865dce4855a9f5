// Hands a text on in pieces while it is made.

/// Collects text until there is enough of it to be handed on; all of it where nobody takes it.
struct TextPieces {
    /// What was not handed on.
    private(set) var text = ""
    private let sink: ReportSink?
    private static let size = 1 << 18

    init(_ sink: ReportSink?) { self.sink = sink }

    mutating func add(_ text: String) {
        self.text += text
        if self.text.utf8.count > Self.size { end() }
    }

    /// Hands on what is left.
    mutating func end() {
        guard let sink, !text.isEmpty else { return }
        sink(Array(text.utf8))
        text = ""
    }
}

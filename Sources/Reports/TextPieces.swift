// Passes a text on in pieces while it is made.

/// Collects text and passes it on in large pieces; without a sink it keeps all of it.
struct TextPieces {
    /// The text that was not passed on.
    private(set) var text = ""
    private let sink: ReportSink?
    private static let size = 1 << 18

    init(_ sink: ReportSink?) { self.sink = sink }

    mutating func add(_ text: String) {
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

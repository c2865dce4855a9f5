// Lines, marks and labels of a drawing in SVG, without styles or scripts of its own.

import Findings

/// A drawing with a text alternative. Texts are escaped here; positions are in its own units, about a pixel each.
struct Drawing {
    static let width = 300.0
    private let height: Double
    private let id: String
    private var body = ""

    /// `id` is an identifier that nothing else on the page has.
    init(height: Double, id: String) {
        self.height = height
        self.id = id
    }

    /// A figure with the drawing and the same in words, which are its text alternative; they are escaped already.
    func figure(_ words: String) -> String {
        "<figure><svg viewBox=\"0 0 \(drawn(Self.width)) \(drawn(height))\" role=\"img\" aria-labelledby=\"\(id)\">"
            + body + "</svg><figcaption id=\"\(id)\">" + words + "</figcaption></figure>\n"
    }

    mutating func rectangle(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ kind: String) {
        body += "<rect x=\"\(drawn(x))\" y=\"\(drawn(y))\" width=\"\(drawn(max(0, width)))\" "
        body += "height=\"\(drawn(max(0, height)))\" class=\"\(kind)\"/>"
    }

    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ kind: String) {
        body += "<path d=\"M\(drawn(x1)) \(drawn(y1))L\(drawn(x2)) \(drawn(y2))\" class=\"\(kind)\"/>"
    }

    mutating func path(_ points: [(x: Double, y: Double)], _ kind: String, isClosed: Bool = false) {
        guard let first = points.first else { return }
        body += "<path d=\"M\(drawn(first.x)) \(drawn(first.y))"
        for point in points.dropFirst() { body += "L\(drawn(point.x)) \(drawn(point.y))" }
        body += (isClosed ? "Z" : "") + "\" class=\"\(kind)\"/>"
    }

    mutating func circle(_ x: Double, _ y: Double, _ radius: Double, _ kind: String) {
        body += "<circle cx=\"\(drawn(x))\" cy=\"\(drawn(y))\" r=\"\(drawn(radius))\" class=\"\(kind)\"/>"
    }

    /// A label around a place, moved so that it stays within the drawing. Returns the span that it takes.
    @discardableResult
    mutating func label(_ text: String, around x: Double, _ y: Double, _ kind: String = "") -> ClosedRange<Double> {
        let shown = Self.fitted(text, to: Self.width - 8)
        let half = Self.length(of: shown, kind) / 2
        let center = min(max(x, half + 2), max(half + 2, Self.width - half - 2))
        body += "<text x=\"\(drawn(center))\" y=\"\(drawn(y))\" class=\"\(kind.isEmpty ? "m" : "m " + kind)\">"
        body += pageText(shown) + "</text>"
        return center - half...center + half
    }

    mutating func text(_ text: String, _ x: Double, _ y: Double, _ kind: String = "", most: Double = .infinity) {
        let shown = Self.fitted(text, to: min(most, Self.width - x))
        body += "<text x=\"\(drawn(x))\" y=\"\(drawn(y))\"" + (kind.isEmpty ? "" : " class=\"\(kind)\"") + ">"
        body += pageText(shown) + "</text>"
    }

    /// The sign of a status: its shape differs with its colour.
    mutating func sign(_ colour: StatusName.Colour, _ x: Double, _ y: Double, _ size: Double = 4.5) {
        switch colour {
        case .green: circle(x, y, size, "green axis")
        case .amber: path([(x, y - size), (x + size, y + size), (x - size, y + size)], "amber axis", isClosed: true)
        case .red: rectangle(x - size, y - size, 2 * size, 2 * size, "red axis")
        case .blue: path([(x, y - size), (x + size, y), (x, y + size), (x - size, y)], "blue axis", isClosed: true)
        case .grey: circle(x, y, size * 0.7, "grey axis")
        }
    }

    /// About how long a text is.
    static func length(of text: String, _ kind: String = "") -> Double {
        // Those of a wide font: where a reader has another, labels are only further apart.
        let size = kind == "t" ? 6.2 : kind == "in" ? 6.5 : kind == "b" ? 7.7 : 6.9
        return Double(displayWidth(text)) * size
    }

    private static func fitted(_ text: String, to length: Double) -> String {
        let most = max(4, Int(length / 7))
        return text.count > most ? String(text.prefix(most - 1)) + "…" : text
    }
}

/// Positions of figures along a side of a drawing.
struct DrawnAxis {
    private let low: Double
    private let high: Double
    private let start: Double
    private let end: Double

    /// `start` and `end` are where the least and the greatest figure are drawn.
    init(_ range: ClosedRange<Double>, from start: Double, to end: Double) {
        (low, high) = (range.lowerBound, range.upperBound)
        (self.start, self.end) = (start, end)
    }

    /// Where a figure is drawn; one beyond an end at that end.
    subscript(figure: Double) -> Double {
        guard high > low else { return (start + end) / 2 }
        let share = (figure - low) / (high - low)
        return start + (end - start) * min(max(share.isFinite ? share : 0, 0), 1)
    }

    func holds(_ figure: Double) -> Bool { figure >= low && figure <= high }
}

/// The range of some figures with room on both sides; around one alone as much as it is.
func drawnRange(_ figures: [Double], room: Double) -> ClosedRange<Double> {
    let known = figures.filter(\.isFinite)
    guard let low = known.min(), let high = known.max() else { return 0...1 }
    let span = high > low ? high - low : max(abs(high), 1) * 0.5
    return low - span * room...high + span * room
}

// A total against what its parts come to, drawn.

import Findings

/// Draws bars: what the total is held against, what the parts come to, and what is taken off; with the difference
/// marked.
struct TotalDrawing {
    private let picture: TotalPicture
    private let axis: DrawnAxis

    private static let left = 10.0
    private static let right = Drawing.width - 16

    init(_ picture: TotalPicture) {
        self.picture = picture
        var figures = [0, picture.stated.position, picture.sum.position]
        if Self.takesOff(picture) { figures.append(Self.added(picture)) }
        if let whole = Self.whole(picture) { figures.append(whole) }
        let low = figures.min() ?? 0
        let high = figures.max() ?? 1
        axis = DrawnAxis(low...max(high, low + 1e-9), from: Self.left, to: Self.right)
    }

    /// Whether some of the parts are taken off, and all can be drawn.
    private static func takesOff(_ picture: TotalPicture) -> Bool {
        picture.way == .sum && picture.parts.contains(where: \.isTakenOff)
            && picture.parts.contains { !$0.isTakenOff } && picture.parts.allSatisfy { $0.figure.position >= 0 }
    }

    private static func added(_ picture: TotalPicture) -> Double {
        picture.parts.reduce(0) { $0 + ($1.isTakenOff ? 0 : $1.figure.position) }
    }

    /// Where the whole of a share ends, 100% on the axis of the share; `nil` for other totals, and where that is not
    /// known.
    private static func whole(_ picture: TotalPicture) -> Double? {
        guard picture.way == .share, picture.parts.count == 2, picture.parts[0].figure.position > 0 else { return nil }
        let whole = picture.sum.position * (picture.parts[1].figure.position / picture.parts[0].figure.position)
        return whole.isFinite && whole > 0 ? whole : nil
    }

    /// Parts that point in both directions cannot be laid end to end.
    private var canStack: Bool {
        guard picture.way == .sum, picture.leftOut == 0, picture.parts.count > 1 else { return false }
        return Self.takesOff(picture)
            || !picture.parts.contains(where: \.isTakenOff)
                && (picture.parts.allSatisfy { $0.figure.position >= 0 }
                    || picture.parts.allSatisfy { $0.figure.position <= 0 })
    }

    /// As a figure with an identifier; `cell` names what it is about, escaped already.
    func markup(of cell: String, id: String) -> String {
        let takesOff = Self.takesOff(picture)
        let bottom = takesOff ? 148.0 : 104
        var drawing = Drawing(height: bottom, id: id)
        let nought = axis[0]
        let stated = axis[picture.stated.position]
        let sum = axis[picture.sum.position]
        drawing.text("\(heading): \(picture.stated.text)", Self.left, 14, "b")
        drawing.rectangle(min(nought, stated), 20, abs(stated - nought), 20, "sum")
        drawing.text(takesOff ? "added up" : "\(result): \(picture.sum.text)", Self.left, 60, "b")
        if let whole = Self.whole(picture) { drawing.rectangle(nought, 66, axis[whole] - nought, 20, "sum") }
        if canStack {
            stack(picture.parts.filter { !$0.isTakenOff }, from: 0, 66, "bar", in: &drawing)
        } else {
            drawing.rectangle(min(nought, sum), 66, abs(sum - nought), 20, "bar")
        }
        if takesOff {
            drawing.text("taken off, to leave \(picture.sum.text)", Self.left, 104, "b")
            stack(
                picture.parts.filter(\.isTakenOff), from: Self.added(picture), 110, "off", in: &drawing, backwards: true
            )
        }
        drawing.line(nought, 16, nought, bottom - 12, "axis")
        drawing.line(stated, 16, stated, bottom - 12, "target dash")
        if abs(stated - sum) > 0.5 {
            drawing.rectangle(min(stated, sum), bottom - 40, abs(stated - sum), 24, "gap")
        }
        if let difference = picture.difference {
            drawing.label("difference " + difference, around: (stated + sum) / 2, bottom - 3, "t")
        }
        // Figure and parts are one, wherever pictures stand beside each other.
        return "<div>" + drawing.figure(cell + pageText(words)) + parts + "</div>\n"
    }

    /// Lays parts end to end, with their names where there is room.
    private func stack(
        _ parts: [TotalPicture.Part], from start: Double, _ y: Double, _ kind: String, in drawing: inout Drawing,
        backwards: Bool = false
    ) {
        var reached = start
        for part in parts {
            let next = reached + (backwards ? -1 : 1) * part.figure.position
            let (from, to) = (axis[reached], axis[next])
            drawing.rectangle(min(from, to), y, abs(to - from), 20, kind)
            if abs(to - from) > Drawing.length(of: part.name, "in") + 6 {
                drawing.text(part.name, min(from, to) + 3, y + 14, "in")
            }
            reached = next
        }
    }

    // MARK: Words

    private var heading: String {
        switch picture.stating {
        case .cell: "stated in \(picture.name)"
        case .rule: "in the rule"
        case .expression: picture.name
        }
    }

    private var result: String {
        switch picture.way {
        case .sum: "the parts come to"
        case .count: "rows counted"
        case .share: shareWords
        }
    }

    /// `14 of 17`
    private var shareWords: String { picture.parts.map(\.figure.text).joined(separator: " of ") }

    private var parts: String {
        guard !picture.parts.isEmpty else { return "" }
        var text =
            "<details data-close open><summary>Its parts</summary><div class=\"scroll\" tabindex=\"0\" role=\"group\" "
        let name = picture.name.isEmpty ? "the total" : picture.name
        text +=
            "aria-label=\"The parts of the total\"><table><caption>The parts of \(pageText(name, most: 80))</caption>"
        text += "<thead><tr><th scope=\"col\">Part</th><th scope=\"col\" class=\"num\">Figure</th></tr></thead><tbody>"
        for part in picture.parts {
            text += "<tr><th scope=\"row\">\(part.isTakenOff ? "less " : "")\(pageText(part.name, most: 80))</th>"
            text += "<td class=\"num\">\(pageText(part.figure.text, most: 60))</td></tr>"
        }
        if picture.leftOut > 0 {
            text += "<tr><td colspan=\"2\">and \(counted(picture.leftOut, "more part"))</td></tr>"
        }
        return text + "</tbody></table></div></details>\n"
    }

    private var words: String {
        let stated =
            switch picture.stating {
            case .cell: "“\(picture.name)” states \(picture.stated.text)"
            case .rule: "The rule says \(picture.stated.text)"
            case .expression: "\(picture.name) is \(picture.stated.text)"
            }
        let result =
            switch picture.way {
            case .sum: "its parts come to \(picture.sum.text)"
            case .count: "\(picture.sum.text) rows are counted"
            case .share: "\(shareWords) come to \(picture.sum.text)"
            }
        var sentences = ["\(stated); \(result)" + (picture.difference.map { ", a difference of \($0)" } ?? "")]
        if !canStack, picture.parts.count > 1, picture.way == .sum {
            sentences.append(
                picture.leftOut > 0
                    ? "There are too many parts to draw each"
                    : "Some parts are below nought, so that they are listed, not drawn")
        }
        if let remark = picture.remark { sentences.append(remark) }
        return sentences.map { sentence(escapedForTerminal($0)) }.joined(separator: " ")
    }
}

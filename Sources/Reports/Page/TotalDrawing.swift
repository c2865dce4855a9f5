// A stated total against the sum of its parts, drawn.

import Findings

/// Draws two bars, what is stated and what the parts come to, with their difference marked.
struct TotalDrawing {
    private let picture: TotalPicture
    private let axis: DrawnAxis

    private static let left = 10.0
    private static let right = Drawing.width - 16

    init(_ picture: TotalPicture) {
        self.picture = picture
        let figures = [0, picture.stated.position, picture.sum.position]
        let low = figures.min() ?? 0
        let high = figures.max() ?? 1
        axis = DrawnAxis(low...max(high, low + 1e-9), from: Self.left, to: Self.right)
    }

    /// Parts that point in both directions cannot be laid end to end.
    private var canStack: Bool {
        picture.leftOut == 0 && picture.parts.count > 1
            && (picture.parts.allSatisfy { $0.figure.position >= 0 }
                || picture.parts.allSatisfy { $0.figure.position <= 0 })
    }

    /// As a figure with an identifier; `cell` names what it is about, escaped already.
    func markup(of cell: String, id: String) -> String {
        var drawing = Drawing(height: 104, id: id)
        let nought = axis[0]
        let stated = axis[picture.stated.position]
        let sum = axis[picture.sum.position]
        drawing.text("stated in \(picture.name): \(picture.stated.text)", Self.left, 14, "b")
        drawing.rectangle(min(nought, stated), 20, abs(stated - nought), 20, "sum")
        drawing.text((picture.isCount ? "rows counted: " : "sum of the parts: ") + picture.sum.text, Self.left, 60, "b")
        if canStack {
            var reached = 0.0
            for part in picture.parts {
                let (from, to) = (axis[reached], axis[reached + part.figure.position])
                drawing.rectangle(min(from, to), 66, abs(to - from), 20, "bar")
                if abs(to - from) > Drawing.length(of: part.name, "in") + 6 {
                    drawing.text(part.name, min(from, to) + 3, 80, "in")
                }
                reached += part.figure.position
            }
        } else {
            drawing.rectangle(min(nought, sum), 66, abs(sum - nought), 20, "bar")
        }
        drawing.line(nought, 16, nought, 92, "axis")
        drawing.line(stated, 16, stated, 92, "target dash")
        if abs(stated - sum) > 0.5 { drawing.rectangle(min(stated, sum), 64, abs(stated - sum), 24, "gap") }
        if let difference = picture.difference {
            drawing.label("difference " + difference, around: (stated + sum) / 2, 101, "t")
        }
        return drawing.figure(cell + pageText(words)) + parts
    }

    private var parts: String {
        guard !picture.parts.isEmpty else { return "" }
        var text =
            "<details data-close open><summary>Its parts</summary><div class=\"scroll\" tabindex=\"0\" role=\"group\" "
        text +=
            "aria-label=\"The parts of the total\"><table><caption>The parts of \(pageText(picture.name, most: 80))</caption>"
        text += "<thead><tr><th scope=\"col\">Part</th><th scope=\"col\" class=\"num\">Figure</th></tr></thead><tbody>"
        for part in picture.parts {
            text += "<tr><th scope=\"row\">\(pageText(part.name, most: 80))</th>"
            text += "<td class=\"num\">\(pageText(part.figure.text, most: 60))</td></tr>"
        }
        if picture.leftOut > 0 {
            text += "<tr><td colspan=\"2\">and \(counted(picture.leftOut, "more part"))</td></tr>"
        }
        return text + "</tbody></table></div></details>\n"
    }

    private var words: String {
        var sentences = [
            "“\(picture.name)” states \(picture.stated.text); "
                + (picture.isCount ? "\(picture.sum.text) rows are counted" : "its parts come to \(picture.sum.text)")
                + (picture.difference.map { ", a difference of \($0)" } ?? "")
        ]
        if !canStack, picture.parts.count > 1 {
            sentences.append(
                picture.leftOut > 0
                    ? "There are too many parts to draw each"
                    : "Some parts are below nought, so that they are listed, not drawn")
        }
        if let remark = picture.remark { sentences.append(remark) }
        return sentences.map { sentence(escapedForTerminal($0)) }.joined(separator: " ")
    }
}

// A value against its target and the bands of its scheme, drawn.

import Findings

/// Draws a value on its scale: bands with the statuses due for them, the target above, the value below, and what is
/// given and due.
struct ScaleDrawing {
    private let picture: ScalePicture
    private let axis: DrawnAxis
    /// How far the value is from what is drawn: −1 below, 1 above, 0 within.
    private let beyond: Int

    private static let left = 12.0
    private static let right = Drawing.width - 12
    private static let top = 44.0
    private static let bottom = 70.0

    init(_ picture: ScalePicture) {
        self.picture = picture
        let limits = (picture.bounds + picture.bands.compactMap(\.upper)).map(\.figure.position)
        let value = picture.value.position
        let own = drawnRange(limits.isEmpty ? [value] : limits, room: 0.6)
        // A value so far off that the limits would fall together is drawn at the end. A single limit, as a target of 0
        // has it in percent, says nothing of what is far from it: it is drawn with the value, however far off that is.
        let far = 7 * (own.upperBound - own.lowerBound)
        if Set(limits).count > 1, value > own.upperBound + far || value < own.lowerBound - far {
            beyond = value > own.upperBound ? 1 : -1
            axis = DrawnAxis(own, from: Self.left, to: Self.right)
        } else {
            beyond = 0
            axis = DrawnAxis(drawnRange(limits + [value], room: 0.22), from: Self.left, to: Self.right)
        }
    }

    /// As a figure with an identifier; `cell` names what it is about, escaped already.
    func markup(of cell: String, id: String) -> String {
        var drawing = Drawing(height: 122, id: id)
        drawBands(&drawing)
        drawTarget(&drawing)
        drawValue(&drawing)
        drawStatuses(&drawing)
        return drawing.figure(cell + pageText(words))
    }

    private func drawBands(_ drawing: inout Drawing) {
        guard !picture.bands.isEmpty else {
            return drawing.line(Self.left, Self.bottom, Self.right, Self.bottom, "axis")
        }
        for band in picture.bands {
            let start = band.lower.map { axis[$0.figure.position] } ?? Self.left
            let end = band.upper.map { axis[$0.figure.position] } ?? Self.right
            guard end > start else { continue }
            let kind = band.status.map { "band " + $0.colour.rawValue } ?? "open"
            drawing.rectangle(start, Self.top, end - start, Self.bottom - Self.top, kind)
            let name = band.status?.label ?? "?"
            let sign = band.status == nil ? 0.0 : 14.0
            let length = Drawing.length(of: name, "in") + sign
            let middle = (start + end) / 2
            guard length + 10 < end - start else {
                if let status = band.status, end - start > 15 { drawing.sign(status.colour, middle, Self.top + 13) }
                continue
            }
            if let status = band.status { drawing.sign(status.colour, middle - length / 2 + 5, Self.top + 13) }
            drawing.text(name, middle - length / 2 + sign, Self.top + 17, "in")
        }
    }

    private func drawTarget(_ drawing: inout Drawing) {
        var taken: [ClosedRange<Double>] = []
        let bounds = picture.bounds.filter { axis.holds($0.figure.position) }
        for bound in bounds {
            let x = axis[bound.figure.position]
            drawing.line(x, 22, x, Self.bottom, "target")
            // As on a number line: a full dot belongs to what meets the target, an open one does not.
            drawing.circle(x, 26, 4, bound.isIncluded ? "dot" : "ring")
        }
        if let target = picture.target, let first = bounds.first, let last = bounds.last {
            let middle = (axis[first.figure.position] + axis[last.figure.position]) / 2
            drawing.label(target.name + ": " + target.text, around: middle, 13, "b")
        }
        for edge in picture.bands.compactMap(\.upper) where axis.holds(edge.figure.position) {
            let x = axis[edge.figure.position]
            if bounds.contains(where: { $0.figure.position == edge.figure.position }) { continue }
            let half = Drawing.length(of: edge.figure.text, "t") / 2 + 3
            let span = x - half...x + half
            let targets = bounds.map { axis[$0.figure.position] }
            if taken.contains(where: { $0.overlaps(span) }) || targets.contains(where: { span.contains($0) }) {
                continue
            }
            taken.append(drawing.label(edge.figure.text, around: x, 39, "t"))
        }
    }

    private func drawValue(_ drawing: inout Drawing) {
        let x = beyond == 0 ? axis[picture.value.position] : beyond > 0 ? Self.right : Self.left
        let y = Self.bottom
        if beyond == 0 {
            drawing.line(x, Self.top - 3, x, y + 3, "mark halo")
            drawing.path([(x, y + 1), (x + 6, y + 11), (x - 6, y + 11)], "mark", isClosed: true)
        } else {
            let step = Double(beyond) * 11
            drawing.path([(x, y + 7), (x - step, y + 1), (x - step, y + 13)], "mark", isClosed: true)
        }
        switch picture.valueLies {
        case nil: break
        case .below?: drawing.line(x, y + 6, max(Self.left, x - 40), y + 6, "halo")
        case .above?: drawing.line(x, y + 6, min(Self.right, x + 40), y + 6, "halo")
        }
        let far = beyond == 0 ? "" : beyond > 0 ? ", far off the scale →" : ", far off the scale"
        drawing.label(
            (beyond < 0 ? "← " : "") + picture.valueName + ": " + picture.value.text + far, around: x, y + 25, "b")
    }

    private func drawStatuses(_ drawing: inout Drawing) {
        let given = "given: " + picture.given.label
        let due = "should be: " + picture.due.label
        let y = 114.0
        drawing.sign(picture.given.colour, Self.left + 5, y - 4)
        let middle = Drawing.width / 2
        drawing.text(given, Self.left + 14, y, most: middle - Self.left - 16)
        drawing.sign(picture.due.colour, middle + 5, y - 4)
        drawing.text(due, middle + 14, y, "b", most: middle - 16)
    }

    /// The drawing in words.
    private var words: String {
        var sentences: [String] = []
        let lies = picture.valueLies.map {
            $0 == .below ? " (at most, only a bound is printed)" : " (at least, only a bound is printed)"
        }
        var first = "“\(picture.valueName)” is \(picture.value.text)" + (lies ?? "")
        if let target = picture.target {
            first += ", “\(target.name)” \(target.text.isEmpty ? "(blank)" : target.text)"
        }
        sentences.append(first)
        if beyond != 0 { sentences.append("The value is drawn at the edge: it is far off the limits of the statuses") }
        let bands = picture.bands.map { band in
            (band.status?.words ?? "undecided") + " " + span(band)
        }
        if !bands.isEmpty { sentences.append("By the scheme: " + listed(bands)) }
        for bound in picture.bounds where !bound.isIncluded {
            sentences.append("Exactly \(bound.figure.text) does not meet the target")
        }
        sentences.append("Given is \(picture.given.words); it should be \(picture.due.words)")
        if let remark = picture.remark { sentences.append(remark) }
        return sentences.map { sentence(escapedForTerminal($0)) }.joined(separator: " ")
    }

    /// `from 10 to 20`, `below 10`, `above 20`.
    private func span(_ band: ScalePicture.Band) -> String {
        switch (band.lower, band.upper) {
        case (nil, nil): "for every value"
        case (nil, let upper?): (upper.isIncluded ? "up to " : "below ") + upper.figure.text
        case (let lower?, nil):
            (lower.isIncluded ? "from " : "above ") + lower.figure.text + (lower.isIncluded ? " on" : "")
        case (let lower?, let upper?):
            lower.figure.text == upper.figure.text
                ? "at " + lower.figure.text
                : (lower.isIncluded ? "from " : "above ") + lower.figure.text
                    + (upper.isIncluded ? " to " : " to below ") + upper.figure.text
        }
    }
}

extension StatusName {
    /// The label, with its colour where it does not say so itself.
    fileprivate var words: String {
        label.lowercased().contains(colour.rawValue) ? label : label + " (" + colour.rawValue + ")"
    }
}

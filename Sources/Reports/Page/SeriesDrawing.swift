// The figures of a series with their targets and bands, drawn.

import Findings

/// Draws a small line through the figures of a series, the rows of the finding marked.
struct SeriesDrawing {
    private let picture: SeriesPicture
    private let up: DrawnAxis
    private let along: DrawnAxis
    /// Where each point stands along the series: as far from others as its period is, where all have one of their own.
    private let places: [Double]

    private static let top = 22.0
    private static let bottom = 104.0

    init(_ picture: SeriesPicture) {
        self.picture = picture
        let figures = picture.points.flatMap { [$0.value?.position, $0.target?.position] }.compactMap { $0 }
        up = DrawnAxis(drawnRange(figures, room: 0.14), from: Self.bottom, to: Self.top)
        let places = picture.points.compactMap(\.place)
        let isOrdered = zip(places, places.dropFirst()).allSatisfy { $0 < $1 }
        if isOrdered, places.count == picture.points.count, let first = places.first, let last = places.last,
            first < last
        {
            self.places = places
            along = DrawnAxis(first...last, from: 20, to: Drawing.width - 20)
        } else {
            self.places = picture.points.indices.map { Double($0) }
            along = DrawnAxis(0...Double(max(1, picture.points.count - 1)), from: 20, to: Drawing.width - 20)
        }
    }

    /// As a figure with an identifier; `cell` names what it is about, escaped already.
    func markup(of cell: String, id: String) -> String {
        var drawing = Drawing(height: 126, id: id)
        drawBands(&drawing)
        drawTargets(&drawing)
        drawing.line(8, Self.bottom, Drawing.width - 8, Self.bottom, "axis")
        drawLine(&drawing)
        drawLabels(&drawing)
        return drawing.figure(cell + pageText(words))
    }

    private func x(_ index: Int) -> Double { along[places[index]] }

    /// How far a point's own part of the width reaches to the left, half way to the point before.
    private func left(_ index: Int) -> Double { max(8, x(index) - (reach(index) ?? reach(index + 1) ?? 30)) }
    private func right(_ index: Int) -> Double {
        min(Drawing.width - 8, x(index) + (reach(index + 1) ?? reach(index) ?? 30))
    }

    /// Half of the way from the point before to this one; where periods are missing between them, of its own share.
    private func reach(_ index: Int) -> Double? {
        guard index > 0, index < picture.points.count else { return nil }
        return (x(index) - x(index - 1)) / Double(2 * (1 + picture.points[index].missingBefore))
    }

    private func drawBands(_ drawing: inout Drawing) {
        var start = 0
        while start < picture.points.count {
            let bands = picture.points[start].bands
            var end = start + 1
            while end < picture.points.count, picture.points[end].bands == bands,
                picture.points[end].missingBefore == 0
            { end += 1 }
            for band in bands {
                guard let status = band.status else { continue }
                let low = band.lower.map { up[$0.figure.position] } ?? Self.bottom
                let high = band.upper.map { up[$0.figure.position] } ?? Self.top
                // What is thinner than a line would only blur it.
                guard low - high > 0.3 else { continue }
                let (left, right) = (left(start), right(end - 1))
                drawing.rectangle(left, high, right - left, low - high, status.colour.rawValue)
            }
            start = end
        }
    }

    private func drawTargets(_ drawing: inout Drawing) {
        var points: [(x: Double, y: Double)] = []
        for (index, point) in picture.points.enumerated() {
            if point.target == nil || point.missingBefore > 0 {
                drawing.path(points, "target dash")
                points = []
            }
            guard let target = point.target else { continue }
            let y = up[target.position]
            points.append((left(index), y))
            points.append((right(index), y))
        }
        drawing.path(points, "target dash")
    }

    private func drawLine(_ drawing: inout Drawing) {
        var points: [(x: Double, y: Double)] = []
        for (index, point) in picture.points.enumerated() {
            if point.value == nil || point.missingBefore > 0 {
                drawing.path(points, "line")
                points = []
            }
            if let value = point.value { points.append((x(index), up[value.position])) }
        }
        drawing.path(points, "line")
        for (index, point) in picture.points.enumerated() {
            guard let value = point.value else { continue }
            if point.isMarked { drawing.circle(x(index), up[value.position], 6.5, "halo") }
            drawing.circle(x(index), up[value.position], point.isMarked ? 3.5 : 2.5, "point")
        }
    }

    /// Names the marked points, the first and the last, as far as there is room, and their figures.
    private func drawLabels(_ drawing: inout Drawing) {
        let marked = picture.points.indices.filter { picture.points[$0].isMarked }
        var below: [ClosedRange<Double>] = []
        var above: [ClosedRange<Double>] = []
        for index in marked + [0, picture.points.count - 1] where picture.points.indices.contains(index) {
            let point = picture.points[index]
            place(point.label, at: x(index), 118, "t", among: &below, on: &drawing)
            guard let value = point.value else { continue }
            let y = up[value.position]
            place(value.text, at: x(index), y < Self.top + 16 ? y + 18 : y - 10, "b", among: &above, on: &drawing)
        }
        if let target = picture.points.last?.target {
            let y = up[target.position]
            place(
                "target " + target.text, at: Drawing.width - 46, y < 30 ? y + 12 : y - 4, "t", among: &above,
                on: &drawing)
        }
    }

    private func place(
        _ text: String, at x: Double, _ y: Double, _ kind: String, among taken: inout [ClosedRange<Double>],
        on drawing: inout Drawing
    ) {
        let half = Drawing.length(of: text, kind) / 2 + 3
        let center = min(max(x, half + 2), max(half + 2, Drawing.width - half - 2))
        let span = center - half...center + half
        guard !taken.contains(where: { $0.overlaps(span) }) else { return }
        taken.append(span)
        drawing.label(text, around: x, y, kind)
    }

    private var words: String {
        let known = picture.points.filter { $0.value != nil }
        var text = "“\(picture.name)” along its series, \(counted(picture.points.count, "row")): "
        text += known.suffix(12).map { point in
            "\(point.label) \(point.value?.text ?? "")" + (point.isMarked ? " (this finding)" : "")
        }.joined(separator: ", ")
        if known.count > 12 { text += ", of which the last 12 are named" }
        var sentences = [text]
        let unknown = picture.points.filter { $0.value == nil }
        if !unknown.isEmpty {
            let named = unknown.prefix(6).map(\.label)
            let more = unknown.count > named.count ? [grouped(unknown.count - named.count) + " more"] : []
            sentences.append("No figure is printed in \(listed(named + more))")
        }
        let missing = picture.points.reduce(0) { $0 + $1.missingBefore }
        if missing > 0 {
            let more = missing > picture.missing.count ? [grouped(missing - picture.missing.count) + " more"] : []
            sentences.append("There is no row for \(listed(picture.missing + more))")
        }
        if let target = picture.points.last(where: { $0.target != nil })?.target {
            sentences.append("The dashed line is the target, last \(target.text)")
        }
        if picture.leftOut > 0 {
            sentences.append(counted(picture.leftOut, "more row") + " of the series are not drawn")
        }
        if let remark = picture.remark { sentences.append(remark) }
        return sentences.map { sentence(escapedForTerminal($0)) }.joined(separator: " ")
    }
}

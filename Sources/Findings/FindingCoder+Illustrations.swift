// What pages show of findings, encoded as bytes and read back.

extension FindingEncoder {
    mutating func put(_ illustration: FindingIllustration) {
        put(illustration.frame)
        put(groups: illustration.groups)
        put(illustration.waiver)
        switch illustration.picture {
        case nil: bytes.append(0)
        case .scale(let picture):
            bytes.append(1)
            put(picture)
        case .series(let picture):
            bytes.append(2)
            put(picture)
        case .total(let picture):
            bytes.append(3)
            put(picture)
        case .undrawn(let words):
            bytes.append(4)
            putWhole(words)
        }
    }

    private mutating func put(_ picture: ScalePicture) {
        putWhole(picture.valueName)
        put(picture.value)
        switch picture.valueLies {
        case nil: bytes.append(0)
        case .below: bytes.append(1)
        case .above: bytes.append(2)
        }
        put(picture.target) {
            $0.putWhole($1.name)
            $0.putWhole($1.text)
        }
        put(picture.bounds.count)
        for bound in picture.bounds { put(bound) }
        put(picture.bands)
        put(picture.given)
        put(picture.due)
        put(picture.remark)
    }

    private mutating func put(_ picture: SeriesPicture) {
        putWhole(picture.name)
        put(picture.points.count)
        for point in picture.points {
            putWhole(point.label)
            put(point.value) { $0.put($1) }
            put(point.target) { $0.put($1) }
            put(point.bands)
            bytes.append(point.isMarked ? 1 : 0)
            put(point.place) { $0.put($1) }
            put(point.missingBefore)
        }
        put(picture.leftOut)
        put(picture.missing.count)
        for period in picture.missing { putWhole(period) }
        put(picture.remark)
    }

    private mutating func put(_ picture: TotalPicture) {
        putWhole(picture.name)
        put(code: picture.stating)
        put(picture.stated)
        put(picture.sum)
        put(code: picture.way)
        put(picture.difference)
        put(picture.parts.count)
        for part in picture.parts {
            putWhole(part.name)
            put(part.figure)
            bytes.append(part.isTakenOff ? 1 : 0)
        }
        put(picture.leftOut)
        put(picture.remark)
    }

    /// A case of few, as its number.
    private mutating func put<Code: CaseIterable & Equatable>(code: Code) {
        bytes.append(UInt8(Array(Code.allCases).firstIndex(of: code) ?? 0))
    }

    private mutating func put(_ bands: [ScalePicture.Band]) {
        put(bands.count)
        for band in bands {
            put(band.status) { $0.put($1) }
            put(band.lower) { $0.put($1) }
            put(band.upper) { $0.put($1) }
        }
    }

    private mutating func put(_ edge: ScalePicture.Edge) {
        put(edge.figure)
        bytes.append(edge.isIncluded ? 1 : 0)
    }

    private mutating func put(_ status: StatusName) {
        putWhole(status.label)
        bytes.append(UInt8(StatusName.Colour.allCases.firstIndex(of: status.colour) ?? 0))
    }

    private mutating func put(_ figure: PlacedFigure) {
        putWhole(figure.text)
        put(figure.position)
    }

    private mutating func put(_ position: Double) { put(Int(truncatingIfNeeded: position.bitPattern)) }

    private mutating func put(_ text: String?) { put(text) { $0.putWhole($1) } }

    private mutating func put<Value>(_ value: Value?, _ body: (inout Self, Value) -> Void) {
        bytes.append(value == nil ? 0 : 1)
        if let value { body(&self, value) }
    }
}

extension FindingDecoder {
    mutating func illustration() -> FindingIllustration {
        let frame = optional { $0.excerpt() }
        let groups = groups()
        let waiver = optional { $0.whole() }
        let picture: FindingPicture?
        switch byte() {
        case 1: picture = .scale(scale())
        case 2: picture = .series(series())
        case 3: picture = .total(total())
        case 4: picture = .undrawn(whole())
        default: picture = nil
        }
        return FindingIllustration(frame: frame, picture: picture, groups: groups, waiver: waiver)
    }

    private mutating func scale() -> ScalePicture {
        let valueName = whole()
        let value = figure()
        let side = byte()
        let target = optional { decoder in
            let name = decoder.whole()
            return NamedText(name, decoder.whole())
        }
        let bounds = list { $0.edge() }
        let bands = bands()
        let (given, due) = (status(), status())
        return ScalePicture(
            valueName: valueName, value: value, valueLies: side == 0 ? nil : side == 1 ? .below : .above,
            target: target, bounds: bounds, bands: bands, given: given, due: due, remark: optional { $0.whole() })
    }

    private mutating func series() -> SeriesPicture {
        let name = whole()
        let points = list { decoder in
            SeriesPicture.Point(
                label: decoder.whole(), value: decoder.optional { $0.figure() },
                target: decoder.optional { $0.figure() }, bands: decoder.bands(), isMarked: decoder.byte() == 1,
                place: decoder.optional { $0.position() }, missingBefore: decoder.number())
        }
        return SeriesPicture(
            name: name, points: points, leftOut: number(), missing: list { $0.whole() }, remark: optional { $0.whole() }
        )
    }

    private mutating func total() -> TotalPicture {
        let name = whole()
        let stating: TotalPicture.Stating = code()
        let (stated, sum) = (figure(), figure())
        let way: TotalPicture.Way = code()
        let difference = optional { $0.whole() }
        let parts = list { decoder in
            let name = decoder.whole()
            let figure = decoder.figure()
            return TotalPicture.Part(name, figure, isTakenOff: decoder.byte() == 1)
        }
        return TotalPicture(
            name: name, stating: stating, stated: stated, sum: sum, way: way, difference: difference, parts: parts,
            leftOut: number(), remark: optional { $0.whole() })
    }

    private mutating func code<Code: CaseIterable>() -> Code { Array(Code.allCases)[Int(byte())] }

    private mutating func bands() -> [ScalePicture.Band] {
        list { decoder in
            ScalePicture.Band(
                status: decoder.optional { $0.status() }, lower: decoder.optional { $0.edge() },
                upper: decoder.optional { $0.edge() })
        }
    }

    private mutating func edge() -> ScalePicture.Edge {
        let figure = figure()
        return ScalePicture.Edge(figure, isIncluded: byte() == 1)
    }

    private mutating func status() -> StatusName {
        let label = whole()
        return StatusName(label, StatusName.Colour.allCases[Int(byte())])
    }

    private mutating func figure() -> PlacedFigure {
        let text = whole()
        return PlacedFigure(text, at: position())
    }

    private mutating func position() -> Double { Double(bitPattern: UInt64(UInt(bitPattern: number()))) }

    private mutating func optional<Value>(_ body: (inout Self) -> Value) -> Value? {
        byte() == 1 ? body(&self) : nil
    }
}

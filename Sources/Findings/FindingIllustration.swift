// What a report that draws shows of a finding besides its words: the table around its row, and what a picture needs.

/// What a page needs of a finding beyond its words, as plain values. Only runs from which a page is made hold it.
package struct FindingIllustration: Sendable, Equatable {
    /// The row as it stands in its table, with its neighbours; `nil` for findings about no row, and for those that are
    /// too many to be shown so.
    package var frame: Excerpt?
    /// `nil` for findings that are about no status, series or total.
    package var picture: FindingPicture?
    /// The row's cells of columns that have few different values, by header: people choose rows by them.
    package var groups: [NamedText]
    /// What waives it, as a rule file would say it, but for the reason; `nil` where its row has no key.
    package var waiver: String?

    package init(
        frame: Excerpt? = nil, picture: FindingPicture? = nil, groups: [NamedText] = [], waiver: String? = nil
    ) {
        self.frame = frame
        self.picture = picture
        self.groups = groups
        self.waiver = waiver
    }

    package var isEmpty: Bool { frame == nil && picture == nil && groups.isEmpty && waiver == nil }
}

/// What is drawn of a finding. Texts are as printed and exact; positions are rounded, and only ever drawn.
package indirect enum FindingPicture: Sendable, Equatable {
    case scale(ScalePicture)
    case series(SeriesPicture)
    case total(TotalPicture)
    /// Why there is none, in words: lower case, no full stop.
    case undrawn(String)
}

/// A figure with its place on an axis.
package struct PlacedFigure: Sendable, Equatable {
    package var text: String
    package var position: Double

    package init(_ text: String, at position: Double) {
        self.text = text
        self.position = position
    }
}

/// A status by its label, with its colour.
package struct StatusName: Sendable, Equatable {
    package enum Colour: String, Sendable, CaseIterable { case green, amber, red, blue, grey }

    /// As the return prints it, or as the scheme calls it.
    package var label: String
    package var colour: Colour

    package init(_ label: String, _ colour: Colour) {
        self.label = label
        self.colour = colour
    }
}

/// A value against its target: which statuses its scheme has for which values, the one that is given and the one that
/// is due.
package struct ScalePicture: Sendable, Equatable {
    /// Values of which one status is due.
    package struct Band: Sendable, Equatable {
        /// `nil` where the scheme cannot decide.
        package var status: StatusName?
        /// `nil` where it has no end on this side.
        package var lower: Edge?
        package var upper: Edge?

        package init(status: StatusName?, lower: Edge?, upper: Edge?) {
            self.status = status
            self.lower = lower
            self.upper = upper
        }
    }

    /// An end of a band.
    package struct Edge: Sendable, Equatable {
        package var figure: PlacedFigure
        /// Whether the figure itself belongs to the band.
        package var isIncluded: Bool

        package init(_ figure: PlacedFigure, isIncluded: Bool) {
            self.figure = figure
            self.isIncluded = isIncluded
        }
    }

    /// What a value is known to be, where only a bound of it is printed (`<5`).
    package enum Side: Sendable, Equatable { case below, above }

    /// The header of the value's column.
    package var valueName: String
    package var value: PlacedFigure
    /// `nil` where the value is known.
    package var valueLies: Side?
    /// The target as printed, with the header of its column; `nil` where the scheme asks for none.
    package var target: NamedText?
    /// The bounds of the target: one, or two of a range. `isIncluded` says whether the bound itself meets the target.
    package var bounds: [Edge]
    /// From the smallest values to the largest, without gaps; empty where they are not known.
    package var bands: [Band]
    package var given: StatusName
    package var due: StatusName
    /// Why there are no bands, in words: lower case, no full stop.
    package var remark: String?

    package init(
        valueName: String, value: PlacedFigure, valueLies: Side? = nil, target: NamedText?, bounds: [Edge],
        bands: [Band], given: StatusName, due: StatusName, remark: String? = nil
    ) {
        self.valueName = valueName
        self.value = value
        self.valueLies = valueLies
        self.target = target
        self.bounds = bounds
        self.bands = bands
        self.given = given
        self.due = due
        self.remark = remark
    }
}

/// The figures of one column along a series.
package struct SeriesPicture: Sendable, Equatable {
    package struct Point: Sendable, Equatable {
        /// What stands in the column by which the series runs, as printed.
        package var label: String
        /// `nil` where no figure is printed.
        package var value: PlacedFigure?
        /// The row's target, where it is one figure.
        package var target: PlacedFigure?
        /// The statuses that are due for each value; empty where they are not known.
        package var bands: [ScalePicture.Band]
        /// Whether the finding is about its figure.
        package var isMarked: Bool
        /// Where it stands along the series, in months, days or what else orders it; `nil` where that is no number.
        package var place: Double?
        /// How many periods between the row before and this one have no row.
        package var missingBefore: Int

        package init(
            label: String, value: PlacedFigure?, target: PlacedFigure? = nil, bands: [ScalePicture.Band] = [],
            isMarked: Bool = false, place: Double? = nil, missingBefore: Int = 0
        ) {
            self.label = label
            self.value = value
            self.target = target
            self.bands = bands
            self.isMarked = isMarked
            self.place = place
            self.missingBefore = missingBefore
        }
    }

    /// The header of the column.
    package var name: String
    /// In the order of the series.
    package var points: [Point]
    /// How many rows of the series are not among them.
    package var leftOut: Int
    /// The first of the periods between the points that have no row.
    package var missing: [String]
    /// What a reader should know of it, in words: lower case, no full stop.
    package var remark: String?

    package init(
        name: String, points: [Point], leftOut: Int = 0, missing: [String] = [], remark: String? = nil
    ) {
        self.name = name
        self.points = points
        self.leftOut = leftOut
        self.missing = missing
        self.remark = remark
    }
}

/// A total against what its parts come to.
package struct TotalPicture: Sendable, Equatable {
    package struct Part: Sendable, Equatable {
        package var name: String
        package var figure: PlacedFigure
        /// Whether it is taken off, rather than added.
        package var isTakenOff: Bool

        package init(_ name: String, _ figure: PlacedFigure, isTakenOff: Bool = false) {
            self.name = name
            self.figure = figure
            self.isTakenOff = isTakenOff
        }
    }

    /// What comes of the parts.
    package enum Way: Sendable, CaseIterable {
        /// They are added up, or taken off.
        case sum
        /// Rows are counted; they are not named.
        case count
        /// The first part is so many percent of the second.
        case share
    }

    /// Where the figure stands that the total is held against.
    package enum Stating: Sendable, CaseIterable {
        /// In a cell below a header.
        case cell
        /// In the rule.
        case rule
        /// Nowhere: it is computed.
        case expression
    }

    /// What the total is held against: the header of a cell, or the words of the rule file; empty for a figure of the
    /// rule itself.
    package var name: String
    package var stating: Stating
    package var stated: PlacedFigure
    /// What the parts come to.
    package var sum: PlacedFigure
    package var way: Way
    /// How far the two are apart; `nil` where that cannot be said.
    package var difference: String?
    /// In the order of the table, or of the rule; empty where rows are counted.
    package var parts: [Part]
    /// How many parts are not among them.
    package var leftOut: Int
    /// What a reader should know of it, in words: lower case, no full stop.
    package var remark: String?

    package init(
        name: String, stating: Stating = .cell, stated: PlacedFigure, sum: PlacedFigure, way: Way = .sum,
        difference: String? = nil, parts: [Part], leftOut: Int = 0, remark: String? = nil
    ) {
        self.name = name
        self.stating = stating
        self.stated = stated
        self.sum = sum
        self.way = way
        self.difference = difference
        self.parts = parts
        self.leftOut = leftOut
        self.remark = remark
    }
}

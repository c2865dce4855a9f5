// Figures whose units stand in a column of their own.

import Checking
import Quantities
import Tables

/// Gives the bare figures of one column the units that stand in another column of their rows. Each worker has its own.
final class UnitColumn {
    /// The column of the units.
    let unit: Int
    private let markers: Markers
    /// The units of the distinct cells, so that each is read once.
    private var known: [KeyHash: CellUnit] = [:]
    private var holding: [UInt32: Bool] = [:]
    /// More are read each time.
    private static let mostKnown = 4096

    init(_ column: CheckedColumn, at unit: Int) {
        self.unit = unit
        markers = Markers(adding: column.missing)
    }

    /// What came of the figures of a batch.
    struct Result {
        /// The figures that print no unit, which are as good as the cells of their units.
        var bare: Mask
        /// Those among them whose unit cannot be read.
        var unreadable: Mask
        /// The figures that print what their unit's cell contradicts.
        var disagreeing: Mask

        /// The figures that are not rounded as their column says.
        var unrounded: Mask

        fileprivate init(count: Int) {
            bare = Mask(count: count)
            unreadable = bare
            disagreeing = bare
            unrounded = bare
        }
    }

    /// Gives figures their units; `units` are the cells of the other column.
    func give(_ units: CellColumn, to vector: Vector, count: Int, rounding: FigureRounding?) -> Result {
        var result = Result(count: count)
        guard let (figures, other, forms) = parts(of: vector) else { return result }
        var last: (cell: UnsafeBufferPointer<UInt8>, unit: CellUnit)?
        for row in 0..<count where figures.state[row] == .value || figures.state[row] == .bounded {
            let cell = units.bytes(row)
            let unit: CellUnit
            if let last, isSame(last.cell, cell) { unit = last.unit } else { unit = read(cell) }
            last = (cell, unit)
            let (isBare, scale) = (CellUnit.isBare(figures, row), figures.scale[row])
            if isBare { result.bare[row] = true }
            switch unit.give(to: figures, row, other: forms?[row] == .range ? other : nil) {
            case .unknown:
                if unit.kind != .missing { result.unreadable[row] = true }
                continue
            case .disagrees where !names(unit.unit, figures.unit[row]):
                result.disagreeing[row] = true
                continue
            case .disagrees:
                // `5 days` among figures that are *working days lost* is so many of these.
                figures.unit[row] = unit.unit
                if forms?[row] == .range { other?.unit[row] = unit.unit }
            case .taken: break
            }
            // It is rounded as it is printed, before a multiplier that stands with its unit.
            let shift = Int(scale) - Int(figures.scale[row])
            if let rounding, !rounding.apply(to: figures, row, shift: shift) { result.unrounded[row] = true }
        }
        return result
    }

    /// Makes the bare figures of a batch unknown, whose column of units the file should have and lacks.
    func withhold(_ vector: Vector, count: Int) -> Result {
        var result = Result(count: count)
        guard let figures = parts(of: vector)?.figures else { return result }
        for row in 0..<count where CellUnit.isBare(figures, row) {
            result.bare[row] = true
            figures.state[row] = .unknown
        }
        return result
    }

    private func parts(
        of vector: Vector
    ) -> (figures: FigureVector, other: FigureVector?, forms: UnsafeMutablePointer<TargetForm>?)? {
        switch vector {
        case .figure(let figures): (figures, nil, nil)
        case .target(let targets): (targets.first, targets.second, targets.form)
        default: nil
        }
    }

    /// Whether a printed unit is meant by that of the column, as days are by `working days lost`.
    private func names(_ unit: Unit, _ part: Unit) -> Bool {
        let pair = UInt32(unit.rawValue) << 16 | UInt32(part.rawValue)
        if let known = holding[pair] { return known }
        let holds = unit.means(printed: part)
        if holding.count < UnitColumn.mostKnown { holding[pair] = holds }
        return holds
    }

    private func read(_ cell: UnsafeBufferPointer<UInt8>) -> CellUnit {
        let key = KeyHash(text: cell)
        if let unit = known[key] { return unit }
        let unit = CellUnit(cell, markers: markers)
        if known.count < UnitColumn.mostKnown { known[key] = unit }
        return unit
    }

    private func isSame(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        for index in 0..<left.count where left[index] != right[index] { return false }
        return true
    }
}

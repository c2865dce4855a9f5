// Kept columns: what goes in comes out, row by row.

import Checking
import Quantities
import Testing

@testable import Columns

@Suite struct StoredColumnTests {
    /// The rows of a vector that are even, put away and taken out again.
    private func evenRows(of vector: Vector, _ type: ValueType, count: Int, faulty: Set<Int> = []) -> (
        MaterializedColumn, Vector
    ) {
        let column = MaterializedColumn(type, keepsPrinted: false)
        var even = Mask(count: count)
        var faults = Mask(count: count)
        for row in 0..<count {
            even[row] = row % 2 == 0
            faults[row] = faulty.contains(row)
        }
        let memory = UnsafeMutablePointer<UInt16>.allocate(capacity: batchRows)
        defer { memory.deallocate() }
        column.append(vector, rows: RowList(memory, even), faults: faulty.isEmpty ? nil : faults)
        let positions = UnsafeMutablePointer<Int32>.allocate(capacity: count)
        defer { positions.deallocate() }
        for row in 0..<column.count { positions[row] = Int32(row) }
        let out = Vector(type, capacity: count)
        column.gather(positions, count: column.count, into: out)
        return (column, out)
    }

    @Test func `figures keep mantissas of any width, units and states`() {
        let vector = FigureVector(capacity: 6)
        vector.count = 6
        let figures = [
            Figure(mantissa: 944, scale: 1, unit: .percent), Figure(whole: 1),
            Figure(mantissa: Int128(Int64.max) * 1000, scale: 3, unit: .pound), Figure(whole: 2),
            Figure(mantissa: -1, scale: 0, unit: .none), Figure(whole: 3),
        ]
        for (row, figure) in figures.enumerated() { vector[figure: row] = figure }
        let (column, out) = evenRows(of: .figure(vector), .figure, count: 6)
        guard case .figure(let found) = out else {
            Issue.record("no figures come out")
            return
        }
        #expect(column.count == 3 && !column.hasFaults)
        for row in 0..<3 {
            #expect(found.state[row] == .value)
            #expect(found[figure: row].mantissa == figures[row * 2].mantissa)
            #expect(found[figure: row].scale == figures[row * 2].scale)
            #expect(found[figure: row].unit == figures[row * 2].unit)
        }
    }

    @Test func `a faulty row is unknown and says so`() {
        let vector = CodeVector(capacity: 4)
        vector.count = 4
        for row in 0..<4 {
            vector.state[row] = .value
            vector.code[row] = Int64(row) + 10
        }
        let (column, out) = evenRows(of: .code(vector), .date, count: 4, faulty: [2])
        #expect(column.hasFaults && column.isFaulty(1) && !column.isFaulty(0))
        #expect(out.state(0) == .value && out.state(1) == .unknown)
    }

    @Test func `truths come out as true, false or neither`() {
        let vector = TruthVector(capacity: 6)
        vector.count = 6
        vector.reset(count: 6)
        for row in 0..<6 { vector.state[row] = .unknown }
        vector.set(0, true)
        vector.set(2, false)
        let (_, out) = evenRows(of: .truth(vector), .truth, count: 6)
        guard case .truth(let found) = out else {
            Issue.record("no truths come out")
            return
        }
        #expect(found.isTrue(0) && !found.isFalse(0))
        #expect(found.isFalse(1) && !found.isTrue(1))
        #expect(!found.isTrue(2) && !found.isFalse(2))
    }

    @Test func `every fault of a cell is a finding of its own`() {
        // What is no unit is unreadable too.
        let faults = CellFault.allCases.filter { $0 != .noUnit }
        #expect(Set(faults.map(\.finding)).count == faults.count)
    }
}

// How long it takes to find out what a cell means.

import Quantities

/// Each kind of cell through the function that reads it in full. The evaluation reads most cells of a return sooner, because it
/// remembers cells and shapes of cells that it has met: `judging` shows what that comes to.
func measureReading(_ stopwatch: Stopwatch, _ options: BenchmarkOptions) -> [Measurement] {
    let markers = Markers()
    let labels = Labels(["Green", "Amber", "Red", "Grey"])
    let figures = FigureVector(capacity: CellStore.slice)
    let targets = TargetVector(capacity: CellStore.slice)
    let codes = CodeVector(capacity: CellStore.slice)

    func time(
        _ name: String, _ cell: (inout Chance) -> String, _ read: (CellColumn) -> UInt64
    ) -> Measurement {
        let store = CellStore(options.rows, cell)
        return stopwatch.time("reading", name, .nanosecondsACell, amount: store.count) { store.sum(read) }
    }
    return [
        time("measures", TypicalCell.measure) { cells in
            readFigures(cells, as: .measure, markers: markers, into: figures)
            return checksum(figures)
        },
        time("whole numbers", TypicalCell.count) { cells in
            readFigures(cells, as: .whole, markers: markers, into: figures)
            return checksum(figures)
        },
        time("targets", TypicalCell.target) { cells in
            readTargets(cells, markers: markers, into: targets)
            return checksum(targets.first)
        },
        time("statuses", TypicalCell.status) { cells in
            readLabels(cells, labels: labels, markers: markers, into: codes)
            return checksum(codes)
        },
        time("periods", TypicalCell.period) { cells in
            readPeriods(cells, yearFrom: 4, markers: markers, into: codes)
            return checksum(codes)
        },
    ]
}

/// Of every sixteenth row, so that adding up is little beside reading.
private func checksum(_ figures: FigureVector) -> UInt64 {
    var sum = UInt64(figures.count)
    for row in stride(from: 0, to: figures.count, by: 16) where figures.state[row] == .value {
        sum = sum &* 31 &+ UInt64(truncatingIfNeeded: figures.mantissa[row])
    }
    return sum
}

private func checksum(_ codes: CodeVector) -> UInt64 {
    var sum = UInt64(codes.count)
    for row in stride(from: 0, to: codes.count, by: 16) where codes.state[row] == .value {
        sum = sum &* 31 &+ UInt64(truncatingIfNeeded: codes.code[row])
    }
    return sum
}

// How long reading a cell takes.

import Quantities

/// Each kind of cell, by the function that reads it in full, and by what evaluation tries first: the shapes of figures,
/// and the numbers of known cells.
func measureReading(_ stopwatch: Stopwatch, _ options: BenchmarkOptions) -> [Measurement] {
    let markers = Markers()
    let labels = Labels(["Green", "Amber", "Red", "Grey"])
    let figures = FigureVector(capacity: CellStore.batch)
    let targets = TargetVector(capacity: CellStore.batch)
    let codes = CodeVector(capacity: CellStore.batch)
    let numbers = UnsafeMutablePointer<UInt16>.allocate(capacity: CellStore.batch)
    let verdicts = UnsafeMutablePointer<UInt8>.allocate(capacity: CellStore.batch)
    let left = UnsafeMutablePointer<UInt32>.allocate(capacity: CellStore.batch)
    defer {
        numbers.deallocate()
        verdicts.deallocate()
        left.deallocate()
    }
    func shapes(_ kind: FigureKind?) -> DigitTemplates {
        guard let shapes = DigitTemplates(kind, markers: markers, judge: { _, _, _ in 0 }) else {
            fail("these markers leave nothing to shapes")
        }
        return shapes
    }
    let (measureShapes, wholeShapes, targetShapes) = (shapes(.measure), shapes(.whole), shapes(nil))
    let dictionary = CellInterner()

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
        time("measures by shape", TypicalCell.measure) { cells in
            var output = DigitTemplates.Output(verdicts: verdicts, left: left)
            figures.count = cells.count
            measureShapes.read(cells, haveQuotes: true, into: figures, &output)
            return checksum(figures, without: left, output.leftCount)
        },
        time("whole numbers by shape", TypicalCell.count) { cells in
            var output = DigitTemplates.Output(verdicts: verdicts, left: left)
            figures.count = cells.count
            wholeShapes.read(cells, haveQuotes: true, into: figures, &output)
            return checksum(figures, without: left, output.leftCount)
        },
        time("targets by shape", TypicalCell.target) { cells in
            var output = DigitTemplates.Output(verdicts: verdicts, left: left)
            targets.count = cells.count
            targetShapes.read(cells, haveQuotes: true, into: targets, &output)
            return checksum(targets.first, without: left, output.leftCount)
        },
        time("statuses", TypicalCell.status) { cells in
            readLabels(cells, labels: labels, markers: markers, into: codes)
            return checksum(codes)
        },
        time("statuses by number", TypicalCell.status) { cells in
            let missing = dictionary.number(cells, leaving: nil, into: numbers)
            return UInt64(numbers[cells.count - 1]) &+ UInt64(missing)
        },
        time("periods", TypicalCell.period) { cells in
            readPeriods(cells, yearFrom: 4, markers: markers, into: codes)
            return checksum(codes)
        },
    ]
}

/// The checksum of a column without rows that were left unread.
private func checksum(_ figures: FigureVector, without left: UnsafePointer<UInt32>, _ count: Int) -> UInt64 {
    for index in 0..<count { figures.state[Int(left[index])] = .unknown }
    return checksum(figures) &+ UInt64(count)
}

/// The checksum of every sixteenth row, so that it costs little compared with reading.
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

// What a run of the fuzzer came to.

/// Packages by what became of them.
struct FuzzCount {
    var packages = 0
    /// Read to the end.
    var read = 0
    /// Read a second time, to compare.
    var reread = 0
    /// Cells written, and packages that they were written into.
    var cells = 0
    var edited = 0
    /// Marked, and read and marked again.
    var marked = 0
    /// Rows of tables.
    var rows = 0
    var bytes = 0
    var seconds = 0.0
    /// The package that took longest.
    var slowest = (number: 0, seconds: 0.0)
    var faults: [(Int, String)] = []

    mutating func add(_ examination: FuzzExamination, _ number: Int, _ spent: Double) {
        packages += 1
        read += examination.isRead ? 1 : 0
        reread += examination.isReadTwice ? 1 : 0
        cells += examination.editedCells
        edited += examination.editedCells > 0 ? 1 : 0
        marked += examination.isMarked ? 1 : 0
        rows += examination.rows
        bytes += examination.made.bytes.count
        seconds += spent
        if spent > slowest.seconds { slowest = (number, spent) }
    }

    mutating func add(_ other: FuzzCount) {
        packages += other.packages
        read += other.read
        reread += other.reread
        cells += other.cells
        edited += other.edited
        marked += other.marked
        rows += other.rows
        bytes += other.bytes
        seconds += other.seconds
        if other.slowest.seconds > slowest.seconds { slowest = other.slowest }
        faults += other.faults
    }

    func words(_ options: FuzzOptions, elapsed: Double) -> String {
        func rounded(_ number: Double) -> String { "\((number * 10).rounded() / 10)" }
        let perSecond = Int(Double(packages) / max(seconds, 0.001))
        return """
            \(packages) packages of \(bytes / max(1, packages)) bytes (seed \(options.seed)) in \(rounded(elapsed)) s \
            on \(options.threads) threads, \(rounded(seconds)) s of the processor: \(perSecond) a second of it
            \(read) read to the end with \(rows) rows, \(reread) read twice; \(cells) cells written into \(edited); \(marked) marked
            slowest: package \(slowest.number), \(rounded(slowest.seconds * 1000)) ms; \
            \(mostMemoryUsed()) MiB of memory at most; \(faults.count) faults
            """
    }
}

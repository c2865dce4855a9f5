// Every place where the sources leave Swift's guarantees, and why: `LayersTests` expects these and no others.

/// What a file does that the compiler cannot check.
enum SafetyException: String, CaseIterable {
    case unchecked = "@unchecked Sendable"
    case unisolated = "nonisolated(unsafe)"
    case platform = "import Platform"

    /// By file of `Sources`, why it is right there.
    var reasons: [String: String] {
        switch self {
        case .unchecked:
            [
                "Columns/LiteralIndex": "never changed once it is made",
                "Evaluation/Aggregates/DistinctUnion": "never changed once it is made",
                "Evaluation/Scanning/ChunkFeed": "its lock guards what changes",
                "Evaluation/Scanning/TableInput": "the feed's lock guards the reader",
                "Evaluation/Scanning/TableScan": "workers share only what no pass changes; results have a lock",
                "Evaluation/Series/SeriesPass": "each task has series of its own",
                "LanguageServer/ServerLoop": "its lock guards what changes",
                "Packages/UnpackedBlocks": "its lock guards what changes, and whose turn it is at each block",
                "Quantities/Reading/Text/FoldedTable": "never changed once it is made",
                "Workers/Workers": "its lock guards what changes",
                "Workspace/KeptCheck": "one thread uses it at a time",
                "kpilint-fuzz/FuzzWatch": "each thread writes its own number, and a crash reads them all",
                "Wording/FindingBuffer": "one thread uses it at a time",
                "WorkbookReading/OfficeOpen/OfficeOpenMarker": "each of its two threads changes fields of its own",
                "Wording/ReportedRows": "one thread fills it, and others read it afterwards",
                "Wording/StructuralMessages": "handed from one task to the next",
            ]
        case .unisolated:
            [
                "Evaluation/Scanning/Duplicates": "each task takes other partitions",
                "Evaluation/Scanning/TableScan": "each worker is used by its own thread",
                "Evaluation/Series/SeriesRows": "each task takes other columns",
                "Findings/FindingList": "each task reads other findings, and nobody writes",
                "Quantities/Arithmetic/WideMagnitude": "written once, before it is read, and never freed",
                "Quantities/Columns/Vectors": "a byte that nobody writes",
                "WorkbookReading/OfficeOpen/OfficeOpenMarker": "one of its two threads takes the styles",
                "Workers/Workers": "each task writes its own value",
                "Wording/FindingBuffer": "each task moves other findings",
                "Wording/FindingWindows": "each task reads other findings, and nobody writes",
                "Wording/FindingWriter": "each task words other violations",
                "Wording/ReportedRows": "each thread has a loader of its own",
                "Workspace/Binding": "a reader asks, which one task at a time uses",
            ]
        case .platform:
            [
                "CSVReading/DelimitedReader+Encoding": "searches bytes",
                "Columns/Storage": "moves and fills memory",
                "Commands/BaselineCommand": "asks whether a file is there",
                "Commands/CheckCommand": "the clock",
                "Commands/FileWriting": "writes files whole or not at all, with their owners, modes and links",
                "Commands/Host+Process": "arguments, environment, streams and folder of the process",
                "Commands/LanguageServerCommand": "standard input, and whether the editor is still there",
                "Commands/ProgressDisplay": "asks the terminal and the clock",
                "Evaluation/Profiling/CheckRecorder": "the clock",
                "Evaluation/Profiling/WorkClock": "the clock",
                "Evaluation/Scanning/Duplicates": "moves memory",
                "LanguageServer/ServerLoop": "a thread that reads what the client sends",
                "Packages/UnpackedBlocks": "a thread that waits for its reader",
                "Packages/XMLScanner": "searches and compares bytes",
                "Packages/XMLScanner+Values": "moves bytes",
                "Tables/RecordChunk+Cells": "moves bytes",
                "Workers/Workers": "threads",
                "Workspace/DiskTree": "the disk",
                "Workspace/FileIdentity": "the disk",
                "Workspace/FileSource": "the disk",
                "Workspace/OpenFiles": "the limit on open files",
                "Workspace/Path": "names of files may be any bytes",
                "Workspace/RunningChecks": "the clock",
                "Workspace/StreamSource": "pipes and devices",
                "Workspace/TemporaryFindings": "the disk",
                "Workspace/Watching/InotifyWatch": "the disk, and a clock that nobody sets",
                "kpilint/main": "arguments of the process",
                "kpilint-benchmark/BenchmarkOptions": "arguments of the process",
                "kpilint-benchmark/main": "arguments of the process",
                "kpilint-fuzz/FuzzOptions": "arguments and clocks of the process, files for broken packages",
                "kpilint-fuzz/FuzzWatch": "signals, threads and the clock",
                "kpilint-fuzz/main": "arguments of the process",
            ]
        }
    }

    /// By target that is not compiled with strict memory safety, what it uses pointers for.
    static let targetsOfBytes = [
        "CSVReading": "scans text in place, at gigabytes a second",
        "Columns": "cells become values in memory that is reused for each batch",
        "Commands": "calls of the C library about files and the terminal",
        "Diagnostics": "distances between names are measured in place, for thousands of names",
        "Digests": "takes in blocks where they are, as they are read from files",
        "Evaluation": "kernels go over columns by pointers",
        "Findings": "millions of findings are put away as bytes",
        "LanguageServer": "the C library's threads",
        "Packages": "zlib reads and writes through pointers",
        "Patterns": "automata go over the bytes of a cell in place",
        "Quantities": "reads cells in place and computes on columns by pointers",
        "Reports": "millions of findings are written as bytes",
        "Tables": "chunks of text with the places of their cells",
        "Wording": "reads the columns that evaluation leaves, by pointers",
        "WorkbookReading": "scans XML in place",
        "Workers": "the C library's threads",
        "Workspace": "calls of the C library about files",
    ]
}

// A return that becomes another one while it is read.

import CSVReading
import Findings
import FoundationEssentials
import Tables
import Testing

@testable import Workspace

@Suite struct ChangedFileTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder([
            Scenario.File(name: "kpis.csv", text: "ref,value\n" + String(repeating: "1.1,5\n", count: 1000))
        ])
        path = folder.path + "/kpis.csv"
    }

    private func reader() throws -> DelimitedReader {
        try DelimitedReader(
            FileSource(path: path, name: "kpis.csv"), options: DelimitedOptions(chunkBytes: 256)
        ) { _ in 1 }
    }

    /// Reads to the end and asks whether all that was read is one state of the file.
    private func readOn(_ reader: DelimitedReader) throws {
        let chunk = RecordChunk()
        while try reader.next(into: chunk) {}
        try reader.checkSource()
    }

    private func write(_ text: String) throws { try Data(text.utf8).write(to: URL(filePath: path), options: []) }

    @Test func `one that stays as it is can be read`() throws { try readOn(reader()) }

    @Test func `one that becomes shorter cannot`() throws {
        let reader = try reader()
        #expect(try reader.next(into: RecordChunk()))
        try write("ref,value\n1.1,5\n")
        #expect(throws: ReadError.changed) { try readOn(reader) }
    }

    @Test func `one that becomes longer cannot`() throws {
        let reader = try reader()
        #expect(try reader.next(into: RecordChunk()))
        try write("ref,value\n" + String(repeating: "1.1,5\n", count: 1001))
        #expect(throws: ReadError.changed) { try readOn(reader) }
    }

    @Test func `one that says something else cannot`() throws {
        let reader = try reader()
        #expect(try reader.next(into: RecordChunk()))
        try write("ref,value\n" + String(repeating: "1.1,6\n", count: 1000))
        #expect(throws: ReadError.changed) { try readOn(reader) }
    }

    @Test func `one that is to be fixed can be looked at again`() {
        let problem = EditError(ReadError.changed)
        #expect(problem == .changed)
        #expect(UnreadableFile(path: path, reason: problem.words).hasChanged)
        #expect(!UnreadableFile(path: path, reason: EditError(ReadError.isFolder).words).hasChanged)
    }
}

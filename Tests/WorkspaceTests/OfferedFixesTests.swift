// What a diagnostic of a rule file offers to write mends it, and brings no other error to that place.

import Diagnostics
import Findings
import Testing

@testable import Workspace

@Suite struct OfferedFixesTests {
    /// Every scenario of the specifications whose rule files have a fault is a wrong rule file of an author.
    @Test(arguments: specification.flatMap(\.scenarios).filter { !$0.errors.isEmpty || $0.notices != nil })
    func mendsItsFault(_ scenario: Scenario) throws {
        guard scenario.faults.isEmpty else { return }
        let before = try Faults(scenario)
        for fault in before.diagnostics {
            guard let fix = fault.fix,
                let index = scenario.files.firstIndex(where: { $0.name == before.file(of: fault) })
            else { continue }
            var mended = scenario
            var bytes = scenario.files[index].bytes
            bytes.replaceSubrange(fix.range, with: Array(fix.replacement.utf8))
            mended.files[index].text = String(decoding: bytes, as: UTF8.self)
            mended.files[index].isEscaped = false
            let after = try Faults(mended)
            let name = scenario.files[index].name
            // The place of the fault and that of the fix, in the file as it was and as it is then.
            let places = [fix.range.lowerBound, fix.range.upperBound, fault.span.range.lowerBound]
            let grown = fix.replacement.utf8.count - fix.range.count
            let old = before.errors(in: name, fault.span.file.lines(of: places))
            let left = after.errors(
                in: name,
                SourceFile(name: name, text: mended.files[index].text)
                    .lines(of: places.map { $0 >= fix.range.upperBound ? $0 + grown : $0 } + [fix.range.lowerBound]))
            let place: Comment = """
                \(scenario.document):\(scenario.line): \(fault.code): \(fault.message)
                  offers: \(fix.title)
                  there is then: \(left.map { "\($0.code): \($0.message)" })
                """
            #expect(
                left.allSatisfy { error in old.contains { $0.code == error.code && $0.message == error.message } },
                place)
            if fault.severity == .error { #expect(left.count < old.count, place) }
        }
    }
}

/// What is wrong with the rule files of a scenario.
private struct Faults {
    let folder: TemporaryFolder
    let diagnostics: [Diagnostic]

    init(_ scenario: Scenario) throws {
        folder = try TemporaryFolder(scenario.files)
        diagnostics = session.check(try scenario.request(in: folder)).run.diagnostics
    }

    func file(of diagnostic: Diagnostic) -> String { folder.relative(diagnostic.span.file.name) }

    /// The errors that begin on some lines of a file.
    func errors(in file: String, _ lines: ClosedRange<Int>) -> [Diagnostic] {
        diagnostics.filter {
            $0.severity == .error && self.file(of: $0) == file && lines.contains($0.span.start.line)
        }
    }
}

extension SourceFile {
    fileprivate func lines(of places: [Int]) -> ClosedRange<Int> {
        let lines = places.map { line(at: $0) }
        return (lines.min() ?? 1)...(lines.max() ?? 1)
    }
}

// Which findings are in which file, for formats that go file by file.

import Findings

/// The reported findings of a run by the file that they are shown in. It holds only their numbers: findings of a file
/// are mostly consecutive, so there are few ranges.
struct FindingsByFile {
    /// What is in one file.
    struct Content {
        /// Numbers of findings, those about rule files first, then those of the run's list.
        fileprivate(set) var ranges: [Range<Int>] = []
        fileprivate(set) var count = 0
        /// The rules that found something in it, by their numbers in `rules`.
        fileprivate(set) var faulty: Set<Int32> = []

        fileprivate mutating func add(_ number: Int, _ rule: Int32) {
            faulty.insert(rule)
            count += 1
            if let last = ranges.last, last.upperBound == number {
                ranges[ranges.count - 1] = last.lowerBound..<number + 1
            } else {
                ranges.append(number..<number + 1)
            }
        }
    }

    /// Every file once: those named beforehand, then others in the order of their findings.
    private(set) var order: [String] = []
    private(set) var contents: [String: Content] = [:]
    /// The numbers of rules, by their names.
    private(set) var rules: [String: Int32] = [:]
    let anchors: Anchors
    private let ofRuleFiles: [Finding]
    private var parts: FindingList.Parts

    /// `named` are files that are included even without findings. Findings less severe than `minimum` are left out.
    init(_ run: CheckRun, named: [String], from minimum: Severity = .note) {
        anchors = Anchors(run)
        ofRuleFiles = ruleFileFindings(run).filter { $0.severity >= minimum }
        parts = run.findings.parts
        for path in named where contents[path] == nil {
            order.append(path)
            contents[path] = Content()
        }
        // The content of the last finding's file, taken out of the dictionary and put back when the file changes.
        var current: (path: String, content: Content)?
        for (number, finding) in ofRuleFiles.enumerated() { add(finding, number, &current) }
        var number = ofRuleFiles.count
        for finding in run.findings {
            if finding.isReported, finding.severity >= minimum { add(finding, number, &current) }
            number += 1
        }
        if let current { contents[current.path] = current.content }
    }

    private mutating func add(_ finding: Finding, _ number: Int, _ current: inout (path: String, content: Content)?) {
        let path = anchors.of(finding).file
        if current?.path != path {
            if let current { contents[current.path] = current.content }
            if let content = contents.removeValue(forKey: path) {
                current = (path, content)
            } else {
                order.append(path)
                current = (path, Content())
            }
        }
        let rule = rules[finding.rule] ?? Int32(rules.count)
        rules[finding.rule] = rule
        current?.content.add(number, rule)
    }

    /// Calls the body with each finding of a file, in their order.
    mutating func forEach(in path: String, _ body: (Finding) -> Void) {
        guard let content = contents[path] else { return }
        for range in content.ranges {
            let own = ofRuleFiles.count
            for number in range where number < own { body(ofRuleFiles[number]) }
            let rest = max(range.lowerBound, own)..<max(range.upperBound, own)
            parts.forEach(in: rest.lowerBound - own..<rest.upperBound - own, body)
        }
    }
}

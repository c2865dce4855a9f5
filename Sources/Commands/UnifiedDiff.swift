// Shows the changes of a file in the format of `diff -u`.

import Reports

/// How many unchanged lines are shown around changed ones.
private let context = 3

/// A unified diff of two versions of a file; empty where they are equal. For a terminal, characters that could control
/// it are escaped; for everything else the lines are byte for byte those of the file, so that `patch -p1` can apply it.
func unifiedDiff(_ path: String, _ before: [UInt8], _ after: [UInt8], forTerminal: Bool, color: Bool) -> [UInt8] {
    guard before != after else { return [] }
    let name = escapedForTerminal(path)
    let prefixes = path.hasPrefix("/") ? ("", "") : ("a/", "b/")
    if before.contains(0) || after.contains(0) {
        return Array("Binary files \(prefixes.0)\(name) and \(prefixes.1)\(name) differ\n".utf8)
    }
    var output = DiffWriter(forTerminal: forTerminal, color: color)
    output.heading("--- \(prefixes.0)\(name)")
    output.heading("+++ \(prefixes.1)\(name)")
    let old = lines(before)
    let new = lines(after)
    for change in grouped(changes(old, new)) {
        let first = max(0, change.first.old.lowerBound - context)
        let last = min(old.count, change.last.old.upperBound + context)
        let newFirst = max(0, change.first.new.lowerBound - context)
        let newLast = min(new.count, change.last.new.upperBound + context)
        output.hunk(first..<last, newFirst..<newLast)
        var place = first
        for part in change {
            for line in old[place..<part.old.lowerBound] { output.line(" ", line) }
            for line in old[part.old] { output.line("-", line) }
            for line in new[part.new] { output.line("+", line) }
            place = part.old.upperBound
        }
        for line in old[place..<last] { output.line(" ", line) }
    }
    return output.bytes
}

/// Lines of one version that replace lines of the other.
private struct Change {
    var old: Range<Int>
    var new: Range<Int>
}

/// Changes near enough to share their context; never empty.
private struct ChangeGroup: Sequence {
    var first: Change
    var last: Change
    var all: [Change]
    func makeIterator() -> IndexingIterator<[Change]> { all.makeIterator() }
}

/// The lines with their ends.
private func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == 0x0A {
        lines.append(bytes[start...index])
        start = index + 1
    }
    if start < bytes.count { lines.append(bytes[start...]) }
    return lines
}

/// The differences of the versions. Edits of cells mostly keep the number of lines, so lines are compared one by one;
/// where the number differs, everything between the first and the last difference is one change.
private func changes(_ old: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>]) -> [Change] {
    var start = 0
    while start < min(old.count, new.count), old[start] == new[start] { start += 1 }
    guard old.count == new.count else {
        var end = 0
        while end < min(old.count, new.count) - start, old[old.count - 1 - end] == new[new.count - 1 - end] { end += 1 }
        return [Change(old: start..<(old.count - end), new: start..<(new.count - end))]
    }
    var changes: [Change] = []
    for line in start..<old.count where old[line] != new[line] {
        if let last = changes.last, last.old.upperBound == line {
            changes[changes.count - 1] = Change(
                old: last.old.lowerBound..<(line + 1), new: last.new.lowerBound..<(line + 1))
        } else {
            changes.append(Change(old: line..<(line + 1), new: line..<(line + 1)))
        }
    }
    return changes
}

private func grouped(_ changes: [Change]) -> [ChangeGroup] {
    var groups: [ChangeGroup] = []
    for change in changes {
        if let last = groups.last, change.old.lowerBound - last.last.old.upperBound <= 2 * context {
            groups[groups.count - 1].last = change
            groups[groups.count - 1].all.append(change)
        } else {
            groups.append(ChangeGroup(first: change, last: change, all: [change]))
        }
    }
    return groups
}

private struct DiffWriter {
    private(set) var bytes: [UInt8] = []
    private let forTerminal: Bool
    private let color: Bool

    init(forTerminal: Bool, color: Bool) {
        self.forTerminal = forTerminal
        self.color = color
    }

    mutating func heading(_ text: String) { add(text, "1") }

    mutating func hunk(_ old: Range<Int>, _ new: Range<Int>) {
        func words(_ range: Range<Int>) -> String {
            // An empty range is named by the line before it.
            let start = range.isEmpty ? range.lowerBound : range.lowerBound + 1
            return range.count == 1 ? "\(start)" : "\(start),\(range.count)"
        }
        add("@@ -\(words(old)) +\(words(new)) @@", "36")
    }

    mutating func line(_ sign: String, _ line: ArraySlice<UInt8>) {
        let isWhole = line.last == 0x0A
        if forTerminal {
            let text = String(decoding: isWhole ? line.dropLast() : line, as: UTF8.self)
            add(sign + escapedForTerminal(text), sign == "-" ? "31" : sign == "+" ? "32" : nil)
        } else {
            bytes += Array(sign.utf8) + line
            if !isWhole { bytes.append(0x0A) }
        }
        if !isWhole { add("\\ No newline at end of file", nil) }
    }

    private mutating func add(_ text: String, _ ink: String?) {
        if let ink, color {
            bytes += Array("\u{1B}[\(ink)m\(text)\u{1B}[0m\n".utf8)
        } else {
            bytes += Array((text + "\n").utf8)
        }
    }
}

// Which lines of a rule file the formatter leaves alone: those of a broken declaration, and any other with an error.

internal import Diagnostics

/// Whole lines that stay as they are, byte for byte.
struct UntouchedLines {
    /// Byte ranges of whole lines, without the last line end, in order and apart from each other.
    private(set) var ranges: [Range<Int>] = []
    /// Whether each declaration is in these lines, by index.
    private(set) var hasDeclaration: [Bool]

    init(of file: RuleFile) {
        let errors = file.diagnostics.filter { $0.severity == .error }
            .flatMap { [$0.span.range] + $0.notes.map(\.span.range) }
            .map { file.file.lines(of: $0) }
        hasDeclaration = file.declarations.map { !$0.isWhole(in: file) }
        mark(errors, in: file.declarations)
        spreadAlongLines(file)
        let broken = zip(file.declarations, hasDeclaration).filter(\.1).map { file.file.lines(of: $0.0.range) }
        for range in (errors + broken).sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
            if let last = ranges.last, range.lowerBound <= last.upperBound {
                ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                ranges.append(range)
            }
        }
    }

    /// Marks each declaration that a range touches.
    private mutating func mark(_ ranges: [Range<Int>], in declarations: [Declaration]) {
        var changes = [Int](repeating: 0, count: declarations.count + 1)
        for range in ranges {
            let first = declarations.firstIndex(orderedBy: { $0.range.upperBound >= range.lowerBound })
            let end = declarations.firstIndex(orderedBy: { $0.range.lowerBound > range.upperBound })
            guard first < end else { continue }
            changes[first] += 1
            changes[end] -= 1
        }
        var open = 0
        for index in declarations.indices {
            open += changes[index]
            if open > 0 { hasDeclaration[index] = true }
        }
    }

    /// Marks each declaration that shares a line with a marked one.
    private mutating func spreadAlongLines(_ file: RuleFile) {
        let lines = file.declarations.map {
            (first: file.file.line(at: $0.range.lowerBound), last: file.file.lastLine(of: $0.range))
        }
        for index in lines.indices.dropFirst() where lines[index - 1].last == lines[index].first {
            if hasDeclaration[index - 1] { hasDeclaration[index] = true }
        }
        for index in lines.indices.dropFirst().reversed() where lines[index - 1].last == lines[index].first {
            if hasDeclaration[index] { hasDeclaration[index - 1] = true }
        }
    }

    /// The most common line end outside these lines; where there are none, in the whole file.
    func lineEnd(in bytes: [UInt8]) -> [UInt8] {
        var counts = [0, 0, 0]
        var insideCounts = [0, 0, 0]
        var next = ranges[...]
        var index = 0
        while index < bytes.count {
            while let range = next.first, range.upperBound <= index { next.removeFirst() }
            let isInside = next.first.map { $0.lowerBound <= index } ?? false
            if Byte.isLineEnd(bytes[index]) {
                let isPair =
                    bytes[index] == Byte.carriageReturn && index + 1 < bytes.count && bytes[index + 1] == Byte.newline
                let kind = isPair ? 1 : bytes[index] == Byte.newline ? 0 : 2
                if isInside { insideCounts[kind] += 1 } else { counts[kind] += 1 }
                if isPair { index += 1 }
            }
            index += 1
        }
        if counts == [0, 0, 0] { counts = insideCounts }
        let most = counts.indices.reduce(0) { counts[$1] > counts[$0] ? $1 : $0 }
        return [[Byte.newline], [Byte.carriageReturn, Byte.newline], [Byte.carriageReturn]][most]
    }
}

extension Declaration {
    /// Whether it was read to the end of its block.
    fileprivate func isWhole(in file: RuleFile) -> Bool {
        if case .broken = kind { return false }
        guard kind.hasBlock else { return true }
        guard tokens.count > 2, let last = tokens.last else { return false }
        return file.file.bytes[file.tokens[last].range].elementsEqual([Byte.rightBrace])
    }
}

extension SourceFile {
    /// The last line that a range touches; line ends at its end do not count.
    fileprivate func lastLine(of range: Range<Int>) -> Int {
        var end = range.upperBound
        while end > range.lowerBound, Byte.isLineEnd(bytes[end - 1]) { end -= 1 }
        return line(at: end)
    }

    /// The whole lines that a range touches, without the last line end and without a byte order mark.
    fileprivate func lines(of range: Range<Int>) -> Range<Int> {
        let last = lastLine(of: range)
        var end = last < lineStarts.count ? lineStarts[last] : bytes.count
        if last < lineStarts.count {
            end -= 1
            if bytes[end] == Byte.newline, end > lineStarts[last - 1], bytes[end - 1] == Byte.carriageReturn {
                end -= 1
            }
        }
        var start = lineStarts[line(at: range.lowerBound) - 1]
        if start == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
        return start..<max(start, end)
    }
}

extension [Declaration] {
    /// The index of the first declaration for which `isFound` holds, by binary search: it must hold for all that follow
    /// too. The end index where it holds for none.
    fileprivate func firstIndex(orderedBy isFound: (Declaration) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isFound(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

// Returns of one shape, which are one table of a rule file.

/// Returns, or sheets of a workbook, that one table is read from.
struct ReturnGroup {
    /// The table's name, before others are known.
    var name: String
    let returns: [SampledReturn]
    /// The pattern of `from`, and that of `sheet`; `nil` where the file has no sheets.
    let pattern: String
    let sheetPattern: String?
    /// The part of the names in which several returns differ.
    let part: Part?

    struct Part {
        let name: String
        /// What it is for each return.
        let values: [String]
        let isPeriod: Bool
        let isOfSheets: Bool
    }

    /// A return of its own.
    init(_ one: SampledReturn, name: String? = nil) {
        returns = [one]
        self.name = name ?? baseName(one.path)
        pattern = FilePattern.naming(one.path)
        sheetPattern = one.sheet.map(FilePattern.naming)
        part = nil
    }

    /// Several files that differ in a part of their paths.
    fileprivate init(_ returns: [SampledReturn], paths part: NamedPart) {
        self.returns = returns
        name = Self.commonName(part) ?? baseName(returns[0].path)
        pattern = part.pattern
        sheetPattern = returns[0].sheet.map(FilePattern.naming)
        self.part = Part(name: part.name, values: part.values, isPeriod: part.isPeriod, isOfSheets: false)
    }

    /// Several sheets of one workbook.
    fileprivate init(_ returns: [SampledReturn], sheets part: NamedPart) {
        self.returns = returns
        name = baseName(returns[0].path)
        pattern = FilePattern.naming(returns[0].path)
        sheetPattern = part.pattern
        self.part = Part(name: part.name, values: part.values, isPeriod: part.isPeriod, isOfSheets: true)
    }

    var first: SampledReturn { returns[0] }

    private static func commonName(_ part: NamedPart) -> String? {
        part.beginning.contains { $0.isLetter } ? part.beginning : nil
    }
}

extension Session {
    /// Makes one table of returns of one shape where a pattern finds them and no other file; each other return is a
    /// table of its own.
    func groups(of files: [SampledFile], _ notices: inout [String]) -> [ReturnGroup] {
        var groups: [ReturnGroup] = []
        var taken: Set<Int> = []
        let returns = files.map(\.returns)
        for (index, sheets) in returns.enumerated() where !taken.contains(index) {
            guard let first = sheets.first else { continue }
            if sheets.count > 1 {
                groups += tables(
                    ofSheets: sheets, beside: files[index].otherSheets + files[index].hiddenSheets, &notices)
                continue
            }
            let alike = returns.indices.filter { other in
                guard let one = returns[other].first, returns[other].count == 1 else { return false }
                return other == index || !taken.contains(other) && other > index && isAlike(first, one)
            }
            taken.formUnion(alike)
            groups += tables(ofFiles: alike.compactMap { returns[$0].first }, &notices)
        }
        return groups
    }

    private func isAlike(_ one: SampledReturn, _ other: SampledReturn) -> Bool {
        one.shape == other.shape && one.shape.count > 1 && one.sheet == other.sheet && one.separator == other.separator
    }

    /// Names that a part cannot have, for there are columns called so.
    private func columnNames(_ first: SampledReturn) -> Set<String> {
        Set(first.header.flatMap { [comparable($0), identifier($0, avoiding: [], otherwise: "column")] })
    }

    private func tables(ofFiles returns: [SampledReturn], _ notices: inout [String]) -> [ReturnGroup] {
        guard returns.count > 1, let first = returns.first else { return returns.map { ReturnGroup($0) } }
        let names = returns.map { lastName($0.path) }.joined(separator: ", ")
        guard let part = NamedPart(paths: returns.map(\.path), avoiding: columnNames(first)) else {
            notices.append("\(names) have the same columns, but no pattern finds them: each is a table")
            return returns.map { ReturnGroup($0) }
        }
        let found = Set(FilePattern(part.pattern).files(from: "", in: files).files.map { resolved($0.path, from: "") })
        let wanted = Set(returns.map { resolved($0.path, from: "") })
        guard found == wanted else {
            let others = found.subtracting(wanted).sorted()
            notices.append(
                "\(names) have the same columns, and each is a table: \"\(part.pattern)\" "
                    + (others.first.map { "would read \($0) too, which is not named here" } ?? "does not find them"))
            return returns.map { ReturnGroup($0) }
        }
        return [ReturnGroup(returns, paths: part)]
    }

    private func tables(ofSheets sheets: [SampledReturn], beside others: [String], _ notices: inout [String])
        -> [ReturnGroup]
    {
        let names = sheets.compactMap(\.sheet)
        let taken = sheets.first.map(columnNames) ?? []
        if let part = NamedPart(names: names, otherwise: "sheet", avoiding: taken),
            names.allSatisfy({ FilePattern(part.pattern).matchEnd(of: $0) != nil }),
            !others.contains(where: { FilePattern(part.pattern).matchEnd(of: $0) != nil })
        {
            return [ReturnGroup(sheets, sheets: part)]
        }
        notices.append(
            "\(files.shown(sheets[0].path)): \(sheets.count) of its sheets have the same columns, but no pattern finds them and "
                + "no other: each is a table")
        return sheets.map { ReturnGroup($0, name: $0.sheet) }
    }
}

/// What is said of sheets that have other columns than the one that was taken: lower case, no full stop.
func sheetsNotRead(_ sheets: [String]) -> String {
    let names = sheets.prefix(6).map { "“\(visible(String($0.prefix(40))))”" }.joined(separator: ", ")
    let more = sheets.count > 6 ? " and \(sheets.count - 6) more" : ""
    return "it has other sheets, which are not read: \(names)\(more)"
}

private func lastName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

/// A file's name without its folder and its ending.
private func baseName(_ path: String) -> String {
    let name = lastName(path)
    return name.split(separator: ".", omittingEmptySubsequences: true).first.map(String.init) ?? name
}

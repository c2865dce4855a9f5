// Names that differ in one part, and the pattern that finds them all: `kpis-q1.csv` and `kpis-q2.csv`.

/// The one part in which several names differ, as a named part of a pattern.
struct NamedPart {
    /// The pattern for all of them, for which `naming` writes what stands for itself.
    let pattern: String
    /// What the part is called.
    let name: String
    /// What the part is in each of the names.
    let values: [String]
    /// What all names begin with.
    let beginning: String
    /// Whether each value is a year, quarter or month with its year.
    let isPeriod: Bool

    /// The part in which paths differ; `nil` where they differ in more than one folder or name.
    init?(paths: [String], avoiding taken: Set<String>) {
        let names = paths.map { $0.split(separator: "/", omittingEmptySubsequences: false).map(String.init) }
        guard let first = names.first, names.allSatisfy({ $0.count == first.count }) else { return nil }
        let differing = first.indices.filter { place in names.contains { $0[place] != first[place] } }
        guard let place = differing.first, differing.count == 1,
            let part = NamedPart(names: names.map { $0[place] }, otherwise: "source", avoiding: taken)
        else { return nil }
        let written = first.indices.map { $0 == place ? part.pattern : FilePattern.naming(first[$0]) }
        self.init(
            pattern: written.joined(separator: "/"), name: part.name, values: part.values, beginning: part.beginning,
            isPeriod: part.isPeriod)
    }

    private init(pattern: String, name: String, values: [String], beginning: String, isPeriod: Bool) {
        self.pattern = pattern
        self.name = name
        self.values = values
        self.beginning = beginning
        self.isPeriod = isPeriod
    }

    /// The part in which different names differ, between ends of words; `nil` where one of them lacks it.
    init?(names: [String], otherwise: String, avoiding taken: Set<String>) {
        let names = names.map { Array($0) }
        guard names.count > 1, let first = names.first, let shortest = names.map(\.count).min() else { return nil }
        let same = (0..<shortest).first { place in names.contains { $0[place] != first[place] } } ?? shortest
        let sameEnd =
            (0..<(shortest - same)).first { place in
                names.contains { $0[$0.count - 1 - place] != first[first.count - 1 - place] }
            } ?? (shortest - same)
        let starts = (0...same).filter { start in names.allSatisfy { Self.isEndOfWord($0, start) } }
        let ends = (0...sameEnd).filter { end in names.allSatisfy { Self.isEndOfWord($0, $0.count - end) } }
        func values(_ start: Int, _ end: Int) -> [String]? {
            let values = names.map { String($0[start..<($0.count - end)]) }
            return values.contains { $0.isEmpty } ? nil : values
        }
        var found: (start: Int, end: Int, values: [String])?
        var isPeriod = false
        search: for start in starts {
            for end in ends {
                guard let values = values(start, end), Self.arePeriods(values) else { continue }
                found = (start, end, values)
                isPeriod = true
                break search
            }
        }
        if found == nil, let start = starts.last, let end = ends.last, let values = values(start, end) {
            found = (start, end, values)
        }
        guard let (start, end, values) = found, Set(values).count == values.count else { return nil }
        let beginning = String(first[..<start])
        let name = isPeriod ? "period" : Self.name(of: values) ?? otherwise
        self.name = identifier(
            name == "sheet" ? Self.lastWord(of: beginning) ?? name : name, avoiding: taken, otherwise: "part")
        self.values = values
        self.beginning = beginning
        self.isPeriod = isPeriod
        pattern =
            FilePattern.naming(beginning) + "{" + self.name + "}"
            + FilePattern.naming(String(first[(first.count - end)...]))
    }

    private static func isEndOfWord(_ name: [Character], _ place: Int) -> Bool {
        guard place > 0, place < name.count else { return true }
        return !(isOfWord(name[place - 1]) && isOfWord(name[place]))
    }

    private static func isOfWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }

    private static func arePeriods(_ values: [String]) -> Bool {
        var sample = ColumnSample()
        for value in values { sample.add(value) { 0 } }
        return sample.readingAsPeriod().isWhole && sample.filled == values.count
    }

    /// What values are that need no year beside them; `nil` where nothing tells.
    private static func name(of values: [String]) -> String? {
        let words = values.map { $0.lowercased() }
        if words.allSatisfy({ $0.count == 2 && $0.hasPrefix("q") && PeriodHeader($0) != nil }) { return "quarter" }
        if values.allSatisfy(PeriodHeader.isMonth) { return "month" }
        let signs = ["council", "borough", "district", "county", "city"]
        return words.contains { word in signs.contains { word.contains($0) } } ? "council" : nil
    }

    /// The last word of what names begin with: `Priority` of `Priority 1` and `Priority 2`.
    private static func lastWord(of beginning: String) -> String? {
        beginning.split { !isOfWord($0) }.last.map(String.init)
    }
}

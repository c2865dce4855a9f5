// Compiles a pattern's tree, from its end to its beginning, so that every part knows its successor.

/// Makes the program of a pattern, and throws where it would become too large.
struct PatternProgramBuilder {
    /// The largest program that is made.
    private static let instructionLimit = 20_000
    private static let edgeLimit = 200_000
    /// The most parts that are compiled, counting each iteration of a repetition.
    private static let partLimit = 200_000

    private var program = PatternProgram()
    private var graphs: [ScalarSet: ByteGraph] = [:]
    private var partCount = 0
    private let sourceLength: Int

    /// - Parameter sourceLength: the length of the pattern's text in bytes, for errors.
    init(sourceLength: Int) {
        self.sourceLength = sourceLength
    }

    mutating func build(_ tree: PatternNode, groupCount: Int) throws(PatternError) -> PatternProgram {
        program.groupCount = groupCount
        let match = try emit(.match)
        program.start = try compile(tree, next: match)
        let search = try emit(.match)
        let anyByte = try emit(bytes: [ByteEdge(low: 0, high: 255, target: search)])
        program.instructions[search] = .split(program.start, anyByte)
        program.searchStart = search
        program.byteClasses = ByteClasses(program)
        return program
    }

    /// The first instruction of the code that matches a part and then continues at `next`.
    private mutating func compile(_ node: PatternNode, next: Int) throws(PatternError) -> Int {
        partCount += 1
        guard partCount <= Self.partLimit else { throw tooLarge }
        switch node {
        case .empty:
            return next
        case .scalar(let set):
            return try compile(set, next: next)
        case .assertion(let assertion):
            program.hasAssertions = true
            return try emit(.assert(assertion, next: next))
        case .group(let body, let index):
            let end = try emit(.save(2 * index + 1, next: next))
            return try emit(.save(2 * index, next: compile(body, next: end)))
        case .concatenation(let parts):
            var entry = next
            for part in parts.reversed() {
                entry = try compile(part, next: entry)
            }
            return entry
        case .alternation(let branches):
            var entry: Int?
            for branch in branches.reversed() {
                let start = try compile(branch, next: next)
                entry = if let later = entry { try emit(.split(start, later)) } else { start }
            }
            return entry ?? next
        case .repetition(let body, let minimum, let maximum, let isLazy):
            return try compile(body, minimum: minimum, maximum: maximum, isLazy: isLazy, next: next)
        }
    }

    private mutating func compile(_ set: ScalarSet, next: Int) throws(PatternError) -> Int {
        let graph = graphs[set] ?? ByteGraph(set)
        graphs[set] = graph
        var emitted: [Int] = []
        for node in graph.nodes {
            let edges = node.map { edge in
                ByteEdge(
                    low: edge.low, high: edge.high,
                    target: edge.target == ByteGraph.exit ? next : emitted[edge.target])
            }
            emitted.append(try emit(bytes: edges))
        }
        return program.instructions.count - 1
    }

    private mutating func compile(
        _ body: PatternNode, minimum: Int, maximum: Int?, isLazy: Bool, next: Int
    ) throws(PatternError) -> Int {
        var entry = next
        var required = minimum
        if let maximum {
            for _ in minimum..<maximum {
                let round = try compile(body, next: entry)
                entry = try emit(Self.split(round, next, isLazy: isLazy))
            }
        } else {
            // Where an iteration can be empty, compiling `x*` as `(x+)?` ends the repetition as Perl does.
            let isOptional = minimum == 0 && body.canBeEmpty
            let loop = try emit(.match)
            let round = try compile(body, next: loop)
            program.instructions[loop] = Self.split(round, next, isLazy: isLazy)
            entry =
                if isOptional {
                    try emit(Self.split(round, next, isLazy: isLazy))
                } else {
                    minimum == 0 ? loop : round
                }
            required = max(minimum - 1, 0)
        }
        for _ in 0..<required {
            entry = try compile(body, next: entry)
        }
        return entry
    }

    private static func split(_ round: Int, _ next: Int, isLazy: Bool) -> Instruction {
        isLazy ? .split(next, round) : .split(round, next)
    }

    private mutating func emit(_ instruction: Instruction) throws(PatternError) -> Int {
        guard program.instructions.count < Self.instructionLimit else { throw tooLarge }
        program.instructions.append(instruction)
        return program.instructions.count - 1
    }

    private mutating func emit(bytes edges: [ByteEdge]) throws(PatternError) -> Int {
        guard program.edges.count + edges.count <= Self.edgeLimit else { throw tooLarge }
        let start = program.edges.count
        program.edges += edges
        return try emit(.bytes(start..<start + edges.count))
    }

    private var tooLarge: PatternError {
        PatternError(message: "the pattern is too large once its repetitions are written out", range: 0..<sourceLength)
    }
}

// The pages of `explain` for words of the language: functions, types of columns, operators, states and aggregates.

import Catalog

/// A word of the language that the catalogue describes.
enum ExplainedWord {
    case type(ColumnTypeDocumentation)
    case function(Function)
    case expression(OperatorDocumentation)
    case clause(ClauseDocumentation)

    /// All meanings of a name: `target` is a type and a function.
    static func named(_ name: String) -> [Self] {
        let type = ColumnTypeDocumentation.named(name).map { [Self.type($0)] } ?? []
        let function = Function(rawValue: name).map { [Self.function($0)] } ?? []
        let found =
            type + function + OperatorDocumentation.named(name).map { .expression($0) }
            + ClauseDocumentation.named(name).map { .clause($0) }
        if !found.isEmpty { return found }
        if let other = explainedWith[name] { return named(other) }
        // `holidays` is a word of one function alone.
        return Function.allCases.filter { $0.signature.parameters.contains { $0.name == name } }.prefix(3).map {
            .function($0)
        }
    }

    /// Words that are explained with another one, of which they are a part.
    private static let explainedWith = [
        "above": "total rows", "totals": "total rows", "paragraph": "matching", "within paragraph": "matching",
        "within text": "matching", "error": "query", "warning": "query", "severity": "query", "off": "set",
        "row": "message", "{row}": "message", "?": "for any", "standard.rules": "import",
        "agrees": "agrees with", "starts": "starts with", "ends": "ends with", "distinct": "count distinct",
        "columns": "count columns", "line": "headers on line", "lines": "headers on lines", "least": "at least",
        "most": "at most", "down": "fill down", "of": "from note of", "calendar": "quarters by calendar year",
    ]

    /// Every name, each once.
    static let names: [String] = {
        var seen: Set<String> = []
        let all =
            ColumnTypeDocumentation.all.map(\.name) + Function.allCases.map(\.rawValue)
            + OperatorDocumentation.all.flatMap(\.names) + ClauseDocumentation.all.flatMap(\.names)
        return all.filter { seen.insert($0).inserted }
    }()
}

extension Page {
    mutating func explain(_ word: ExplainedWord) {
        switch word {
        case .type(let type): explain(type)
        case .function(let function): explain(function)
        case .expression(let entry): explain(entry)
        case .clause(let entry): explain(entry)
        }
    }

    private mutating func explain(_ entry: ClauseDocumentation) {
        heading("\(entry.usage) (\(entry.kind.rawValue))")
        blankLine()
        paragraphs(sentence(entry.summary))
        if !entry.findings.isEmpty {
            heading("The finding where it does not hold")
            block(entry.findings)
        }
        heading("In a rule file")
        block(entry.example)
    }

    private mutating func explain(_ type: ColumnTypeDocumentation) {
        heading("\(type.usage) (type of a column)")
        blankLine()
        paragraphs(sentence(type.summary) + (type.remark.isEmpty ? "" : " " + type.remark))
        heading("How a column is declared")
        block([type.declaration])
        heading("What it reads")
        values(type.spellings.map { ValueLine(depth: 0, text: $0.cell, value: $0.meaning) }, indent: 4)
    }

    private mutating func explain(_ function: Function) {
        let signature = function.signature
        heading("\(signature.usage) (function)")
        blankLine()
        paragraphs("Gives " + signature.summary + ".")
        heading("What it takes")
        values(
            signature.parameters.map { parameter in
                var words = parameter.type.words
                if parameter.isOptional { words += "; may be left out" }
                if parameter.repeats { words += "; more may follow" }
                return ValueLine(depth: 0, text: parameter.name, value: words)
            }, indent: 4)
        examples(function.workedExamples)
        heading("In a rule")
        block([signature.example])
    }

    private mutating func explain(_ entry: OperatorDocumentation) {
        heading(entry.usages.joined(separator: ", ") + " (\(entry.kind.rawValue))")
        blankLine()
        paragraphs(sentence(entry.summary) + (entry.ofNoRow.map { " With no rows it is \($0)." } ?? ""))
        examples(entry.examples)
    }

    /// Expressions with their values, and the cells on which these depend.
    private mutating func examples(_ examples: [WorkedExample]) {
        heading(examples.count == 1 ? "An example" : "Examples")
        values(
            examples.map { ValueLine(depth: 0, text: $0.expression, value: $0.value, note: $0.condition) }, indent: 4)
        for declarations in examples.map(\.declarations).filter({ !$0.isEmpty }).prefix(1) {
            paragraphs("The rule file says:")
            block(declarations)
        }
    }

    /// Words from a cell of a table, as a sentence.
    private func sentence(_ words: String) -> String { words.prefix(1).uppercased() + words.dropFirst() + "." }
}

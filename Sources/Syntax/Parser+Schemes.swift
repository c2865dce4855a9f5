// Schemes: the labels of each status, and when it is due.

internal import Diagnostics

extension Parser {
    /// scheme = "scheme" N "for" N ["?"] {"," N ["?"]} "{" { status } "}"
    mutating func scheme(_ header: Range<Int>) -> Declaration.Kind? {
        isInHeader = true
        let name = name("expected-name", "the scheme's name", reserved: false)
        var parameters: [SchemeDeclaration.Parameter] = []
        if !isAbandoned, takeWord("for") {
            repeat {
                guard let column = self.name("expected-column", "a column's name") else { break }
                parameters.append(.init(name: column, isOptional: take(.question)))
            } while take(.comma)
        }
        var scheme = SchemeDeclaration(name: name ?? Name("", header), parameters: parameters, statuses: [])
        if !isAbandoned, sign != .leftBrace, !isAtClauseEnd {
            failExpected(
                "expected-brace", "`for` or `{`", help: "the first line of a scheme: `scheme name for value, target {`")
        }
        block(of: header) { parser in
            if let status = parser.status() { scheme.statuses.append(status) }
        }
        return name == nil ? nil : .scheme(scheme)
    }

    /// status = COLOUR TEXT {"," TEXT} ["when" e | "otherwise"]
    private mutating func status() -> SchemeDeclaration.Status? {
        let start = range.lowerBound
        let help = "a status has a colour and its labels: `green \"On target\", \"G\" when …`"
        guard let colour = name("expected-colour", "a colour", reserved: false, help: help) else { return nil }
        let labels = texts("expected-label", "a label in quotes")
        var due = SchemeDeclaration.Due.never
        if take(.when) {
            due = .when(expression())
        } else if takeWord("otherwise") {
            due = .otherwise
        } else if !isAtClauseEnd {
            failExpected(
                "expected-when", "`when`, `otherwise` or the end of the line",
                help: "labels are separated by commas")
        }
        return .init(colour: colour, labels: labels, due: due, range: start..<lastEnd)
    }
}

// Schemes: the labels of each status, and when it is due.

internal import Diagnostics

extension Parser {
    /// scheme = "scheme" N "for" N ["?"] {"," N ["?"]} "{" { status } "}"
    mutating func scheme(_ header: Range<Int>) -> Declaration.Kind? {
        isInHeader = true
        let name = name("expected-name", "the scheme's name", reserved: false)
        var parameters: [SchemeDeclaration.Parameter] = []
        if !isAbandoned, sign == .leftParenthesis {
            var ahead = 1
            while ![.rightParenthesis, .lineEnd, .endOfFile, .leftBrace].contains(sign(ahead)) { ahead += 1 }
            let place = lastEnd..<tokens[index + ahead].range.upperBound
            let columns = text(range.upperBound..<tokens[index + ahead].range.lowerBound)
            report(
                "unexpected-sign", "the columns of a scheme stand behind `for`, without brackets", at: range,
                fix: sign(ahead) == .rightParenthesis
                    ? DiagnosticFix("write `for \(columns)`", replacing: place, with: " for \(columns)") : nil)
            advance()
            repeat {
                guard let column = self.name("expected-column", "a column's name") else { break }
                parameters.append(.init(name: column, isOptional: take(.question)))
            } while take(.comma)
            _ = take(.rightParenthesis)
        } else if !isAbandoned, takeWord("for") {
            repeat {
                guard let column = self.name("expected-column", "a column's name") else { break }
                parameters.append(.init(name: column, isOptional: take(.question)))
            } while takeSeparator()
        }
        var scheme = SchemeDeclaration(name: name ?? Name("", header), parameters: parameters, statuses: [])
        if !isAbandoned, sign != .leftBrace, !isAtClauseEnd {
            failExpected(
                "expected-brace", "`for` or `{`", help: "the first line of a scheme: `scheme name for value, target {`")
        }
        block(of: header) { parser in
            if let status = parser.status() { scheme.statuses.append(status) }
            if parser.isAbandoned { scheme.lacksLabels = true }
        }
        return name == nil ? nil : .scheme(scheme)
    }

    /// status = COLOUR TEXT {"," TEXT} ["when" e | "otherwise"]
    private mutating func status() -> SchemeDeclaration.Status? {
        let start = range.lowerBound
        let help = "a status has a colour and its labels: `green \"On target\", \"G\" when …`"
        guard let colour = name("expected-colour", "a colour", reserved: false, help: help) else { return nil }
        skipColon(colour.text)
        let labels = texts("expected-label", "a label in quotes")
        var due = SchemeDeclaration.Due.never
        if !isAbandoned, sign == .colon || sign == .if || sign == .where {
            report(
                "expected-when", "the condition of a status stands behind `when`", at: range,
                fix: DiagnosticFix("write `when`", replacing: range, with: sign == .colon ? " when" : "when"))
            advance()
            due = .when(expression())
        } else if take(.when) {
            due = .when(expression())
        } else if !isAbandoned, sign == .else {
            report(
                "expected-when", "`else` is written `otherwise` here", at: range,
                fix: DiagnosticFix("write `otherwise`", replacing: range, with: "otherwise"))
            advance()
            due = .otherwise
        } else if takeWord("otherwise") {
            due = .otherwise
        } else if !isAtClauseEnd, clauseBeginning != index {
            failExpected(
                "expected-when", "`when`, `otherwise` or the end of the line",
                help: "labels are separated by commas")
        }
        return .init(colour: colour, labels: labels, due: due, range: start..<lastEnd)
    }
}

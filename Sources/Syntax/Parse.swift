// Reads a rule file: bytes in, declarations and diagnostics out.

package import Diagnostics

/// Reads a rule file as far as it can be read; every fault of form is one diagnostic, in the order of places. Never
/// fails. Takes time linear in the file, whatever it holds.
package func parse(_ file: SourceFile) -> RuleFile {
    let bag = DiagnosticBag(file: file)
    reportEncoding(of: file, to: bag)
    var lexer = Lexer(file: file, range: 0..<file.bytes.count, isEmbedded: false, bag: bag)
    lexer.run()
    var parser = Parser(lexer, file: file, bag: bag)
    let declarations = parser.declarations()
    return RuleFile(file: file, tokens: parser.tokens, declarations: declarations, diagnostics: bag.sorted())
}

/// Reads one expression, such as the value of `--set name=value`; `name` is the file name in its diagnostics. Where it
/// cannot be read, the expression is `.broken` and the diagnostics say why.
package func parseExpression(_ text: String, name: String) -> (Expression, [Diagnostic]) {
    let file = SourceFile(name: name, text: text)
    let bag = DiagnosticBag(file: file)
    var lexer = Lexer(file: file, range: 0..<file.bytes.count, isEmbedded: true, bag: bag)
    lexer.run()
    var parser = Parser(lexer, file: file, bag: bag)
    parser.ending = "the end"
    let expression = parser.wholeExpression()
    return (expression, bag.sorted())
}

/// Reports each run of bytes that is not UTF-8.
private func reportEncoding(of file: SourceFile, to bag: DiagnosticBag) {
    let bytes = file.bytes
    var index = 0
    while index < bytes.count {
        if bytes[index] < 0x80 {
            index += 1
        } else if let (_, length) = scalar(in: bytes, at: index, before: bytes.count) {
            index += length
        } else {
            let start = index
            repeat {
                index += 1
            } while index < bytes.count && bytes[index] >= 0x80
                && scalar(in: bytes, at: index, before: bytes.count) == nil
            bag.report(
                "bad-encoding", "this is not UTF-8", at: start..<index,
                help: "save the rule file as UTF-8 in your editor")
        }
    }
}

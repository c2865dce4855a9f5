// What each function takes and gives, with its documentation: calls are checked against it, and `explain` and the
// language reference are made from it.

/// One function: its parameters in order, its result, one line of documentation and examples.
package struct Signature: Sendable {
    package var function: Function
    package var parameters: [Parameter]
    package var result: ResultType
    /// What a call gives, as in the language reference: words without a full stop.
    package var summary: String
    /// A condition or value that uses it, as in a rule.
    package var example: String
    /// Whether it needs the printed text of its first argument's cell, which is then kept for it.
    package var readsPrintedCells: Bool
    /// Calls with the values that they have, the plainest first.
    package var workedExamples: [WorkedExample]

    init(
        _ function: Function, _ parameters: [Parameter], _ result: ResultType, _ summary: String, example: String,
        readsPrintedCells: Bool = false, worked: [WorkedExample]
    ) {
        self.function = function
        self.parameters = parameters
        self.result = result
        self.summary = summary
        self.example = example
        self.readsPrintedCells = readsPrintedCells
        workedExamples = worked
    }

    /// How it is called, as in the language reference: `meets(value, target[, better])`.
    package var usage: String {
        var text = function.rawValue + "("
        for (index, parameter) in parameters.enumerated() {
            let separator = index == 0 ? "" : ", "
            let name = parameter.name + (parameter.repeats ? ", …" : "")
            text += parameter.isOptional ? "[\(separator)\(name)]" : separator + name
        }
        return text + ")"
    }

    /// How many arguments a call may have; `most` is `nil` where there is no upper bound.
    package var argumentCounts: (least: Int, most: Int?) {
        let least = parameters.count { !$0.isOptional }
        return (least, parameters.contains { $0.repeats } ? nil : parameters.count)
    }
}

// The measurements as a table for people and as JSON for programs.

/// A line each, in columns.
func table(_ measurements: [Measurement]) -> String {
    let names = measurements.map { "\($0.group): \($0.name)" }
    let width = names.map(\.count).max() ?? 0
    var lines = [padded("one thread", width) + "      best    median"]
    for (name, one) in zip(names, measurements) {
        lines.append(
            padded(name, width) + aligned(decimal(one.best), 10) + aligned(decimal(one.median), 10) + " "
                + one.measure.rawValue)
    }
    return lines.joined(separator: "\n")
}

/// One object. Names are plain words that need no escapes.
func json(_ measurements: [Measurement], _ options: BenchmarkOptions) -> String {
    let entries = measurements.map {
        """
        {"group": "\($0.group)", "name": "\($0.name)", "unit": "\($0.measure.rawValue)", "best": \(decimal($0.best)), \
        "median": \(decimal($0.median)), "checksum": "\($0.checksum)"}
        """
    }
    return """
        {"rows": \(options.rows), "rounds": \(options.rounds), "measurements": [
        \(entries.joined(separator: ",\n"))
        ]}
        """
}

/// A figure that is not negative with two decimals, without Foundation.
private func decimal(_ value: Double) -> String {
    let hundredths = Int(min(value, 1e12) * 100 + 0.5)
    let fraction = hundredths % 100
    return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
}

private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
}

private func aligned(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
}

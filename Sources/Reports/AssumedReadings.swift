// How returns were read for which there is no rule file, in words.

import Findings

extension AssumedReading {
    /// On one line: lower case, no full stop.
    var words: String {
        var words = "read without a rule file"
        if !columns.isEmpty {
            words += ": " + columns.map { "“\($0.header)” as \($0.meaning)" }.joined(separator: "; ")
        }
        if !unused.isEmpty { words += "; not used: " + unused.map { "“\($0)”" }.joined(separator: ", ") }
        return ([words] + wanted).joined(separator: ". ")
    }

    /// The place of the table: `q2.xlsx, sheet “Q2”, header in row 4`.
    fileprivate var place: String {
        let sheet = sheet.map { ", sheet “\(escapedForTerminal($0, columns: 60))”" } ?? ""
        let header = headerLine > 1 ? ", header in \(self.sheet == nil ? "line" : "row") \(headerLine)" : ""
        return escapedForTerminal(path) + sheet + header
    }
}

/// The beginning of a report without a rule file: a heading for each return, then lines for its columns.
func assumedLines(_ run: CheckRun) -> [(heading: String, columns: [(header: String, meaning: String)], notes: [String])]
{
    // Returns of one table are read alike, and told together.
    var together: [[AssumedReading]] = []
    for reading in run.assumed {
        let place = together.firstIndex { other in
            other[0].table == reading.table && other[0].columns == reading.columns && other[0].unused == reading.unused
        }
        if let place { together[place].append(reading) } else { together.append([reading]) }
    }
    return together.map { readings in
        let reading = readings[0]
        let more = readings.count > 12 ? [grouped(readings.count - 12) + " more"] : []
        let places = listed(readings.prefix(12).map(\.place) + more)
        let heading =
            reading.columns.isEmpty
            ? "No rule file: nothing in \(places) was taken for an indicator"
            : "No rule file: \(places) \(readings.count == 1 ? "was" : "were") read as"
        let columns = reading.columns.map { column in
            (
                header: "“" + escapedForTerminal(column.header, columns: 60) + "”",
                meaning: escapedForTerminal(column.meaning, columns: 480)
            )
        }
        var notes: [String] = []
        if !reading.unused.isEmpty {
            let names = reading.unused.prefix(12).map { "“" + escapedForTerminal($0, columns: 40) + "”" }
            let more = reading.unused.count > 12 ? [grouped(reading.unused.count - 12) + " more"] : []
            notes.append("Not used: " + listed(names + more))
        }
        notes += readings.flatMap(\.wanted).map { escapedForTerminal($0, columns: 720) }
        return (heading, columns, notes)
    }
}

extension TextCanvas {
    mutating func drawAssumedReadings(_ run: CheckRun) {
        for (heading, columns, notes) in assumedLines(run) {
            wrap("", .plain, heading + (columns.isEmpty ? "" : ":"), .strong, indent: 2)
            let width = min(32, columns.reduce(0) { max($0, displayWidth($1.header)) })
            for (header, meaning) in columns {
                let gap = String(repeating: " ", count: max(1, width - displayWidth(header) + 1))
                wrap("  " + header + gap, .plain, meaning, .plain, indent: width + 3)
            }
            for note in notes { wrap("  ", .plain, note, .plain, indent: 4) }
            blankLine()
        }
    }
}

// The messages about rows that add up others.

import Evaluation
import Findings
import Quantities

extension StructuralMessages {
    /// About a total that is another figure than its parts make, of which `first` is the first.
    func ofWrongTotal(
        _ sum: Figure, _ parts: Int, _ cell: String, _ first: ReportedRow?, _ row: ReportedRow
    ) -> Words {
        let line = first.map { place(of: $0, from: row) }
        let from = line.map { parts == 1 ? " in \($0)" : " from \($0) on" } ?? ""
        return Words(
            message: "the total of \(title) is \(cell), and the \(parts == 1 ? "row" : "\(parts) rows") that it adds up"
                + "\(from) \(parts == 1 ? "says" : "make") \(Quantities.text(of: sum))",
            help: "correct the total or one of its parts",
            related: parts == 1 ? "its only part" : "the first of its parts")
    }

    /// About a total that was held against nothing, because of the part `first`.
    func ofUndecided(
        _ total: UndecidedTotal, _ cell: String, _ first: ReportedRow?, _ row: ReportedRow
    ) -> Words {
        guard let first else {
            return Words(
                message: "the total of \(title), \(cell), was not held against the rows that it adds up: their figures "
                    + "cannot be added, as they stand in several units",
                help: "write them in one unit")
        }
        let says = entry.column.map { text(first, $0) } ?? ""
        let others = total.missing - 1
        let more = others == 0 ? "" : ", and \(others) more \(others == 1 ? "row has" : "rows have") no known figure"
        return Words(
            message: "the total of \(title), \(cell), was not held against the rows that it adds up: "
                + "\(place(of: first, from: row)) has \(says.isEmpty ? "no figure" : quoted(says))\(more)",
            help: total.fitting.map { "the total is right if that is \(Quantities.text(of: $0))" }
                ?? "fill in what is missing once it is known",
            related: "not known")
    }
}

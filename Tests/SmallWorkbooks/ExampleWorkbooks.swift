// The workbooks that the catalogue's examples stand for.

package import Catalog

extension SmallWorkbook {
    /// A workbook with the sheet of an example.
    package init(_ sheet: ExampleSheet) {
        self.init()
        func number(_ one: String, in list: inout [String]) -> Int {
            if let index = list.firstIndex(of: one) { return index }
            list.append(one)
            return list.count - 1
        }
        // Fills come behind the formats among the styles.
        for case .figure(_, let format, _) in sheet.rows.joined() { _ = number(format, in: &formats) }
        for (index, row) in sheet.rows.enumerated() {
            var values: [String] = []
            var styles: [Int] = []
            for cell in row {
                switch cell {
                case .text(let text):
                    values.append(text.isEmpty ? "" : "'" + text)
                    styles.append(0)
                case .figure(let stored, let format, _):
                    values.append(stored)
                    styles.append(1 + number(format, in: &formats))
                case .formula(let formula, let result):
                    values.append(formula + (result.map { "\t" + $0 } ?? ""))
                    styles.append(0)
                case .filled(let text, let colour, _):
                    values.append(text.isEmpty ? "" : "'" + text)
                    styles.append(1 + formats.count + number(colour, in: &fills))
                }
            }
            add(index + 1, values, styles: styles)
        }
        if !sheet.merged.isEmpty {
            behind = "<mergeCells>" + sheet.merged.map { "<mergeCell ref='\($0)'/>" }.joined() + "</mergeCells>"
        }
        for condition in sheet.conditions {
            add(condition: condition.cells, formula: condition.formula, colour: condition.colour)
        }
        if sheet.asksForCalculation { calculation = "<calcPr fullCalcOnLoad='1'/>" }
    }
}

// What a page says of the returns that were read: what names their bytes, and their columns.

import Evaluation
import Findings
import Locations
import Tables
import Wording

extension [CheckedFile] {
    /// Adds the details of files that are in the order of their tables' inputs.
    mutating func addDetails(of inputs: [TableInput], _ digests: [RunOrigin.File]) {
        var known: [PathKey: String?] = [:]
        for file in digests { known[PathKey(file.path)] = file.digest }
        for (index, file) in inputs.lazy.flatMap(\.files).enumerated() where index < count {
            self[index].details = FileDetails(
                digest: known[PathKey(file.path)] ?? nil, columns: file.isNarrative ? [] : file.reader.columns,
                headerRow: file.isNarrative ? nil : file.reader.headerRow)
        }
    }
}

extension TableReader {
    /// The last row of the header; `nil` where it has none.
    fileprivate var headerRow: Int? {
        switch headerLocations.last {
        case .sheet(let extent)?: Int(extent.row) + Int(extent.rowCount) - 1
        case .text(let extent)?: spreadsheetRow(ofLine: extent.line)
        case nil: nil
        }
    }

    fileprivate var columns: [FileDetails.Column] {
        header.enumerated().map { field, header in
            FileDetails.Column(header: headerText(header), number: columnNumber(ofField: field))
        }
    }
}

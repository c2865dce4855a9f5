// What a page says of the returns that were read: what names their bytes, and their columns.

import Digests
import Evaluation
import Findings
import Locations
import Tables
import Wording

extension [CheckedFile] {
    /// Adds the details of files that are in the order of their tables' inputs. Each file is read once more, in pieces.
    mutating func addDetails(of inputs: [TableInput]) {
        var digests: [PathKey: String?] = [:]
        for (index, file) in inputs.lazy.flatMap(\.files).enumerated() where index < count {
            let path = PathKey(file.path)
            let digest = digests[path] ?? file.source.flatMap(digest)
            digests[path] = .some(digest)
            self[index].details = FileDetails(
                digest: digest, columns: file.isNarrative ? [] : file.reader.columns,
                headerRow: file.isNarrative ? nil : file.reader.headerRow)
        }
    }
}

/// The digest of all bytes of a source in hexadecimal digits; `nil` where they cannot be read, or have changed.
private func digest(_ source: any ByteSource) -> String? {
    do throws(ReadError) {
        var sum = SHA256()
        var offset = 0
        while offset < source.size {
            let bytes = try source.bytes(at: offset, atMost: 1 << 20)
            if bytes.isEmpty { break }
            sum.update(bytes)
            offset += bytes.count
        }
        try source.checkUnchanged()
        return offset == source.size ? hexadecimal(sum.finish()) : nil
    } catch {
        return nil
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

// Delimited text among the formats of tables.

package import Tables

/// Delimited text: the format of any file that no other format recognises.
package struct DelimitedFormat: TableFormat {
    package init() {}

    package var hasSheets: Bool { false }

    package func recognises(_ head: [UInt8], name: String) -> Recognition { .possible }

    package func tables(
        in source: any ByteSource, _ options: SourceOptions
    ) throws(ReadError) -> [any TableReader] {
        if let name = options.areaName {
            throw .noTable("it is delimited text, in which no area is called “\(name)”")
        }
        var own = DelimitedOptions(separator: options.separator, encoding: options.encoding)
        own.headerLines = options.headerLines
        own.columns = options.columns
        own.leastColumns = options.leastColumns
        own.area = options.area
        own.endsAtBlank = options.endsAtBlank
        own.comments = options.comments
        own.knowsLoneHeader = options.knowsLoneHeader
        return [
            try DelimitedReader(source, options: own, headerScore: options.headerScore, fields: options.fields)
        ]
    }
}

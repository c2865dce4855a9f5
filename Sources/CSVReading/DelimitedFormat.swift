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
        var own = DelimitedOptions(
            headerLine: options.headerLine, separator: options.separator, encoding: options.encoding)
        own.knowsLoneHeader = options.knowsLoneHeader
        return [try DelimitedReader(source, options: own, headerScore: options.headerScore)]
    }
}

// How far into a line of text a place is, in all the units that output formats count in.

/// A distance from the beginning of a line.
package struct TextColumn: Sendable, Hashable, BitwiseCopyable {
    /// UTF-8 bytes.
    package var bytes: UInt32 = 0
    /// Unicode scalars.
    package var scalars: UInt32 = 0
    /// UTF-16 code units.
    package var utf16: UInt32 = 0

    package init(bytes: UInt32 = 0, scalars: UInt32 = 0, utf16: UInt32 = 0) {
        self.bytes = bytes
        self.scalars = scalars
        self.utf16 = utf16
    }

    /// The column behind a part of a line.
    package init(behind text: some Sequence<UInt8>) {
        for byte in text {
            bytes &+= 1
            if byte & 0xC0 == 0x80 { continue }
            scalars &+= 1
            utf16 &+= byte >= 0xF0 ? 2 : 1
        }
    }
}

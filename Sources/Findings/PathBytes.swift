// Bytes of file names that are not UTF-8, in texts.

/// The first of 256 private scalars, one for each byte, which represent bytes of a path that are not UTF-8. Names are
/// unlikely to hold one; a scalar of these in a name is itself represented by its bytes, so that no two names become
/// one text.
package let firstByteScalar: UInt32 = 0x10FE00

/// The byte that a scalar of a path's text represents; `nil` for any other scalar.
package func pathByte(_ scalar: Unicode.Scalar) -> UInt8? {
    scalar.value >= firstByteScalar ? UInt8(exactly: scalar.value - firstByteScalar) : nil
}

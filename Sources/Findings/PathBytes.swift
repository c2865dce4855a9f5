// Bytes of file names that are no UTF-8, in texts.

/// The first of 256 private scalars, one for each byte, that stand in texts for bytes of a path that are no UTF-8. They
/// are chosen so that no name is likely to hold one; a name that does is taken apart into bytes too, so that no two
/// names become one text.
package let firstByteScalar: UInt32 = 0x10FE00

/// The byte that a scalar of a path's text stands for; `nil` for any other scalar.
package func pathByte(_ scalar: Unicode.Scalar) -> UInt8? {
    scalar.value >= firstByteScalar ? UInt8(exactly: scalar.value - firstByteScalar) : nil
}

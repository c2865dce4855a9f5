// What a byte may be in XML.

enum XMLClass {
    static let space: UInt8 = 1
    static let nameStart: UInt8 = 2
    static let name: UInt8 = 4
    /// Characters that need more than copying in a value.
    static let special: UInt8 = 8
}

/// The classes of each byte. All bytes beyond ASCII are allowed in names.
func xmlClasses() -> UnsafeMutablePointer<UInt8> {
    let classes = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    for byte in 0..<256 {
        var own: UInt8 = 0
        switch UInt8(byte) {
        case 0x20, 0x09, 0x0A, 0x0D: own = XMLClass.space
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            0x80...0xFF:
            own = XMLClass.nameStart | XMLClass.name
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"):
            own = XMLClass.name
        case 0, UInt8(ascii: "<"), UInt8(ascii: "&"), UInt8(ascii: "\""), UInt8(ascii: "'"): own = XMLClass.special
        default: break
        }
        // White space in values is a space.
        if byte == 0x09 || byte == 0x0A || byte == 0x0D { own |= XMLClass.special }
        classes[byte] = own
    }
    return classes
}

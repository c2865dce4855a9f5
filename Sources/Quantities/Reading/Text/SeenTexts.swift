// What texts look like: white space of any kind is a gap, and signs that nobody sees are not there.

/// A text as the eye takes it: white space is a gap however wide, and what is not seen is not there.
package func appearance(_ text: String) -> String {
    var seen = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        let properties = scalar.properties
        if properties.isWhitespace {
            if let last = seen.last, last != " " { seen.append(" ") }
        } else if !properties.isDefaultIgnorableCodePoint, properties.generalCategory != .control {
            seen.append(twins[scalar] ?? scalar)
        }
    }
    if seen.last == " " { seen.removeLast() }
    return String(seen)
}

/// Gives a text as the eye takes it, whatever the case of its letters.
package func withFoldedAppearance<Result>(
    of text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
) -> Result {
    guard text.allSatisfy({ $0 < 0x80 }) else {
        var seen = appearance(String(decoding: text, as: UTF8.self)).lowercased()
        return seen.withUTF8(body)
    }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(1, text.count)) { seen in
        var count = 0
        for byte in text {
            switch byte {
            case 0x20, 0x09...0x0D:
                guard count > 0, seen[count - 1] != 0x20 else { continue }
                seen[count] = 0x20
            case 0..<0x20, 0x7F: continue
            default: seen[count] = foldedASCII(byte)
            }
            count += 1
        }
        if count > 0, seen[count - 1] == 0x20 { count -= 1 }
        return body(UnsafeBufferPointer(rebasing: seen[..<count]))
    }
}

/// Letters of other scripts by the Latin ones that they look like, and dashes and quotation marks by the plain ones.
package let twins: [Unicode.Scalar: Unicode.Scalar] = {
    let others = "АВЕЅІЈКМНОРСТУХаеорсуухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο‐‑–—−‒’‘“”".unicodeScalars
    let plain = "ABESIJKMHOPCTYXaeopcyyxijsABEZHIKMNOPTYXo------''\"\"".unicodeScalars
    return Dictionary(zip(others, plain), uniquingKeysWith: { first, _ in first })
}()

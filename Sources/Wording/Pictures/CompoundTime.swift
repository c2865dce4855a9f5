// Lengths of time in several units at once, as people print them.

import Quantities

extension Figure {
    /// `2m 45s`, `1h 30m`, for whole numbers of seconds; `nil` for what is no such length of time.
    var compoundTime: String? {
        guard [.second, .minute, .hour].contains(unit), let length = onAxis(of: .second)?.approximation,
            abs(length) < 1e9, length.rounded() == length
        else { return nil }
        let seconds = Int(abs(length))
        let parts = [(seconds / 3600, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s")]
        let words = parts.filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }.joined(separator: " ")
        return words.isEmpty ? "0s" : (length < 0 ? "-" : "") + words
    }
}

/// Whether a printed length of time is in several units, such as `2m 30s` or `1 hour 15 minutes`: hours or minutes
/// follow its first figure, and a second figure follows them.
func isCompoundTime(_ printed: String) -> Bool {
    let figure = printed.drop { (character: Character) in !character.isNumber }
    let rest = figure.drop { (character: Character) in character.isNumber || character == " " }
    guard let unit = rest.first, "hHmM".contains(unit) else { return false }
    return rest.contains(where: \.isNumber)
}

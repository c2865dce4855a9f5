// The one spelling of each unit.

/// The canonical spelling of a unit: `kgs` and `KG` are `kg`, `days` is `day`, `delays per day` is `delay per day`,
/// `µg/m3` is `µg per m³`, `per 100000` is `per 100,000`. Words are in lower case and in the singular, except units
/// with another spelling (`tCO2e`, `FTE`).
package func canonicalUnitName(_ text: String) -> String {
    var words: [String] = []
    var word = ""
    func close() {
        if !word.isEmpty { words.append(canonicalWord(word)) }
        word = ""
    }
    for character in text.unicodeScalars {
        if character.properties.isWhitespace || character == "\u{FEFF}" {
            close()
        } else if character == "/" {
            close()
            words.append("per")
        } else {
            word.unicodeScalars.append(character)
        }
    }
    close()
    let name = words.joined(separator: " ")
    return phrases[name] ?? name
}

private func canonicalWord(_ word: String) -> String {
    if let first = word.utf8.first, isDigit(first) { return canonicalCount(word) }
    let lower = word.lowercased()
    if let known = abbreviations[lower] { return known }
    return singular(lower)
}

/// `100000`, `100,000` and `100k` are `100,000`.
private func canonicalCount(_ word: String) -> String {
    var digits = word.filter { $0.isNumber }
    switch word.last {
    case "k", "K": digits += "000"
    case "m", "M": digits += "000000"
    default: break
    }
    var grouped = ""
    for (index, digit) in digits.enumerated() {
        if index > 0 && (digits.count - index) % 3 == 0 { grouped.append(",") }
        grouped.append(digit)
    }
    return grouped
}

/// A noun in the singular; `word` is in lower case.
private func singular(_ word: String) -> String {
    if let known = irregularPlurals[word] { return known }
    guard word.utf8.count > 3, word.hasSuffix("s") else { return word }
    for ending in ["ss", "us", "is"] where word.hasSuffix(ending) { return word }
    if word.hasSuffix("ies") && word.utf8.count > 4 { return word.dropLast(3) + "y" }
    for ending in ["sses", "ches", "shes", "xes"] where word.hasSuffix(ending) { return String(word.dropLast(2)) }
    return String(word.dropLast())
}

private let irregularPlurals: [String: String] = [
    "people": "person", "children": "child", "men": "man", "women": "woman", "buses": "bus", "lives": "life",
    "series": "series", "species": "species", "premises": "premises", "works": "works",
]

private let abbreviations: [String: String] = [
    "kgs": "kg", "kilo": "kg", "kilos": "kg", "kilogram": "kg", "kilograms": "kg", "kilogramme": "kg",
    "kilogrammes": "kg", "kms": "km", "kilometre": "km", "kilometres": "km", "kilometer": "km", "kilometers": "km",
    "t": "tonne", "h": "hour", "hr": "hour", "hrs": "hour", "min": "minute", "mins": "minute", "sec": "second",
    "secs": "second", "wk": "week", "wks": "week", "mth": "month", "mths": "month", "yr": "year", "yrs": "year",
    "qtr": "quarter", "qtrs": "quarter", "tco2e": "tCO2e", "ktco2e": "ktCO2e", "kgco2e": "kgCO2e", "mtco2e": "MtCO2e",
    "tco2": "tCO2", "co2": "CO2", "co2e": "CO2e", "°c": "°C", "kwh": "kWh", "mwh": "MWh", "gwh": "GWh", "kw": "kW",
    "mw": "MW", "fte": "FTE", "ftes": "FTE", "wte": "WTE", "wtes": "WTE", "mbps": "Mbps", "gbps": "Gbps",
    "hectare": "ha",
    "hectares": "ha", "m2": "m²", "m3": "m³", "km2": "km²", "sqm": "m²", "pct": "%", "percent": "%", "\u{3BC}g": "µg",
    "gbp": "GBP", "pp": "percentage point", "ppt": "percentage point", "ppts": "percentage point",
]

private let phrases: [String: String] = [
    "per cent": "%", "sq m": "m²", "square metre": "m²", "cubic metre": "m³", "square kilometre": "km²",
    "percentage points": "percentage point", "tonne CO2e": "tCO2e", "tonne of CO2e": "tCO2e",
]

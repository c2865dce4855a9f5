// Icons of conditional formats that are statuses.

internal import Tables

/// The icons of a set as statuses, from the lowest number to the highest; `nil` for an icon that means none.
enum IconSet {
    static func icons(_ name: String) -> [CellColour?] {
        switch name {
        case "3TrafficLights1", "3TrafficLights2", "3TrafficLights", "3Signs", "3Symbols", "3Symbols2", "3Flags":
            [.red, .amber, .green]
        // The first one is black.
        case "4TrafficLights": [nil, .red, .amber, .green]
        default: [CellColour?](repeating: nil, count: name.first?.wholeNumberValue ?? 3)
        }
    }
}

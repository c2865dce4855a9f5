// Figures shown as days and times.

extension NumberFormat {
    /// The last day that is shown, 31 December 9999, counted from 1900.
    private static let lastDay = 2_958_465

    /// Appends a date, a time or a length of time; false where a screen shows none.
    func showDate(
        _ figure: StoredFigure, _ section: FormatSection, _ system: DateSystem, into bytes: inout [UInt8]
    ) -> Bool {
        let digits = section.secondDigits ?? 0
        // A length of time may be below nought; a day may not.
        guard section.isElapsed || !figure.isNegative,
            let moment = Moment(figure, section.secondDigits),
            moment.days + system.shift <= Self.lastDay || section.isElapsed && !section.showsDate
        else { return false }
        let date = CalendarDay(serial: min(moment.days + system.shift, Self.lastDay))
        if figure.isNegative { bytes.append(UInt8(ascii: "-")) }
        for token in section.tokens {
            switch token {
            case .literal(let letters): bytes += letters
            case .date(let part): show(part, date, moment, section, digits, into: &bytes)
            case .general: showGeneral(figure, into: &bytes)
            default: continue
            }
        }
        return true
    }

    private func show(
        _ part: DatePart, _ date: CalendarDay, _ moment: Moment, _ section: FormatSection, _ digits: Int,
        into bytes: inout [UInt8]
    ) {
        let hour = Int(moment.seconds / 3600)
        switch part {
        case .year(let letters):
            show(letters <= 2 ? date.year % 100 : date.year, digits: letters <= 2 ? 2 : 4, into: &bytes)
        case .buddhistYear(let letters):
            show(letters <= 2 ? (date.year + 543) % 100 : date.year + 543, digits: letters <= 2 ? 2 : 4, into: &bytes)
        case .month(let letters):
            let name = Self.months[date.month - 1]
            switch letters {
            case 1, 2: show(date.month, digits: letters, into: &bytes)
            case 3: bytes += Array(name.utf8.prefix(3))
            case 5: bytes += Array(name.utf8.prefix(1))
            default: bytes += Array(name.utf8)
            }
        case .day(let letters):
            switch letters {
            case 1, 2: show(date.day, digits: letters, into: &bytes)
            case 3: bytes += Array(Self.weekdays[date.weekday].utf8.prefix(3))
            default: bytes += Array(Self.weekdays[date.weekday].utf8)
            }
        case .hour(let letters):
            show(section.hasHalfDay ? (hour + 11) % 12 + 1 : hour, digits: min(letters, 2), into: &bytes)
        case .minute(let letters): show(Int(moment.seconds / 60 % 60), digits: min(letters, 2), into: &bytes)
        case .second(let letters): show(Int(moment.seconds % 60), digits: min(letters, 2), into: &bytes)
        case .hours(let letters): show(moment.days * 24 + hour, digits: letters, into: &bytes)
        case .minutes(let letters): show(moment.days * 1440 + Int(moment.seconds / 60), digits: letters, into: &bytes)
        case .seconds(let letters): show(moment.days * 86_400 + Int(moment.seconds), digits: letters, into: &bytes)
        case .fraction(let places):
            bytes.append(UInt8(ascii: "."))
            var fraction = moment.fraction
            for _ in places..<max(places, digits) { fraction /= 10 }
            show(Int(fraction), digits: places, into: &bytes)
        case .halfDay(let letters, let isSmall):
            let words = hour < 12 ? (isSmall && letters == 1 ? "a" : "AM") : (isSmall && letters == 1 ? "p" : "PM")
            bytes += Array(words.utf8.prefix(letters))
        }
    }

    private func show(_ number: Int, digits: Int, into bytes: inout [UInt8]) {
        if digits == 2 || digits == 1, number < 100 {
            if digits == 2 || number >= 10 { bytes.append(0x30 + UInt8(number / 10)) }
            bytes.append(0x30 + UInt8(number % 10))
            return
        }
        let text = Array(String(number).utf8)
        if text.count < digits { bytes += [UInt8](repeating: 0x30, count: digits - text.count) }
        bytes += text
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
}

extension DateSystem {
    /// How many days its first day is after that of the system from 1900.
    var shift: Int { self == .from1904 ? 1_462 : 0 }
}

/// A figure as days and the seconds of the last of them, without its sign.
struct Moment {
    /// Whole days. As a date of the system from 1900 the first is 1, as if 1900 had had a 29 February.
    let days: Int
    let seconds: Int
    /// The fraction of a second, in as many digits as are shown.
    let fraction: Int

    /// Rounds to the digits that are shown of seconds; without seconds to whole seconds, so that `0.499999999` is noon.
    /// `nil` for a figure that is too large to be a day.
    init?(_ figure: StoredFigure, _ shownDigits: Int?) {
        let digits = shownDigits ?? 0
        var unit: Int128 = 1
        for _ in 0..<digits { unit *= 10 }
        // Ticks of the smallest unit shown: mantissa × 86,400 × unit × 10^exponent, a half rounded up.
        var ticks = Int128(figure.mantissa.magnitude) * 86_400 * unit
        var exponent = Int(figure.exponent)
        while exponent > 0 {
            ticks *= 10
            exponent -= 1
            guard ticks < Int128(1) << 100 else { return nil }
        }
        if exponent < -34 {
            ticks = 0
        } else if exponent < 0 {
            var divisor: Int128 = 1
            for _ in exponent..<0 { divisor *= 10 }
            ticks = (ticks + divisor / 2) / divisor
        }
        let perDay = 86_400 * unit
        let whole = ticks / perDay
        guard whole < 4_000_000 else { return nil }
        let rest = ticks % perDay
        days = Int(whole)
        seconds = Int(rest / unit)
        fraction = Int(rest % unit)
    }
}

/// A day of the calendar that spreadsheets have: with a day 0 before 1 January 1900 and a 29 February 1900.
struct CalendarDay {
    let year: Int
    let month: Int
    let day: Int
    /// From Sunday, 0.
    let weekday: Int

    init(serial: Int) {
        weekday = (serial + 6) % 7
        if serial == 0 {
            (year, month, day) = (1900, 1, 0)
            return
        }
        if serial == 60 {
            (year, month, day) = (1900, 2, 29)
            return
        }
        // Days from 1 March of the year 0, in eras of 400 years.
        let days = (serial > 60 ? serial : serial + 1) + 693_899
        let era = days / 146_097
        let ofEra = days % 146_097
        let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * ofYear + 2) / 153
        day = ofYear - (153 * shifted + 2) / 5 + 1
        month = shifted < 10 ? shifted + 3 : shifted - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }
}

// The plain evaluator's expressions: one expression, one row, one value.

import Catalog
import Checking
import Diagnostics
import Evaluation
import Quantities

/// A row of a series or group, with what is not known of it.
struct PlainMember {
    var row: Int
    var order: PlainValue?
    /// Whether it is one of the series for certain.
    var isMember = true
    /// Whether it is known where it stands.
    var hasPlace = true
    var isJudged = true
}

/// The rows of one series or group, in its order, as numbers of rows of the table.
struct PlainSeries {
    var all: [PlainMember]
    /// Which of them is asked about.
    var index: Int
    /// Whether rows that are of nobody knows which series may belong to it.
    var isOpen = false
    /// Whether it is a run that may go on, or may have begun before.
    var isOpenRun = false

    /// Those that belong to it for certain.
    var rows: [Int] { all.filter(\.isMember).map(\.row) }
    /// Whether nobody knows which rows belong to it.
    var isUncertain: Bool { isOpen || isOpenRun || !all.allSatisfy(\.isMember) }

    func row(_ neighbour: Neighbour) -> Int? { isUncertain(neighbour) ? nil : member(neighbour)?.row }

    /// Whether nobody knows which row it is, or whether there is one.
    func isUncertain(_ neighbour: Neighbour) -> Bool {
        isOpen || !all.allSatisfy(\.hasPlace) || member(neighbour)?.isMember == false
    }

    private func member(_ neighbour: Neighbour) -> PlainMember? {
        switch neighbour {
        case .previous: index > 0 ? all[index - 1] : nil
        case .next: index + 1 < all.count ? all[index + 1] : nil
        case .first: all.first
        case .last: all.last
        }
    }
}

/// The row that an expression is about: none for rules that are asked once, and for neighbours and joined rows that are
/// not there.
struct PlainPlace {
    var table: Int
    var row: Int?
    var series: PlainSeries?
    /// For pairs the row of the other table.
    var partner: Int?

    init(table: Int, row: Int?, series: PlainSeries?, partner: Int? = nil) {
        (self.table, self.row, self.series, self.partner) = (table, row, series, partner)
    }
}

extension PlainEvaluator {
    /// Whether a value equals any of some literals, each compared by itself.
    private func isIn(_ value: PlainValue, _ literals: LiteralSet) -> Bool? {
        var verdicts: [Bool?] = []
        func texts(_ bytes: [UInt8], _ ends: [Int]) -> [[UInt8]] {
            zip([0] + ends, ends).map { Array(bytes[$0..<$1]) }
        }
        switch literals.members {
        case .texts(let bytes, let ends):
            guard let text = value.text else { return nil }
            verdicts = texts(bytes, ends).map { plainDecomposed($0) == plainDecomposed(text) }
        case .codes(let codes):
            guard let code = value.code else { return nil }
            verdicts = codes.map { $0 == code }
        case .figures(let figures): verdicts = figures.map { compare(value.figure, $0, .equal) }
        }
        if verdicts.contains(true) { return true }
        return verdicts.contains(nil) ? nil : false
    }

    /// The row that a reference means, seen from another.
    func locate(_ reference: RowReference, _ place: PlainPlace) -> PlainPlace {
        switch reference {
        case .row: return place
        case .neighbour(let neighbour):
            return PlainPlace(table: place.table, row: place.series?.row(neighbour), series: place.series)
        // Conditions are asked in parts, each of which is about one row.
        case .outside(let row): return locate(row, place)
        case .joined(_, let join) where rules.joins[join].isPaired:
            return PlainPlace(table: rules.joins[join].table, row: place.partner, series: nil)
        case .joined(let of, let join):
            let from = locate(of, place)
            return PlainPlace(table: rules.joins[join].table, row: joined(from, join), series: nil)
        }
    }

    /// Notes the rows of joined tables that some expressions speak of, seen from a row that a rule, key or aggregate is
    /// about.
    func noteJoins(_ expressions: [TypedExpression], _ place: PlainPlace) {
        for cell in expressions.flatMap({ cells(of: $0) }) {
            guard case .joined(_, let join) = cell.row, let row = locate(cell.row, place).row else { continue }
            matched[join, default: []].insert(row)
        }
    }

    /// The first row of a joined table that has the wanted values, found by looking at all of them.
    func joined(_ from: PlainPlace, _ join: Int) -> Int? {
        let checked = rules.joins[join]
        let wanted = checked.on.map { value($0.here, from) }
        guard wanted.allSatisfy(\.isKnown) else { return nil }
        let there = self.there(join)
        for (row, values) in there.enumerated() {
            guard let values else { continue }
            var isFound = true
            for (index, pair) in checked.on.enumerated() where isFound {
                isFound = wanted[index].isSame(
                    as: values[index], pair.here.type, type(of: pair.there, checked.table), schemes: rules.schemes)
            }
            if isFound { return row }
        }
        return nil
    }

    func value(_ expression: TypedExpression, _ place: PlainPlace) -> PlainValue {
        func truth(_ part: TypedExpression) -> Bool? { value(part, place).truth }
        func figure(_ part: TypedExpression) -> Figure { value(part, place).figure }
        switch expression.kind {
        case .literal(let literal): return value(literal, expression.type)
        case .column(let cell):
            let found = locate(cell.row, place)
            guard let row = found.row else { return .unknown(expression.type) }
            let read = tables[cell.table].rows[row].cells[cell.column]
            return read.isFaulty ? .unknown(expression.type) : read.value
        case .arithmetic(let operation, let left, let right):
            return .figure(combine(figure(left), figure(right), operation))
        case .negative(let part): return .figure(plainFigure { negate(plainColumn(figure(part)), into: $0) })
        case .dateShift(let date, let amount, let subtract):
            guard case .code(.value, let day, let grain) = value(date, place), let length = value(amount, place).code,
                let start = CalendarDate(days: Int(day))
            else { return .code(nil) }
            let signed = Int(length) * (subtract ? -1 : 1)
            guard amount.type == .duration(.months) else {
                return .code(start.adding(days: signed).map { Int64($0.days) })
            }
            guard let end = start.adding(months: signed, grain: grain) else { return .code(nil) }
            return .code(.value, Int64(end.days), grain)
        case .compareFigures(let comparison, let left, let right):
            return .truth(compare(figure(left), figure(right), comparison))
        case .compareCodes(let comparison, let left, let right):
            guard let a = value(left, place).code, let b = value(right, place).code else { return .truth(nil) }
            return .truth(holds(a, comparison, b))
        case .sameColour(let left, let right, let negated):
            return .truth(sameColour(left, right, place).map { $0 != negated })
        case .compareTexts(let comparison, let left, let right):
            guard let a = value(left, place).text, let b = value(right, place).text else { return .truth(nil) }
            let (text, part) = (plainSeen(a), plainSeen(b))
            switch comparison {
            case .equal: return .truth(plainDecomposed(a) == plainDecomposed(b))
            case .notEqual: return .truth(plainDecomposed(a) != plainDecomposed(b))
            case .startsWith: return .truth(text.starts(with: part))
            case .endsWith: return .truth(text.reversed().starts(with: part.reversed()))
            case .contains:
                return .truth(part.isEmpty || text.indices.contains { text[$0...].starts(with: part) })
            }
        case .compareTruths(let left, let right, let negated):
            guard let a = truth(left), let b = truth(right) else { return .truth(nil) }
            return .truth((a == b) != negated)
        case .compareTargets(let left, let right, let negated):
            let (a, b) = (value(left, place).target, value(right, place).target)
            guard a.first.state.isKnown, b.first.state.isKnown else { return .truth(nil) }
            var same = compare(a.first, b.first, .equal)
            if a.first.isValue, b.first.isValue {
                if a.form != b.form {
                    same = false
                } else if a.form == .range, same == true {
                    same = compare(a.second, b.second, .equal)
                }
            }
            return .truth(same.map { $0 != negated })
        case .agrees(let left, let right): return .truth(agrees(range(left, place), range(right, place)))
        case .and(let parts):
            let truths = parts.map { truth($0) }
            return .truth(truths.contains(false) ? false : truths.contains(nil) ? nil : true)
        case .or(let parts):
            let truths = parts.map { truth($0) }
            return .truth(truths.contains(true) ? true : truths.contains(nil) ? nil : false)
        case .not(let part): return .truth(truth(part).map { !$0 })
        case .conditional(let condition, let then, let otherwise):
            switch truth(condition) {
            case true?: return value(then, place)
            case false?: return value(otherwise, place)
            case nil: return .unknown(expression.type)
            }
        case .state(let test, let part):
            return .truth(isUnsettled(part, place) ? nil : state(test, part, place))
        case .isIn(let part, let literals): return .truth(isIn(value(part, place), literals))
        case .matches(let part, let pattern, let extent):
            return .truth(value(part, place).text.map { plainMatches($0, pattern, extent) })
        case .joinedTexts(let parts, let around):
            let texts = parts.map { value($0, place).text }
            guard texts.allSatisfy({ $0 != nil }) else { return .text(.unknown, []) }
            let all = zip(around, texts + [[]]).flatMap { Array($0.utf8) + ($1 ?? []) }
            return all.count > 100_000 ? .text(.unknown, []) : plainComputed(all)
        case .ignoringCase(let part):
            let read = value(part, place)
            return read.text.map { .text(.value, Array(plainWords($0).utf8)) } ?? read
        case .asText(let part):
            let read = value(part, place)
            guard case .code(let state, let code, _) = read else { return read }
            guard state == .value else { return .text(state, []) }
            switch part.type {
            case .choice(let labels): return .text(.value, Array(labels[Int(code)].utf8))
            case .status(let scheme): return .text(.value, Array(rules.schemes[scheme].labels[Int(code)].text.utf8))
            default: return .text(.unknown, [])
            }
        case .asTarget(let part): return .target(PlainTarget(first: figure(part), second: .unknown, form: .plain))
        case .direction: return .unknown(expression.type)
        case .due(let scheme, let conditions):
            for (status, condition) in conditions.enumerated() {
                guard let condition else { continue }
                switch truth(condition) {
                case true?: return .code(Int64(rules.schemes[scheme].firstLabel(of: status)))
                case false?: continue
                case nil: return .code(nil)
                }
            }
            return .code(nil)
        case .call(let function, let arguments):
            return call(function, arguments.map { $0 ?? leftOut }, expression.type, place)
        case .aggregate(let counted): return aggregate(counted, expression.type, place)
        }
    }

    /// Stands for an argument that was left out.
    private var leftOut: TypedExpression {
        TypedExpression(.literal(.none), .unknown, SourceSpan(SourceFile(name: "", text: ""), 0..<0))
    }

    private func value(_ literal: Literal, _ type: ValueType) -> PlainValue {
        switch literal {
        case .figure(let figure): .figure(figure)
        case .target(let text): plainRead(Array(text.utf8), .target)
        case .text(let text): .text(text)
        case .date(let days): .code(Int64(days))
        case .period(let code): .code(code)
        case .truth(let truth): .truth(truth)
        case .choice(let index), .status(let index), .duration(let index): .code(Int64(index))
        case .columnCount(let table): .figure(columnCount(table).map { Figure(whole: $0) } ?? .unknown)
        case .unknown, .none, .days, .pattern: .unknown(type)
        }
    }

    func holds(_ a: Int64, _ comparison: Comparison, _ b: Int64) -> Bool {
        switch comparison {
        case .equal: a == b
        case .notEqual: a != b
        case .less: a < b
        case .lessOrEqual: a <= b
        case .greater: a > b
        case .greaterOrEqual: a >= b
        }
    }

    /// The colour of a status, which is `nil` where nothing is known of it.
    private func colour(_ expression: TypedExpression, _ place: PlainPlace) -> Colour? {
        guard case .status(let scheme) = expression.type, let code = value(expression, place).code else { return nil }
        let checked = rules.schemes[scheme]
        return checked.statuses[checked.labels[Int(code)].status].colour
    }

    func sameColour(_ left: TypedExpression, _ right: TypedExpression, _ place: PlainPlace) -> Bool? {
        guard let a = colour(left, place), let b = colour(right, place), a != .grey, b != .grey else { return nil }
        return a == b
    }

    private func state(_ test: StateTest, _ part: TypedExpression, _ place: PlainPlace) -> Bool? {
        let read = value(part, place)
        switch test {
        case .known:
            if case .status = part.type { return (colour(part, place) ?? .grey) != .grey }
            return read.saysValue
        case .approximate: return read.figure.isValue && read.figure.flags.contains(.approximate)
        case .bounded: return read.figure.state == .bounded
        case .blank:
            guard case .column = part.kind else { return read.state == .blank }
            if case .status(let scheme) = part.type, let code = read.code {
                return rules.schemes[scheme].labels[Int(code)].text.isEmpty
            }
            return read.state == .blank || read.state == .unknown
        case .isTrue: return read.truth == true
        case .isFalse: return read.truth == false
        case .colour(let wanted): return colour(part, place).map { $0 == wanted }
        case .label(let label): return read.code.map { $0 == Int64(label) }
        case .text(let text):
            return read.text.map { plainWords($0) == plainWords(Array(text.utf8)) }
        case .texts(let list):
            return read.text.map { text in
                let text = plainWords(text)
                return list.words.contains { plainWords(Array($0.utf8)) == text }
            }
        }
    }
}

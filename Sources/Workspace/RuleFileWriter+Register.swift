// What only people can know: the register with blanks, and what no rule asks of a table.

import Checking

extension RuleFileWriter {
    /// Why no register is written, in words: lower case, no full stop.
    var whyNoRegister: String {
        guard needy == nil else { return "" }
        guard let table = tables.first(where: { $0.index(of: .value) != nil && $0.index(of: .target) != nil }) else {
            return "no register was written: it says which way each value is better against its target, and no columns "
                + "were taken for a value and a target"
        }
        if table.keyOfRegister == nil {
            return "no register was written: no single column tells the rows of \(table.name) apart, by which it could "
                + "be joined"
        }
        return "no register is needed, and none was written: the returns say which way is better"
    }

    /// What the rules do not ask of a table, and why.
    func notices(onTable index: Int) -> [String] {
        let table = tables[index]
        var found: [String] = []
        if !tables.contains(where: { $0.joins.contains { $0.table == table.name } }), table.rowCount > 0,
            standardRules[table.name, default: []].isEmpty
        {
            found.append(whyNoRule(of: table))
        }
        if isProvisional, usesStandardRules, doubtsKinds, isOfPeriods(table) {
            found.append(
                "whether figures and targets jump from one period to the next is not checked: no column says which figures "
                    + "add up over the year" + (table.index(of: .kind) == nil ? "" : " in another return"))
        }
        return found
    }

    /// Whether it is not known of all figures if they add up over their year.
    var doubtsKinds: Bool {
        tables.contains { isOfPeriods($0) && $0.index(of: .kind) == nil }
    }

    /// Whether figures of several periods are held against each other.
    private func isOfPeriods(_ table: InferredTable) -> Bool {
        table.series != nil || table.index(of: .previousValue) != nil || table.index(of: .previousTarget) != nil
    }

    /// Why no standard rule applies to a table.
    private func whyNoRule(of table: InferredTable) -> String {
        let value = table.index(of: .value) == nil
        let named = table.columns.first { $0.type == .status && $0.role != .rag }
        let status = table.index(of: .rag) == nil && !table.columns.contains { $0.type == .status }
        var words = "no standard rule applies"
        if value, status {
            words += ": no column was taken for a value, and none for a status"
        } else if value {
            words += ": no column was taken for a value"
        } else if status {
            words += ": no column was taken for a status"
        }
        if let named, table.index(of: .rag) == nil {
            words += (value ? "; the" : ": the") + " status is called \(named.name), and they look for `rag`"
        }
        guard value || status else { return words }
        let example = (value ? "value measure" : "rag status rating") + " from \"HEADER\""
        return words + "; name it by hand, as in `" + example + "`"
    }

    /// A register with the rows whose target does not itself tell which way is better.
    func registerText(_ table: InferredTable) -> String {
        guard let key = table.keyOfRegister else { return "" }
        let hasKind = table.index(of: .kind) != nil
        var text = csv(table.columns[key].name) + (hasKind ? ",better\n" : ",better,kind\n")
        for reference in table.columns[key].sample.inOrder { text += csv(reference) + (hasKind ? ",\n" : ",,\n") }
        return text
    }

    mutating func writeRegister(_ table: InferredTable) {
        guard let key = table.keyOfRegister else { return }
        let name = table.columns[key].name
        let hasKind = table.index(of: .kind) != nil
        comment(
            "What the returns do not say: which way each indicator is better (`higher` or `lower`)"
                + (hasKind ? "" : ", and what kind of figure it is (`cumulative`, `snapshot` or `rolling`)")
                + ". Rows of which it is not known are left undecided where it matters.")
        let columns =
            ["  \(name.padded(to: 6)) text required", "  better choice \"higher\", \"lower\""]
            + (hasKind ? [] : ["  kind   choice \"cumulative\", \"snapshot\", \"rolling\""]) + ["  key \(name)", "}"]
        if let registerPath {
            line("table \(registerName) from \(quoted(patternText(registerPath))) {")
            for column in columns { line(column) }
            return
        }
        let register = freeName("register")
        comment(
            "`kpilint init … --register \(register).csv` writes a register with all rows, to be filled in, and joins it. By hand:"
        )
        line("//   table \(register) from \"\(register).csv\" {")
        for column in columns { line("//   " + column) }
        line("// and in table \(table.name): `join \(register) on \(name)`. The register begins:")
        line("//   \(name),better" + (hasKind ? "" : ",kind"))
        let references = table.columns[key].sample.inOrder
        for reference in references.prefix(5) { line("//   \(oneLineComment(csv(reference)))," + (hasKind ? "" : ",")) }
        if references.count > 5 { line("//   and so on for \(references.count) rows") }
    }

    private func csv(_ text: String) -> String {
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}

extension InferredTable {
    /// The column that says what a register is about: the key, or what is left of it without the period and other parts
    /// of when and where; `nil` where several are.
    var keyOfRegister: Int? {
        if key.count == 1 { return key.first }
        let others = key.filter { !columns[$0].namesTime && !columns[$0].isPart }
        return others.count == 1 ? others.first : nil
    }
}

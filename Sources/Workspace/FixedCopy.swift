// The names of the copies of workbooks that kpilint writes, as far as they are read beside them.

/// `q2.fixed.xlsx` beside `q2.xlsx`, and `q2-marked.xlsx`.
package enum FixedCopy {
    /// The path of a return's copy.
    package static func path(of original: String) -> String {
        guard let point = original.lastIndex(of: "."), !original[point...].contains("/") else {
            return original + ".fixed"
        }
        return original[..<point] + ".fixed" + original[point...]
    }

    /// The path of the workbook that a file by this path would be the copy of; `nil` where its name is none of a copy.
    static func original(of path: String) -> String? {
        guard let point = path.lastIndex(of: "."), endings.contains(path[point...].lowercased()),
            let own = ([".fixed"] + marks).first(where: { path[..<point].hasSuffix($0) })
        else { return nil }
        return String(path[..<point].dropLast(own.count)) + path[point...]
    }

    /// What people call marked copies, behind the name of the return: the README calls them so.
    private static let marks = ["-marked", ".marked", "_marked", " marked"]

    /// Delimited text is fixed in its place, and a file of such a name is nobody's copy.
    private static let endings: Set<String> = [".xlsx", ".xlsm", ".xltx", ".xltm", ".ods"]
}

// The names of the copies that `kpilint fix` writes beside workbooks.

/// `q2.fixed.xlsx` beside `q2.xlsx`.
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
        guard let point = path.lastIndex(of: "."), path[..<point].hasSuffix(".fixed") else { return nil }
        let ending = path[point...]
        guard endings.contains(ending.lowercased()) else { return nil }
        return String(path[..<point].dropLast(".fixed".count)) + ending
    }

    /// Delimited text is fixed in its place, and a file of such a name is nobody's copy.
    private static let endings: Set<String> = [".xlsx", ".xlsm", ".xltx", ".xltm", ".ods"]
}

// Marked copies of the returns of a check.

import CSVReading
import Evaluation
package import Findings
import Locations
import Reports
package import Tables
import WorkbookReading

/// A request for copies of returns with the findings at their cells.
package struct MarkedCopyRequest: Sendable {
    package var kind: WorkbookKind
    /// The file, or where several returns are checked the folder, that is written.
    package var path: String
    /// Whether the path is that of a folder, whatever is checked.
    package var isFolder: Bool
    /// Whether the path is that of a file, which is there or is called as a workbook.
    package var isFile: Bool
    /// Findings of at least this severity are marked.
    package var minimum: Severity

    package init(_ kind: WorkbookKind, path: String, isFolder: Bool, isFile: Bool, from minimum: Severity) {
        self.kind = kind
        self.path = path
        self.isFolder = isFolder
        self.isFile = isFile
        self.minimum = minimum
    }
}

extension MarkedCopyRequest {
    /// How it is asked for.
    fileprivate var option: String { "--output " + (kind == .officeOpen ? "xlsx" : "ods") }
    /// The path without its ending.
    fileprivate var stem: String {
        guard let point = path.lastIndex(of: "."), !path[point...].contains("/"), point > path.startIndex else {
            return path
        }
        return String(path[..<point])
    }
}

/// A copy of a return, which is still to be written.
package struct MarkedCopy: Sendable {
    /// Where it goes.
    package var path: String
    /// The folder that must be there for it; `nil` where none has to be made.
    package var folder: String?
    /// Its bytes, or why there are none, in words: lower case, no full stop.
    package var content: Result<[UInt8], EditError>
    /// What is to be said of it, in words: lower case, no full stop.
    package var notices: [String] = []
}

/// The copies of all returns of a run. `refusal` says why nothing can be written to a path.
func markedCopies(
    of inputs: [TableInput], in run: CheckRun, _ request: CheckRequest, refusal: (_ path: String) -> String?
) -> [MarkedCopy] {
    let returns = checkedReturns(inputs, run)
    let paths = Set(returns.map(\.path))
    var copies: [MarkedCopy] = []
    for wanted in request.copies {
        guard !returns.isEmpty else {
            let words = "there is nothing to make a copy of: no return was read"
            copies.append(MarkedCopy(path: wanted.path, content: .failure(EditError(words: words))))
            continue
        }
        var (returns, left) = (returns, 0)
        let isFolder = wanted.isFolder || returns.count > 1 && !wanted.isFile
        if returns.count > 1, !isFolder {
            // A file is asked for: that of the only workbook of its kind, beside registers and totals as text.
            let workbooks = returns.filter { (try? $0.kind()) == wanted.kind }
            left = returns.count - 1
            guard workbooks.count == 1 else {
                let words =
                    "of \(returns.count) returns the copies need a folder: write `\(wanted.option)=\(wanted.stem)/`"
                copies.append(MarkedCopy(path: wanted.path, content: .failure(EditError(words: words))))
                continue
            }
            returns = workbooks
        }
        var names: Set<String> = []
        for one in returns {
            let name = one.copyName(wanted.kind, taken: &names)
            var copy = MarkedCopy(
                path: isFolder ? joined(wanted.path, name) : wanted.path, folder: isFolder ? wanted.path : nil,
                content: .failure(EditError(words: "")))
            // What the other output is for is not a fault of this one.
            let others = request.copies.filter { $0.kind != wanted.kind }
            do throws(EditError) {
                // Delimited text becomes whatever is asked for.
                let kind = try one.kind() ?? wanted.kind
                guard kind == wanted.kind else {
                    if others.isEmpty { throw EditError(words: one.mismatch(kind)) }
                    continue
                }
                if isFolder, let words = refusal(copy.path) { throw EditError(words: words) }
                copy.content = .success(
                    try one.marked(
                        wanted, run, others: paths, threads: request.threads, notices: &copy.notices))
                if left > 0 {
                    copy.notices.append(
                        "of \(left == 1 ? "another return" : "\(left) other returns") there is no copy: for all of them "
                            + "write `\(wanted.option)=\(wanted.stem)/`")
                }
            } catch {
                copy.content = .failure(error)
            }
            copies.append(copy)
        }
    }
    return copies
}

/// The files that copies are made of, in the order of their paths: what is read for its own sake.
private func checkedReturns(_ inputs: [TableInput], _ run: CheckRun) -> [CheckedReturn] {
    let registers = Set(run.registers.map(\.path)).subtracting(
        run.files.filter { !$0.isRegister && !$0.isDerived }.map(\.path))
    var byPath: [String: CheckedReturn] = [:]
    for file in inputs.lazy.flatMap(\.files) where !file.isNarrative && !registers.contains(file.path) {
        byPath[file.path, default: CheckedReturn(path: file.path)].files.append(file)
    }
    return byPath.values.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
}

private func joined(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
}

/// A file of a run, which may be read for several tables.
private struct CheckedReturn {
    let path: String
    var files: [FileInput] = []

    init(path: String) { self.path = path }

    private var isText: Bool { files.contains { $0.reader.sheet == nil } }

    /// What kind of workbook it is; `nil` for delimited text.
    func kind() throws(EditError) -> WorkbookKind? {
        guard !isText else { return nil }
        guard let kind = WorkbookMarking.kind(of: try bytes()) else { throw .changed }
        return kind
    }

    func mismatch(_ kind: WorkbookKind) -> String {
        switch kind {
        case .officeOpen: "\(path) is an Excel workbook, which stays one: write `--output xlsx=PATH` for it"
        case .openDocument: "\(path) is an OpenDocument workbook, which stays one: write `--output ods=PATH` for it"
        }
    }

    private func bytes() throws(EditError) -> [UInt8] {
        guard let file = files.first, let source = file.source else { throw .changed }
        do throws(ReadError) {
            let bytes = try source.wholeBytes(limit: wholeFileLimit)
            try source.checkUnchanged()
            guard bytes.count == file.size else { throw ReadError.changed }
            return bytes
        } catch {
            throw EditError(error)
        }
    }

    /// The name of its copy in a folder: its own, with another ending where it is no workbook.
    func copyName(_ kind: WorkbookKind, taken: inout Set<String>) -> String {
        var name = String(path.split(separator: "/").last ?? "return")
        if isText { name = Self.stem(name) + (kind == .officeOpen ? ".xlsx" : ".ods") }
        let point = name.lastIndex(of: ".") ?? name.endIndex
        var made = name
        var number = 2
        while !taken.insert(made.lowercased()).inserted {
            made = name[..<point] + "-\(number)" + name[point...]
            number += 1
        }
        return made
    }

    private static func stem(_ name: String) -> String {
        guard let point = name.lastIndex(of: "."), point > name.startIndex else { return name }
        return String(name[..<point])
    }

    /// The name of the sheet that delimited text becomes: what no name of a sheet may hold is left out.
    private var sheetName: String {
        let name = Self.stem(String(path.split(separator: "/").last ?? "")).filter { character in
            !"[]:*?/\\'<>".contains(character)
                && character.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.properties.generalCategory != .control }
        }
        let cut = String(name.prefix(28))
        return cut.allSatisfy(\.isWhitespace) ? "Return" : cut
    }

    /// The bytes of the copy.
    func marked(
        _ request: MarkedCopyRequest, _ run: CheckRun, others: Set<String>, threads: Int,
        notices: inout [String]
    ) throws(EditError) -> [UInt8] {
        var copy = MarkedReturn(path: path)
        copy.others = others.subtracting([path])
        let file: [UInt8]
        if isText {
            copy.textSheet = sheetName
            file = try textWorkbook(request.kind, threads: threads, notices: &notices)
        } else {
            file = try bytes()
            for one in files {
                if let sheet = one.reader.sheet {
                    copy.filledColumns[sheet, default: []].formUnion(one.reader.filledColumns)
                }
            }
            if WorkbookMarking.isMarkedCopy(file) {
                let tree = MemoryTree(["copy": file])
                for answer in (try? Session(files: tree).answers(at: "copy")) ?? [] {
                    copy.answers[answer.fingerprint] = (answer.answer, answer.name)
                }
            }
        }
        let content = run.content(ofCopy: copy, from: request.minimum)
        let made = try WorkbookMarking.marked(file, with: content.marks, threads: threads)
        notices += content.notices + made.notices
        return made.bytes
    }

    /// How many units of UTF-16 a cell of Excel's holds.
    private static let longestText = 32_767

    /// A new workbook with the texts of a delimited text, each in the cell in which a spreadsheet shows it.
    private func textWorkbook(
        _ kind: WorkbookKind, threads: Int, notices: inout [String]
    ) throws(EditError) -> [UInt8] {
        guard let file = files.first, let source = file.source, let reader = file.reader as? DelimitedReader else {
            throw .changed
        }
        var cut = 0
        let sheet = PlainSheet(name: sheetName) { take throws(ReadError) in
            let whole = try reader.everyRecord(of: source)
            let chunk = RecordChunk()
            while try whole.next(into: chunk) {
                for record in 0..<chunk.recordCount {
                    let line = chunk.location(record: record).line
                    let cells = (0..<chunk.fieldCount(record)).map { chunk.text(record: record, field: $0) }
                    cut += cells.count { $0.utf8.count > Self.longestText && $0.utf16.count > Self.longestText }
                    try take(whole.spreadsheetRow(ofLine: line) ?? line, cells)
                }
            }
            try whole.checkSource()
        }
        do throws(ReadError) {
            let made = try WorkbookMarking.workbook(of: sheet, kind, threads: threads)
            if kind == .officeOpen, cut > 0 {
                notices.append(
                    "\(cut == 1 ? "a text is" : "\(cut) texts are") longer than a cell of Excel's can be (32,767 characters), and "
                        + "cut in the copy")
            }
            return made
        } catch {
            throw EditError(error)
        }
    }
}

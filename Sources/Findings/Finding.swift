// What a check found: one broken rule or structural fault at its place, in words.

package import Diagnostics
package import Locations

/// How severe a finding is.
package enum Severity: String, Sendable, CaseIterable, Comparable {
    case note, warning
    /// Must be corrected or explained: it fails the check until a waiver gives the reason.
    case query
    case error

    private var rank: Int {
        switch self {
        case .note: 0
        case .warning: 1
        case .query: 2
        case .error: 3
        }
    }

    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}

/// One finding. Texts that come from a return are hostile and unescaped: each writer must escape them for its format.
package struct Finding: Sendable {
    /// The rule's name, or that of a structural finding such as `missing-value`.
    package var rule: String
    package var severity: Severity
    /// What is wrong, in one line that can be read on its own.
    package var message: String
    /// What to do about it; `nil` where there is nothing to say.
    package var help: String?
    /// The table's name in the rule file; `nil` for findings about no table.
    package var table: String?
    /// For structural findings about one column: its name in the rule file. Such findings have an entry of their own in
    /// the counts.
    package var column: String?
    /// The row's key, column names and cells as printed; empty where the table has none.
    package var key: [NamedText]
    /// What `{row}` stands for in its message: `ref 7.25`; `nil` for findings that are not about a row.
    package var rowName: String?
    /// What people call the row, as printed (`label` of its table); `nil` where nothing names it.
    package var label: String?
    /// Who answers for the row, as printed (`owner` of its table); `nil` where nothing says so.
    package var owner: String?
    package var location: FindingLocation?
    package var related: [RelatedLocation]
    /// The cells that the rule names, by column name, as printed.
    package var values: [NamedText]
    /// Of those whose figure the return stores as another than it shows: what is stored, with all digits.
    package var stored: [NamedText] = []
    package var fixes: [FindingFix]
    /// The single changes that would put it right: at most three, of which nobody knows which is meant.
    package var corrections: [FindingCorrection] = []
    /// Sixteen or more hexadecimal digits that stay the same when other rows are inserted, sorted or corrected.
    package var fingerprint: String
    package var waived: FindingWaiver?
    /// Whether it is in the baseline: it is then counted separately and not shown.
    package var isBaselined: Bool
    /// Its number among the findings of its entry of the counts, from 0, in the order in which they were found. Which
    /// findings people are shown depends on it, so that the choice is the same however many the run keeps.
    package var order = 0
    /// The part of the table around it; `nil` where there is none to show.
    package var excerpt: Excerpt?
    /// What a page shows of it besides; `nil` in runs from which no page is made.
    package var illustration: FindingIllustration?
    /// The place of the rule; `nil` for structural findings.
    package var ruleLocation: RuleLocation?

    /// Whether it counts: neither waived nor in a baseline.
    package var isReported: Bool { waived == nil && !isBaselined }

    package init(
        rule: String, severity: Severity, message: String, help: String? = nil, table: String? = nil,
        column: String? = nil, key: [NamedText] = [], rowName: String? = nil, label: String? = nil,
        owner: String? = nil, location: FindingLocation? = nil, related: [RelatedLocation] = [],
        values: [NamedText] = [], fixes: [FindingFix] = [], fingerprint: String = "", waived: FindingWaiver? = nil,
        isBaselined: Bool = false, excerpt: Excerpt? = nil, ruleLocation: RuleLocation? = nil
    ) {
        self.rule = rule
        self.severity = severity
        self.message = message
        self.help = help
        self.table = table
        self.column = column
        self.key = key
        self.rowName = rowName
        self.label = label
        self.owner = owner
        self.location = location
        self.related = related
        self.values = values
        self.fixes = fixes
        self.fingerprint = fingerprint
        self.waived = waived
        self.isBaselined = isBaselined
        self.excerpt = excerpt
        self.ruleLocation = ruleLocation
    }
}

/// A column's name in the rule file with a text, in the order of the table.
package struct NamedText: Sendable, Equatable {
    package var name: String
    package var text: String

    package init(_ name: String, _ text: String) {
        self.name = name
        self.text = text
    }
}

/// A place in a return or a rule file.
package struct FindingLocation: Sendable, Hashable {
    /// The path relative to the current folder, with `/`.
    package var file: String
    /// The sheet of a workbook; `nil` in texts.
    package var sheet: String?
    package var extent: CellLocation
    /// For delimited text the cell, or the cells of a record, in which a spreadsheet shows it; `nil` where none does.
    package var shownAs: SheetExtent?
    /// Data rows counted from 1; `nil` for the header line and the file as a whole.
    package var row: Int?
    /// The header as the return prints it; `nil` for a row or file as a whole.
    package var header: String?

    package init(
        file: String, sheet: String? = nil, _ extent: CellLocation, shownAs: SheetExtent? = nil, row: Int? = nil,
        header: String? = nil
    ) {
        self.file = file
        self.sheet = sheet
        self.extent = extent
        self.shownAs = shownAs
        self.row = row
        self.header = header
    }

    /// The start of a line, where nothing more precise is known.
    package init(file: String, line: Int) { self.init(file: file, .text(TextExtent(line: line, offset: 0))) }

    /// The place of a part of a rule file.
    package init(_ span: SourceSpan) { self.init(file: span.file.name, .text(span.extent)) }

    package init(_ location: RuleLocation) { self.init(file: location.file, .text(location.extent)) }

    /// The physical line, from 1; for a workbook the row of its sheet.
    package var line: Int { extent.line }
    package var endLine: Int { extent.endLine }
    /// In Unicode scalars, from 1; the end is exclusive.
    package var column: Int { extent.column }
    package var endColumn: Int { extent.endColumn }

    /// The cell's name in a workbook, or in a spreadsheet that opens the text, such as `H121`; `nil` for places that
    /// are not a single cell.
    package var cell: String? { header == nil ? nil : spreadsheetExtent?.cellName }

    /// Whether it stands in a row, column or sheet that a workbook does not show.
    package var isHidden: Bool { if case .sheet(let cell) = extent { cell.isHidden } else { false } }

    /// Where a spreadsheet shows it; `nil` for what no spreadsheet shows.
    package var spreadsheetExtent: SheetExtent? {
        if case .sheet(let cell) = extent { cell } else { shownAs }
    }
}

/// Another place that a finding refers to, such as the first of two equal keys.
package struct RelatedLocation: Sendable {
    package var message: String
    package var location: FindingLocation

    package init(_ message: String, _ location: FindingLocation) {
        self.message = message
        self.location = location
    }
}

/// A replacement of one cell.
package struct FindingFix: Sendable {
    /// Whether it is right whenever the finding is: it changes how a cell is written, not what the return reports.
    package var isSafe: Bool
    /// The column's name in the rule file.
    package var column: String
    /// The cell's new text, unquoted.
    package var text: String
    /// The new bytes at the place in the file, quoted as the file needs it; `nil` where the file cannot be edited as
    /// text.
    package var written: String?
    package var location: FindingLocation

    package init(isSafe: Bool, column: String, text: String, written: String?, location: FindingLocation) {
        self.isSafe = isSafe
        self.column = column
        self.text = text
        self.written = written
        self.location = location
    }
}

/// Why a finding does not count.
package struct FindingWaiver: Sendable {
    package var because: String
    /// An ISO date, or `nil` where the waiver has no end.
    package var until: String?
    package var location: RuleLocation

    package init(because: String, until: String?, location: RuleLocation) {
        self.because = because
        self.until = until
        self.location = location
    }
}

/// A place in a rule file.
package struct RuleLocation: Sendable, Hashable {
    package var file: String
    package var extent: TextExtent

    package init(file: String, _ extent: TextExtent) {
        self.file = file
        self.extent = extent
    }

    package init(_ span: SourceSpan) { self.init(file: span.file.name, span.extent) }

    /// Lines and columns count from 1, columns in Unicode scalars; ends are exclusive.
    package var line: Int { extent.line }
    package var endLine: Int { extent.endLine }
    package var column: Int { Int(extent.start.scalars) + 1 }
    package var endColumn: Int { Int(extent.end.scalars) + 1 }
}

/// The part of a return that a person must see to understand a finding: some columns of the header, the faulty row and
/// related rows.
package struct Excerpt: Sendable, Equatable {
    package struct Column: Sendable, Equatable {
        /// The header as printed, trimmed.
        package var header: String
        /// Its index in the return, from 0: where indices are not consecutive columns were left out.
        package var index: Int
        /// Its number on the sheet, or in a spreadsheet that opens the text, from 1; `nil` where there is none.
        package var number: Int?
        package init(header: String, index: Int, number: Int? = nil) {
            self.header = header
            self.index = index
            self.number = number
        }
    }

    package struct Row: Sendable, Equatable {
        /// The physical line of its first cell; on a sheet its row.
        package var line: Int
        /// The row in which a spreadsheet shows it; `nil` where none does.
        package var number: Int?
        /// One text for each of the excerpt's columns.
        package var cells: [String]
        /// Cells to underline: the index of the excerpt's column, whether it is the cell at fault, and a label.
        package var marks: [Mark]
        package init(line: Int, number: Int? = nil, cells: [String], marks: [Mark]) {
            self.line = line
            self.number = number
            self.cells = cells
            self.marks = marks
        }
    }

    package struct Mark: Sendable, Equatable {
        package var column: Int
        package var isPrimary: Bool
        package var label: String?
        package init(column: Int, isPrimary: Bool, label: String? = nil) {
            self.column = column
            self.isPrimary = isPrimary
            self.label = label
        }
    }

    package var columns: [Column]
    /// In the order of their lines; the faulty row has a primary mark.
    package var rows: [Row]
    /// How many columns the return has in all.
    package var columnCount: Int

    package init(columns: [Column], rows: [Row], columnCount: Int) {
        self.columns = columns
        self.rows = rows
        self.columnCount = columnCount
    }
}

extension Finding {
    /// Whether the row is named by the names of its key's columns, and not by other headers.
    package var isNamedByKey: Bool {
        guard let rowName else { return true }
        var rest = rowName.utf8[...]
        func take(_ text: String) -> Bool {
            guard rest.starts(with: text.utf8) else { return false }
            rest = rest.dropFirst(text.utf8.count)
            return true
        }
        for (index, part) in key.enumerated() {
            guard index == 0 || take(", "), take(part.name), take(" "), take(part.text.isEmpty ? "(blank)" : part.text)
            else { return false }
        }
        return rest.isEmpty || key.isEmpty
    }
}

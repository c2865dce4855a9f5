// An OpenDocument workbook, all of whose sheets are in one part.

internal import Packages

/// `.ods`: read as a whole when it is opened.
final class OpenDocumentWorkbook: Workbook {
    private(set) var sheets: [SheetEntry] = []
    let dateSystem = DateSystem.from1900
    let asksForCalculation = false
    let formulaSyntax = FormulaSyntax.openFormula
    private(set) var notices: [String] = []
    let sharedTexts = TextStore()
    private(set) var formats: [NumberFormat] = []
    private(set) var fills: [FillColour?] = []
    private var contents: [SheetContent] = []
    private var notes: [CellNotes] = []
    private var names: [DocumentReader.AreaName] = []
    private(set) var styles = DocumentStyles()

    /// What it says of marks that kpilint has put into it; `nil` where it is no marked copy.
    let ownMarks: OwnMarks?

    /// The name of the part that holds all sheets.
    static let part = "content.xml"
    /// What documents call their kind.
    static let type = "application/vnd.oasis.opendocument.spreadsheet"

    /// Opens a document, and says of some cells where in its part they stand.
    init(_ archive: PackageArchive, places: DocumentPlaces? = nil) throws(PackageError) {
        if archive.entry("META-INF/manifest.xml") != nil { try Self.checkManifest(archive) }
        // Properties that cannot be read say nothing of the sheets.
        ownMarks = (try? DocumentMeta(archive)).flatMap { OwnMarks($0.properties) }
        styles.ignoresMarks = ownMarks != nil
        if archive.entry("styles.xml") != nil {
            let scanner = try archive.xml("styles.xml")
            reading: while true {
                switch try scanner.next() {
                case .start: try styles.read(scanner)
                case .finish: break reading
                default: continue
                }
            }
        }
        var reader = DocumentReader(try archive.xml(Self.part), styles, places: places)
        try reader.read()
        styles = reader.styles
        formats = styles.formats
        fills = styles.fills
        for table in reader.tables {
            sheets.append(SheetEntry(name: table.name, isHidden: table.isHidden, part: table.name))
            contents.append(table.content)
            notes.append(table.notes)
        }
        names = reader.areaNames
    }

    func content(of sheet: Int, rows: Int?, withFilled: Bool) throws(PackageError) -> SheetContent { contents[sheet] }

    func notes(of sheet: Int) throws(PackageError) -> CellNotes { notes[sheet] }

    func namedAreas() throws(PackageError) -> [NamedArea] {
        names.map {
            NamedArea(name: $0.name, owner: $0.table, reference: $0.reference, sign: ".", sheets: sheets)
        }
    }

    /// A document with a password says so of its parts.
    static func checkManifest(_ archive: PackageArchive) throws(PackageError) {
        let scanner = try archive.xml("META-INF/manifest.xml")
        let locked = XMLName("encryption-data")
        while true {
            switch try scanner.next() {
            case .start where scanner.name == locked: throw .locked("content.xml")
            case .finish: return
            default: continue
            }
        }
    }
}

// Why a workbook cannot be read, in words for officers.

internal import Packages
internal import Tables

extension ReadError {
    /// The error of reading a return for a fault of its package.
    init(_ fault: PackageError, _ source: PackageSource) { self = source.failure ?? .unusable(fault.words) }
}

extension PackageError {
    /// What is wrong, and what to do, in words.
    var words: String {
        let again = "open it in a spreadsheet program and save it again"
        switch self {
        case .noDirectory:
            return "it is cut short, or no workbook: it has no directory of its parts. Fetch it again, or \(again)"
        case .badDirectory: return "its directory of parts is damaged: \(again)"
        case .tooManyEntries(let count): return "it has \(count) parts, and no workbook has so many: \(again)"
        case .repeatedName(let name):
            return "it holds “\(name)” twice, so that programs differ in what they read: \(again)"
        case .overlapping(let name): return "its part “\(name)” lies over another one: \(again)"
        case .namesDiffer(let one, let other): return "its part “\(one)” calls itself “\(other)”: \(again)"
        case .locked: return "it is locked with a password: save a copy without one"
        case .unknownMethod(let name, let method):
            return "its part “\(name)” is packed in a way (\(method)) that workbooks are not: \(again)"
        case .wrongSum(let name): return "its part “\(name)” is damaged: its sum is wrong. Fetch it again, or \(again)"
        case .wrongSize(let name): return "its part “\(name)” is not as large as it says: \(again)"
        case .damaged(let name): return "its part “\(name)” is damaged. Fetch it again, or \(again)"
        case .inflated(let name):
            return
                "its part “\(name)” unpacks to more than \(PackageLimits.ratio) times its size, which is not read: \(again)"
        case .tooLarge: return "it unpacks to more than 1 GiB, which is not read"
        case .missingPart(let name): return "its part “\(name)” is missing: \(again)"
        case .malformed(let name, let offset, let words):
            return
                "its part “\(name)” is damaged at byte \(offset): \(words). \(again.first?.uppercased() ?? "")\(again.dropFirst())"
        case .foreign(let words): return words
        case .unreadable: return "it cannot be read"
        }
    }
}

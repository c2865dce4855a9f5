// Names that programs give to files which are nobody's return: locks, backups and what is not yet saved.

/// A new file of such a name is passed over, whatever patterns match it.
enum TemporaryName {
    /// Whether it is the lock file that Office programs lay beside a document that is open: `~$q2.xlsx`. Unlike other
    /// lock files it is called as a return is.
    static func isOfficeLock(_ name: String) -> Bool { name.hasPrefix("~$") }

    /// Whether a name is one of these; the name alone, without its folder.
    static func isOne(_ name: String) -> Bool {
        let lower = name.lowercased()
        if isOfficeLock(name) || beginnings.contains(where: lower.hasPrefix) || endings.contains(where: lower.hasSuffix)
        {
            return true
        }
        // Emacs saves by itself as `#q2.csv#`; Macs write beside a document, as `q2.xlsx.sb-1a2b3c4d-5e6f7g`.
        if name.hasPrefix("#"), name.hasSuffix("#") { return true }
        return lower.contains(".sb-") || isProbeOfVim(name) || isSavedByExcel(name)
    }

    private static let beginnings = [
        // LibreOffice, Emacs, the GNOME desktop, network file systems, Macs, and kpilint.
        ".~lock.", ".#", ".goutputstream-", ".nfs", ".fuse_hidden", "._", ".kpilint-",
    ]

    private static let endings = ["~", ".swp", ".swo", ".swx", ".tmp", ".temp", ".part", ".partial", ".crdownload"]

    /// Vim tries whether it may make files: `4913`, and in steps of 123 from there if that is taken.
    private static func isProbeOfVim(_ name: String) -> Bool {
        guard name.utf8.count <= 5, name.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(name)
        else { return false }
        return number >= 4913 && (number - 4913) % 123 == 0
    }

    /// Excel writes to a file named by eight hexadecimal digits, and gives it the document's name in the end. Eight
    /// figures are rather a day, although one in forty of these names has no letter.
    private static func isSavedByExcel(_ name: String) -> Bool {
        guard name.utf8.count == 8, name.utf8.contains(where: { (0x41...0x46).contains($0) }) else { return false }
        return name.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x46).contains($0) }
    }
}

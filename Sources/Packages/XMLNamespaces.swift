// Which namespace each prefix means at a place of a part.

/// The declarations that are in force.
struct XMLNamespaces {
    /// The namespace of names without a prefix.
    private(set) var standard = XMLNamespace.none
    private var declared: [(prefix: XMLName?, before: XMLNamespace, space: XMLNamespace)] = []
    private static let xml = XMLName("xml")

    /// How many declarations are in force.
    var count: Int { declared.count }

    /// The namespace of a prefix; `nil` where none is declared.
    subscript(prefix: XMLName) -> XMLNamespace? {
        if let found = declared.last(where: { $0.prefix == prefix }) { return found.space }
        return prefix == Self.xml ? .xml : nil
    }

    /// A prefix that means a namespace, the innermost of several; `nil` where none does.
    func prefix(of space: XMLNamespace) -> XMLName? {
        declared.last { declared in
            declared.space == space && declared.prefix.map { self[$0] == space } ?? false
        }?.prefix
    }

    /// Puts a declaration in force; without a prefix, for names that have none.
    mutating func declare(_ prefix: XMLName?, _ space: XMLNamespace) {
        declared.append((prefix, standard, space))
        if prefix == nil { standard = space }
    }

    /// Ends the last declarations.
    mutating func leave(_ count: Int) {
        for _ in 0..<count {
            guard let last = declared.popLast() else { return }
            if last.prefix == nil { standard = last.before }
        }
    }
}

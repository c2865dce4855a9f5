// What a run was made of, in its JSON: `convert` makes a run again by it where nothing has changed.

import Findings

extension JSONWriter {
    /// Members that say nothing beside what is usual are left out.
    mutating func origin(_ origin: RunOrigin) {
        object {
            $0.name("rules")
            $0.texts(origin.named)
            $0.name("read")
            $0.array { json in
                for file in origin.ruleFiles {
                    json.object {
                        $0.name("file")
                        $0.string(file.path)
                        $0.name("sha256")
                        $0.optional(file.digest)
                    }
                }
            }
            $0.list("returns", origin.operands)
            $0.list("tables", origin.bindings.map { $0.name + "=" + $0.text })
            $0.list("set", origin.constants.map { $0.name + "=" + $0.text })
            $0.list("only", origin.only)
            $0.list("skip", origin.skip)
            if let today = origin.today {
                $0.name("today")
                $0.string(today)
            }
            if let limit = origin.limit {
                $0.name("limit")
                $0.number(limit)
            }
            if origin.failOn != .query {
                $0.name("failOn")
                $0.string(origin.failOn?.rawValue ?? "never")
            }
            if origin.allowsEmpty {
                $0.name("allowEmpty")
                $0.bool(true)
            }
            if let baseline = origin.baseline {
                $0.name("baseline")
                $0.string(baseline)
            }
            if origin.strictBaseline {
                $0.name("strictBaseline")
                $0.bool(true)
            }
        }
    }

    private mutating func texts(_ texts: [String]) { array { json in for text in texts { json.string(text) } } }

    private mutating func list(_ name: String, _ texts: [String]) {
        guard !texts.isEmpty else { return }
        self.name(text: name)
        self.texts(texts)
    }
}

// A saved run made again, for what it does not hold: the tables around findings, and pictures.

import Diagnostics
import Digests
import Evaluation
package import Findings
import Quantities
import Tables

/// The largest return whose digest a saved run holds: beyond that it would take longer than the check.
private let digestLimit = 64 << 20

extension CheckRequest {
    /// What a saved run keeps of the request. `ruleFiles` are those that were named or found.
    func origin(_ ruleFiles: [String], _ sources: [SourceFile]) -> RunOrigin {
        var origin = RunOrigin()
        origin.named = ruleFiles
        origin.ruleFiles = sources.map { file in
            RunOrigin.File(path: file.name, digest: hexadecimal(SHA256.digest(of: file.bytes)))
        }
        origin.operands = returns
        origin.bindings = bindings.map { NamedText($0.table, $0.path) }
        origin.constants = constants.map { NamedText($0.name, $0.value) }
        (origin.only, origin.skip) = (only, skip)
        origin.today = statedToday.flatMap { CalendarDate(days: $0) }.map(\.text)
        (origin.limit, origin.failOn, origin.allowsEmpty) = (limit, failOn, allowsEmpty)
        (origin.baseline, origin.strictBaseline) = (baseline, strictBaseline)
        return origin
    }

    /// The request that makes a run again, but for its day.
    package init(repeating origin: RunOrigin) {
        self.init()
        ruleFiles = origin.named
        returns = origin.operands
        bindings = origin.bindings.map { ($0.name, $0.text) }
        constants = origin.constants.map { ($0.name, $0.text) }
        (only, skip) = (origin.only, origin.skip)
        (limit, failOn) = (origin.limit, origin.failOn)
        (allowsEmpty, baseline, strictBaseline) = (origin.allowsEmpty, origin.baseline, origin.strictBaseline)
        isSaved = true
    }
}

extension [TableInput] {
    /// The digests of the returns by their paths, of each once. Those that are larger than a limit have none.
    func digests(ofAll: Bool) -> [RunOrigin.File] {
        var known: Set<PathKey> = []
        var digests: [RunOrigin.File] = []
        for file in lazy.flatMap(\.files) where known.insert(PathKey(file.path)).inserted {
            let source = file.source.flatMap { ofAll || $0.size <= digestLimit ? $0 : nil }
            digests.append(RunOrigin.File(path: file.path, digest: source.flatMap { digest(of: $0) }))
        }
        return digests
    }
}

extension [RunOrigin.File] {
    /// Those of returns of which a saved run holds digests.
    func saved(of inputs: [TableInput]) -> Self {
        var sizes: [PathKey: Int] = [:]
        for file in inputs.lazy.flatMap(\.files) { sizes[PathKey(file.path)] = file.source?.size }
        return map { file in
            let isLarge = sizes[PathKey(file.path)] ?? .max > digestLimit
            return RunOrigin.File(path: file.path, digest: isLarge ? nil : file.digest)
        }
    }
}

/// The digest of all bytes of a source in hexadecimal digits; `nil` where they cannot be read, or have changed.
func digest(of source: any ByteSource) -> String? {
    do throws(ReadError) {
        var sum = SHA256()
        var offset = 0
        while offset < source.size {
            let bytes = try source.bytes(at: offset, atMost: 1 << 20)
            if bytes.isEmpty { break }
            sum.update(bytes)
            offset += bytes.count
        }
        try source.checkUnchanged()
        return offset == source.size ? hexadecimal(sum.finish()) : nil
    } catch {
        return nil
    }
}

extension Session {
    /// Why a saved run cannot be made again as it was, in words: lower case, no full stop. `nil` where its version, its
    /// rule files and its returns are as they were.
    package func whatChanged(since saved: CheckRun) -> String? {
        if saved.isPartial { return "the saved run was interrupted" }
        guard let origin = saved.origin else { return "it does not hold what it was made of" }
        if saved.toolVersion != kpilintVersion {
            return "it was saved by kpilint \(saved.toolVersion), and this is \(kpilintVersion)"
        }
        if (origin.named + origin.operands + origin.bindings.map(\.text)).contains("-") {
            return "standard input was read, which is gone"
        }
        for file in origin.ruleFiles + origin.returns {
            guard let known = file.digest else { return "the saved run has no SHA-256 of \(file.path)" }
            do throws(ReadError) {
                let source = try files.source(operand: file.path, name: file.path)
                if digest(of: source) != known { return "\(file.path) has changed since" }
            } catch {
                return "\(file.path) cannot be read: \(error.words)"
            }
        }
        return nil
    }
}

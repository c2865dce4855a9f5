// The files that tests lie on the disk, seen from the folder that the tests run in.

import Findings
import FoundationEssentials

@testable import Workspace

let processFiles = DiskTree(processFolder: FileManager.default.currentDirectoryPath)

/// Everything is asked of one session; what is checked lies in folders of the tests' own.
let session = Session(files: processFiles)

extension CheckOutcome {
    /// Why no check was made; `nil` where one was.
    var reason: CannotCheck? { if case .cannotCheck(let reason) = run.verdict { reason } else { nil } }
}

// Where the workbooks for tests are.

import Foundation

/// The workbooks that are carried along; `SOURCES.md` there says where each is from, and under which licence.
let workbookFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Workbooks")

// The verdict of a run in the words that a page begins with.

import Findings

extension CheckRun {
    /// `Not ready to submit: 3 must be put right, 5 need an answer`
    var pageVerdict: String {
        let totals = OutcomeTotals(self)
        let (errors, queries) = (totals[.error], totals[.query])
        var needs: [String] = []
        if errors > 0 { needs.append(grouped(errors) + " must be put right") }
        if queries > 0 { needs.append(grouped(queries) + (queries == 1 ? " needs an answer" : " need an answer")) }
        let words = needs.joined(separator: ", ")
        switch verdict {
        case .cannotCheck: return "Nothing was checked: the rule files have errors"
        case .interrupted:
            return "The check was interrupted" + (needs.isEmpty ? "" : ": so far " + words)
        case .incomplete:
            let files =
                unreadable.isEmpty
                ? "The check is not complete" : counted(unreadable.count, "file") + " could not be read"
            return "Not ready to submit: " + files.prefix(1).lowercased() + files.dropFirst()
                + (needs.isEmpty ? "" : ", and " + words)
        case .nothingChecked:
            return checkedFormOnly ? "Only the form of cells was checked" : "Nothing was checked"
        case .findings where needs.isEmpty:
            return "Not ready to submit: " + counted(totals.all, "finding") + " to look at"
        case .findings: return "Not ready to submit: " + words
        case .clean:
            // Whoever lets a check pass with errors or queries is told so all the same.
            if !needs.isEmpty { return "Passed by its settings, but " + words }
            if files.isEmpty { return "Nothing was checked" }
            if checkedFormOnly { return "Only the form of cells was checked, and nothing is wrong with it" }
            if decidedNothing { return "No rule could decide anything" }
            let rest = totals.all
            if let limit = pageLimit {
                return (rest == 0 ? "Nothing was found in " : "Nothing to put right or answer was found in ")
                    + "what could be checked" + limit
                    + (rest == 0 ? "" : "; " + counted(rest, "remark") + " to read")
            }
            return rest == 0
                ? "Ready to submit: no problems found"
                : "Ready to submit, with " + counted(rest, "remark") + " to read"
        }
    }

    /// What keeps a page without problems from saying that its returns are ready: how they were read is a guess, or a
    /// rule whose findings must be put right or answered decided nothing. ` without a rule file: 1 rule decided none of
    /// its rows`; `nil` where nothing does.
    private var pageLimit: String? {
        let open = openRuleCount(from: .query)
        let guess = assumed.isEmpty ? "" : " without a rule file"
        if open == 0 { return assumed.isEmpty ? nil : guess }
        return guess + ": " + counted(open, "rule") + " decided none of " + (open == 1 ? "its rows" : "their rows")
    }

    /// Whether the page's title begins with “Error:”.
    var pageHasErrors: Bool {
        switch verdict {
        case .cannotCheck, .incomplete, .interrupted: true
        case .clean, .findings, .nothingChecked: OutcomeTotals(self)[.error] > 0
        }
    }
}

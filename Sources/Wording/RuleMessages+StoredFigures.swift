// What findings say of figures that are stored with more digits than are shown.

import Checking
import Columns
import Evaluation
import Findings
import Planning

/// A figure that is shown as another than is stored.
struct TwofoldFigure {
    var name: String
    var shown: String
    var stored: String
}

/// Tells how a row breaks a rule by the figures shown and does not by those stored.
struct StoredFigureWords {
    /// Cells whose figures differ.
    var cells: [TwofoldFigure]
    /// Other sides of the broken comparison that differ.
    var sides: [TwofoldFigure]
    /// Whether a status is compared with the one that is due.
    var isOfStatus: Bool
    /// Whether nobody knows what the rule comes to by the stored figures.
    var isOpen: Bool

    static let help = "show the figure with more decimals, or round it where it is computed, so that both agree"

    /// More of them say no more.
    private static let most = 3

    /// `shown 95.0%, stored 94.96%: the status follows from the stored figure`
    var words: String {
        let figures = cells + sides
        let isOne = cells.count == 1 && sides.isEmpty
        var said = figures.prefix(Self.most).map { figure in
            (isOne ? "" : figure.name + " ") + "shown \(figure.shown), stored \(figure.stored)"
        }
        if figures.count > Self.most { said.append("and so on") }
        if said.isEmpty { said.append("the figures shown are rounded") }
        let subject = isOne ? "the stored figure" : "the stored figures"
        let breaksNothing = subject + (isOne ? " does" : " do") + " not break the rule"
        let keepsIt = isOfStatus ? "the status follows from \(subject)" : breaksNothing
        let conclusion = isOpen ? "by \(subject) the rule cannot be decided" : keepsIt
        return said.joined(separator: ", ") + ": " + conclusion
    }
}

extension FindingTemplate {
    /// Whether a node is the status that is due.
    func isDue(_ node: NodeID) -> Bool {
        if case .due = graph.nodes[node].kind { true } else { false }
    }
}

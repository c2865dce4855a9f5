// The texts of `explain` about names in reports that are not rules: those of the run as a whole, and of rule files.

import Catalog
import Findings
import Reports

/// What a name means, in paragraphs; `nil` for other names.
func meaning(ofName name: String) -> String? {
    switch name {
    case outdatedBaselineRule: outdatedBaselineMeaning
    case unreadableFileRule:
        """
        A return could not be read, or could not be read as a whole: the reason stands behind its name.

        Nothing in it was checked, so that the check ends with 3 whatever else it found.

        Put right what the reason says and check again. Where no file matches a table's pattern, look whether the return was saved under \
        another name, or name it on the command line.
        """
    case partialCheckRule:
        """
        The check was interrupted before it had read everything: what it found is a part only.

        It ends with 130. Let it run to its end.
        """
    case leftOutRule:
        """
        More was found than is listed: `--limit` was given, or the format has a limit of its own. All is counted.

        Leave `--limit` out, or write `--output json=FILE` too, which lists everything.
        """
    case formOnlyRule:
        """
        No rule applies to a table: only the form of its cells was checked, not what they say.

        `kpilint rules` lists the rules that do not apply, with the reason.
        """
    case "rating-against-target":
        """
        The status of a row and its figures tell two stories: it is green though the value is far from the target, or \
        amber or red though the value meets it.

        This is asked where there is no rule file, and says nothing of small differences: the tolerances of a council's \
        scheme are its own. With a rule file, `rag-follows-target` holds every status against the scheme that it states.
        """
    case assumedReadingRule:
        """
        No rule file was named or found: the return was read as its headers and cells say, and the note says what was \
        taken for what. What is found so is a query at most.

        `kpilint init RETURN > NAME.rules` writes that reading as a rule file: read it through and correct it.
        """
    case tableNotReadRule:
        """
        Returns were named, and none of them is for a table that rules are about: it was not read, and these rules did \
        not run. Name its return too, or none, so that every table's own is found.

        Or the table is `optional`, and no file matches its pattern: rules about it do not apply, and what others look \
        up or count in it is unknown.
        """
    case nothingCheckedRule:
        """
        Returns had no rows, or no rule had anything to check: that nothing was found says nothing.

        The check ends with 4. `--allow-empty` says that this may be so.
        """
    case "rule-does-not-apply":
        """
        It is about a rule file, not about a return. A rule for any table, such as one of the standard pack, does not apply to a table \
        that has some of the columns it needs: the message says what is in its way.

        Mostly a column has another type than the rule needs. Give it that type, or leave the note: the rule checks other tables.
        """
    case "goes-before":
        """
        It is about a rule file, not about a return. The rule file and the standard pack that it imports have a rule of the same name. The \
        one in the rule file is applied, and that of the pack is not, so that a newer pack changes nothing unasked.

        Give the rule of the rule file another name, and both are applied; take it out, and that of the pack is.

        Or they have a constant of the same name, and of another kind: a text where the pack has a date. The one in the rule file counts, and \
        the rules of the pack that need the other do not apply, which is a warning. Give yours another name, or the kind that the pack needs.
        """
    default:
        ruleFileFaults[name].map { meaning in
            """
            \(meaning)

            It is about a rule file, not about a return. The message says what is wrong and where, and `help:` what to write in its place.

            An error stops the check: no return is read before the rule file is put right. Warnings and notes do not. None of them can be \
            waived or set to another severity.
            """
        }
    }
}

/// The text of `explain` about the finding about baselines.
private let outdatedBaselineMeaning = """
    A baseline holds a finding that a check with `--strict-baseline` no longer finds.

    What was put right has to leave the baseline, or it would be taken for known if it came back.

    `kpilint baseline prune` takes out what is gone and adds nothing. Where the return is still wrong in the same row but under another \
    key, `kpilint baseline create` makes the baseline anew.
    """

// The names of what is said of rule files, which are no findings about returns.

/// By the names that errors, warnings and notes about a rule file are printed with.
package let ruleFileFaults: Set<String> = Set(
    """
    after-otherwise aggregate-condition ambiguous-name bad-encoding bad-path bad-regex block-comment
    chained-comparison comma-in-number compares-unknown constant-cycle contradicting-rules curly-quotes
    division-by-zero double-brace duplicate-key-line duplicate-label duplicate-name empty-name empty-path
    empty-range empty-test escaped-quote exact-quotient expected-and expected-as expected-bar expected-brace expected-by
    expected-colour expected-column expected-comma expected-comparison expected-date expected-declaration
    expected-else expected-encoding expected-equals expected-expression expected-extent expected-fails
    expected-first expected-from expected-header expected-in expected-label expected-line expected-marker
    expected-month expected-name expected-on expected-over expected-path expected-range expected-reason
    expected-regex expected-row expected-separator expected-severity expected-sheet expected-state expected-table
    expected-text expected-then expected-title expected-to expected-type expected-when expected-where expected-with
    hash-comment hyphen-in-number idle-option idle-rule import-cycle invalid-date join-cycle joined-key label-case
    let-cycle letters-in-number misplaced-aggregate misplaced-list misplaced-where missing-label missing-reason
    missing-require never-compares never-holds no-aggregate no-series no-table not-a-condition not-a-list
    nothing-due number-too-long one-beside-percent repeated-clause repeated-modifier reserved-word row-width
    rule-does-not-apply scheme-column series-outside-key series-without-key set-own-rule single-equals single-quotes
    square-brackets status-as-text stray-fails too-deep too-large too-many-errors too-many-imports unclosed-block
    unclosed-brace unclosed-cell unclosed-name unclosed-parenthesis unclosed-regex unclosed-text unexpected-character
    unexpected-sign unexpected-word unknown-clause unknown-colour unknown-column unknown-constant
    unknown-declaration unknown-encoding unknown-escape unknown-extent unknown-flag unknown-function unknown-import
    unknown-label unknown-list unknown-modifier unknown-month unknown-option unknown-rule unknown-scheme
    unknown-severity unknown-state unknown-table unknown-type unknown-unit unmatched-brace unmatched-parenthesis
    unreadable-literal unreadable-rules waiver-without-table wrong-aggregate wrong-arguments wrong-case
    wrong-constants wrong-duration wrong-line wrong-modifier wrong-place wrong-separator wrong-type wrong-word
    """.split(whereSeparator: \.isWhitespace).map(String.init))

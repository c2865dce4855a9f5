// The documentation of what can be asked behind `is`, and of aggregates.

extension OperatorDocumentation {
    package static let states: [Self] = [
        Self(
            .state, ["is known", "known"], ["is known"],
            "there is a value: not where the cell is blank, says `TBC` or the like, cannot be read, or is grey",
            [
                WorkedExample("value is known", "true", .init("value measure", "92.4%")),
                WorkedExample("value is known", "false", .init("value measure", "TBC")),
            ]),
        Self(
            .state, ["is unknown", "unknown"], ["is unknown"], "there is no value: `is not known`",
            [WorkedExample("value is unknown", "true", .init("value measure", "TBC"))]),
        Self(
            .state, ["is blank", "blank"], ["is blank"], "nothing is printed in the cell",
            [
                WorkedExample("value is blank", "true", .init("value measure", "")),
                WorkedExample("value is blank", "false", .init("value measure", "TBC")),
            ]),
        Self(
            .state, ["is present", "present"], ["is present"], "something is printed in the cell, even `TBC`",
            [WorkedExample("value is present", "true", .init("value measure", "TBC"))]),
        Self(
            .state, ["is approximate", "approximate"], ["is approximate"],
            "the figure is printed as an approximate one, such as `c. 95%`",
            [
                WorkedExample("value is approximate", "true", .init("value measure", "c. 95%")),
                WorkedExample("value is approximate", "false", .init("value measure", "95%")),
            ]),
        Self(
            .state, ["is bounded", "bounded"], ["is bounded"],
            "the cell says on which side of a bound the figure lies, but not which figure it is, such as `<5`",
            [
                WorkedExample("value is bounded", "true", .init("value measure", "<5")),
                WorkedExample("value is bounded", "false", .init("value measure", "5")),
            ]),
        Self(
            .state, ["is true", "true"], ["is true"],
            "a flag or condition is true; where that is unknown, the answer is false",
            [
                WorkedExample("audited is true", "true", .init("audited flag", "yes")),
                WorkedExample("audited is true", "false", .init("audited flag", "")),
            ]),
        Self(
            .state, ["is false", "false"], ["is false"],
            "a flag or condition is false; where that is unknown, the answer is false too",
            [
                WorkedExample("audited is false", "true", .init("audited flag", "no")),
                WorkedExample("audited is false", "false", .init("audited flag", "")),
            ]),
        Self(
            .state,
            [
                "is green", "is amber", "is red", "is blue", "is grey", "green", "amber", "red", "blue", "grey",
            ],
            ["is green", "is amber", "is red", "is blue", "is grey"],
            "the status has this colour in its scheme, whatever its label; unknown where the status is",
            [
                WorkedExample("rag is red", "true", .init("rag status council", "Late"), declarations: scheme),
                WorkedExample("rag is green", "false", .init("rag status council", "Late"), declarations: scheme),
                WorkedExample("rag is green", "unknown", .init("rag status council", ""), declarations: scheme),
            ]),
        Self(
            .state, ["is \"…\"", "is \"text\""], ["is \"Late\""],
            "the text, or the label of the status, is this one; case does not matter; unknown where the cell is",
            [
                WorkedExample("rag is \"Late\"", "true", .init("rag status council", "late"), declarations: scheme),
                WorkedExample("name is \"Mill Road\"", "true", .init("name text", "MILL ROAD")),
            ]),
        Self(
            .state, ["is in"], ["is in (\"Late\", \"Due\")"],
            "the text or label is one of these; case does not matter",
            [WorkedExample("name is in (\"Late\", \"Due\")", "true", .init("name text", "due"))]),
        Self(
            .state, ["is other"], ["is other"],
            "the two texts are the same; case and the amount of white space do not matter; unknown where one of them is",
            [
                WorkedExample(
                    "name is other", "true", .init("name text", "Mill  Road"), .init("other text", "MILL ROAD")),
                WorkedExample("name is other", "unknown", .init("name text", "Mill Road"), .init("other text", "")),
            ]),
    ]

    private static let scheme = """
        scheme council {
          green "On track"
          amber "Slipping"
          red   "Late"
        }

        """

    package static let aggregates: [Self] = [
        Self(
            .aggregate, ["count"], ["count(T where …)"], "the number of rows", ofNoRow: "0",
            [WorkedExample("count(kpis where visits > 0)", "2", .init("visits whole", "5", "0", "7"))]),
        Self(
            .aggregate, ["sum"], ["sum(T.x where …)"], "the sum; unknown if a part is missing", ofNoRow: "0",
            [
                WorkedExample("sum(kpis.visits)", "12", .init("visits whole", "5", "7")),
                WorkedExample("sum(kpis.visits)", "unknown", .init("visits whole", "5", "TBC")),
            ]),
        Self(
            .aggregate, ["min", "max"], ["min(T.x where …)", "max(T.x where …)"],
            "the least and the greatest known value; unknown where a bounded figure, or what is computed from one, "
                + "may go beyond it", ofNoRow: "unknown",
            [
                WorkedExample("min(kpis.visits)", "5", .init("visits whole", "5", "7")),
                WorkedExample("max(kpis.visits)", "7", .init("visits whole", "5", "7")),
            ]),
        Self(
            .aggregate, ["mean"], ["mean(T.x where …)"], "the mean of the known values; unknown if a part is missing",
            ofNoRow: "unknown", [WorkedExample("mean(kpis.visits)", "6", .init("visits whole", "5", "7"))]),
        Self(
            .aggregate, ["median"], ["median(T.x where …)"],
            "the value in the middle, or half way between the two there; unknown if a part is missing",
            ofNoRow: "unknown", [WorkedExample("median(kpis.visits)", "6", .init("visits whole", "5", "90", "7", "2"))]),
        Self(
            .aggregate, ["quantile"], ["quantile(T.x where …, 25%)"],
            "the value that this share of the values lies below, in proportion between two; unknown if a part is missing",
            ofNoRow: "unknown",
            [WorkedExample("quantile(kpis.visits, 25%)", "3.5", .init("visits whole", "2", "5", "4", "90"))]),
        Self(
            .aggregate, ["first", "last"], ["first(T.x over day where …)", "last(T.x over day where …)"],
            "the value in the row with the least, or the greatest, known day (period, number); of equal days in the "
                + "first, or the last, row of the file; unknown if it is there", ofNoRow: "unknown",
            [
                WorkedExample(
                    "last(kpis.visits over opened)", "7", .init("visits whole", "5", "7", "9"),
                    .init("opened date", "2023-01-01", "2024-01-01", "TBC")),
                WorkedExample(
                    "first(kpis.status over opened)", "late", .init("status text", "late", "on time"),
                    .init("opened date", "2023-01-01", "2023-01-01")),
            ]),
        Self(
            .aggregate, ["list"], ["list(T.x where …)"],
            "the known values as they are printed, in a message: ten at most, and how many more there are",
            ofNoRow: "none",
            [
                WorkedExample(
                    "list(kpis.area where visits > 5)", "South, East", .init("area text", "North", "South", "East"),
                    .init("visits whole", "5", "7", "9"))
            ]),
        Self(
            .aggregate, ["count distinct"], ["count distinct(T.x where …)"],
            "how many different known values there are", ofNoRow: "0",
            [WorkedExample("count distinct(kpis.area)", "2", .init("area text", "North", "South", "North"))]),
        Self(
            .aggregate, ["count columns"], ["count columns(T)"],
            "how many columns with a header the files of T have; those with one header are one column of several files",
            ofNoRow: "the same",
            [WorkedExample("count columns(kpis) >= 2", "true", .init("area text", "North"), .init("visits whole", "5"))]
        ),
        Self(
            .aggregate, ["any"], ["any(T where …)"], "whether the condition holds for some row", ofNoRow: "false",
            [WorkedExample("any(kpis where visits == 0)", "true", .init("visits whole", "5", "0"))]),
        Self(
            .aggregate, ["all"], ["all(T where …)"], "whether it holds for all rows", ofNoRow: "true",
            [WorkedExample("all(kpis where visits > 0)", "false", .init("visits whole", "5", "0"))]),
        Self(
            .aggregate, ["other"], ["any(other T where …)", "sum(other T.x where …)"],
            "the same of all rows but the one that the rule judges", ofNoRow: "as without `other`",
            [WorkedExample("count(other kpis where visits > 0)", "1", .init("visits whole", "5", "0", "7"))]),
    ]
}

// The headers that councils give their columns: the one table by which columns are recognised.

/// Headers as `spokenHeader` gives them, for what each column is. Of two columns that fit, that with the earlier header
/// is taken: the more a header says, and the nearer it is to the figure of the report, the earlier it stands.
enum KnownHeaders {
    /// The headers of the columns that the standard rules know.
    static func of(_ role: ColumnRole) -> [String] {
        switch role {
        case .ref:
            [
                "ref", "reference", "ref no", "code", "id", "pi", "pi ref", "kpi ref", "indicator ref",
                "indicator code", "kpi no", "measure ref", "no", "number", "kpi code", "kpi id", "kpi reference",
                "kpi number", "pi no", "pi code", "pi number", "pi reference", "measure code", "measure id",
                "measure no", "measure number", "measure reference", "indicator id", "indicator no",
                "indicator number", "indicator reference", "reference number", "reference no", "reference code",
                "ref number", "ref code", "unique ref", "unique reference", "unique id", "action ref", "action no",
                "action number", "risk ref", "risk no", "project ref", "objective ref",
            ]
        case .value:
            [
                "value", "actual", "outturn", "performance", "result", "current value", "current", "latest value",
                "latest", "actual value", "actual performance", "current performance", "latest performance",
                "this quarter", "this period", "this month", "quarter actual", "actual this quarter", "actual ytd",
                "ytd actual", "ytd", "year to date", "actual to date", "year to date actual", "ytd performance",
                "quarterly outturn", "year end outturn", "final outturn", "outturn to date", "achieved", "achievement",
                "current quarter", "current period", "this year", "current year", "latest outturn", "latest actual",
                "latest result", "latest figure", "current outturn", "current actual", "actual outturn",
                "performance this month", "performance this quarter", "performance this period",
                "quarter outturn", "outturn this quarter", "quarterly actual", "quarterly performance",
                "quarterly result", "quarter performance", "quarter result", "result this quarter",
                "value this quarter", "this quarter actual", "this quarter value", "this quarter performance",
                "this quarter s performance", "this quarter s result", "this quarter s actual", "current month",
                "monthly actual", "month actual", "actual this month", "actual this period", "actual this year",
                "actual result", "actual figure", "actual achieved", "actual to target", "reported value",
                "reported performance", "reported figure", "current figure", "current result", "current position",
                "latest position", "latest data", "actuals", "results", "outturn ytd", "ytd outturn", "ytd result",
                "ytd value", "ytd figure", "ytd position", "year to date performance", "year to date outturn",
                "year to date result", "year to date value", "year to date figure", "performance to date",
                "performance ytd", "performance year to date", "result to date", "cumulative actual",
                "cumulative performance", "cumulative outturn", "cumulative ytd", "annual outturn", "annual actual",
                "annual performance", "annual result", "year end actual", "year end performance", "year end result",
                "full year outturn", "full year actual", "outturn value", "outturn figure", "performance value",
                "performance figure", "performance outturn", "performance result", "indicator value", "measure value",
                "kpi value", "score", "figure",
            ]
        case .target:
            [
                "target", "current target", "target value", "annual target", "year end target", "quarterly target",
                "target this quarter", "target ytd", "ytd target", "profiled target", "goal", "quarter target",
                "this quarter target", "target this period", "target this month", "target this year", "target to date",
                "target year to date", "year to date target", "profile target", "target profile", "profiled ytd target",
                "monthly target", "month target", "period target", "current year target", "this year s target",
                "this year target", "in year target", "full year target", "final target", "year target",
                "target figure",
                "target performance", "performance target", "kpi target", "indicator target", "measure target",
                "agreed target", "council target", "local target", "target for year", "target for the year",
                "target set", "targets",
            ]
        case .rag:
            [
                "rag", "rag status", "rag rating", "brag", "brag status", "brag rating", "status", "rating",
                "performance status", "performance rating", "traffic light", "traffic lights", "traffic light status",
                "colour", "color", "light", "r a g", "ytd rag", "ytd status", "current rag", "current status",
                "traffic light rating", "traffic light colour", "rag this quarter", "this quarter rag",
                "rag this period", "this quarter status", "status this quarter", "quarter rag", "quarterly rag",
                "quarterly status", "quarter status", "current rag status", "current rag rating", "latest rag",
                "latest rag status", "latest status", "overall rag", "overall rag status", "overall status",
                "kpi rag", "kpi status", "pi status", "indicator status", "measure status", "rag against target",
                "status against target", "performance against target", "against target", "target status",
                "on target", "performance rag", "rag colour", "bragg", "bragg status", "brag colour", "rag performance",
                "year end rag", "year end status", "ragb", "gar", "ragg", "delivery status", "delivery confidence",
            ]
        case .commentary:
            [
                "commentary", "comment", "comments", "narrative", "notes", "explanation", "exception commentary",
                "performance commentary", "latest commentary", "note", "performance comments", "performance comment",
                "performance narrative", "latest comment", "latest comments", "latest note", "latest notes",
                "latest update", "update", "progress update", "performance update", "service commentary",
                "service comments", "officer commentary", "officer comments", "officer comment", "manager s comments",
                "managers comments", "manager s commentary", "manager commentary", "head of service comments",
                "head of service commentary", "director s comments", "explanation of performance",
                "explanation of variance", "explanation for variance", "explanation if off target",
                "reason for variance", "reason for underperformance", "reasons for underperformance",
                "variance commentary", "variance explanation", "quarter commentary", "quarterly commentary",
                "quarterly comments", "quarterly update", "commentary this quarter", "supporting commentary",
                "supporting narrative", "additional commentary", "additional comments", "analysis",
                "performance analysis", "comments and actions", "commentary and actions",
                "commentary and corrective action", "comments and corrective action", "comment on performance",
                "comments on performance", "commentary on performance", "remarks", "further information",
                "supporting comments", "context", "contextual commentary", "performance notes",
            ]
        case .frequency:
            [
                "frequency", "reporting frequency", "reported", "how often", "frequency of reporting",
                "frequency reported", "data frequency", "collection frequency", "reporting cycle", "measured",
                "update frequency", "reporting schedule", "how often reported", "reporting timescale",
            ]
        case .better:
            [
                "better", "polarity", "good is", "good performance", "direction of good", "better is",
                "good performance is", "good performance looks like", "good looks like", "what good looks like",
                "what is good", "what is good performance", "good to be", "best to be", "better to be", "best is",
                "direction of improvement", "improvement direction", "desired direction", "preferred direction",
                "desired direction of travel", "desired trend", "preferred trend", "expected direction",
                "target direction", "direction of target", "direction of performance", "measure direction",
                "indicator polarity", "kpi polarity", "measure polarity", "performance polarity", "target polarity",
                "aim", "aim to", "aim to maximise minimise", "aim to maximise or minimise", "maximise minimise",
                "maximise or minimise", "aim to increase or decrease", "aim to increase decrease", "aim is to",
                "higher or lower", "high or low", "higher lower", "high low", "higher or lower is better",
                "higher lower is better", "higher lower better", "bigger or smaller is better",
                "bigger smaller is better", "bigger or smaller", "is higher or lower better", "is high or low good",
                "high or low is good", "higher is better", "high is good", "bigger is better", "is higher better",
                "is high good", "more is better", "lower is better", "low is good", "smaller is better",
                "is lower better", "is low good", "less is better",
            ]
        case .kind: ["kind", "figure kind", "type of figure", "kind of figure", "cumulative or snapshot"]
        case .direction:
            [
                "direction", "direction of travel", "dot", "trend", "d o t", "d of t", "dir of travel",
                "travel direction", "performance trend", "trend arrow", "direction of travel arrow", "dot arrow",
                "short term trend", "short trend", "quarterly trend", "direction from last quarter",
                "direction of travel from last quarter", "direction of travel since last quarter",
                "trend since last quarter",
                "movement", "change in performance", "performance direction", "improving or declining", "travel",
            ]
        case .period:
            [
                "period", "quarter", "reporting period", "reporting quarter", "month", "reporting month", "year",
                "financial year", "reporting year", "fiscal year", "period ending", "period ended", "quarter ending",
                "quarter ended", "data period", "time period", "date period", "fy", "qtr", "year and quarter",
                "reporting period end",
            ]
        case .numerator: ["numerator", "num", "numerator value", "numerator figure"]
        case .denominator: ["denominator", "den", "denom", "denominator value", "denominator figure"]
        case .previousValue:
            [
                "previous value", "previous", "last period", "last quarter", "previous quarter", "previous outturn",
                "previous actual", "prior value", "prior quarter", "prior period", "previous period", "last month",
                "previous month", "previous performance", "performance last month", "performance last quarter",
                "performance last period", "last quarter actual", "last quarter value", "last quarter performance",
                "last quarter result", "last quarter outturn", "last quarter s performance", "last quarter s result",
                "actual last quarter", "value last quarter", "result last quarter", "outturn last quarter",
                "previous quarter actual", "previous quarter performance", "previous quarter value",
                "previous quarter result", "previous quarter outturn", "previous period actual",
                "previous period performance", "previous period value", "previous result", "previous figure",
                "prior performance", "prior actual", "prior result", "prior quarter actual", "prior period actual",
                "last reported", "last reported value", "last value", "last actual", "last result", "last outturn",
                "preceding quarter", "prior month", "last period actual", "last period value",
            ]
        case .previousTarget:
            ["previous target", "last target", "last quarter target", "previous quarter target", "prior target"]
        case .previousPeriod: ["previous period", "prior period"]
        case .targetDate:
            [
                "target date", "due date", "deadline", "completion date", "due by", "due", "target completion date",
                "target completion", "planned completion date", "planned completion", "complete by", "target end date",
                "date due", "delivery date", "due for completion",
            ]
        }
    }

    /// Those of the column that names a row for people.
    static let labels = [
        "indicator", "indicator name", "kpi name", "measure name", "indicator description", "kpi description",
        "performance indicator", "performance measure", "key performance indicator", "measure", "kpi", "description",
        "measure description", "indicator title", "title", "name", "pi description", "action", "project",
        "kpi title", "measure title", "pi title", "pi name", "pi", "short name", "indicator short name",
        "performance indicator name", "performance indicator description", "performance measure description",
        "key performance measure", "key performance indicators", "performance indicators", "performance measures",
        "success measure", "outcome measure", "key measure", "metric", "metric name", "indicator definition",
        "measure of success", "what we measure", "action description", "milestone", "task", "activity",
        "deliverable", "project name", "risk", "risk title", "risk description", "objective",
    ]

    /// Those of the column that says who answers for a row.
    static let owners = [
        "owner", "indicator owner", "kpi owner", "responsible officer", "lead officer", "accountable officer", "lead",
        "responsible", "head of service", "directorate", "service", "service area", "department", "team", "division",
        "lead directorate", "responsible service", "portfolio holder", "portfolio", "measure owner", "action owner",
        "risk owner", "data owner", "pi owner", "performance owner", "owner name", "responsible person",
        "responsible manager", "responsible head of service", "responsible director", "reporting officer",
        "contact officer", "responsible lead", "lead name", "kpi lead", "indicator lead", "action lead",
        "accountable", "accountable person", "accountable manager", "accountable lead", "service lead",
        "service manager", "service head", "manager", "assistant director", "service director", "strategic director",
        "executive director", "director", "corporate director", "senior responsible officer", "sro",
        "managed by", "assigned to", "lead service", "lead department", "lead team", "service group",
        "service unit", "business unit", "section", "owning service", "owning directorate", "cabinet member",
        "lead member", "executive member", "cabinet portfolio", "lead portfolio",
    ]

    /// Those of columns that say which part of the country, or of a council, a row is about.
    static let places = [
        "council", "local authority", "authority", "la", "council name", "authority name", "local authority name",
        "la name", "localauthority", "district", "borough", "county", "area", "area name", "ward", "ward name",
        "locality", "region", "region name", "neighbourhood", "school", "organisation", "provider", "site", "branch",
        "council code", "authority code", "local authority code", "la code", "area code", "ons code", "gss code",
        "ward code", "lad code", "lad name", "local authority district", "local authority district code",
        "local authority district name", "long form name of local authority", "name of local authority",
    ]

    /// Those of columns that say when, whatever their cells are.
    static let times: Set<String> = Set(
        of(.period) + ["date", "academic year", "calendar year", "data year", "month and year", "week"])
}

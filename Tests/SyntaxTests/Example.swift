// Whole rule files, as councils write them.

// swift-format-ignore-file

enum Example {
    static let all = [dashboard, quarterlyReport, corporateDashboard, manyChecks]

    static let dashboard = #"""
        /// Rutland's quarterly KPI dashboard, 2023/24 layout.
        import "standard.rules"

        let reporting_date = 2023-09-30

        scheme rutland for value, target, better? {
          green "On target",  "G"  when meets(value, target, better)
          amber "Below",      "A"  when near(value, target, better, 5 points, 5%)
          red   "Off target", "R"  otherwise
          grey  "DNA", ""
        }

        table kpis from "kpis.csv" {
          ref        text     required numbered
          indicator  text     required
          frequency  choice   "Monthly", "Quarterly", "Annual", "6 monthly", "As available"
          target     target
          q1         measure  from "Quarter 1 - end of June position"
          value      measure  from "Quarter 2 – end of September position" | "q2"
          rag        status rutland
          commentary text
          key ref
          join register on ref
        }

        table register from "register.csv" {
          ref    text   required
          better choice "higher", "lower"
          kind   choice "cumulative", "snapshot", "rolling"
          key ref
        }

        table stated from "stated.csv" {
          measure text   required
          count   whole
        }

        rule falls-within-year error "A cumulative figure must not fall within the year" {
          for kpis
          when kind == "cumulative"
          require value >= q1
          message "{ref} is cumulative but fell from {q1} to {value}"
          help "Check whether {q1} is last year's outturn, or {value} a quarter on its own."
          at value, q1
        }

        rule stated-off-target error "The stated number off target must be the number of red rows" {
          for stated
          when measure == "off target"
          require count == count(kpis where rag is red)
          message "The report states {count} off target; {count(kpis where rag is red)} rows are red"
        }

        waive falls-within-year where ref == "2.2" until 2024-03-31
          because "Q1 shows the 2022/23 outturn; republished at Q3"

        test falls-within-year {
          register | ref | better | kind       |
                   | 2.2 | lower  | cumulative |
          kpis     | ref | indicator | q1       | value    |
                   | 2.2 | Waste     | 532.48kg | 141.13kg | fails "fell from 532.48kg to 141.13kg"
                   | 2.2 | Waste     | 141.13kg | 260kg    |
        }

        """#

    static let quarterlyReport = #"""
        /// Rutland County Council, quarterly performance report, quarter 4 of 2016/17.
        import "standard.rules"

        scheme rutland for value, target, better? {
          green "G"  when meets(value, target, better)
          amber "A"  when near(value, target, better, 5 points, 5%)
          red   "R"  otherwise
          grey  ""
        }

        table indicators from "indicators.csv" {
          theme            text     required
          ref              text     required
          indicator        text     required
          target           target
          value            measure
          rag              status rutland
          prior_value      measure
          prior_rag        status rutland
          national_value   measure
          national_period  text
          national_rag     status rutland
          neighbour_value  measure
          neighbour_period text
          neighbour_rag    status rutland
          key ref
          join register on ref required
        }

        /// What the return does not say: which way each indicator is better.
        table register from "register.csv" {
          ref    text   required
          better choice "higher", "lower"
          key ref
        }

        table totals from "totals.csv" {
          theme              text    required
          on_or_above        whole   required
          on_or_above_share  percent
          below              whole   required
          below_share        percent
          key theme
        }

        table sickness from "sickness_by_directorate.csv" {
          directorate            text    required
          days_lost              whole
          headcount_1_jan_2017   whole
          headcount_31_mar_2017  whole
          average                number
          days_lost_per_employee number
          key directorate
        }

        rule prior-rag-disagrees error "The comparison with a year ago must follow from the two figures" {
          for indicators
          when prior_rag is known
          require prior_rag == due(prior_rag, target: prior_value)
          message "{ref} is {prior_rag} against a year ago, but {value} against {prior_value} is due {due(prior_rag, target: prior_value)}"
        }

        rule national-rag-disagrees error "The national benchmark's status must follow from the two figures" {
          for indicators
          when national_rag is known
          require national_rag == due(national_rag, target: national_value)
          message "{ref} is {national_rag} against England, but {value} against {national_value} is due {due(national_rag, target: national_value)}"
        }

        rule neighbour-rag-disagrees error "The neighbours' benchmark status must follow from the two figures" {
          for indicators
          when neighbour_rag is known
          require neighbour_rag == due(neighbour_rag, target: neighbour_value)
          message "{ref} is {neighbour_rag} against its neighbours, but {value} against {neighbour_value} is due {due(neighbour_rag, target: neighbour_value)}"
        }

        rule on-or-above-disagrees error "The number on or above target must be the number of green and amber rows" {
          for totals
          let counted = count(indicators where rag is not red and rag is known and (theme == totals.theme or totals.theme == "Council"))
          require on_or_above == counted
          message "{theme}: the report states {on_or_above} on or above target; {counted} rows are"
        }

        rule below-disagrees error "The number below target must be the number of red rows" {
          for totals
          let counted = count(indicators where rag is red and (theme == totals.theme or totals.theme == "Council"))
          require below == counted
          message "{theme}: the report states {below} below target; {counted} rows are red"
        }

        rule shares-disagree error "Stated shares must agree with the stated counts" {
          for totals
          let rows = count(indicators where theme == totals.theme or totals.theme == "Council")
          require on_or_above_share agrees with percent(on_or_above, rows)
          require below_share agrees with percent(below, rows)
          message "{theme}: {on_or_above} and {below} of {rows} are {percent(on_or_above, rows)} and {percent(below, rows)}, not {on_or_above_share} and {below_share}"
        }

        rule sickness-sums error "The total row must be the sum of the directorates" {
          for sickness
          when directorate == "Total"
          require days_lost == sum(sickness.days_lost where directorate != "Total")
          require headcount_1_jan_2017 == sum(sickness.headcount_1_jan_2017 where directorate != "Total")
          require headcount_31_mar_2017 == sum(sickness.headcount_31_mar_2017 where directorate != "Total")
        }

        rule sickness-per-employee error "Days lost per employee must agree with days and employees" {
          for sickness
          require average agrees with (headcount_1_jan_2017 + headcount_31_mar_2017) / 2
          require days_lost_per_employee agrees with days_lost / average
        }

        rule sickness-indicator error "The indicator must agree with the sickness table" {
          for sickness
          when directorate == "Total"
          let reported = max(indicators.value where ref == "LI195")
          require days_lost_per_employee agrees with reported
          message "The sickness table has {days_lost_per_employee} days lost per employee, indicator LI195 has {reported}"
        }

        """#

    static let corporateDashboard = #"""
        /// Rutland County Council, corporate performance dashboard, quarter 2 of 2023/24.
        /// The published table's status icons did not survive in the text, so every status is blank here.
        import "standard.rules"

        let reporting_date = 2023-09-30

        scheme rutland for value, target, better? {
          green "On target",  "G"  when meets(value, target, better)
          amber "Below",      "A"  when near(value, target, better, 5%)
          red   "Off target", "R"  otherwise
          grey  "DNA", ""
        }

        table kpis from "kpis.csv" {
          priority       text     required
          commitment     text     required
          ref            text     required numbered
          directorate    text     required
          indicator      text     required
          frequency      choice   "Monthly", "Quarterly", "Annual", "6 monthly", "As available"
          target         target
          previous_value measure  from "q1"
          value          measure  from "q2"
          rag            status rutland
          commentary     text
          key ref
          join register on ref
        }

        /// What the return does not say: which way each indicator is better, and what kind of figure it is.
        table register from "register.csv" {
          ref    text   required
          better choice "higher", "lower"
          kind   choice "cumulative", "snapshot", "rolling"
          key ref
        }

        table stated from "stated.csv" {
          measure text  required
          count   whole required
        }

        rule kpi-count error "The dashboard must hold as many indicators as it says" {
          for stated
          when measure == "key performance indicators"
          require count == count(kpis)
          message "The dashboard states {count} indicators; the table has {count(kpis)}"
        }

        rule section-count error "The dashboard must hold as many sections as it says" {
          for stated
          when measure == "priorities and areas"
          require count == count distinct(kpis.priority)
        }

        waive cumulative-falls where ref == "1.5"
          because "Places are counted by academic year: the count starts again in September"

        """#

    static let manyChecks = #"""
        /// The standard checks of gen.py, in kpilint's language.

        scheme bench for value, target, better {
          green "Green"  when meets(value, target, better)
          amber "Amber"  when near(value, target, better, 5%)
          red   "Red"    otherwise
          grey  "Grey"
        }

        table returns from "returns.csv" {
          authority   text         required matches /[EWSN][0-9]{8}/
          ref         text         required matches /[0-9]{1,2}\.[0-9]{1,2}/
          frequency   text         required matches /Monthly|Quarterly|Annual/
          kind        text         required matches /cumulative|snapshot|rolling/
          unit        text         required matches /%|number|£|days/
          better      choice "higher", "lower" required matches /higher|lower/
          period      period       required matches /[0-9]{4}-Q[1-4]/
          target      target       required matches /(<=|>=|<|>)?£?[0-9][0-9,]*(\.[0-9]+)?[mk]?%?|Between £?[0-9][0-9,]*(\.[0-9]+)?[mk]?%?-£?[0-9][0-9,]*(\.[0-9]+)?[mk]?%?/
          value       measure      required matches /DNA|£?[0-9][0-9,]*(\.[0-9]+)?[mk]?%?/
          rag         status bench required matches /Green|Amber|Red|Grey/
          numerator   whole        matches /[0-9]*/
          denominator whole        matches /[0-9]*/
          commentary  text
          key authority, ref, period
          let financial_year = year(period)
        }

        table totals from "totals.csv" {
          authority text   required
          period    period required
          rag       text   required
          n         whole  required
          key authority, period, rag
        }

        rule b-rag error "The status must follow from value and target" {
          for returns
          require if value is known then rag is not grey and rag == due(rag) else rag is grey
        }

        rule c-comment error "A red row needs a commentary" {
          for returns
          when rag is red
          require commentary is present
        }

        rule d-cumul error "A cumulative figure must not fall within its year" {
          for returns where kind == "cumulative" and value is known by authority, ref, financial_year over period
          require value >= previous.value
        }

        rule e-ratio error "A percentage must agree with its counts" {
          for returns
          when unit == "%"
          require value agrees with percent(numerator, denominator)
        }

        rule g-totals error "Stated totals must be the rows counted" {
          for totals
          require n == count(returns where authority == totals.authority and period == totals.period and printed(rag) == totals.rag)
        }

        """#
}

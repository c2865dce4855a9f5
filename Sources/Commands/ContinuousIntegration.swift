// What GitHub Actions gets by itself: annotations in the log and a summary of the step.

/// The further outputs of a check that runs under GitHub Actions.
struct ContinuousIntegration {
    /// Annotations, unless they were asked for anyway.
    var annotations: (format: ReportFormat, goesToError: Bool)?
    /// The summary of the step, and the file that it is added to.
    var summary: (format: ReportFormat, path: String)?

    /// `nil` where the program does not run there.
    init?(_ host: Host, besides outputs: [Output]) {
        guard host.variable("GITHUB_ACTIONS") == "true" else { return nil }
        let onOutput = outputs.filter { $0.path == nil }
        if let format = ReportFormat.named("github"), !onOutput.contains(where: { $0.format.name == format.name }) {
            // A machine that reads standard output must not find commands for another in it; the runner reads both.
            annotations = (format, goesToError: onOutput.contains(where: \.format.standsAlone))
        }
        if let path = host.variable("GITHUB_STEP_SUMMARY"), !path.isEmpty, let format = ReportFormat.named("markdown") {
            summary = (format, path)
        }
    }

    var formats: [ReportFormat] { [annotations?.format, summary?.format].compactMap { $0 } }
}

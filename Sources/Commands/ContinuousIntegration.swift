// Outputs that GitHub Actions gets by default: annotations in the log and a summary of the step.

/// The further outputs of a check that runs under GitHub Actions.
struct ContinuousIntegration {
    /// Annotations; `nil` where they were requested explicitly.
    var annotations: (format: ReportFormat, goesToError: Bool)?
    /// The summary of the step, and the file to which it is appended; `nil` where there is none.
    var summary: (format: ReportFormat, path: String)?

    /// `nil` where the program does not run there.
    init?(_ host: Host, besides outputs: [Output]) {
        guard host.variable("GITHUB_ACTIONS") == "true" else { return nil }
        let onOutput = outputs.filter { $0.path == nil }
        if let format = ReportFormat.named("github"), !onOutput.contains(where: { $0.format.name == format.name }) {
            // A document on standard output must not be mixed with annotations; the runner reads both streams.
            annotations = (format, goesToError: onOutput.contains(where: \.format.standsAlone))
        }
        if let path = host.variable("GITHUB_STEP_SUMMARY"), !path.isEmpty, let format = ReportFormat.named("markdown") {
            summary = (format, path)
        }
    }

    var formats: [ReportFormat] { [annotations?.format, summary?.format].compactMap { $0 } }
}

// The version, in the one place that `.ci/release` moves together with the changelog.

/// The version of this build, as `CHANGELOG.md` has it: that of the newest entry, or the one that comes with `-dev`
/// behind it while that entry is `Unreleased`.
package let kpilintVersion = "0.1.0-dev"

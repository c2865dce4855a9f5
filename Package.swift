// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is compiled alike: explicit existentials, imports that say who sees them, no warnings.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
    // Exclusive access is checked in debug builds, which the tests run in; in a release it costs a call for each use of
    // a class's variable in the loops over cells.
    .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
]

/// Of targets that touch memory by safe means alone.
let strictSettings = settings + [.strictMemorySafety()]

/// Where the program is at home, which reports then link to: `KPILINT_HOMEPAGE=https://… swift build`.
let homepage: [CSetting] =
    Context.environment["KPILINT_HOMEPAGE"].flatMap { address in
        let folder = address.hasSuffix("/") ? address : address + "/"
        return address.isEmpty ? nil : [.define("KPILINT_HOMEPAGE", to: "\"\(folder)\"")]
    } ?? []

/// A stage of the pipeline: a target with its tests beside it, which may use what later stages make of its product, and
/// share code with the tests of others.
func stage(
    _ name: String, _ dependencies: [String], resources: [Resource] = [], testedWith others: [String] = [],
    sharing shared: [String] = [], touchesBytes: Bool = false
) -> [Target] {
    [
        .target(
            name: name, dependencies: dependencies.map { .byName(name: $0) }, resources: resources,
            swiftSettings: touchesBytes ? settings : strictSettings),
        .testTarget(
            name: name + "Tests", dependencies: ([name] + dependencies + others + shared).map { .byName(name: $0) },
            swiftSettings: settings),
    ]
}

let package = Package(
    name: "kpilint",
    products: [.executable(name: "kpilint", targets: ["kpilint"])],
    targets: [
        // Level 0: no knowledge of rules or files.
        [.target(name: "CByteMasks"), .target(name: "CDigitTemplates"), .target(name: "CSystem", cSettings: homepage)],
        [.systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])])],
        [.target(name: "Platform", swiftSettings: settings)],
        stage("Digests", [], touchesBytes: true),
        stage("JSON", []),
        stage("Locations", []),
        stage("Workers", ["Platform"], touchesBytes: true),
        // Levels 1 and 2: the language's words, containers, and what flows between stages.
        stage("Diagnostics", ["Locations"], touchesBytes: true),
        stage("Packages", ["CZlib", "Platform", "Workers"], touchesBytes: true),
        stage("Patterns", ["CByteMasks"], touchesBytes: true),
        stage("Quantities", ["CDigitTemplates"], touchesBytes: true),
        stage("Findings", ["Diagnostics", "Locations", "Workers"], touchesBytes: true),
        stage("Syntax", ["Diagnostics", "Quantities"]),
        stage("Tables", ["Locations", "Patterns", "Quantities", "CByteMasks", "Platform"], touchesBytes: true),
        stage("Catalog", ["Findings"]),
        // Levels 3 and 4: the stages.
        stage(
            "Checking", ["Diagnostics", "Syntax", "Catalog", "Patterns", "Quantities", "Findings", "Tables"],
            testedWith: ["Planning"]),
        stage("CSVReading", ["Tables", "Locations", "Quantities", "CByteMasks", "Platform"], touchesBytes: true),
        stage(
            "WorkbookReading", ["Packages", "Tables", "Locations", "Quantities", "Workers"],
            sharing: ["SmallWorkbooks"],
            touchesBytes: true),
        // Workbooks that tests write.
        [
            .target(
                name: "SmallWorkbooks",
                dependencies: ["CZlib", "Catalog", "Locations", "Tables", "WorkbookReading"].map { .byName(name: $0) },
                path: "Tests/SmallWorkbooks", swiftSettings: settings)
        ],
        stage("Reports", ["Findings", "Tables", "Locations", "Diagnostics", "Digests", "CSystem"], touchesBytes: true),
        // Levels 5 to 8: from checked rules and chunks to findings.
        stage(
            "Columns",
            ["Checking", "Tables", "Quantities", "Patterns", "Catalog", "CByteMasks", "Platform"],
            touchesBytes: true),
        stage(
            "Planning",
            ["Checking", "Columns", "Quantities", "Catalog", "Patterns", "Diagnostics", "Findings"]),
        stage(
            "Evaluation",
            [
                "Planning", "Columns", "Checking", "Findings", "Tables", "Locations", "Quantities", "Patterns",
                "Catalog", "Workers", "CByteMasks", "Platform",
            ],
            testedWith: ["CSVReading", "Diagnostics", "Wording"], touchesBytes: true),
        stage(
            "Wording",
            [
                "Evaluation", "Planning", "Columns", "Checking", "Findings", "Tables", "Locations", "Quantities",
                "Patterns", "Catalog", "Diagnostics", "Workers",
            ],
            touchesBytes: true),
        // Level 9: the façade.
        stage(
            "Workspace",
            [
                "Diagnostics", "Syntax", "Catalog", "Checking", "Tables", "Locations", "Findings", "CSVReading",
                "WorkbookReading", "Platform", "Digests", "CSystem",
                "Columns", "Planning", "Evaluation", "Wording", "Quantities", "Patterns", "Reports", "JSON",
            ],
            resources: [.embedInCode("../../rules/standard.rules")],
            testedWith: ["EditorFeatures", "LanguageServer"], sharing: ["SmallWorkbooks"], touchesBytes: true),
        // Levels 10 and 11: what editors ask for, and the protocol in which they do.
        stage(
            "EditorFeatures",
            [
                "Checking", "Diagnostics", "Findings", "Locations", "Quantities", "Reports", "Syntax", "Tables",
                "Wording", "Workspace",
            ]),
        stage(
            "LanguageServer", ["EditorFeatures", "Findings", "JSON", "Platform", "Workspace"], touchesBytes: true),
        // Levels 12 and 13: the program.
        stage(
            "Commands",
            [
                "Workspace", "Reports", "Findings", "Catalog", "Diagnostics", "Digests", "Checking", "Quantities",
                "CSystem", "LanguageServer", "Platform", "Tables",
            ],
            sharing: ["SmallWorkbooks"], touchesBytes: true),
        [
            .executableTarget(
                name: "kpilint", dependencies: ["CSystem", "Commands", "Platform"], swiftSettings: settings),
            // Not declared as products: Tests/Benchmark/run builds and runs the one, CONTRIBUTING.md names the other.
            .executableTarget(
                name: "kpilint-fuzz",
                dependencies: ["CZlib", "Locations", "Packages", "Platform", "Tables", "Workers", "WorkbookReading"],
                swiftSettings: settings),
            .executableTarget(
                name: "kpilint-benchmark",
                dependencies: [
                    "CSVReading", "Checking", "Columns", "Diagnostics", "Evaluation", "Findings", "Patterns",
                    "Planning", "Platform", "Quantities", "Tables", "Wording",
                ],
                swiftSettings: settings),
        ],
    ].flatMap { $0 },
    swiftLanguageModes: [.v6]
)

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

/// Where the program is at home, which reports then link to: `KPILINT_HOMEPAGE=https://… swift build`.
let homepage: [CSetting] =
    Context.environment["KPILINT_HOMEPAGE"].flatMap { address in
        let folder = address.hasSuffix("/") ? address : address + "/"
        return address.isEmpty ? nil : [.define("KPILINT_HOMEPAGE", to: "\"\(folder)\"")]
    } ?? []

/// A stage of the pipeline: a target with its tests beside it, which may use what later stages make of its product.
func stage(
    _ name: String, _ dependencies: [String], resources: [Resource] = [], testedWith others: [String] = []
) -> [Target] {
    [
        .target(
            name: name, dependencies: dependencies.map { .byName(name: $0) }, resources: resources,
            swiftSettings: settings),
        .testTarget(
            name: name + "Tests", dependencies: ([name] + dependencies + others).map { .byName(name: $0) },
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
        stage("Locations", []),
        stage("Patterns", []),
        stage("Workers", []),
        // Levels 1 and 2: the language's words, containers, and what flows between stages.
        stage("Diagnostics", ["Locations"]),
        stage("Packages", ["CZlib"]),
        stage("Quantities", ["CDigitTemplates"]),
        stage("Findings", ["Diagnostics", "Locations", "Workers"]),
        stage("Syntax", ["Diagnostics", "Quantities"]),
        stage("Tables", ["Locations", "Quantities", "CByteMasks"]),
        stage("Catalog", ["Findings"]),
        // Levels 3 and 4: the stages.
        stage(
            "Checking", ["Diagnostics", "Syntax", "Catalog", "Patterns", "Quantities", "Findings", "Tables"],
            testedWith: ["Planning"]),
        stage("CSVReading", ["Tables", "Locations", "Quantities", "CByteMasks"]),
        stage("WorkbookReading", ["Packages", "Tables", "Locations", "Quantities"], testedWith: ["CZlib"]),
        stage("Reports", ["Findings", "Locations", "Diagnostics", "Workers", "CSystem"]),
        // Levels 5 to 8: from checked rules and chunks to findings.
        stage(
            "Columns",
            ["Checking", "Tables", "Quantities", "Patterns", "Catalog", "CByteMasks"]),
        stage(
            "Planning",
            ["Checking", "Columns", "Quantities", "Catalog", "Patterns", "Diagnostics", "Findings"]),
        stage(
            "Evaluation",
            [
                "Planning", "Columns", "Checking", "Findings", "Tables", "Locations", "Quantities", "Patterns",
                "Catalog", "Workers", "CByteMasks",
            ],
            testedWith: ["CSVReading", "Diagnostics", "Wording"]),
        stage(
            "Wording",
            [
                "Evaluation", "Planning", "Columns", "Checking", "Findings", "Tables", "Locations", "Quantities",
                "Patterns", "Catalog", "Diagnostics", "Workers",
            ]),
        // Level 9: the façade.
        stage(
            "Workspace",
            [
                "Diagnostics", "Syntax", "Catalog", "Checking", "Tables", "Locations", "Findings", "CSVReading",
                "WorkbookReading",
                "Columns", "Planning", "Evaluation", "Wording", "Quantities", "Patterns", "Reports",
            ],
            resources: [.embedInCode("../../rules/standard.rules")]),
        // Levels 10 and 11: the program.
        stage(
            "Commands",
            [
                "Workspace", "Reports", "Findings", "Locations", "Catalog", "Diagnostics", "Checking", "Quantities",
                "CSystem",
            ]),
        [
            .executableTarget(name: "kpilint", dependencies: ["Commands"], swiftSettings: settings),
            // Not declared as a product: Tests/Benchmark/run builds and runs it.
            .executableTarget(
                name: "kpilint-benchmark",
                dependencies: [
                    "CSVReading", "Checking", "Columns", "Diagnostics", "Evaluation", "Findings", "Patterns",
                    "Planning", "Quantities", "Tables", "Wording",
                ],
                swiftSettings: settings),
        ],
    ].flatMap { $0 },
    swiftLanguageModes: [.v6]
)

// swift-tools-version: 6.2
import PackageDescription

// Hot loops cross module borders only where the optimiser can see through them: without this flag generics across
// targets ran a hundred times slower. It works for `public` declarations only, which is why the targets have no
// `package` ones. The program has one thread, so reference counts need no atomic instructions; that accesses are
// exclusive is checked in debug builds, where the tests run. Unsafe flags are allowed because this is a root package.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .unsafeFlags(
    ["-cross-module-optimization", "-assume-single-threaded", "-enforce-exclusivity=unchecked"],
    .when(configuration: .release)),
]

// The one target compiled for a processor with SHA-256 instructions; who calls it asks first whether there are some. Clang's
// names for them cannot be compiled otherwise.
#if arch(x86_64)
  let instructions: [SwiftSetting] = [.unsafeFlags(["-Xcc", "-msse4.1", "-Xcc", "-msha"])]
#else
  let instructions: [SwiftSetting] = []
#endif

/// A target of ours: its name, what it may import, and nothing else. `make check` builds with
/// `--explicit-target-dependency-import-check error`, so this table is the layering rule.
func layer(_ name: String, _ imports: [String]) -> Target {
  .target(name: name, dependencies: imports.map { .byName(name: $0) }, swiftSettings: settings)
}
func tests(_ name: String, _ imports: [String]) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: imports.map { .byName(name: $0) }, path: "Tests/\(name)Tests",
    swiftSettings: settings)
}

let stages = ["Intake", "Normalize", "Diff", "Cash", "Score", "Decide", "Emit"]
let belowStages = ["Ledger", "Formats", "Documents", "Pipeline"]

let package = Package(
  name: "receivables",
  products: [.executable(name: "receivables", targets: ["receivables"])],
  targets: [
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CIntrinsics"),
    .target(name: "SHAInstructions", dependencies: ["CIntrinsics"], swiftSettings: settings + instructions),
    layer("Ledger", ["SHAInstructions"]),
    layer("Formats", ["Ledger", "CLibXML2"]),
    layer("Documents", ["Ledger"]),
    layer("Store", ["Ledger", "CSQLite"]),
    layer("Pipeline", ["Ledger", "Formats", "Documents"]),
  ] + stages.map { layer($0, belowStages) } + [
    .executableTarget(
      name: "receivables", dependencies: (belowStages + ["Store", "CIntrinsics"] + stages).map { .byName(name: $0) },
      swiftSettings: settings),
    tests("Ledger", ["Ledger"]),
    tests("Formats", ["Formats", "Ledger"]),
    tests("Documents", ["Documents", "Ledger"]),
    tests("Store", ["Store", "Ledger", "CSQLite"]),
    tests("Pipeline", belowStages),
    tests("Preset", belowStages + ["Intake", "Normalize"]),
  ] + stages.map { tests($0, belowStages + [$0]) }
)

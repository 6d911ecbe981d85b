import Formats
import Ledger

/// The program that writes a feed's files, where a person wants it checked: a preset knows versions that export something else.
public struct ErpSettings: Settings {
  public var name: String?
  public var version: String?

  public init() {}

  public static let title = "erp"
  public static let doc = "The program that writes the files. Versions that a preset is known not to read are refused."
  public static var settings: [Setting<ErpSettings>] {
    [
      Setting("name", \.name, .text, "What it is called, such as `Sage 100`; has to be the system of the preset."),
      Setting("version", \.version, .text, "Its version, such as `2022` or `24.1`: numbers separated by points."),
    ]
  }
}

extension SourceSystem {
  /// What speaks against reading this system's files so; nil where nothing is known to. `at` says which setting is meant.
  public func refusal(of erp: ErpSettings?, extent: FeedSettings.Extent?) -> (
    key: String, message: String, help: String
  )? {
    if let other = erp?.name, other.lowercased() != name.lowercased() {
      return ("erp", "the preset reads \(name), not \(other)", "choose the preset of your system, or leave `erp` out")
    }
    if let version = erp?.version, !version.contains(where: SourceSystem.isDigit) {
      return (
        "erp", "`\(version)` cannot be read as a version", "write its number, such as `2022`, `v15.2` or `saas~17.2`"
      )
    }
    if let version = erp?.version, let least = minimumVersion, SourceSystem.isOlder(version, than: least) {
      return (
        "erp", "\(name) \(version) is too old, the preset reads \(least) and later",
        "write a mapping for its export: receivables check FILE --write"
      )
    }
    let found = refuse.first { refusal in
      (refusal.extent == nil || refusal.extent == extent)
        && (refusal.version.map { erp?.version?.hasPrefix($0) ?? false } ?? true)
    }
    guard let found else { return nil }
    return (found.extent == nil ? "erp" : "extent", "refused, because \(found.because)", "see docs/presets")
  }

  private static func isDigit(_ letter: Character) -> Bool { letter.isASCII && letter.isNumber }

  /// Compares numbers between points: `9.2` is older than `10`. Letters before the first digit say nothing, as in `v15.2` or `saas~17.2`.
  static func isOlder(_ version: String, than other: String) -> Bool {
    func parts(_ text: String) -> [Int] {
      text.drop { !isDigit($0) }.split(separator: ".").map { Int($0.prefix(while: isDigit)) ?? 0 }
    }
    let (left, right) = (parts(version), parts(other))
    for index in 0..<max(left.count, right.count) {
      let (a, b) = (index < left.count ? left[index] : 0, index < right.count ? right[index] : 0)
      if a != b { return a < b }
    }
    return false
  }
}

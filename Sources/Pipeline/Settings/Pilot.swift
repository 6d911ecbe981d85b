import Formats
import Ledger

/// Reminds only some of the customers, always the same ones: a share of them, or groups.
public struct Pilot: Settings {
  /// Nil: by groups alone.
  public var percent: Int?
  public var group: [String] = []

  public init() {}

  /// True for a customer who is in it: of one of the groups, or of the share. The share is taken by the SHA-256 of company and customer id,
  /// so it is the same every night, and a larger one holds the smaller.
  public func includes(_ customer: Customer) -> Bool {
    if let own = customer.group, group.contains(own) { return true }
    guard let percent else { return false }
    let digest = SHA256.digest("\(customer.company)\u{1F}\(customer.id)")
    return digest.prefix(4).reduce(0) { $0 << 8 | Int($1) } % 10_000 < percent * 100
  }

  /// `10 percent of the customers`, `group retail`, or both.
  public var words: String {
    let share = percent.map { "\($0) percent of the customers" }
    let groups = group.isEmpty ? nil : "group " + alternatives(group)
    return [groups, share].compactMap(\.self).joined(separator: " and ")
  }

  public static let title = "pilot"
  public static let doc =
    "Reminds only some of the customers, always the same ones; the others are suppressed `pilot`."
  public static var settings: [Setting<Pilot>] {
    [
      Setting(
        "percent", \.percent, .int(0...100),
        "A share of the customers. A larger share holds the customers of a smaller one."),
      Setting(
        "group", \.group, .list(of: .text, distinct: true), "Groups of customers who are in it whatever the share."),
    ]
  }

  public func check(_ json: JSONValue, _ problems: inout SettingProblems) {
    guard json["percent"] == nil, group.isEmpty else { return }
    problems.report(
      at: json.place, "the pilot names nobody", code: "missing-setting", help: "add \"percent\" or \"group\"")
  }
}

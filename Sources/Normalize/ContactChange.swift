import Ledger
import Pipeline

/// What a `contact` decision changes: a field of the customer's record, and its new value.
enum ContactChange {
  /// Who the customer is, and what follows from that by law, is the ERP's.
  private static let fixed: Set<String> = [
    "company", "customer_id", "name", "party_id", "parent_id", "bill_to", "party_type", "intercompany",
  ]

  private static let fields = Mapping.customers.fields.filter { !fixed.contains($0.name) }

  /// `email=ap@company.example` without blanks around field and value; text without an equals sign as it is.
  static func trimmed(_ value: String) -> String {
    guard let at = value.firstIndex(of: "=") else { return value }
    return "\(trimmed(value[..<at]))=\(trimmed(value[value.index(after: at)...]))"
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }

  /// Why nothing would come of it, and what to write; nil: it can be done.
  static func problem(of change: String) -> (message: String, hint: String)? {
    let parts = change.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      return (
        "`\(change)` is no value of a `contact` decision",
        "write the field, an equals sign and the new value: email=ap@company.example"
      )
    }
    guard let rule = fields.first(where: { $0.name == parts[0] }) else {
      let names = fields.map(\.name)
      return (
        "`\(parts[0])` is no field that a `contact` decision can change",
        nearestName(to: parts[0].filter { $0 != "-" }, in: names).map { "did you mean `\($0)`?" }
          ?? "one of \(names.joined(separator: ", "))"
      )
    }
    if rule.kind == .email {
      return EmailAddress.usable(parts[1]) == nil
        ? ("`\(parts[1])` is no e-mail address", "write it as name@domain") : nil
    }
    var text = parts[1]
    let fault = text.withUTF8 { bytes in
      FieldCheck.fault(ColumnPlan.check(rule.kind), UnsafeRawBufferPointer(bytes), 4, { rule.name }, { rule })
    }
    return fault.map { ($0.message, $0.hint) }
  }
}

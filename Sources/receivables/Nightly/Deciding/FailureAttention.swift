import Emit
import Ledger
import Pipeline

/// What people are told about messages and statements that could not be written.
enum FailureAttention {
  /// So many are named.
  private static let named = 3

  /// Messages and statements by themselves, and each problem with what helps: the worklist lists the first. A statement with a shorter name is
  /// told, and no reason for the night to fail.
  static func items(_ failures: [MessageFailure], asOf: CalendarDate) -> [Attention.Item] {
    let messages = failures.filter { $0.messageID != nil }
    let statements = failures.filter { $0.messageID == nil && !$0.isShortened }
    let shortened = failures.filter(\.isShortened)
    return items(messages, .warn, "message", "could not be written", "; worklist.csv lists them", asOf)
      + items(statements, .warn, "statement", "could not be written", "", asOf)
      + items(shortened, .ok, "statement", "could not show the whole address", "", asOf)
  }

  /// One for each code, in the order in which they came.
  private static func items(
    _ failures: [MessageFailure], _ level: Attention.Level, _ noun: String, _ what: String, _ where: String,
    _ asOf: CalendarDate
  ) -> [Attention.Item] {
    var codes: [String] = []
    for failure in failures where !codes.contains(failure.code) { codes.append(failure.code) }
    return codes.map { code in
      let same = failures.filter { $0.code == code }
      let told = same.prefix(named).map { "\($0.company) \($0.customerID): \($0.reason)" }
      let more = same.count > named ? "; and \(same.count - named) more" : ""
      return Attention.Item(
        level: level, code: code,
        what: "\(same.count.counted(noun)) \(what): " + told.joined(separator: "; ") + more,
        since: asOf, type: remedy(code) + `where`)
    }
  }

  private static func remedy(_ code: String) -> String {
    switch code {
    case "missing-glyph", "script-not-supported":
      "the built-in fonts do not have these letters in PDF: use e-mail, HTML or CSV for this customer"
    case "address-lines", "address-width": "shorten the customer's name or address in the ERP"
    case "window-zone", "document-overflow", "table-width":
      "shorten what does not fit, or give the template fewer columns"
    case "template-missing", "template-sms-missing", "whatsapp-template-missing", "sms-too-long": "correct the template"
    default: "correct the customer in the ERP"
    }
  }
}

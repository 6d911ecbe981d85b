import Emit
import Ledger
import Pipeline

/// What people are told about messages and statements that could not be written.
enum FailureAttention {
  /// So many are named.
  private static let named = 3

  /// Messages and statements by themselves: the worklist lists the first.
  static func items(_ failures: [MessageFailure], asOf: CalendarDate) -> [Attention.Item] {
    [
      item(failures.filter { $0.messageID != nil }, "message", "; worklist.csv lists them", asOf),
      item(failures.filter { $0.messageID == nil }, "statement", "", asOf),
    ].compactMap(\.self)
  }

  private static func item(
    _ failures: [MessageFailure], _ noun: String, _ where: String, _ asOf: CalendarDate
  ) -> Attention.Item? {
    guard let first = failures.first else { return nil }
    let told = failures.prefix(named).map { "\($0.company) \($0.customerID): \($0.reason)" }
    let more = failures.count > named ? "; and \(failures.count - named) more" : ""
    return Attention.Item(
      level: .warn, code: first.code,
      what: "\(failures.count) \(noun)\(failures.count == 1 ? "" : "s") could not be written: "
        + told.joined(separator: "; ") + more,
      since: asOf, type: remedy(first.code) + `where`)
  }

  private static func remedy(_ code: String) -> String {
    switch code {
    case "missing-glyph", "script-not-supported":
      "the built-in fonts do not have these letters in PDF: use e-mail, HTML or CSV for this customer"
    case "template-missing", "template-sms-missing", "whatsapp-template-missing", "sms-too-long": "correct the template"
    case "company-unknown": "add the company to pipeline.json"
    default: "correct the customer in the ERP"
    }
  }
}

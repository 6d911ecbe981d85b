import Ledger

/// A reminder block of the ERP, on a customer or a document. It counts like a hold of ours and is ended in the ERP.
struct ERPBlock: Equatable, Sendable {
  /// The ERP's code or word for it.
  let code: String
  let until: CalendarDate?

  init?(_ customer: Customer, asOf: CalendarDate) {
    guard let code = customer["reminder_block"] else { return nil }
    self.init(code, until: customer["reminder_block_until"], asOf: asOf)
  }

  init?(_ document: Document, asOf: CalendarDate) {
    // Most documents have none, and then one look is enough.
    guard let code = document.detail("reminder_block") else { return nil }
    self.init(code, until: document.detail("reminder_block_until"), asOf: asOf)
  }

  /// Nil where `reminder_block` is empty or says no, or its last day has passed.
  private init?(_ code: String?, until: String?, asOf: CalendarDate) {
    guard let code, !ERPBlock.no.contains(code.lowercased()) else { return nil }
    let until = until.flatMap { CalendarDate($0) }
    if let until, until < asOf { return nil }
    self.code = code
    self.until = until
  }

  private static let no: Set<String> = ["", "0", "n", "no", "false", "none", "-"]
}

/// Payment methods by which we collect ourselves: whoever pays so is not reminded until a return is known.
enum DirectDebit {
  private static let methods: Set<String> = [
    "direct_debit", "directdebit", "debit", "dd", "sepa", "sepa_dd", "sepa_direct_debit", "sdd", "bacs_dd", "ach_debit",
    "autogiro", "lsv", "lastschrift", "einzug", "bankeinzug", "domiciliation", "incasso", "card", "credit_card",
    "creditcard", "debit_card", "kreditkarte",
  ]

  static func isMethod(_ text: String?) -> Bool {
    guard let text else { return false }
    let word = text.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 }
    return methods.contains(String(word))
  }
}

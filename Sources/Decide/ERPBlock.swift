import Ledger

/// A reminder block of the ERP, on a customer or a document. It counts like a hold of ours and is ended in the ERP.
struct ERPBlock: Equatable, Sendable {
  /// The ERP's code or word for it.
  let code: String
  let until: CalendarDate?

  /// Nil where `reminder_block` is empty or says no, or its last day has passed.
  init?(_ details: Details, asOf: CalendarDate) {
    guard let code = details["reminder_block"], !ERPBlock.no.contains(code.lowercased()) else { return nil }
    let until = details["reminder_block_until"].flatMap { CalendarDate($0) }
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

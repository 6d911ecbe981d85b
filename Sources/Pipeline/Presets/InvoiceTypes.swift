/// Types of invoices by UNTDID 1001, as UBL and CII write them, in the words of a mapping.
enum InvoiceTypes {
  private static let credits = ["81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"]
  private static let debits = ["80", "84", "383"]

  /// `"81", "83"`: for `in`.
  static let creditNotes = credits.map { "\"\($0)\"" }.joined(separator: ", ")
  /// `"81": "credit_note", "80": "debit_note"`: for `map`; every other type is an invoice.
  static let kinds = (credits.map { "\"\($0)\": \"credit_note\"" } + debits.map { "\"\($0)\": \"debit_note\"" })
    .joined(separator: ", ")
}

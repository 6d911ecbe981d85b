/// Statements and reports of banks, whatever the bank: the readers bring every format into the same columns, so that the mappings
/// differ in nothing but the format. Who has paid is found later, by cash application.
enum Banks {
  static let camt = preset("camt", "camt.052, camt.053 and camt.054 (ISO 20022): what was booked on the account")
  static let mt940 = preset("mt940", "MT940 and MT942 (SWIFT): what was booked on the account")
  static let bai2 = preset("bai2", "BAI2: balance reports of American banks with their transactions")
  static let lockbox = preset("lockbox", "Lockbox (BAI): checks sent to a post box, with the invoices they pay")
  static let nacha = preset("nacha", "NACHA: returned direct debits of the American ACH network")
  static let ofx = preset("ofx", "OFX 1 and 2, also .qbo and .qfx: what was booked on the account")
  static let pain002 = preset(
    "pain.002", "pain.002 (ISO 20022): direct debits of ours that were rejected", name: "pain002")

  private static func preset(_ format: String, _ summary: String, name: String? = nil) -> PresetText {
    PresetText(
      (name ?? format) + ".payments", .payments, summary,
      #"""
      { "feed": "payments", "summary": "\#(summary)", "extent": "delta", "unidentified": true,
        "erp": { "name": "bank" },
        "read": { "format": "\#(format)" },
        "columns": {
          "payment_id": "payment_id",
          "payment_date": "payment_date",
          "currency": "currency",
          "amount": "amount",
          "method": "method",
          "reference": "reference",
          "remittance": "remittance",
          "payer_name": "payer_name",
          "payer_account": "payer_account"
        },
        "keep": {
          "value_date": "value_date", "account": "account", "statement": "statement", "end_to_end_id": "end_to_end_id",
          "bank_reference": "bank_reference", "bank_code": "bank_code", "reversal": "reversal",
          "return_reason": "return_reason", "charges": "charges",
          "entry_key": "entry_key", "former_id": "former_id"
        } }
      """#)
  }
}

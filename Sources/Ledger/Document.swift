/// What a document is to the ledger.
package enum DocumentKind: UInt8, Sendable, CaseIterable {
  case invoice = 0, creditNote = 1, debitNote = 2, charge = 3, onAccount = 4

  /// The word of the `kind` column.
  package var name: String {
    switch self {
    case .invoice: "invoice"
    case .creditNote: "credit_note"
    case .debitNote: "debit_note"
    case .charge: "charge"
    case .onAccount: "on_account"
    }
  }

  package init?(name: some StringProtocol) {
    guard let kind = DocumentKind.allCases.first(where: { $0.name == name }) else { return nil }
    self = kind
  }
}

/// An invoice, credit note, debit note, charge or payment on account, as the ERP last showed it. One instalment is one document.
package struct Document: Equatable, Sendable {
  package var company: String
  package var customerID: String
  package var id: String
  /// Empty for a document that is not paid in instalments.
  package var instalment: String
  package var kind: DocumentKind
  package var documentDate: CalendarDate
  /// Nil where the export gave none.
  package var dueDate: CalendarDate?
  package var currency: Currency
  /// Original amount and what is left of it, in minor units; the customer owes what is positive.
  package var amount: Int64
  package var balance: Int64
  /// Status void, cancelled or deleted: the balance counts as zero.
  package var isVoid: Bool
  /// The other columns by their names: `purchase_order`, `reference`, `terms`, `salesperson`, `status`, ... and unknown columns.
  package var details: Details

  package init(
    company: String, customerID: String, id: String, instalment: String = "", kind: DocumentKind = .invoice,
    documentDate: CalendarDate, dueDate: CalendarDate?, currency: Currency, amount: Int64, balance: Int64,
    isVoid: Bool = false, details: Details = Details()
  ) {
    self.company = company
    self.customerID = customerID
    self.id = id
    self.instalment = instalment
    self.kind = kind
    self.documentDate = documentDate
    self.dueDate = dueDate
    self.currency = currency
    self.amount = amount
    self.balance = balance
    self.isVoid = isVoid
    self.details = details
  }

  /// A credit reduces what is owed: it has a negative balance, whatever its kind.
  package var isCredit: Bool { balance < 0 }
  package var reference: String? { details["reference"] }
  package var purchaseOrder: String? { details["purchase_order"] }
  package var terms: String? { details["terms"] }
  package var salesperson: String? { details["salesperson"] }
  package var paymentMethod: String? { details["payment_method"] }
  package var status: String? { details["status"] }

  /// How people read it: the id, and the instalment behind a slash where there is one.
  package var label: String { instalment.isEmpty ? id : "\(id)/\(instalment)" }
}

/// Payment terms as ERPs write them: `NET30`, `30`, `30 days`, `2%10NET30`. Only the net days matter here.
package enum PaymentTerms {
  /// The last run of digits, as days; nil where there is none or it is above 365.
  package static func netDays(_ terms: String) -> Int? {
    var run = 0
    var found: Int?
    var inside = false
    for byte in terms.utf8 {
      if (48...57).contains(byte) {
        run = inside ? min(run * 10 + Int(byte) - 48, 100_000) : Int(byte) - 48
        inside = true
      } else if inside {
        // `2%` is a discount, not a number of days.
        if byte != UInt8(ascii: "%") { found = run }
        inside = false
      }
    }
    if inside { found = run }
    return found.flatMap { $0 <= 365 ? $0 : nil }
  }
}

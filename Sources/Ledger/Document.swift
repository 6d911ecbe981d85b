/// What a document is to the ledger.
public enum DocumentKind: UInt8, Sendable, CaseIterable {
  case invoice = 0, creditNote = 1, debitNote = 2, charge = 3, onAccount = 4

  /// The word of the `kind` column.
  public var name: String {
    switch self {
    case .invoice: "invoice"
    case .creditNote: "credit_note"
    case .debitNote: "debit_note"
    case .charge: "charge"
    case .onAccount: "on_account"
    }
  }

  public init?(name: some StringProtocol) {
    guard let kind = DocumentKind.allCases.first(where: { $0.name == name }) else { return nil }
    self = kind
  }
}

/// An invoice, credit note, debit note, charge or payment on account, as the ERP last showed it. One instalment is one document.
///
/// Accounts, claims, decisions and changes all hold documents, and a night has a million: copies share their fields until one of
/// them is changed, so that to hand a document on costs one reference count and not one for each of its texts.
public struct Document: Equatable, Sendable {
  @usableFromInline var shared: Shared

  /// The fields, never changed once they are shared.
  @usableFromInline
  final class Shared: Sendable {
    @usableFromInline let fields: Fields
    init(_ fields: Fields) { self.fields = fields }
  }

  @usableFromInline
  struct Fields: Equatable, Sendable {
    @usableFromInline var company: String
    @usableFromInline var customerID: String
    @usableFromInline var id: String
    @usableFromInline var instalment: String
    @usableFromInline var kind: DocumentKind
    @usableFromInline var documentDate: CalendarDate
    @usableFromInline var dueDate: CalendarDate?
    @usableFromInline var currency: Currency
    @usableFromInline var amount: Int64
    @usableFromInline var balance: Int64
    @usableFromInline var isVoid: Bool
    @usableFromInline var details: Details
  }

  public init(
    company: String, customerID: String, id: String, instalment: String = "", kind: DocumentKind = .invoice,
    documentDate: CalendarDate, dueDate: CalendarDate?, currency: Currency, amount: Int64, balance: Int64,
    isVoid: Bool = false, details: Details = Details()
  ) {
    shared = Shared(
      Fields(
        company: company, customerID: customerID, id: id, instalment: instalment, kind: kind,
        documentDate: documentDate, dueDate: dueDate, currency: currency, amount: amount, balance: balance,
        isVoid: isVoid, details: details))
  }

  private mutating func set<T>(_ field: WritableKeyPath<Fields, T>, _ value: T) {
    var fields = shared.fields
    fields[keyPath: field] = value
    shared = Shared(fields)
  }

  public static func == (a: Document, b: Document) -> Bool {
    a.shared === b.shared || a.shared.fields == b.shared.fields
  }
}

extension Document {
  public var company: String {
    @inlinable get { shared.fields.company }
    set { set(\.company, newValue) }
  }
  public var customerID: String {
    @inlinable get { shared.fields.customerID }
    set { set(\.customerID, newValue) }
  }
  public var id: String {
    @inlinable get { shared.fields.id }
    set { set(\.id, newValue) }
  }
  /// Empty for a document that is not paid in instalments.
  public var instalment: String {
    @inlinable get { shared.fields.instalment }
    set { set(\.instalment, newValue) }
  }
  public var kind: DocumentKind {
    @inlinable get { shared.fields.kind }
    set { set(\.kind, newValue) }
  }
  public var documentDate: CalendarDate {
    @inlinable get { shared.fields.documentDate }
    set { set(\.documentDate, newValue) }
  }
  /// Nil where the export gave none.
  public var dueDate: CalendarDate? {
    @inlinable get { shared.fields.dueDate }
    set { set(\.dueDate, newValue) }
  }
  public var currency: Currency {
    @inlinable get { shared.fields.currency }
    set { set(\.currency, newValue) }
  }
  /// Original amount in minor units; the customer owes what is positive.
  public var amount: Int64 {
    @inlinable get { shared.fields.amount }
    set { set(\.amount, newValue) }
  }
  /// What is left of it, in minor units and with the same meaning of the sign.
  public var balance: Int64 {
    @inlinable get { shared.fields.balance }
    set { set(\.balance, newValue) }
  }
  /// Status void, cancelled or deleted: the balance counts as zero.
  public var isVoid: Bool {
    @inlinable get { shared.fields.isVoid }
    set { set(\.isVoid, newValue) }
  }
  /// The other columns by their names: `purchase_order`, `reference`, `terms`, `salesperson`, `status`, ... and unknown columns.
  public var details: Details {
    @inlinable get { shared.fields.details }
    set { set(\.details, newValue) }
  }

  /// A credit reduces what is owed: it has a negative balance, whatever its kind.
  public var isCredit: Bool { balance < 0 }
  public var reference: String? { details["reference"] }
  public var purchaseOrder: String? { details["purchase_order"] }
  public var terms: String? { details["terms"] }
  public var salesperson: String? { details["salesperson"] }
  public var paymentMethod: String? { details["payment_method"] }
  public var status: String? { details["status"] }

  /// How people read it: the id, and the instalment behind a slash where there is one.
  public var label: String { instalment.isEmpty ? id : "\(id)/\(instalment)" }
}

/// Payment terms as ERPs write them: `NET30`, `30`, `30 days`, `2%10NET30`. Only the net days matter here.
public enum PaymentTerms {
  /// The last run of digits, as days; nil where there is none or it is above 365.
  public static func netDays(_ terms: String) -> Int? {
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

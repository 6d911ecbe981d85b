/// What a document is to the ledger.
public enum DocumentKind: UInt8, Sendable, CaseIterable {
  case invoice = 0, creditNote = 1, debitNote = 2, charge = 3, onAccount = 4

  /// Whether it counts among sales: a charge is what somebody owes for paying late, a payment on account nothing that was sold.
  public var isSale: Bool { self == .invoice || self == .creditNote || self == .debitNote }

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
public struct Document: Sendable {
  /// The numbers, and where the texts lie.
  @usableFromInline var row: DocumentRow
  @usableFromInline var texts: DocumentTexts

  /// A document of a book. The row's `customerText` has to be the customer's id in `texts.customers`.
  @inlinable
  public init(_ row: DocumentRow, _ texts: DocumentTexts) {
    self.row = row
    self.texts = texts
  }

  public init(
    company: String, customerID: String, id: String, instalment: String = "", kind: DocumentKind = .invoice,
    documentDate: CalendarDate, dueDate: CalendarDate?, currency: Currency, amount: Int64, balance: Int64,
    isVoid: Bool = false, details: Details = Details()
  ) {
    var text = TextArena()
    row = DocumentRow(
      amount: amount, balance: balance, key: text.add(DocumentRow.key(id, instalment: instalment)),
      details: PackedDetails(json: text.add(details.json)), customerText: text.add(customerID),
      documentDate: documentDate, dueDate: dueDate ?? .missing, currency: currency, company: 0, kind: kind,
      flags: isVoid ? .void : [])
    texts = DocumentTexts(companies: [company], customers: text, documents: text, shapes: DetailShapes())
  }

  /// The same document with other texts.
  private func with(
    company: String? = nil, customerID: String? = nil, id: String? = nil, instalment: String? = nil,
    details: Details? = nil
  ) -> Document {
    Document(
      company: company ?? self.company, customerID: customerID ?? self.customerID, id: id ?? self.id,
      instalment: instalment ?? self.instalment, kind: kind, documentDate: documentDate, dueDate: dueDate,
      currency: currency, amount: amount, balance: balance, isVoid: isVoid, details: details ?? self.details)
  }
}

// MARK: - Numbers

extension Document {
  public var kind: DocumentKind {
    @inlinable get { row.kind }
    @inlinable set { row.kind = newValue }
  }
  public var documentDate: CalendarDate {
    @inlinable get { row.documentDate }
    @inlinable set { row.documentDate = newValue }
  }
  /// Nil where the export gave none.
  public var dueDate: CalendarDate? {
    @inlinable get { row.dueDate.orNil }
    @inlinable set { row.dueDate = newValue ?? .missing }
  }
  public var currency: Currency {
    @inlinable get { row.currency }
    @inlinable set { row.currency = newValue }
  }
  /// Original amount in minor units; the customer owes what is positive.
  public var amount: Int64 {
    @inlinable get { row.amount }
    @inlinable set { row.amount = newValue }
  }
  /// What is left of it, in minor units and with the same meaning of the sign.
  public var balance: Int64 {
    @inlinable get { row.balance }
    @inlinable set { row.balance = newValue }
  }
  /// Status void, cancelled or deleted: the balance counts as zero.
  public var isVoid: Bool {
    @inlinable get { row.flags.contains(.void) }
    set { if newValue { row.flags.insert(.void) } else { row.flags.remove(.void) } }
  }

  /// A credit reduces what is owed: it has a negative balance, whatever its kind.
  @inlinable public var isCredit: Bool { balance < 0 }
}

// MARK: - Texts

extension Document {
  public var company: String {
    get { texts.companies[Int(row.company)] }
    set { self = with(company: newValue) }
  }
  public var customerID: String {
    get { texts.customers.string(row.customerText) }
    set { self = with(customerID: newValue) }
  }
  public var id: String {
    get { withKey { id, _ in String(decoding: id, as: UTF8.self) } }
    set { self = with(id: newValue) }
  }
  /// Empty for a document that is not paid in instalments.
  public var instalment: String {
    get { withKey { _, instalment in String(decoding: instalment, as: UTF8.self) } }
    set { self = with(instalment: newValue) }
  }
  /// The other columns by their names: `purchase_order`, `reference`, `terms`, `salesperson`, `status`, ... and unknown columns.
  public var details: Details {
    get { Details(json: texts.shapes.json(row.details, in: texts.documents)) }
    set { self = with(details: newValue) }
  }

  public var reference: String? { detail("reference") }
  public var purchaseOrder: String? { detail("purchase_order") }
  public var terms: String? { detail("terms") }
  public var salesperson: String? { detail("salesperson") }
  public var paymentMethod: String? { detail("payment_method") }
  public var status: String? { detail("status") }

  /// A detail by its name, without a look at the others.
  public func detail(_ name: StaticString) -> String? {
    var value: String?
    _ = withDetail(name) { value = String(decoding: $0, as: UTF8.self) }
    return value
  }

  /// How people read it: the id, and the instalment behind a slash where there is one.
  public var label: String {
    withKey { id, instalment in
      let id = String(decoding: id, as: UTF8.self)
      return instalment.isEmpty ? id : "\(id)/\(String(decoding: instalment, as: UTF8.self))"
    }
  }
}

extension Document {
  /// Places of documents by what a `reference` calls them: the id, and the label where that differs, as an instalment's does.
  public static func placesByName(_ documents: some Sequence<(place: Int, document: Document)>) -> [String: [Int]] {
    var places: [String: [Int]] = [:]
    for (place, document) in documents {
      let (id, label) = (document.id, document.label)
      places[id, default: []].append(place)
      if label != id { places[label, default: []].append(place) }
    }
    return places
  }
}

// MARK: - Bytes of texts, for files of a million rows

extension Document {
  /// Document id and instalment.
  @inlinable @inline(__always)
  public func withKey<R>(_ body: (_ id: UnsafeRawBufferPointer, _ instalment: UnsafeRawBufferPointer) -> R) -> R {
    texts.keys.with(row.key) { key in
      guard DocumentRow.mayHaveInstalment(key) else { return body(key, UnsafeRawBufferPointer(start: nil, count: 0)) }
      var separator = key.count &- 1
      while separator >= 0, key[separator] != DocumentRow.instalmentSeparator { separator &-= 1 }
      guard separator >= 0 else { return body(key, UnsafeRawBufferPointer(start: nil, count: 0)) }
      return body(
        UnsafeRawBufferPointer(rebasing: key[..<separator]), UnsafeRawBufferPointer(rebasing: key[(separator &+ 1)...]))
    }
  }

  @inlinable
  public func withCustomerID<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
    texts.customers.with(row.customerText, body)
  }

  /// True where both lie in the same book and are of one customer; false says nothing.
  @inlinable @inline(__always)
  public func isSurelyOfCustomer(of other: Document) -> Bool {
    texts === other.texts && row.customerText == other.row.customerText && row.company == other.row.company
  }

  /// Whether it is a document of the customer with this id.
  public func isOf(customer id: String) -> Bool {
    var id = id
    return id.withUTF8 { id in withCustomerID { $0.elementsEqualFast(UnsafeRawBufferPointer(id)) } }
  }

  /// False where no document of its book has such a detail for sure.
  @inline(__always)
  public func bookMayHave(_ name: StaticString) -> Bool { texts.shapes.mayHaveAnywhere(name) }

  /// False where the document has no such detail for sure.
  @inline(__always)
  public func mayHave(_ name: StaticString) -> Bool { texts.shapes.mayHave(name, row.details.shape) }

  /// Hands the value of a detail to `body`. False, and `body` is not called, where the document has no such detail.
  public func withDetail(_ name: StaticString, _ body: (UnsafeRawBufferPointer) -> Void) -> Bool {
    texts.shapes.withValue(name, row.details, in: texts.documents, body)
  }

  /// Whether both have the same details, byte for byte.
  public func hasDetails(of other: Document) -> Bool {
    texts.areSame(row.details, other.row.details, of: other.texts)
  }

  /// The first eight bytes of document id and instalment as a number: of two documents that one with the smaller number comes first in
  /// machine files; where the numbers are equal, `precedes` tells.
  @inlinable
  public var keyStart: UInt64 { texts.keys.with(row.key) { $0.start } }

  /// The order of machine files: by the bytes of document id, then instalment, then customer.
  @inlinable
  public static func precedes(_ a: Document, _ b: Document) -> Bool {
    // The separator of instalments is less than any byte of an id, so keys are in the order of their parts.
    let order = a.texts.keys.with(a.row.key) { x in b.texts.keys.with(b.row.key) { x.order($0) } }
    guard order == 0 else { return order < 0 }
    return a.withCustomerID { x in b.withCustomerID { x.precedes($0) } }
  }

  /// Whether both are the same document of the same customer, perhaps seen on different days.
  public func isSame(as other: Document) -> Bool {
    if texts === other.texts, row.key == other.row.key { return row.customerText == other.row.customerText }
    return !Document.precedes(self, other) && !Document.precedes(other, self)
  }
}

extension Document: Equatable {
  public static func == (a: Document, b: Document) -> Bool {
    a.row.amount == b.row.amount && a.row.balance == b.row.balance && a.row.documentDate == b.row.documentDate
      && a.row.dueDate == b.row.dueDate && a.row.currency == b.row.currency && a.row.kind == b.row.kind
      && a.row.flags == b.row.flags && a.company == b.company && a.isSame(as: b) && a.hasDetails(of: b)
  }
}

extension Document {
  /// The due date that its own or the customer's terms give where the export gave none; nil: it has one, is a credit, or no days can be read.
  public func termsDate(_ customer: Customer) -> CalendarDate? {
    guard dueDate == nil, balance > 0 else { return nil }
    return (terms ?? customer.terms).flatMap(PaymentTerms.netDays).map { documentDate.adding(days: $0) }
  }
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

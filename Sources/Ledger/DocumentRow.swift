/// A document as a table holds it: numbers in place, texts in the table's arena. A million of them are a million of these,
/// and become `Document` values one customer at a time.
public struct DocumentRow: Sendable {
  public var amount: Int64
  public var balance: Int64
  /// `document_id`, and behind a unit separator (U+001F) the instalment where there is one.
  public var key: TextRange
  public var details: PackedDetails
  /// In a batch: the customer's id as text. In the ledger's table: unused, see `customer`.
  public var customerText: TextRange
  /// Index into the ledger's customers; -1 in a batch.
  public var customer: Int32
  public var documentDate: CalendarDate
  /// `CalendarDate.missing` where the export gave none.
  public var dueDate: CalendarDate
  public var currency: Currency
  /// Index into the run's companies.
  public var company: UInt16
  public var kind: DocumentKind
  public var flags: Flags

  public struct Flags: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// Status void, cancelled or deleted.
    public static var void: Flags { @inlinable get { Flags(rawValue: 1) } }
  }

  public init(
    amount: Int64, balance: Int64, key: TextRange, details: PackedDetails, customerText: TextRange = .empty,
    customer: Int32 = -1, documentDate: CalendarDate, dueDate: CalendarDate, currency: Currency, company: UInt16,
    kind: DocumentKind, flags: Flags = []
  ) {
    self.amount = amount
    self.balance = balance
    self.key = key
    self.details = details
    self.customerText = customerText
    self.customer = customer
    self.documentDate = documentDate
    self.dueDate = dueDate
    self.currency = currency
    self.company = company
    self.kind = kind
    self.flags = flags
  }

  /// Separates document id and instalment in `key`. No id of a file holds it: control characters are rejected.
  public static var instalmentSeparator: UInt8 { @inlinable get { 0x1F } }

  /// The key of a document, or of an instalment of it.
  public static func key(_ id: String, instalment: String) -> String {
    instalment.isEmpty ? id : id + String(decoding: CollectionOfOne(instalmentSeparator), as: UTF8.self) + instalment
  }

  /// False where a key has no separator for sure: most documents are paid in one piece. Keys of eight bytes or more are looked at eight bytes
  /// at a time.
  @inlinable @inline(__always)
  public static func mayHaveInstalment(_ key: UnsafeRawBufferPointer) -> Bool {
    guard key.count >= 8 else { return true }
    func holds(_ at: Int) -> Bool {
      (key.loadUnaligned(fromByteOffset: at, as: UInt64.self) ^ 0x1F1F_1F1F_1F1F_1F1F).zeroBytes != 0
    }
    var at = 0
    while at &+ 8 < key.count {
      if holds(at) { return true }
      at &+= 8
    }
    return holds(key.count &- 8)
  }
}

extension CalendarDate {
  /// Stands for a missing date where an optional would cost a million times eight bytes.
  public static var missing: CalendarDate { @inlinable get { CalendarDate(days: .min) } }
  @inlinable public var orNil: CalendarDate? { days == .min ? nil : self }
}

/// Where a record of a file stands, for messages, reject files and `why`.
public struct RecordPosition: Hashable, Sendable {
  /// Number of the record in its file, from 1, header not counted.
  public var record: Int
  /// First and last physical line, from 1.
  public var lineFrom: Int
  public var lineTo: Int
  public var byteOffset: Int

  public init(record: Int, lineFrom: Int, lineTo: Int, byteOffset: Int) {
    self.record = record
    self.lineFrom = lineFrom
    self.lineTo = lineTo
    self.byteOffset = byteOffset
  }
}

/// Documents of a file between two stages: a thousand rows with their texts, which the processor's own memory holds. Reused from
/// batch to batch.
public struct DocumentBatch: Sendable {
  public var rows: [DocumentRow] = []
  public var positions: [RecordPosition] = []
  /// Hash of the line that each row was made of; 0 where it is none to know again.
  public var lines: [UInt64] = []
  public var text = TextArena()
  /// The shapes of the rows' details: those of the book that they are compared with, and what came since.
  public var shapes = DetailShapes()

  public init() {}

  public var isFull: Bool { rows.count >= 1024 }

  public mutating func removeAll() {
    rows.removeAll(keepingCapacity: true)
    positions.removeAll(keepingCapacity: true)
    lines.removeAll(keepingCapacity: true)
    text.removeAll()
  }
}

/// Records of the other feeds between two stages. They are few enough to be values of their own; those of which there are few and
/// which are large lie elsewhere, or a hundred thousand customers would take as much room as decisions.
public enum FeedRecord: Sendable {
  case customer(Customer)
  indirect case contact(Contact)
  case payment(Payment)
  case application(Application)
  indirect case control(ControlTotal)
  indirect case rate(ExchangeRate)
  indirect case decision(Decision)
  indirect case deliveryEvent(DeliveryEvent)
  indirect case accessRequest(AccessRequest)
}

/// A row that was not taken, and why. The row itself waits in `rejects/<feed>-redrop.csv` to be corrected.
public struct RejectedRow: Sendable {
  public var position: RecordPosition
  /// The column as the file calls it; empty where the whole row is wrong.
  public var column: String
  /// Where the field begins in its line, from 1, in characters; 0: not known.
  public var place = 0
  /// Stable kebab-case code, what is wrong, and what to do about it.
  public var code: String
  public var message: String
  public var hint: String
  /// The record's bytes in the file, without the line end.
  public var raw: [UInt8]
  /// Rows above that it depends on, such as the customer of a group; each ends in LF.
  public var above: [UInt8]
  /// As far as they could be read: a rejected document is unknown, never closed by absence.
  public var company: String?
  public var documentID: String?
  public var instalment: String
  public var customerID: String?
  /// Of a payment or decision its id, of an application that of the payment and of the document; see `FeedRecord.recordID`.
  public var recordID: String?
  /// Of a decision its kind, as the file has it.
  public var decisionKind: String?
  /// It states a company that pipeline.json does not list, and that is no other spelling of one that it does: the row concerns nobody of those.
  public var isOfOtherCompany = false

  public init(
    position: RecordPosition, column: String, code: String, message: String, hint: String, raw: [UInt8],
    above: [UInt8] = [], company: String? = nil, documentID: String? = nil, instalment: String = "",
    customerID: String? = nil, recordID: String? = nil, decisionKind: String? = nil
  ) {
    self.position = position
    self.column = column
    self.code = code
    self.message = message
    self.hint = hint
    self.raw = raw
    self.above = above
    self.company = company
    self.documentID = documentID
    self.instalment = instalment
    self.customerID = customerID
    self.recordID = recordID
    self.decisionKind = decisionKind
  }

  /// What a row of a feed is known by beside its document; nil where it could not be read, or the feed has no such id.
  /// - Parameter id: an id of the row, by the name of its field.
  public static func recordID(_ feed: Feed, documentID: String?, _ id: (StaticString) -> String?) -> String? {
    switch feed {
    case .payments: id("payment_id")
    case .applications: application(payment: id("payment_id"), document: documentID)
    case .decisions: id("decision_id")
    default: nil
    }
  }

  /// What an application is known by; nil where one of the two could not be read.
  public static func application(payment: String?, document: String?) -> String? {
    guard let payment, let document, !payment.isEmpty, !document.isEmpty else { return nil }
    return "\(payment)\u{1F}\(document)"
  }

  /// The key of its document as the book has it; nil where no id could be read.
  public var documentKey: String? {
    guard let documentID, !documentID.isEmpty else { return nil }
    return instalment.isEmpty ? documentID : "\(documentID)\u{1F}\(instalment)"
  }
}

/// A remark about a row that was taken all the same: a reversal counted as a credit, a customer nobody announced.
public struct RowWarning: Sendable {
  public var position: RecordPosition
  public var code: String
  public var message: String
  public init(position: RecordPosition, code: String, message: String) {
    self.position = position
    self.code = code
    self.message = message
  }
}

/// The canonical feeds, in the order in which a night reads them.
public enum Feed: String, Sendable, CaseIterable {
  case customers, contacts, documents, payments, applications, controls, rates, decisions
  case deliveryEvents = "delivery_events", accessRequests = "access_requests"

  /// Feeds that this version reads; the others have a later place in the table.
  public static let read: [Feed] = [
    .customers, .contacts, .documents, .payments, .applications, .controls, .rates, .decisions, .deliveryEvents,
    .accessRequests,
  ]
}

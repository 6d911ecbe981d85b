/// A document as a table holds it: numbers in place, texts in the table's arena. A million of them are a million of these,
/// and become `Document` values one customer at a time.
package struct DocumentRow: Sendable {
  package var amount: Int64
  package var balance: Int64
  /// `document_id`, and behind a unit separator (U+001F) the instalment where there is one.
  package var key: TextRange
  package var details: TextRange
  /// In a batch: the customer's id as text. In the ledger's table: unused, see `customer`.
  package var customerText: TextRange
  /// Index into the ledger's customers; -1 in a batch.
  package var customer: Int32
  package var documentDate: CalendarDate
  /// `CalendarDate.missing` where the export gave none.
  package var dueDate: CalendarDate
  package var currency: Currency
  /// Index into the run's companies.
  package var company: UInt16
  package var kind: DocumentKind
  package var flags: Flags

  package struct Flags: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    /// Status void, cancelled or deleted.
    package static let void = Flags(rawValue: 1)
  }

  package init(
    amount: Int64, balance: Int64, key: TextRange, details: TextRange, customerText: TextRange = .empty,
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
  package static let instalmentSeparator: UInt8 = 0x1F
}

extension CalendarDate {
  /// Stands for a missing date where an optional would cost a million times eight bytes.
  package static let missing = CalendarDate(days: .min)
  package var orNil: CalendarDate? { days == .min ? nil : self }
}

/// Where a record of a file stands, for messages, reject files and `why`.
package struct RecordPosition: Hashable, Sendable {
  /// Number of the record in its file, from 1, header not counted.
  package var record: Int
  /// First and last physical line, from 1.
  package var lineFrom: Int
  package var lineTo: Int
  package var byteOffset: Int

  package init(record: Int, lineFrom: Int, lineTo: Int, byteOffset: Int) {
    self.record = record
    self.lineFrom = lineFrom
    self.lineTo = lineTo
    self.byteOffset = byteOffset
  }
}

/// Documents of a file between two stages: some thousand rows with their texts. Reused from batch to batch.
package struct DocumentBatch: Sendable {
  package var rows: [DocumentRow] = []
  package var positions: [RecordPosition] = []
  package var text = TextArena()

  package init() {}

  package var isFull: Bool { rows.count >= 4096 }

  package mutating func removeAll() {
    rows.removeAll(keepingCapacity: true)
    positions.removeAll(keepingCapacity: true)
    text.removeAll()
  }
}

/// Records of the other feeds between two stages. They are few enough to be values of their own.
package enum FeedRecord: Sendable {
  case customer(Customer)
  case payment(Payment)
  case application(Application)
  case control(ControlTotal)
  case decision(Decision)
}

/// A row that was not taken, and why. The row itself waits in `rejects/<feed>-redrop.csv` to be corrected.
package struct RejectedRow: Sendable {
  package var position: RecordPosition
  /// The column as the file calls it; empty where the whole row is wrong.
  package var column: String
  /// Stable kebab-case code, what is wrong, and what to do about it.
  package var code: String
  package var message: String
  package var hint: String
  /// The record's bytes in the file, without the line end.
  package var raw: [UInt8]
  /// Rows above that it depends on, such as the customer of a group; each ends in LF.
  package var above: [UInt8]
  /// As far as they could be read: a rejected document is unknown, never closed by absence.
  package var company: String?
  package var documentID: String?
  package var instalment: String
  package var customerID: String?

  package init(
    position: RecordPosition, column: String, code: String, message: String, hint: String, raw: [UInt8],
    above: [UInt8] = [], company: String? = nil, documentID: String? = nil, instalment: String = "",
    customerID: String? = nil
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
  }
}

/// A remark about a row that was taken all the same: a reversal counted as a credit, a customer nobody announced.
package struct RowWarning: Sendable {
  package var position: RecordPosition
  package var code: String
  package var message: String
  package init(position: RecordPosition, code: String, message: String) {
    self.position = position
    self.code = code
    self.message = message
  }
}

/// The canonical feeds, in the order in which a night reads them.
package enum Feed: String, Sendable, CaseIterable {
  case customers, contacts, documents, payments, applications, controls, rates, decisions
  case deliveryEvents = "delivery_events", accessRequests = "access_requests"

  /// Feeds that this version reads; the others have a later place in the table.
  package static let read: [Feed] = [.customers, .documents, .payments, .applications, .controls, .decisions]
}

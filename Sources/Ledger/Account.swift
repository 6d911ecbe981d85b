/// What we remember of a document beside what the ERP shows. Dates are as-of dates of runs.
public struct ItemMemory: Equatable, Sendable {
  /// Dunning level reached for real, 0 for none, and when.
  public var level: Int = 0
  public var levelReachedOn: CalendarDate?
  public var lastRemindedOn: CalendarDate?
  /// The pay-by date printed on the last message.
  public var payBy: CalendarDate?
  /// When we first saw the document.
  public var learnedOn: CalendarDate?
  /// When it was reopened (an adjustment), its balance fell by a part payment, or its due date moved to an earlier day.
  public var reopenedOn: CalendarDate?
  public var partPaidOn: CalendarDate?
  public var dueEarlierOn: CalendarDate?
  /// The last day a hold of ours stood on the document (dispute, hold, promise, plan) before it ended.
  public var heldUntil: CalendarDate?
  /// Days before the due date of the last pre-due notice sent, as a negative number; nil: none.
  public var preDueNotice: Int?

  public init() {}
  public var isEmpty: Bool { self == ItemMemory() }
}

/// An open item of an account: the document and what we remember of it. Copies share their content, as those of `Document` do.
public struct AccountItem: Equatable, Sendable {
  @usableFromInline var content: Content

  /// The fields, never changed once made.
  @usableFromInline
  final class Content: Sendable {
    @usableFromInline let document: Document
    @usableFromInline let dueDate: CalendarDate?
    @usableFromInline let termsDate: CalendarDate?
    @usableFromInline let memory: ItemMemory
    @usableFromInline let row: Int

    init(_ document: Document, _ dueDate: CalendarDate?, _ termsDate: CalendarDate?, _ memory: ItemMemory, _ row: Int) {
      self.document = document
      self.dueDate = dueDate
      self.termsDate = termsDate
      self.memory = memory
      self.row = row
    }
  }

  public init(
    document: Document, dueDate: CalendarDate?, termsDate: CalendarDate? = nil, memory: ItemMemory = ItemMemory(),
    row: Int = -1
  ) {
    content = Content(document, dueDate, termsDate, memory, row)
  }

  public var document: Document {
    @inlinable get { content.document }
    set { content = Content(newValue, dueDate, termsDate, memory, row) }
  }
  /// The document's due date; nil where the export gave none: such an item is never reminded.
  public var dueDate: CalendarDate? {
    @inlinable get { content.dueDate }
    set { content = Content(document, newValue, termsDate, memory, row) }
  }
  /// For aging only: the due date that its own or the customer's terms give where the export gave none.
  public var termsDate: CalendarDate? {
    @inlinable get { content.termsDate }
    set { content = Content(document, dueDate, newValue, memory, row) }
  }
  public var memory: ItemMemory {
    @inlinable get { content.memory }
    set { content = Content(document, dueDate, termsDate, newValue, row) }
  }
  /// The row of the ledger's table; stages hand it back and never use it.
  @inlinable public var row: Int { content.row }

  public static func == (a: AccountItem, b: AccountItem) -> Bool {
    a.content === b.content
      || (a.document == b.document && a.dueDate == b.dueDate && a.termsDate == b.termsDate && a.memory == b.memory
        && a.row == b.row)
  }

  /// Whole days after the due date; 0 or less is not due. Nil without a due date.
  public func daysPastDue(_ asOf: CalendarDate) -> Int? { dueDate.map { asOf.days(since: $0) } }
}

/// One customer of one company with everything open: the unit in which a night streams, in key order.
public struct CustomerAccount: Sendable {
  public var customer: Customer
  /// Open items of this customer, by currency, due date (missing last), document id, instalment. Void documents are left out.
  public var items: [AccountItem]
  /// Open items this customer has to pay: its own, and those of customers billed to it; the same order. What reminders and statements show.
  public var billed: [AccountItem]
  public var score: CustomerScore?
  /// Decisions about this customer and the customers billed to it that stand on the as-of date, in order of id.
  public var decisions: [Decision]
  public var reminders: [UnitMemory]

  public init(
    customer: Customer, items: [AccountItem], billed: [AccountItem], score: CustomerScore? = nil,
    decisions: [Decision] = [], reminders: [UnitMemory] = []
  ) {
    self.customer = customer
    self.items = items
    self.billed = billed
    self.score = score
    self.decisions = decisions
    self.reminders = reminders
  }
}

/// What we remember of a reminder unit (company x payer x currency).
public struct UnitMemory: Equatable, Sendable {
  public var currency: Currency
  /// As-of date of the last real reminder.
  public var lastRemindedOn: CalendarDate?
  /// As-of dates of real messages of the last seven days, oldest first.
  public var recent: [CalendarDate]
  /// Real messages ever sent, as message ids of the last 400 days: nothing is sent twice.
  public var sent: Set<String>

  public init(
    currency: Currency, lastRemindedOn: CalendarDate? = nil, recent: [CalendarDate] = [], sent: Set<String> = []
  ) {
    self.currency = currency
    self.lastRemindedOn = lastRemindedOn
    self.recent = recent
    self.sent = sent
  }
}

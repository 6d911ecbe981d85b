/// What we remember of a document beside what the ERP shows. Dates are as-of dates of runs.
package struct ItemMemory: Equatable, Sendable {
  /// Dunning level reached for real, 0 for none, and when.
  package var level: Int = 0
  package var levelReachedOn: CalendarDate?
  package var lastRemindedOn: CalendarDate?
  /// The pay-by date printed on the last message.
  package var payBy: CalendarDate?
  /// When we first saw the document.
  package var learnedOn: CalendarDate?
  /// When it was reopened (an adjustment), its balance fell by a part payment, or its due date moved to an earlier day.
  package var reopenedOn: CalendarDate?
  package var partPaidOn: CalendarDate?
  package var dueEarlierOn: CalendarDate?
  /// The last day a hold of ours stood on the document (dispute, hold, promise, plan) before it ended.
  package var heldUntil: CalendarDate?
  /// Days before the due date of the last pre-due notice sent, as a negative number; nil: none.
  package var preDueNotice: Int?

  package init() {}
  package var isEmpty: Bool { self == ItemMemory() }
}

/// An open item of an account: the document and what we remember of it. Copies share their content, as those of `Document` do.
package struct AccountItem: Equatable, Sendable {
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

  package init(
    document: Document, dueDate: CalendarDate?, termsDate: CalendarDate? = nil, memory: ItemMemory = ItemMemory(),
    row: Int = -1
  ) {
    content = Content(document, dueDate, termsDate, memory, row)
  }

  package var document: Document {
    @inlinable get { content.document }
    set { content = Content(newValue, dueDate, termsDate, memory, row) }
  }
  /// The document's due date; nil where the export gave none: such an item is never reminded.
  package var dueDate: CalendarDate? {
    @inlinable get { content.dueDate }
    set { content = Content(document, newValue, termsDate, memory, row) }
  }
  /// For aging only: the due date that its own or the customer's terms give where the export gave none.
  package var termsDate: CalendarDate? {
    @inlinable get { content.termsDate }
    set { content = Content(document, dueDate, newValue, memory, row) }
  }
  package var memory: ItemMemory {
    @inlinable get { content.memory }
    set { content = Content(document, dueDate, termsDate, newValue, row) }
  }
  /// The row of the ledger's table; stages hand it back and never use it.
  @inlinable package var row: Int { content.row }

  package static func == (a: AccountItem, b: AccountItem) -> Bool {
    a.content === b.content
      || (a.document == b.document && a.dueDate == b.dueDate && a.termsDate == b.termsDate && a.memory == b.memory
        && a.row == b.row)
  }

  /// Whole days after the due date; 0 or less is not due. Nil without a due date.
  package func daysPastDue(_ asOf: CalendarDate) -> Int? { dueDate.map { asOf.days(since: $0) } }
}

/// One customer of one company with everything open: the unit in which a night streams, in key order.
package struct CustomerAccount: Sendable {
  package var customer: Customer
  /// Open items of this customer, by currency, due date (missing last), document id, instalment. Void documents are left out.
  package var items: [AccountItem]
  /// Open items this customer has to pay: its own, and those of customers billed to it; the same order. What reminders and statements show.
  package var billed: [AccountItem]
  package var score: CustomerScore?
  /// Decisions about this customer and the customers billed to it that stand on the as-of date, in order of id.
  package var decisions: [Decision]
  package var reminders: [UnitMemory]

  package init(
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
package struct UnitMemory: Equatable, Sendable {
  package var currency: Currency
  /// As-of date of the last real reminder.
  package var lastRemindedOn: CalendarDate?
  /// As-of dates of real messages of the last seven days, oldest first.
  package var recent: [CalendarDate]
  /// Real messages ever sent, as message ids of the last 400 days: nothing is sent twice.
  package var sent: Set<String>

  package init(
    currency: Currency, lastRemindedOn: CalendarDate? = nil, recent: [CalendarDate] = [], sent: Set<String> = []
  ) {
    self.currency = currency
    self.lastRemindedOn = lastRemindedOn
    self.recent = recent
    self.sent = sent
  }
}

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

/// An open item of an account: the document and what we remember of it.
package struct AccountItem: Equatable, Sendable {
  package var document: Document
  /// The document's due date; nil where the export gave none: such an item is never reminded.
  package var dueDate: CalendarDate?
  /// For aging only: the due date that its own or the customer's terms give where the export gave none.
  package var termsDate: CalendarDate?
  package var memory: ItemMemory
  /// The row of the ledger's table; stages hand it back and never use it.
  package var row: Int

  package init(document: Document, dueDate: CalendarDate?, memory: ItemMemory = ItemMemory(), row: Int = -1) {
    self.document = document
    self.dueDate = dueDate
    self.memory = memory
    self.row = row
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

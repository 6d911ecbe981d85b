/// What we remember of a document beside what the ERP shows. Dates are as-of dates of runs. Forty-four bytes, without optionals inside: a
/// night holds one for every open item.
public struct ItemMemory: Equatable, Sendable {
  @usableFromInline var levelNumber: Int32 = 0
  @usableFromInline var noticeDays: Int32 = .min
  @usableFromInline var stepNumber: Int32 = .min
  @usableFromInline var levelReached = CalendarDate.missing
  @usableFromInline var lastReminded = CalendarDate.missing
  @usableFromInline var printedPayBy = CalendarDate.missing
  @usableFromInline var learned = CalendarDate.missing
  @usableFromInline var reopened = CalendarDate.missing
  @usableFromInline var partPaid = CalendarDate.missing
  @usableFromInline var dueEarlier = CalendarDate.missing
  @usableFromInline var lastHeld = CalendarDate.missing
  @usableFromInline var handedOver = CalendarDate.missing

  @inlinable public init() {}
  public var isEmpty: Bool { self == ItemMemory() }
}

extension ItemMemory {
  /// Dunning level reached for real, 0 for none. With another one its step is unknown.
  public var level: Int {
    @inlinable get { Int(levelNumber) }
    @inlinable set {
      if newValue != Int(levelNumber) { stepNumber = .min }
      levelNumber = Int32(clamping: newValue)
    }
  }
  /// The step at which the level was reached; nil: nobody knows, and the level's number says it.
  public var levelStep: LevelStep? {
    @inlinable get { stepNumber == .min ? nil : LevelStep(number: stepNumber) }
    @inlinable set { stepNumber = newValue?.number ?? .min }
  }
  /// When the level was reached. At level 0 the night on which the ladder began anew, see `beginAnew`.
  public var levelReachedOn: CalendarDate? {
    @inlinable get { levelReached.orNil }
    @inlinable set { levelReached = newValue ?? .missing }
  }
  public var lastRemindedOn: CalendarDate? {
    @inlinable get { lastReminded.orNil }
    @inlinable set { lastReminded = newValue ?? .missing }
  }
  /// The pay-by date printed on the last message.
  public var payBy: CalendarDate? {
    @inlinable get { printedPayBy.orNil }
    @inlinable set { printedPayBy = newValue ?? .missing }
  }
  /// When we first saw the document.
  public var learnedOn: CalendarDate? {
    @inlinable get { learned.orNil }
    @inlinable set { learned = newValue ?? .missing }
  }
  /// The night that showed it reopened (an adjustment).
  public var reopenedOn: CalendarDate? {
    @inlinable get { reopened.orNil }
    @inlinable set { reopened = newValue ?? .missing }
  }
  /// The day of its latest part payment; where no payment is known, the night that showed its balance fallen.
  public var partPaidOn: CalendarDate? {
    @inlinable get { partPaid.orNil }
    @inlinable set { partPaid = newValue ?? .missing }
  }
  /// The night that showed its due date moved to an earlier day.
  public var dueEarlierOn: CalendarDate? {
    @inlinable get { dueEarlier.orNil }
    @inlinable set { dueEarlier = newValue ?? .missing }
  }
  /// The last day a hold of ours stood on the document (dispute, hold, promise, plan) before it ended.
  public var heldUntil: CalendarDate? {
    @inlinable get { lastHeld.orNil }
    @inlinable set { lastHeld = newValue ?? .missing }
  }
  /// The day it was handed over to a lawyer or an agency.
  public var handedOverOn: CalendarDate? {
    @inlinable get { handedOver.orNil }
    @inlinable set { handedOver = newValue ?? .missing }
  }
  /// Days before the due date of the last pre-due notice sent, as a negative number; nil: none.
  public var preDueNotice: Int? {
    @inlinable get { noticeDays == .min ? nil : Int(noticeDays) }
    @inlinable set { noticeDays = newValue.map { Int32(clamping: $0) } ?? .min }
  }
}

/// What becomes of it when somebody else pays for the document.
extension ItemMemory {
  /// Whether something of it was told: a notice, a reminder, a day to pay by; or a lawyer has it.
  public var hasTold: Bool {
    level != 0 || lastReminded != .missing || printedPayBy != .missing || handedOver != .missing || noticeDays != .min
  }

  /// Who pays for it from this night on was told nothing: its ladder begins with the first level. What concerns the document itself stays: holds,
  /// reviews, part payments.
  public mutating func beginAnew(on night: CalendarDate) {
    (levelNumber, stepNumber, noticeDays, levelReached) = (0, .min, .min, night)
    (lastReminded, printedPayBy, handedOver) = (.missing, .missing, .missing)
  }

  /// The night since which somebody pays for it who was not reminded yet; nil: it has always been the same one, or he was.
  public var anewSince: CalendarDate? { levelNumber == 0 && lastReminded == .missing ? levelReached.orNil : nil }
}

/// An open item of an account: the document and what we remember of it.
public struct AccountItem: Equatable, Sendable {
  public var document: Document
  @usableFromInline var due: CalendarDate
  @usableFromInline var terms: CalendarDate
  public var memory: ItemMemory
  @usableFromInline var place: Int32

  @inlinable
  public init(
    document: Document, dueDate: CalendarDate?, termsDate: CalendarDate? = nil, memory: ItemMemory = ItemMemory(),
    row: Int = -1
  ) {
    self.document = document
    self.memory = memory
    due = dueDate ?? .missing
    terms = termsDate ?? .missing
    place = Int32(truncatingIfNeeded: row)
  }
}

extension AccountItem {
  /// The row of the ledger's table; stages hand it back and never use it.
  @inlinable public var row: Int { Int(place) }
  /// The document's due date; nil where the export gave none: such an item is never reminded.
  public var dueDate: CalendarDate? {
    @inlinable get { due.orNil }
    @inlinable set { due = newValue ?? .missing }
  }
  /// The due date that its own or the customer's terms give where the export gave none: what it ages from, and never a ground for a reminder.
  public var termsDate: CalendarDate? {
    @inlinable get { terms.orNil }
    @inlinable set { terms = newValue ?? .missing }
  }

  /// Whole days after the due date; 0 or less is not due. Nil without a due date.
  @inlinable
  public func daysPastDue(_ asOf: CalendarDate) -> Int? { dueDate.map { asOf.days(since: $0) } }

  /// The day after which the item is late: its due date; where there is none the one that terms give, then the document's own.
  @inlinable
  public var lateAfter: CalendarDate {
    if let known = due.orNil ?? terms.orNil { return known }
    return document.documentDate
  }

  /// Days after that day, for aging, statements and reminders alike.
  @inlinable
  public func daysLate(_ asOf: CalendarDate) -> Int { asOf.days(since: lateAfter) }
}

/// One customer of one company with everything open: the unit in which a night streams, in key order.
public struct CustomerAccount: Sendable {
  public var customer: Customer
  /// Open items of this customer, by currency, due date (missing last), document id, instalment. Void documents are left out.
  public var items: [AccountItem]
  /// Open items this customer has to pay: its own, and those of customers billed to it; the same order. What reminders and statements show.
  public var billed: [AccountItem]
  /// The customers billed to it, whether they owe anything or not, in key order; empty for nearly everybody.
  public var paidFor: [Customer] = []
  /// Somebody else pays for its own documents (`bill_to`), whoever pays for those of customers billed to it.
  public var isPaidByOther = false
  public var score: CustomerScore?
  /// Decisions about this customer and the customers billed to it that stand on the as-of date, in order of id.
  public var decisions: [Decision]
  /// When the money of promises among them was complete, by id; others may be in it too. Empty for nearly everybody.
  public var fulfilledPromises: [String: CalendarDate] = [:]
  /// Of which of them a part has come, by id; others may be in it too.
  public var partPromises: [String: PaymentPromise.Part] = [:]
  public var reminders: [UnitMemory]
  /// Reminders of the last seven days, tonight's included, to other customers of the same party; and pre-due notices.
  public var messagesToParty = 0
  public var noticesToParty = 0
  /// What the party has in other companies; empty for nearly everybody.
  public var partyElsewhere: [PartyPosition] = []
  /// What interest and fees are counted by; nil: no policy with either concerns the account, and nothing is claimed.
  public var charges: AccountCharges?
  /// People of the customer, in order of their ids; empty where no contacts feed names any.
  public var contacts: [Contact]
  /// Where messages to the customer do not go any more; empty for nearly everybody.
  public var blocks: [ChannelBlock] = []
  /// Addresses that are closed, also by messages to others who have them.
  public var closedAddresses = ClosedAddresses()
  /// How far balances of billed items fell tonight that no payment explains, by their ledger rows; below nothing: rose. Only where a write-off waits for it.
  public var fallen: [Int: Int64] = [:]
  /// Receipts that pay billed items and that the ERP's balances do not show yet.
  public var cash: [CashFact]
  /// The first day on which money of a billed item came back that the bank has told, by its ledger row; others may be in it too. The ERP may never have
  /// opened the item again.
  public var cameBack: [Int: CalendarDate] = [:]

  @inlinable @inline(__always)
  public init(
    customer: Customer, items: [AccountItem], billed: [AccountItem], paidFor: [Customer] = [],
    score: CustomerScore? = nil,
    decisions: [Decision] = [], reminders: [UnitMemory] = [], cash: [CashFact] = [], contacts: [Contact] = []
  ) {
    self.customer = customer
    self.items = items
    self.billed = billed
    self.paidFor = paidFor
    self.score = score
    self.decisions = decisions
    self.reminders = reminders
    self.contacts = contacts
    self.cash = cash
  }
}

/// What we remember of a reminder unit (company x payer x currency).
public struct UnitMemory: Equatable, Sendable {
  public var currency: Currency
  /// As-of date of the last real reminder.
  public var lastRemindedOn: CalendarDate?
  /// The day from which the reader has that reminder where it was a letter or waited for its window, or one before it that is under way longer: the
  /// next step counts from then.
  public var arrivesBy: CalendarDate?
  /// It is the one before.
  public var waitsForEarlier = false
  /// As-of dates of real reminders of the last seven days, oldest first.
  public var recent: [CalendarDate]
  /// The same of pre-due notices.
  public var recentNotices: [CalendarDate]
  /// Real messages ever sent, of the last 400 days: nothing is sent twice. A list: most have a few, and few are asked.
  public var sent: [Sent]

  /// A message that went out. Sixteen bytes without a reference: after a year a night holds some forty for every unit.
  public struct Sent: Equatable, Sendable {
    /// What its message id is known by: ids of one unit are never so many that two would share it.
    public var mark: UInt64
    /// As-of date of its night.
    public var on: CalendarDate
    /// It reached nobody: it came back, or was withdrawn.
    public var isUndone: Bool

    @inlinable
    public init(mark: UInt64, on: CalendarDate, isUndone: Bool = false) {
      self.mark = mark
      self.on = on
      self.isUndone = isUndone
    }

    public init(_ id: String, on: CalendarDate, isUndone: Bool = false) {
      self.init(mark: Sent.mark(of: id.utf8), on: on, isUndone: isUndone)
    }

    /// What a message id is known by.
    /// - Parameter id: its UTF-8.
    @inlinable
    public static func mark(of id: some Sequence<UInt8>) -> UInt64 { FNV1a(id).value }
  }

  public init(
    currency: Currency, lastRemindedOn: CalendarDate? = nil, recent: [CalendarDate] = [],
    recentNotices: [CalendarDate] = [], sent: [Sent] = []
  ) {
    self.currency = currency
    self.lastRemindedOn = lastRemindedOn
    self.recent = recent
    self.recentNotices = recentNotices
    self.sent = sent
  }

  /// Takes note of a real reminder.
  /// - Parameter latest: see `ReminderMessage.arrivesBy`.
  public mutating func remind(on date: CalendarDate, arrivesBy latest: CalendarDate?) {
    let earlier = arrivesBy.flatMap { $0 > latest ?? date ? $0 : nil }
    (lastRemindedOn, arrivesBy, waitsForEarlier) = (date, earlier ?? latest, earlier != nil)
  }
}

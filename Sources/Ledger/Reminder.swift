/// Why an item or a unit is not reminded. The order of the cases is the order of precedence: one reason, the first that applies.
public enum SuppressionReason: String, Sendable, CaseIterable {
  case hardStop = "hard-stop", excluded, intercompany, staleData = "stale-data", rejectedInput = "rejected-input"
  case notLive = "not-live", pilot, noDueDate = "no-due-date", tooOld = "too-old", disputed, plan, promise, hold
  case erpBlock = "erp-block", directDebit = "direct-debit", adjustmentReview = "adjustment-review"
  case paymentSeen = "payment-seen", recentPayment = "recent-payment", shortPayment = "short-payment"
  case creditCovers = "credit-covers", belowMinimum = "below-minimum", notYet = "not-yet", payBy = "pay-by"
  case minInterval = "min-interval", maxPerWeek = "max-per-week", topLevel = "top-level", alreadySent = "already-sent"
  case noContact = "no-contact", channelRefused = "channel-refused", noConsent = "no-consent", window
  case notReleased = "not-released"

  /// Place in the order; a smaller one wins. A case without a payload is stored as its number; a test holds that to `allCases`.
  public var precedence: Int { Int(unsafeBitCast(self, to: UInt8.self)) }
}

/// What holds an item back that is not due yet: nobody would be reminded of it by this reason.
public struct ItemHold: Equatable, Sendable {
  public var reason: SuppressionReason
  /// What of the balance it concerns, in minor units: all of it, or a disputed part.
  public var amount: Int64

  public init(reason: SuppressionReason, amount: Int64) {
    self.reason = reason
    self.amount = amount
  }
}

/// What documents that a message lists apart have used of a credit that names them: it is listed there, too, or they would look unpaid. In minor units, zero or
/// negative.
public struct CreditBeside: Equatable, Sendable {
  public var notDue: Int64 = 0
  public var disputed: Int64 = 0
  /// By documents that are held otherwise.
  public var held: Int64 = 0

  @inlinable @inline(__always)
  public init() {}
}

/// What became of one item of a unit: a line of `items.csv`.
public struct ItemOutcome: Equatable, Sendable {
  public enum Inclusion: String, Sendable {
    /// Picked the unit; listed because it is overdue; listed apart as not yet due; listed apart as held; a credit.
    case trigger, content, notDue = "not_due", held, credit
  }
  /// Index into the unit's items.
  public var item: Int
  public var includedAs: Inclusion
  /// Why it did not trigger or is not demanded; nil for an item that is.
  public var reason: SuppressionReason?
  public var levelBefore: Int
  /// The level once this message is out; equal to `levelBefore` where nothing is sent.
  public var levelAfter: Int
  /// The level that the message prints on its line: `levelAfter`, and in a rehearsal what it would be if it were sent.
  public var printedLevel: Int
  /// What of the balance is neither demanded nor offset, in minor units and with the balance's sign: a part that is disputed or was until lately, or the part
  /// of a credit that a held or not-yet-due document has used up. `balance - heldAmount` counts in the message; of an item that is not
  /// due yet it is shown, and nothing counts.
  public var heldAmount: Int64
  /// What of that was disputed until lately and is in its week of silence.
  public var silentAmount: Int64
  /// The step at which `levelAfter` was reached, where the line calls for a reminder; nil: nobody knows.
  public var step: LevelStep?
  /// What holds the item itself back (a dispute, an ERP block, ...), even where the unit is suppressed for an earlier reason.
  public var hold: SuppressionReason?
  /// `days` of the pre-due step that this line carries out, zero or negative; nil: none.
  public var notice: Int?
  /// False: the line is in `items.csv` only, and the message does not show it (too old, no due date, not triggered where the policy
  /// lists only what is).
  public var isListed: Bool
  /// Of a credit: what of `heldAmount` the message shows beside the documents that used it.
  public var beside = CreditBeside()
  /// The document leaves for a lawyer or an agency tonight.
  public var handsOver = false
  /// It would leave, if it were not the ERP alone that told its last reminder: a person is asked.
  public var asksToLeave = false
  /// What of the balance of a document that leaves is not to be claimed, in minor units: credits that name it, and free ones that nothing that stays
  /// has a use for.
  public var credited: Int64 = 0

  @inlinable @inline(__always)
  public init(
    item: Int, includedAs: Inclusion, reason: SuppressionReason? = nil, levelBefore: Int, levelAfter: Int,
    printedLevel: Int? = nil, heldAmount: Int64 = 0, silentAmount: Int64 = 0,
    hold: SuppressionReason? = nil, notice: Int? = nil,
    isListed: Bool = true
  ) {
    self.item = item
    self.includedAs = includedAs
    self.reason = reason
    self.levelBefore = levelBefore
    self.levelAfter = levelAfter
    self.printedLevel = printedLevel ?? levelAfter
    self.heldAmount = heldAmount
    self.silentAmount = silentAmount
    self.hold = hold
    self.notice = notice
    self.isListed = isListed
  }
}

/// A message that Emit renders: an e-mail, a letter or a line on the call list.
public struct ReminderMessage: Equatable, Sendable {
  /// First 32 hex digits of sha256(company, customer, currency, documents, step, cycle): the same in any re-run.
  public var id: String
  public var channel: Channel
  /// Name of the template, without language.
  public var template: String
  /// E-mail address or phone number; nil for letters, which go to the customer's postal address.
  public var address: String?
  public var contact: String?
  /// E-mail addresses of further people of the customer who are sent a copy.
  public var cc: [String]
  /// BCP 47 tag in which it is written.
  public var language: String
  /// Level of the highest step on it, 0 for a pre-due notice; `stepDays` of that step.
  public var level: Int
  /// The level whose words it has: lower where none of the ladder, or none that is for the customer, has the level itself.
  public var rung: Int
  public var stepDays: Int
  public var payBy: CalendarDate?
  /// Of an invitation: what the person signs in with, any of them, whatever way it is sent.
  public var portalLogins: [String] = []
  /// In a rehearsal whose e-mails go elsewhere: whom it would have gone to.
  public var intendedFor: String?
  /// Of a letter: when it is posted and expected to arrive.
  public var delivery: LetterDelivery?
  /// The first moment at which it may go out, in seconds since 1970-01-01T00:00:00Z; nil: at once.
  public var notBefore: Int64?
  /// The day of that moment, where it comes after the as-of date.
  public var goesOutOn: CalendarDate?

  /// The day from which the reader has it, where it comes after the as-of date: the last on which a letter is expected, or that on which the window
  /// of any other message opens.
  public var arrivesBy: CalendarDate? { delivery?.latest ?? goesOutOn }

  public init(
    id: String, channel: Channel, template: String, address: String?, contact: String?, language: String, level: Int,
    stepDays: Int, payBy: CalendarDate? = nil, cc: [String] = []
  ) {
    self.id = id
    self.channel = channel
    self.template = template
    self.address = address
    self.contact = contact
    self.language = language
    self.level = level
    rung = level
    self.stepDays = stepDays
    self.payBy = payBy
    self.cc = cc
  }
}

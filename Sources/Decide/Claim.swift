import Ledger

/// One owed item of a unit on its way through the rules. Numbers alone: a night has a million, and each is copied at every step.
struct Claim: Sendable {
  /// Index into the unit's items.
  let index: Int
  /// Not counted as a reference. Claims live in the unit's assessment, which holds the unit as long as there are any.
  private unowned(unsafe) let unit: UnitCase
  var item: AccountItem { unit.items[index] }
  /// What is remembered of the item: numbers, so that no reference of the item is counted for them.
  var memory: ItemMemory { unit.items.withUnsafeBufferPointer { $0[index].memory } }
  let balance: Int64
  /// Whole days past due; without a due date, days since the document date, as aging counts them.
  let daysPastDue: Int
  /// The day from which its next step counts: the last reminder, or the day by which that letter is expected; nil: there was none.
  let countedFrom: CalendarDate?
  /// What holds the whole item back, of which `HoldRule.finding` tells the story; nil: it is asked for, but for `heldPart`.
  var hold: SuppressionReason?
  /// A disputed part in minor units; the whole balance where the item is held.
  var heldPart: Int64 = 0
  /// What of that was disputed and is in its week of silence.
  var silentPart: Int64 = 0
  /// On the message if there is one tonight: a line that asks for money, or in a notice one that will.
  var isAsked = false
  /// Offset by credits that name this document.
  var offset: Int64 = 0
  /// The day of the newest payment on account that names it and does not cover it; nil: there is none.
  var paidBesideOn: CalendarDate?
  /// The pre-due step that is due tonight, as an index into the policy's notices.
  var notice: Int?
  /// Leaves for a lawyer or an agency tonight: decided before the message is, which does not ask for it any more.
  var leaves = false
  /// It would leave, if a person said that the level which the ERP told is its last reminder.
  var asksToLeave = false
  /// What of an item that leaves is not to be claimed, for credits take it off: see `HandOver.leave`.
  var creditOfLeaving: Int64 = 0
  /// Free credits cover it, those that are due longer first: then it does not leave.
  var isCovered = false
  /// The level on which it stands by the ladder of tonight: see `Ladder.standing`.
  let level: Int
  /// What the ladder says: the next message's level for this item, or why it gets none.
  var move = Ladder.Move.stays(.notYet)

  init(index: Int, of unit: UnitCase) {
    self.index = index
    self.unit = unit
    let (balance, memory, late) = unit.items.withUnsafeBufferPointer { items in
      (items[index].document.balance, items[index].memory, items[index].daysLate(unit.asOf))
    }
    self.balance = balance
    countedFrom = unit.counted(from: memory.lastRemindedOn)
    level = unit.ladder?.standing(memory.level, memory.levelStep) ?? memory.level
    daysPastDue = late
  }

  /// When a part of it was paid last, be it taken off the balance or listed beside it.
  var partPaidOn: CalendarDate? { paidBesideOn.map { max($0, memory.partPaidOn ?? $0) } ?? memory.partPaidOn }
  var isOverdue: Bool { daysPastDue > 0 }
  var isHeld: Bool { hold != nil }
  /// Overdue and not held as a whole: a line that asks for money.
  var isDemanded: Bool { isOverdue && hold == nil }
  /// Why a part is not asked for; nil: all is, or nothing.
  var reasonOfPart: SuppressionReason? { heldPart > silentPart ? .disputed : heldPart > 0 ? .notYet : nil }
  /// What the line asks for before credits.
  var demanded: Int64 { balance - heldPart }
  /// What is left to ask for after the credits that name it.
  var net: Int64 { demanded - min(offset, demanded) }
  var label: String { item.document.label }
}

/// A rule's result: the reason as outputs show it, and the story as `why` tells it.
struct Finding: Equatable, Sendable {
  var reason: SuppressionReason
  var story: Words

  init(_ reason: SuppressionReason, _ story: Words) {
    self.reason = reason
    self.story = story
  }

  /// The first by precedence; of equal ones the first given.
  static func first(of findings: [Finding], _ more: [Finding] = []) -> Finding? {
    func place(in list: [Finding]) -> Int? {
      list.indices.min { list[$0].reason.precedence < list[$1].reason.precedence }
    }
    guard let at = place(in: findings) else { return place(in: more).map { more[$0] } }
    guard let other = place(in: more), more[other].reason.precedence < findings[at].reason.precedence else {
      return findings[at]
    }
    return more[other]
  }
}

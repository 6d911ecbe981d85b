import Formats
import Ledger
import Pipeline

/// `reminders/reminders.csv` and `items.csv`: for every customer and currency with something overdue or triggered whether a message
/// goes out, and if not why, down to the item; who is invited to the portal; and the call list. The messages themselves are other artefacts.
public struct ReminderTables: StreamedArtefact {
  private var units: UnitTable?
  private var items: ItemTable?
  private var calls: CallList?
  private var invitations: InvitationTable?
  private var order = DocumentOrder()
  /// Company, customer and currency of the unit at hand, for both tables.
  private var head: EncodedCells

  /// `formats`: `csv` for the decisions, `calls` for the call list; the others are not made here.
  public init(
    _ sink: any ArtefactSink, night: Night, audience: CSVAudience = .machine,
    formats: [ReminderSettings.Format] = [.csv, .calls]
  ) throws {
    head = EncodedCells(audience: audience)
    if formats.contains(.csv) {
      units = try UnitTable(sink, clock: night.clock, audience: audience)
      items = try ItemTable(sink, asOf: night.asOf, audience: audience)
      invitations = InvitationTable(sink, clock: night.clock, audience: audience)
    }
    if formats.contains(.calls) { calls = try CallList(sink, asOf: night.asOf, audience: audience) }
  }

  public mutating func add(_ account: CustomerAccount, _ outcome: AccountOutcome) throws {
    // Not taken out of the list: a copy of a decision counts some twenty references.
    try outcome.decisions.withUnsafeBufferPointer { decisions in
      for at in decisions.indices { try add(decisions[at], score: account.score) }
    }
    for invitation in outcome.invitations { try invitations?.add(invitation) }
  }

  /// The next unit, in the order of company, customer and currency.
  public mutating func add(_ decision: UnitDecision, score: CustomerScore? = nil) throws {
    order.sort(decision)
    if units != nil || items != nil { head.encode(decision.customer, decision.currency) }
    try units?.add(decision, head, order)
    try items?.add(decision, head, order)
    calls?.add(decision, order, score: score)
  }

  public mutating func finish() throws {
    try units?.finish()
    try items?.finish()
    try calls?.finish()
    try invitations?.finish()
  }
}

/// `reminders/reminders.csv`. `documents` are the items that trigger or are demanded; channel and message id are those of the message,
/// also of one that is only rehearsed; `not_before` stands with messages that go out. `explanation` is the decision in plain English.
struct UnitTable {
  private static let columns = [
    "company", "customer_id", "currency", "action", "reason", "channel", "policy", "level", "overdue", "credits",
    "interest", "fees", "amount_due", "documents", "not_before", "message_id", "explanation",
  ]

  private var table: CSVTable
  private let words = WordCells()
  private let send = CSVWord("send")
  private let suppress = CSVWord("suppress")
  private let clock: Int64

  init(_ sink: any ArtefactSink, clock: Int64, audience: CSVAudience) throws {
    table = try CSVTable(sink, path: "reminders/reminders.csv", columns: UnitTable.columns, audience: audience)
    self.clock = clock
  }

  /// - Parameters:
  ///   - head: its first three cells.
  ///   - order: of the unit's outcomes.
  mutating func add(_ decision: UnitDecision, _ head: EncodedCells, _ order: DocumentOrder) throws {
    table.copy(head)
    let exponent = decision.currency.exponent
    table.word(decision.isSent ? send : suppress)
    table.word(words.reason(decision.suppressed))
    table.text(decision.message?.channel.rawValue)
    table.text(decision.policy)
    table.int(decision.level)
    table.money(decision.overdue, exponent: exponent)
    table.money(decision.credits, exponent: exponent)
    table.money(decision.interest, exponent: exponent)
    table.money(decision.fees, exponent: exponent)
    table.money(decision.amountDue, exponent: exponent)
    table.labels(decision, order)
    table.text(decision.isSent ? Instant.iso8601(decision.message?.notBefore ?? clock) : nil)
    table.text(decision.message?.id)
    table.text(decision.explanation)
    try table.endRow()
  }

  mutating func finish() throws { try table.finish() }
}

/// `reminders/items.csv`: every item of every unit. The fee of a level stands with the first item that calls for the message, a lump sum
/// with its own.
struct ItemTable {
  private static let columns = [
    "company", "customer_id", "currency", "document_id", "instalment", "included_as", "reason", "days_past_due",
    "balance", "level_before", "level_after", "interest", "fee", "message_id",
  ]

  private var table: CSVTable
  /// Cells that are the same in every row of a unit.
  private var tail: EncodedCells
  private let words = WordCells()
  private let days = DayCells()
  private let trigger = CSVWord(ItemOutcome.Inclusion.trigger.rawValue)
  private let content = CSVWord(ItemOutcome.Inclusion.content.rawValue)
  private let asOf: CalendarDate

  init(_ sink: any ArtefactSink, asOf: CalendarDate, audience: CSVAudience) throws {
    table = try CSVTable(sink, path: "reminders/items.csv", columns: ItemTable.columns, audience: audience)
    tail = table.encoded()
    self.asOf = asOf
  }

  /// - Parameters:
  ///   - head: the first three cells of each row.
  ///   - order: of the unit's outcomes.
  mutating func add(_ decision: UnitDecision, _ head: EncodedCells, _ order: DocumentOrder) throws {
    let exponent = decision.currency.exponent
    tail.encode(3) { csv in
      csv.money(0, exponent: exponent)
      csv.money(0, exponent: exponent)
      csv.text(decision.message?.id)
    }
    var fee = decision.message == nil ? 0 : decision.charges?.fee ?? 0
    // As `charges.csv` has it: those that reach the level, not those that only repeat one below it.
    let callers = fee == 0 ? [] : decision.charges?.claims.first { $0.kind == .fee && $0.isOpen }?.documents ?? []
    try decision.items.withUnsafeBufferPointer { items in
      try decision.outcomes.withUnsafeBufferPointer { outcomes in
        for at in 0..<order.count {
          let place = order[at]
          write(outcomes[place], items[outcomes[place].item], head, exponent: exponent)
          if let charges = decision.charges {
            let isFirst =
              fee != 0 && outcomes[place].includedAs == .trigger
              && (callers.isEmpty || callers.contains(items[outcomes[place].item].document.label))
            add(charges, outcomes[place].item, fee: isFirst ? fee : 0, decision)
            if isFirst { fee = 0 }
          } else {
            table.copy(tail)
          }
          try table.endRow()
        }
      }
    }
  }

  /// Not inlined, as in `StatementItemTable`.
  @inline(never)
  private mutating func write(_ outcome: ItemOutcome, _ item: AccountItem, _ head: EncodedCells, exponent: Int) {
    table.copy(head)
    table.key(item.document)
    switch outcome.includedAs {
    case .trigger: table.word(trigger)
    case .content: table.word(content)
    default: table.text(outcome.includedAs.rawValue)
    }
    table.word(words.reason(outcome.reason))
    table.days(item.daysPastDue(asOf), days)
    table.money(item.document.balance, exponent: exponent)
    table.days(outcome.levelBefore, days)
    table.days(outcome.levelAfter, days)
  }

  /// The last cells of an item in a unit with interest or fees.
  private mutating func add(_ charges: UnitCharges, _ item: Int, fee: Int64, _ decision: UnitDecision) {
    let own = charges.of(item)
    table.money(own?.interest.amount ?? 0, decision.currency)
    table.money((decision.message == nil ? 0 : own?.compensation ?? 0) + fee, decision.currency)
    table.text(decision.message?.id)
  }

  mutating func finish() throws { try table.finish() }
}

import Documents
import Ledger
import Pipeline

/// A change of a document with its day.
public struct DatedChange: Equatable, Sendable {
  /// What it is on a statement.
  public enum Role: Equatable, Sendable {
    case movement
    /// What a document of the period began with, where that is not the amount that it has now.
    case beginning
    /// Of a day before the period, and entered after the last statement, whose movements ended on this day.
    case late(after: CalendarDate)
  }

  /// The day on which it was true: of the payment that explains it, else of the export that first showed it.
  public var on: CalendarDate
  public var change: DocumentChange
  public var role: Role

  public init(on: CalendarDate, change: DocumentChange, role: Role = .movement) {
    self.on = on
    self.change = change
    self.role = role
  }

  /// A change of tonight's. In another currency than before a document is another claim, which began with its amount.
  init(on day: CalendarDate, tonight change: DocumentChange) {
    self.init(on: day, change: change)
    if change.fields.contains("currency") { self.change.oldBalance = change.document.amount }
  }
}

/// A line of a balance-forward statement.
struct StatementMovement: Equatable {
  var date: CalendarDate
  var document: Document
  var label: Label
  /// Positive: the customer owes more.
  var amount: Int64
}

/// The account of one currency over a period: opening balance, movements, closing balance. It ties by construction: the opening balance is
/// what is left when all known movements are undone.
///
/// A document of the period is a movement on its own date, by what it began with. What was paid or credited is a movement on its own day; where
/// none is known (part of it was paid before we first saw the document), on the day of the last part payment, else on the document's
/// date. Without the changes of earlier nights a document that was both open at the start and
/// paid in full before tonight is in neither balance: the period then shows what was open on the last night, and tonight.
struct BalanceForward: Equatable {
  var from: CalendarDate
  var to: CalendarDate
  var opening: Int64 = 0
  /// The company's first export, where that is no day before the period: what was settled before it is in neither. Nil: all is known.
  var knownFrom: CalendarDate?
  /// By date, then document; a document before what was paid on it.
  var movements: [StatementMovement] = []

  var closing: Int64 { movements.reduce(opening) { $0 + $1.amount } }

  /// The last day of the last statement, and what of the days up to the opening balance was entered after it; nil where nothing was.
  var lastStated: CalendarDate?
  var late: [StatementMovement] = []
  /// What the last statement ended with.
  var stated: Int64 { late.reduce(opening) { $0 - $1.amount } }

  /// Days of the movements; both days count.
  struct Period {
    var from: CalendarDate
    var to: CalendarDate

    init(_ settings: StatementSettings, asOf: CalendarDate) {
      to = min(settings.to ?? asOf, asOf)
      from = min(settings.from ?? asOf.firstOfMonth, to)
    }
  }

  /// A document, its balance now, and what changed it in the period or later.
  private struct Flow {
    var document: Document
    var memory = ItemMemory()
    /// What it began with; nil: its amount.
    var beginning: Int64?
    var steps: [Step] = []
  }

  private struct Step {
    var on: CalendarDate
    var amount: Int64
    var cause: ChangeCause?
    var isVoiding: Bool

    init(_ dated: DatedChange, _ amount: Int64) {
      (on, self.amount, cause) = (dated.on, amount, dated.change.cause)
      isVoiding = dated.change.kind == .voided
    }
  }

  private struct Key: Hashable {
    var id: String
    var instalment: String
    var customer: String

    init(_ document: Document) {
      id = document.id
      instalment = document.instalment
      customer = document.customerID
    }
  }

  /// - Parameter changes: of the account's documents in all currencies, oldest first, from the first day of the period to tonight.
  init(_ items: ArraySlice<AccountItem>, _ changes: [DatedChange], _ currency: Currency, _ period: Period) {
    from = period.from
    to = period.to
    var flows: [Flow] = items.map { Flow(document: $0.document, memory: $0.memory) }
    var places: [Key: Int] = [:]
    for index in flows.indices { places[Key(flows[index].document)] = index }
    for dated in changes where dated.change.document.currency == currency {
      if case .late(let day) = dated.role {
        lastStated = day
        late.append(BalanceForward.movement(dated))
      }
      guard dated.on >= from else { continue }
      let key = Key(dated.change.document)
      let index = places[key] ?? flows.count
      if index == flows.count {
        flows.append(Flow(document: dated.change.document))
        places[key] = index
      } else if index >= items.count {
        flows[index].document = dated.change.document
      }
      guard dated.role == .movement else {
        flows[index].beginning = dated.change.document.balance
        continue
      }
      guard dated.change.kind != .new else { continue }
      let amount = dated.change.document.balance - dated.change.oldBalance
      guard amount != 0 else { continue }
      flows[index].steps.append(Step(dated, amount))
    }
    for flow in flows where flow.document.documentDate <= to { add(flow) }
    movements.sort(by: BalanceForward.precedes)
    late.sort(by: BalanceForward.precedes)
  }

  /// What was entered after the last statement.
  private static func movement(_ dated: DatedChange) -> StatementMovement {
    let document = dated.change.document
    let step = Step(dated, document.balance - dated.change.oldBalance)
    return StatementMovement(
      date: dated.on, document: document,
      label: dated.change.kind == .new ? Label(document.kind) : label(step, document), amount: step.amount)
  }

  private mutating func add(_ flow: Flow) {
    let document = flow.document
    let later = flow.steps.reduce(Int64(0)) { $0 + ($1.on > to ? $1.amount : 0) }
    let within = flow.steps.filter { $0.on <= to }
    // The balance before the first known step of the period.
    let before = document.balance - later - within.reduce(Int64(0)) { $0 + $1.amount }
    if document.documentDate < from {
      opening += before
    } else {
      let beginning = flow.beginning ?? document.amount
      append(document.documentDate, document, Label(document.kind), beginning)
      let day = flow.memory.partPaidOn.flatMap { (document.documentDate...to).contains($0) ? $0 : nil }
      let rest = before - beginning
      append(day ?? document.documentDate, document, BalanceForward.labelOfRest(rest, document), rest)
    }
    for step in within { append(step.on, document, BalanceForward.label(step, document), step.amount) }
  }

  private mutating func append(_ date: CalendarDate, _ document: Document, _ label: Label, _ amount: Int64) {
    guard amount != 0 else { return }
    movements.append(StatementMovement(date: date, document: document, label: label, amount: amount))
  }

  /// What had become of a document before its first known step.
  private static func labelOfRest(_ amount: Int64, _ document: Document) -> Label {
    amount > 0 && document.kind != .creditNote && document.kind != .onAccount ? .adjustment : .paymentsAndCredits
  }

  /// The same kinds as those of the ledger (`LedgerMovement`): a balance that rose and no money says why, a document that was cancelled and one
  /// that was written off are adjustments.
  private static func label(_ step: Step, _ document: Document) -> Label {
    if step.isVoiding || step.cause == .writeOff { return .adjustment }
    if document.kind == .onAccount { return .onAccount }
    if step.cause == .payment { return .payment }
    if step.cause == .credit || document.kind == .creditNote { return .creditNote }
    return step.amount < 0 || step.cause != nil ? .paymentsAndCredits : .adjustment
  }

  private static func precedes(_ a: StatementMovement, _ b: StatementMovement) -> Bool {
    if a.date != b.date { return a.date < b.date }
    if a.document.id != b.document.id { return ByteOrder.precedes(a.document.id, b.document.id) }
    if a.document.instalment != b.document.instalment {
      return ByteOrder.precedes(a.document.instalment, b.document.instalment)
    }
    return a.amount > b.amount
  }
}

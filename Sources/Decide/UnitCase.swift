import Ledger
import Pipeline

/// Everything the rules look at for one reminder unit: company x payer x currency. Rules are functions of it. A class, because a
/// unit passes through many rules and its parts are many: it is shared, never changed.
final class UnitCase: Sendable {
  let asOf: CalendarDate
  /// What is known of the company tonight; nil: nothing, and nobody is reminded.
  let company: CompanyCase?
  let customer: Customer
  /// People of the customer, in order of their ids.
  let contacts: [Contact]
  /// Where messages to it do not go any more.
  let blocks: [ChannelBlock]
  /// Addresses that are closed, whoever has them.
  let closedAddresses: ClosedAddresses
  let currency: Currency
  /// The unit's open items, credits too, in the order of the account. They remember holds that have lapsed while nobody looked.
  let items: [AccountItem]
  /// Nil: no policy fits the customer and currency.
  let ladder: Ladder?
  /// What policies, steps and tones ask of it.
  let scope: PolicyScope.Unit
  let decisions: StandingDecisions
  let plans: [PaymentPlan]
  /// What of the items is in dispute, by their places.
  let disputed: DisputedShares
  /// With what was in dispute until lately and is in its week of silence.
  let disputedLately: DisputedShares
  /// By place: whether a part of the item is to be asked for again after its dispute. Empty where none is.
  let newParts: [Bool]
  let memory: UnitMemory?
  /// Day of the unit's last real reminder: ours, or what the ERP said at first sight.
  let lastReminded: CalendarDate?
  /// The last day on which that reminder, or one before it, is expected where it was a letter; else nil.
  private let arrivesBy: CalendarDate?
  /// What this customer and its party got in the last week, in all currencies, tonight's counted in.
  let thisWeek: MessageCount
  let channels: OutgoingChannels
  /// Receipts that pay items of the unit and are not posted yet; and what is said about cash.
  let receipts: [CashFact]
  /// When money of its items came back, by their rows.
  let cameBack: [Int: CalendarDate]
  /// A bit for each of their documents, by its row.
  private let receiptMarks: UInt64
  let cash: CashSettings
  /// How the customer pays by the ERP's record, and whether that is a collection by us.
  let customerBlock: ERPBlock?
  /// Ids of the customers that it pays for, and which of them the ERP blocks.
  let paidFor: [String]
  let blocksOfOthers: [String: ERPBlock]
  let customerPaysByDebit: Bool
  /// What rules about holds could speak of, as far as all items share it.
  let holdGround: HoldGround
  /// What of it items may have by themselves.
  let itemsMayName: HoldGround
  /// How long letters are under way.
  let postalTimes: PostalTimes
  /// Business days: without the policy's holidays, or where it names none without those of the company's country.
  let calendar: BusinessCalendar
  /// Nil: neither interest nor fees concern the account.
  let charges: AccountCharges?

  init(
    account: CustomerAccount, range: Range<Int>, company: CompanyCase?, ladder: Ladder?, scope: PolicyScope.Unit,
    decisions: StandingDecisions, thisWeek: MessageCount, channels: OutgoingChannels,
    cash: CashSettings, postalTimes: PostalTimes, asOf: CalendarDate
  ) {
    self.asOf = asOf
    self.postalTimes = postalTimes
    self.company = company
    self.ladder = ladder
    self.scope = scope
    calendar = ladder?.calendar ?? company?.calendar ?? .weekdays
    self.decisions = decisions
    self.thisWeek = thisWeek
    self.channels = channels
    self.cash = cash
    receipts = account.cash
    cameBack = account.cameBack
    receiptMarks = UnitCase.marks(of: account.cash)
    customer = account.customer
    charges = account.charges
    contacts = account.contacts
    blocks = account.blocks
    closedAddresses = account.closedAddresses
    var items = range == account.billed.indices ? account.billed : Array(account.billed[range])
    decisions.remember(on: &items)
    ERPBlock.remember(on: &items, of: account, asOf: asOf)
    let paysByDebit = DirectDebit.isMethod(account.customer["payment_method"])
    DirectDebit.remember(on: &items, of: account, paysByDebit: paysByDebit)
    currency = account.billed[range.lowerBound].document.currency
    plans = PaymentPlan.plans(in: decisions, items: items, currency: currency)
    PaymentPlan.remember(plans, on: &items, decisions)
    self.items = items
    let disputed = decisions.disputed(of: items)
    self.disputed = disputed
    disputedLately = decisions.partDisputes.isEmpty ? disputed : decisions.disputedLately(of: items)
    newParts = decisions.partDisputes.isEmpty ? [] : decisions.newParts(of: items)
    let currency = currency
    memory = account.reminders.first { $0.currency == currency }
    var latest = memory?.lastRemindedOn ?? .missing
    for index in items.indices { latest = max(latest, items[index].memory.lastRemindedOn ?? .missing) }
    lastReminded = latest.orNil
    arrivesBy = memory?.lastRemindedOn == latest.orNil ? memory?.arrivesBy : nil
    customerBlock = ERPBlock(account.customer, asOf: asOf)
    paidFor = account.paidFor.map(\.id)
    blocksOfOthers = account.paidFor.reduce(into: [:]) { $0[$1.id] = ERPBlock($1, asOf: asOf) }
    customerPaysByDebit = paysByDebit
    itemsMayName = HoldGround.named(by: items)
    holdGround = HoldGround.shared(
      decisions: decisions, ladder: ladder, hasBlock: customerBlock != nil || !blocksOfOthers.isEmpty,
      paysByDebit: customerPaysByDebit)
  }
}

extension UnitCase {
  /// False where no receipt pays the document of a row for sure: most documents.
  func mayHaveReceipt(of row: Int) -> Bool { receiptMarks & UnitCase.mark(of: row) != 0 }

  /// The bits of all documents that receipts pay.
  static func marks(of receipts: [CashFact]) -> UInt64 { receipts.reduce(0) { $0 | mark(of: $1.row) } }

  /// A bit for a row of the ledger: what is marked may be meant, what is not is not.
  static func mark(of row: Int) -> UInt64 { 1 &<< UInt64(truncatingIfNeeded: row & 63) }

  /// The first day of a next step after a printed date to pay by: three business days more are for the post and the bank.
  func firstDay(afterPayBy date: CalendarDate) -> CalendarDate {
    calendar.adding(HouseRules.payByGrace, to: date).adding(days: 1)
  }

  /// The day on which an automatic message of tonight goes out: the as-of date, or that on which its window opens.
  var goesOutOn: CalendarDate { max(asOf, ladder?.times.openingDay ?? asOf) }

  /// Whether a message of tonight keeps the interval to the last one: from night to night, and from the day on which the reader had that one to the day
  /// on which tonight's goes out.
  func keeps(interval: Int) -> Bool {
    guard let last = lastReminded, let counted = counted(from: last) else { return true }
    return asOf.days(since: last) >= interval && goesOutOn.days(since: counted) >= interval
  }

  /// The day from which the next step counts after a reminder of `date`: that day, or where it was the last one, and it or one before it was under
  /// way longer or waited for its window, the day from which the reader has it.
  func counted(from date: CalendarDate?) -> CalendarDate? {
    guard let arrivesBy, let date, date == lastReminded else { return date }
    return max(date, arrivesBy)
  }
}

/// What the rules ask of the night of a company: shared by its units.
final class CompanyCase: Sendable {
  let id: String
  let language: String?
  /// ISO 3166-1 code; where its letters come from.
  let country: String
  /// Why its data must not be trusted, customers with rejected rows, whether messages count, and its first night: see `CompanyNight`.
  let stale: String?
  let rejectedCustomers: Set<String>
  /// A row or a file was rejected of which nobody can tell whom it concerns.
  let hasUnreadCustomer: Bool
  let isLive: Bool
  let firstNight: CalendarDate?
  /// Business days without the holidays of its country.
  let calendar: BusinessCalendar

  init(_ night: CompanyNight, years: ClosedRange<Int>) {
    id = night.company.id
    language = night.company.language
    country = night.company.country
    stale = night.stale
    rejectedCustomers = night.rejectedCustomers
    hasUnreadCustomer = night.rejectedCustomers.contains("")
    isLive = night.isLive
    firstNight = night.firstNight
    calendar = BusinessCalendar(regions: [night.company.country], years: years)
  }
}

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
  let currency: Currency
  /// The unit's open items, credits too, in the order of the account.
  let items: [AccountItem]
  /// Nil: no policy fits the customer and currency.
  let ladder: Ladder?
  let decisions: StandingDecisions
  let plans: [PaymentPlan]
  let memory: UnitMemory?
  /// Day of the unit's last real reminder: ours, or what the ERP said at first sight.
  let lastReminded: CalendarDate?
  /// Days in the last week on which this customer got real messages, in all currencies, tonight's counted in.
  let messagesThisWeek: Int
  /// What lies in the customer's other currencies, in words; empty where nothing does.
  let elsewhere: Words
  /// Channels whose messages leave the house tonight.
  let channels: Set<Channel>
  /// How the customer pays by the ERP's record, and whether that is a collection by us.
  let customerBlock: ERPBlock?
  let customerPaysByDebit: Bool
  /// Nil: neither interest nor fees concern the account.
  let charges: AccountCharges?

  init(
    account: CustomerAccount, range: Range<Int>, company: CompanyCase?, ladder: Ladder?, decisions: StandingDecisions,
    messagesThisWeek: Int, elsewhere: Words, channels: Set<Channel>, asOf: CalendarDate
  ) {
    self.asOf = asOf
    self.company = company
    self.ladder = ladder
    self.decisions = decisions
    self.messagesThisWeek = messagesThisWeek
    self.elsewhere = elsewhere
    self.channels = channels
    customer = account.customer
    charges = account.charges
    contacts = account.contacts
    blocks = account.blocks
    items = range == account.billed.indices ? account.billed : Array(account.billed[range])
    currency = account.billed[range.lowerBound].document.currency
    plans = PaymentPlan.plans(in: decisions, items: items, currency: currency)
    let currency = currency
    memory = account.reminders.first { $0.currency == currency }
    var latest = memory?.lastRemindedOn ?? .missing
    for index in items.indices { latest = max(latest, items[index].memory.lastRemindedOn ?? .missing) }
    lastReminded = latest.orNil
    customerBlock = ERPBlock(account.customer, asOf: asOf)
    customerPaysByDebit = DirectDebit.isMethod(account.customer["payment_method"])
  }
}

/// What the rules ask of the night of a company: shared by its units.
final class CompanyCase: Sendable {
  let id: String
  let language: String?
  /// Why its data must not be trusted, customers with rejected rows, whether messages count, and its first night: see `CompanyNight`.
  let stale: String?
  let rejectedCustomers: Set<String>
  let isLive: Bool
  let firstNight: CalendarDate?

  init(_ night: CompanyNight) {
    id = night.company.id
    language = night.company.language
    stale = night.stale
    rejectedCustomers = night.rejectedCustomers
    isLive = night.isLive
    firstNight = night.firstNight
  }
}

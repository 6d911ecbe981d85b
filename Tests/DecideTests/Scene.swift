import Ledger
import Pipeline
import Testing

@testable import Decide

/// One customer on one night. Builders name only what a test is about; everything else is a live company, fresh data, a customer
/// with an e-mail address, and the built-in ladder: e-mail at 7 days, e-mail at 30, letter at 60.
struct Scene: Sendable, CustomTestStringConvertible {
  /// A Monday.
  static let monday = day("2026-11-23")

  var asOf = Scene.monday
  var details: [(String, String)] = [("email", "ap@buyer.example")]
  /// Of customers whose bills it pays.
  var billedDetails: [(String, String)] = []
  var items: [AccountItem] = []
  var decisions: [Decision] = []
  var reminders: [UnitMemory] = []
  var contacts: [Contact] = []
  var blocks: [ChannelBlock] = []
  var portal: String?
  var policy = Policy()
  var policies: [Policy]?
  var stale: String?
  var rejected: Set<String> = []
  var isLive = true
  var grade: CustomerScore.Grade?
  var messagesToParty = 0
  var firstNight: CalendarDate?
  var channels = Set(Channel.allCases)
  var templates: [Channel: Set<String>] = [:]
  var adjustmentReviewDays = 7
  /// Seconds since 1970-01-01T00:00:00Z.
  var clock: Int64 = 0
  var country = ""
  var horizon = 24
  var charges: AccountCharges?
  var cash: [CashFact] = []
  var fulfilledPromises: [String: CalendarDate] = [:]
  var partPromises: [String: PaymentPromise.Part] = [:]
  var cashSettings = CashSettings()
  /// Documents of which tonight's export shows a part payment.
  var partPaid: [String: ChangeCause] = [:]

  init(_ items: AccountItem..., change: (inout Scene) -> Void = { _ in }) {
    self.items = items
    change(&self)
  }

  var testDescription: String {
    (items.map { "\($0.document.label) \($0.memory)" } + decisions.map { "\($0.kind.rawValue)" }).joined(
      separator: ", ")
  }

  var account: CustomerAccount {
    let json = Details.of(details)
    let billed = items.sorted { $0.document.currency < $1.document.currency }
    var account = CustomerAccount(
      customer: Customer(company: "ACME", id: "C1", name: "Buyer", details: json), items: billed, billed: billed,
      decisions: decisions, reminders: reminders, cash: cash, contacts: contacts)
    account.score = grade.map {
      CustomerScore(score: 50, grade: $0, confidence: .limited, daysBeyondTerms: nil, computed: 50)
    }
    account.paidFor = Set(billed.map(\.document.customerID)).subtracting(["C1"]).sorted().map {
      Customer(company: "ACME", id: $0, name: $0, details: Details.of(billedDetails))
    }
    account.fulfilledPromises = fulfilledPromises
    account.partPromises = partPromises
    account.messagesToParty = messagesToParty
    account.charges = charges
    account.blocks = blocks
    return account
  }

  var decider: Decider {
    var company = Company()
    company.id = "ACME"
    company.country = country
    company.portal = portal
    let companyNight = CompanyNight(
      company: company, dataAsOf: asOf, stale: stale, rejectedCustomers: rejected, isLive: isLive,
      firstNight: firstNight)
    var settings = DecideSettings()
    settings.policies = policies ?? [policy]
    settings.horizon = horizon
    return Decider(
      settings: settings,
      night: Night(
        run: "\(asOf)-0001", asOf: asOf, clock: clock, utcOffset: 0, program: "receivables 0.1.0",
        companies: [companyNight]
      ), channels: OutgoingChannels(tonight: channels, templates: templates),
      adjustmentReviewDays: adjustmentReviewDays, cash: cashSettings,
      partPaid: Dictionary(uniqueKeysWithValues: partPaid.map { (row($0), $1) }))
  }

  func decide() -> [UnitDecision] { decider.decide(account) }

  /// The decision of the only unit; nil where there is none.
  func decision() -> UnitDecision? { decide().first }

  func worklist() -> [WorklistItem] {
    let decider = decider
    return decider.worklist(account, decider.decide(account))
  }

  /// Carries what is remembered over to another night, as the shell does.
  func next(_ asOf: CalendarDate, _ change: (inout Scene) -> Void = { _ in }) -> Scene {
    var scene = self
    for decision in decide() {
      for (row, memory) in MemoryAfter.items(decision, asOf: self.asOf) {
        for index in scene.items.indices where scene.items[index].row == row { scene.items[index].memory = memory }
      }
      let at = scene.reminders.firstIndex { $0.currency == decision.currency }
      let memory = MemoryAfter.unit(decision, before: at.map { scene.reminders[$0] }, asOf: self.asOf)
      if let at { scene.reminders[at] = memory } else { scene.reminders.append(memory) }
    }
    scene.asOf = asOf
    change(&scene)
    return scene
  }
}

func day(_ text: String) -> CalendarDate {
  guard let date = CalendarDate(text) else { fatalError("no day: \(text)") }
  return date
}

let eur = Currency(trusted: 0x455552)
let usd = Currency(trusted: 0x555344)

extension Details {
  static func of(_ fields: [(String, String)]) -> Details {
    var bytes = [UInt8(ascii: "{")]
    var first = true
    for (key, value) in fields { Details.write(key: key, value: value, first: &first, to: &bytes) }
    return Details(json: String(decoding: bytes + [UInt8(ascii: "}")], as: UTF8.self))
  }
}

/// An item so many days past due on the Monday of `Scene`; negative is not yet due, nil has no due date. Amounts in cents.
func item(
  _ id: String = "INV-1", _ days: Int? = 10, _ balance: Int64 = 1000_00, currency: Currency = eur,
  customer: String = "C1", details: [(String, String)] = [], _ remember: (inout ItemMemory) -> Void = { _ in }
) -> AccountItem {
  let due = days.map { Scene.monday.adding(days: -$0) }
  var memory = ItemMemory()
  remember(&memory)
  let document = Document(
    company: "ACME", customerID: customer, id: id, kind: balance < 0 ? .creditNote : .invoice,
    documentDate: (due ?? Scene.monday).adding(days: -30), dueDate: due, currency: currency, amount: balance,
    balance: balance, details: Details.of(details))
  return AccountItem(document: document, dueDate: due, memory: memory, row: row(id))
}

private func row(_ id: String) -> Int { id.utf8.reduce(7) { $0 * 31 + Int($1) } }

extension ItemMemory {
  /// The last level of the built-in ladder was reached by a message of ours.
  mutating func hearTheLast() {
    level = 3
    levelStep = LevelStep(days: 60, template: "final")
  }
}

/// A receipt for a document that the ERP has not posted.
func receipt(_ id: String, seenOn: String) -> CashFact {
  CashFact(row: row(id), paymentID: "P1", seenOn: day(seenOn), amount: 1000_00)
}

func decided(
  _ kind: Decision.Kind, on document: String? = nil, customer: String = "C1", id: String = "D1", from: String? = nil,
  until: String? = nil, amount: String? = nil, value: String? = nil, plan: String? = nil,
  learned: String? = "2026-11-02"
) -> Decision {
  Decision(
    company: "ACME", customerID: customer, kind: kind, id: id, documentID: document, from: from.map(day),
    until: until.map(day), amount: amount, value: value, by: "Jo", planID: plan, learnedOn: learned.map(day))
}

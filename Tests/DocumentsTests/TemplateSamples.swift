import Ledger

@testable import Documents

/// A reminder as Decide hands it over: overdue invoices, credits, a disputed one, and one that is not due yet.
enum TemplateSamples {
  static let asOf = CalendarDate("2026-11-21")!
  static let sender = MessageSender(
    companyName: "Acme Werkzeuge GmbH", name: "Jo Füchsle", email: "jo@acme.example", phone: "+49 221 1234-56",
    iban: "DE89370400440532013000", bic: "COBADEFFXXX", bankName: "Commerzbank Köln")

  static func item(
    _ id: String, due: Int?, amount: Int64, balance: Int64? = nil, kind: DocumentKind = .invoice, order: String? = nil,
    currency: String = "EUR"
  ) -> AccountItem {
    let dueDate = due.map { asOf.adding(days: -$0) }
    let details = order.map { Details(["purchase_order": $0]) } ?? Details()
    let document = Document(
      company: "ACME", customerID: "K-1001", id: id, kind: kind,
      documentDate: (dueDate ?? asOf).adding(days: -30), dueDate: dueDate, currency: Currency(currency)!,
      amount: amount,
      balance: balance ?? amount, details: details)
    return AccountItem(document: document, dueDate: dueDate)
  }

  /// A message at `level`; overdue items count as at that level when they are at least `days` late.
  static func content(
    level: Int, template: String, items: [(AccountItem, ItemOutcome.Inclusion, Int)], contact: String? = "Erika Muster",
    payBy: Int? = 10, interest: Int64 = 0, fees: Int64 = 0, customer: String = "Müller & Söhne GmbH & Co. KG"
  ) -> ReminderContent {
    let outcomes = items.enumerated().map {
      ItemOutcome(item: $0, includedAs: $1.1, levelBefore: max(0, $1.2 - 1), levelAfter: $1.2)
    }
    func sum(_ kinds: Set<ItemOutcome.Inclusion>) -> Int64 {
      items.reduce(0) { $0 + (kinds.contains($1.1) ? $1.0.document.balance : 0) }
    }
    let overdue = sum([.trigger, .content])
    let credits = sum([.credit])
    let message = ReminderMessage(
      id: "0123456789abcdef0123456789abcdef", channel: .email, template: template, address: "erika@kunde.example",
      contact: contact, language: "de", level: level, stepDays: 30, payBy: payBy.map { asOf.adding(days: $0) })
    let decision = UnitDecision(
      company: "ACME", customer: Customer(company: "ACME", id: "K-1001", name: customer),
      currency: items[0].0.document.currency, items: items.map(\.0), outcomes: outcomes, suppressed: nil,
      explanation: "",
      policy: "standard", level: level, overdue: overdue, credits: credits, interest: interest, fees: fees,
      amountDue: overdue + credits + interest + fees, message: message)
    return ReminderContent(decision: decision, sender: sender, asOf: asOf, dataAsOf: asOf.adding(days: -1))
  }

  /// Overdue 1,000, on account -400: asks 600.
  static func onAccount(template: String = "gentle") -> ReminderContent {
    content(
      level: 1, template: template,
      items: [
        (item("RE-2026-000123", due: 20, amount: 60_000), .trigger, 1),
        (item("RE-2026-000150", due: 8, amount: 50_000, balance: 40_000), .trigger, 1),
        (item("ZA-77", due: nil, amount: -40_000, kind: .onAccount), .credit, 0),
      ])
  }

  /// Everything at once.
  static func full(level: Int, template: String) -> ReminderContent {
    content(
      level: level, template: template,
      items: [
        (item("RE-2026-000099", due: 75, amount: 123_450, order: "PO-88121"), .trigger, level),
        (item("RE-2026-000123", due: 33, amount: 60_000, order: "PO-88300"), .content, max(1, level - 1)),
        (item("RE-2026-000150", due: 8, amount: 50_000, balance: 40_000), .content, 1),
        (item("RE-2026-000111", due: 50, amount: 99_900), .held, 1),
        (item("RE-2026-000170", due: -12, amount: 250_000, order: "PO-88421"), .notDue, 0),
        (item("GU-2026-000007", due: nil, amount: -20_000, kind: .creditNote), .credit, 0),
        (item("ZA-77", due: nil, amount: -20_000, kind: .onAccount), .credit, 0),
      ])
  }

  private static func charge(_ kind: ChargeClaim.Kind, _ document: Document, _ amount: Int64) -> ChargeClaim {
    ChargeClaim(
      id: kind.rawValue, kind: kind, company: "ACME", customerID: "K-1001", currency: document.currency,
      documents: [document.label], regime: "de-bgb-288", amount: amount, isFinal: true, claimedOn: asOf, messageID: "")
  }

  /// A lump sum of 40.00 and a fee of 5.00 that was claimed before; interest by directive 2011/7/EU on the first document since its due date, and 5.00 that earlier messages claimed on others.
  static func addInterest(to content: inout ReminderContent) {
    let item = content.decision.items[0]
    let terms = InterestTerms(rate: .over(.ecbMainRefinancing, points: YearlyRate("8")!, .eachHalfYear))
    let start = item.dueDate!.adding(days: 1)
    let interest = Interest(
      on: Principal(item.document.balance, from: .missing), start: start, through: asOf, terms, .builtin)
    let claim = ChargeClaim(
      id: "0123456789abcdef", kind: .interest, company: "ACME", customerID: "K-1001", currency: item.document.currency,
      documents: [item.document.label], regime: "eu-2011-7", terms: terms, start: start, from: start,
      amount: interest.amount, isFinal: false, claimedOn: asOf, messageID: "")
    content.decision.interest = interest.amount + 500
    content.decision.fees = 4500
    content.decision.amountDue += content.decision.interest + content.decision.fees
    content.decision.charges = UnitCharges(
      items: [.init(item: 0, interest: interest)], claims: [claim, charge(.compensation, item.document, 4000)],
      told: [charge(.fee, item.document, 500)])
  }

  static func preDue() -> ReminderContent {
    content(
      level: 0, template: "pre-due",
      items: [
        (item("RE-2026-000170", due: -3, amount: 250_000), .trigger, 0),
        (item("RE-2026-000171", due: -3, amount: 1_250), .trigger, 0),
      ], contact: nil, payBy: nil)
  }

  /// A notice to somebody who has something overdue as well, not yet old enough for a reminder.
  static func preDueAndOverdue() -> ReminderContent {
    content(
      level: 0, template: "pre-due",
      items: [
        (item("RE-2026-000160", due: 5, amount: 4_000), .content, 0),
        (item("RE-2026-000170", due: -3, amount: 250_000), .trigger, 0),
      ], contact: nil, payBy: nil)
  }
}

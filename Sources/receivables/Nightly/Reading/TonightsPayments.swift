import Ledger

/// Payments and applications of tonight's files, by company and document: the state does not know them yet.
struct TonightsPayments {
  private struct Entry {
    var payment: String
    /// Nil: tonight's files do not hold the payment of an application.
    var date: CalendarDate?
    var appliedOn: CalendarDate?
    /// As text: a document's currency says how many decimals it has.
    var amount: String
  }
  private var applied: [String: [Entry]] = [:]
  private var referring: [String: [Entry]] = [:]
  /// Payments that applications are about, by company.
  private var appliedIDs: Set<String> = []

  init(_ payments: [Payment], _ applications: [Application]) {
    var byKey: [String: CalendarDate] = [:]
    for payment in payments {
      if !applications.isEmpty { byKey["\(payment.company)\u{1F}\(payment.id)"] = payment.date }
      if let reference = payment.details["reference"], payment.money.minorUnits > 0 {
        referring["\(payment.company)\u{1F}\(reference)", default: []].append(
          Entry(payment: payment.id, date: payment.date, amount: payment.money.decimal))
      }
    }
    for application in applications {
      let key = "\(application.company)\u{1F}\(application.documentID)"
      appliedIDs.insert("\(application.company)\u{1F}\(application.paymentID)")
      applied[key, default: []].append(
        Entry(
          payment: application.paymentID, date: byKey["\(application.company)\u{1F}\(application.paymentID)"],
          appliedOn: application.appliedOn, amount: application.amount))
    }
  }

  /// What is known and what tonight adds or tells anew, each once.
  /// - Parameter dateOf: asked for the day of a payment, or credit, that tonight's files do not hold; nil: nothing is known of it.
  func applied(
    _ company: String, _ document: String, _ currency: Currency, known: [DocumentPast.Payment],
    dateOf: (_ payment: String) throws -> CalendarDate?
  ) rethrows -> [DocumentPast.Payment] {
    try TonightsPayments.merged(known, applied["\(company)\u{1F}\(document)"], currency, dateOf)
  }

  func referring(
    _ company: String, _ document: String, _ currency: Currency, known: [DocumentPast.Payment]
  ) -> [DocumentPast.Payment] {
    TonightsPayments.merged(known, referring["\(company)\u{1F}\(document)"], currency) { _ in nil }
  }

  /// Whether tonight's files tell what the ERP did with a payment.
  func isApplied(_ company: String, _ payment: String) -> Bool {
    !appliedIDs.isEmpty && appliedIDs.contains("\(company)\u{1F}\(payment)")
  }

  private static func merged(
    _ known: [DocumentPast.Payment], _ tonight: [Entry]?, _ currency: Currency,
    _ dateOf: (_ payment: String) throws -> CalendarDate?
  ) rethrows -> [DocumentPast.Payment] {
    guard let tonight else { return known }
    var all = known
    for one in tonight {
      guard let amount = try? Money(one.amount, currency).minorUnits,
        let date = try one.date ?? dateOf(one.payment) ?? one.appliedOn
      else { continue }
      all.removeAll { $0.id == one.payment }
      all.append(DocumentPast.Payment(id: one.payment, date: date, amount: amount))
    }
    return all
  }
}

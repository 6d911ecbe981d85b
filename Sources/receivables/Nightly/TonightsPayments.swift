import Ledger

/// Payments and applications of tonight's files, by company and document: the state does not know them yet.
struct TonightsPayments {
  private typealias Entry = (date: CalendarDate, amount: String)
  /// Amounts as texts: a document's currency says how many decimals they have.
  private var applied: [String: [Entry]] = [:]
  private var referring: [String: [Entry]] = [:]

  init(_ payments: [Payment], _ applications: [Application]) {
    var byKey: [String: Payment] = [:]
    for payment in payments {
      byKey["\(payment.company)\u{1F}\(payment.id)"] = payment
      if let reference = payment.details["reference"], payment.money.minorUnits > 0 {
        referring["\(payment.company)\u{1F}\(reference)", default: []].append((payment.date, payment.money.decimal))
      }
    }
    for application in applications {
      let payment = byKey["\(application.company)\u{1F}\(application.paymentID)"]
      guard let date = application.appliedOn ?? payment?.date else { continue }
      let key = "\(application.company)\u{1F}\(application.documentID)"
      applied[key, default: []].append((date, application.amount))
    }
  }

  /// What is known and what tonight adds, each once.
  func applied(
    _ company: String, _ document: String, _ currency: Currency, known: [DocumentPast.Payment]
  ) -> [DocumentPast.Payment] {
    TonightsPayments.merged(known, applied["\(company)\u{1F}\(document)"], currency)
  }

  func referring(
    _ company: String, _ document: String, _ currency: Currency, known: [DocumentPast.Payment]
  ) -> [DocumentPast.Payment] {
    TonightsPayments.merged(known, referring["\(company)\u{1F}\(document)"], currency)
  }

  private static func merged(
    _ known: [DocumentPast.Payment], _ tonight: [Entry]?, _ currency: Currency
  ) -> [DocumentPast.Payment] {
    var all = known
    for (date, amount) in tonight ?? [] {
      guard let amount = try? Money(amount, currency).minorUnits else { continue }
      let payment = DocumentPast.Payment(date: date, amount: amount)
      if !all.contains(payment) { all.append(payment) }
    }
    return all
  }
}

import Ledger
import Pipeline
import Store

/// The proof that the state holds what was read: payments to the minor unit, applications to the letter. Throws where it does not, naming the
/// difference; nothing of the night is kept then.
struct StoredSums {
  let state: State

  func prove(_ night: NightResult, newestPayment: Int64) throws {
    try provePayments(night, newestPayment)
    for application in newest(night.applications, by: { "\($0.company)\u{1F}\($0.paymentID)\u{1F}\($0.documentID)" }) {
      let stored = try state.payments.amount(of: application)
      guard stored != application.amount else { continue }
      let known = try state.payments.money(company: application.company, payment: application.paymentID)
      // A currency that stands for none, where nobody knows the payment: its two decimals are only for the message.
      let currency = known?.currency ?? Currency(trusted: 0x58_5858)
      try fail(
        application.company, currency, "the amounts of applications in the state",
        stored.flatMap { try? Money($0, currency).minorUnits } ?? 0,
        (try? Money(application.amount, currency).minorUnits) ?? 0)
    }
  }

  private func provePayments(_ night: NightResult, _ newestPayment: Int64) throws {
    guard !night.payments.isEmpty else { return }
    // What was read, by the sums that were made row by row; of a payment that stands twice in tonight's files the last row counts.
    let read = Sums(night.payments)
    let counted = Sums(controls: night.recordSums.payments)
    if let (line, other) = counted.difference(from: read) {
      try fail(line.company, line.currency, "payments as they were kept", other, line.amount)
    }
    // Mostly all are new; else each is looked up.
    let added = try state.payments.added(after: newestPayment)
    if Sums(rows: added.map { Sums.Line(company: $0, currency: $1, rows: $2, amount: $3) }) == read { return }
    let unique = newest(night.payments, by: { "\($0.company)\u{1F}\($0.id)" })
    let stored = Sums(
      rows: try unique.compactMap { payment in
        try state.payments.money(company: payment.company, payment: payment.id).map {
          Sums.Line(company: payment.company, currency: $0.currency, rows: 1, amount: $0.minorUnits)
        }
      })
    if let (line, other) = Sums(unique).difference(from: stored) {
      try fail(line.company, line.currency, "payments in the state", other, line.amount)
    }
  }

  private func fail(_ company: String, _ currency: Currency, _ what: String, _ sum: Int64, _ expected: Int64) throws {
    throw FootingError(
      company: company, currency: currency, what: what, sum: sum, against: "the rows that were read",
      expected: expected)
  }

  /// The last of each key.
  private func newest<T>(_ all: [T], by key: (T) -> String) -> [T] {
    var places: [String: Int] = [:]
    for (at, one) in all.enumerated() { places[key(one)] = at }
    return places.count == all.count ? all : places.values.sorted().map { all[$0] }
  }
}

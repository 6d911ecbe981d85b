import Ledger
import Pipeline
import Store

/// What tonight's payments and applications add up to, as they were read: per feed, company and currency. `Recording` holds the state against
/// it before the night is decided.
struct RecordSums {
  private(set) var payments: [RunReport.Control] = []
  /// Files of applications, each with its rows' places: their currencies are known only when all files are read.
  private var applications: [(feed: String, rows: Range<Int>)] = []
  private var last = 0

  /// Adds a row of a payments file, as the normalizer gave it.
  mutating func add(_ payment: Payment, feed: String) {
    RecordSums.add(
      &payments, &last, feed: feed, payment.company, payment.money.currency, payment.money.minorUnits)
  }

  mutating func note(applications rows: Range<Int>, feed: String) { applications.append((feed, rows)) }

  /// Of all feeds. An application is in the currency of its payment, else of its document; one of which neither is known is in no sum.
  func controls(_ reading: NightReading) throws -> [RunReport.Control] {
    guard !applications.isEmpty else { return payments }
    var sums: [RunReport.Control] = []
    var last = 0
    var currencies = ApplicationCurrencies(reading)
    for file in applications {
      for application in reading.applications[file.rows] {
        guard let currency = try currencies.of(application), let money = try? Money(application.amount, currency) else {
          continue
        }
        RecordSums.add(&sums, &last, feed: file.feed, application.company, currency, money.minorUnits)
      }
    }
    return payments + sums
  }

  /// Feeds and currencies are few, and rows of one come one after the other.
  private static func add(
    _ sums: inout [RunReport.Control], _ last: inout Int, feed: String, _ company: String, _ currency: Currency,
    _ amount: Int64
  ) {
    func fits(_ at: Int) -> Bool {
      sums[at].currency == currency && sums[at].company == company && sums[at].feed == feed
    }
    if last >= sums.count || !fits(last) {
      last = sums.indices.first(where: fits) ?? sums.count
      if last == sums.count {
        sums.append(
          RunReport.Control(feed: feed, company: company, currency: currency, rows: 0, amount: 0, balance: 0))
      }
    }
    sums[last].rows += 1
    sums[last].amount += amount
  }
}

/// In which currency applications are: their rows do not say.
struct ApplicationCurrencies {
  private let state: State
  private var book: Book
  private var payments: [String: Currency] = [:]

  init(_ reading: NightReading) {
    state = reading.state
    book = reading.book
    for payment in reading.payments { payments["\(payment.company)\u{1F}\(payment.id)"] = payment.money.currency }
  }

  mutating func of(_ application: Application) throws -> Currency? {
    if let tonight = payments["\(application.company)\u{1F}\(application.paymentID)"] { return tonight }
    if let known = try state.payments.money(company: application.company, payment: application.paymentID) {
      return known.currency
    }
    book.documents.indexRows()
    return book.documentRow(application.company, application.documentID).map { book.documents.rows[$0].currency }
  }
}

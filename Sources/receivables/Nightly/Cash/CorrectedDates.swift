import Diff
import Ledger
import Store

/// Payments of earlier nights of which tonight's files tell another day. What they settled counts as if the day had been told right
/// from the start: scores, days to pay, and interest that was counted to its end.
struct CorrectedDates {
  private struct Correction {
    /// Key in the state.
    var payment: Int64
    var reference: String?
    var on: CalendarDate
  }
  private var corrections: [CompanyKey: Correction] = [:]

  var isEmpty: Bool { corrections.isEmpty }

  /// A payment of tonight's files that the state knows; of one that stands there twice the last counts.
  mutating func note(_ payment: Payment, _ known: CashTables.Known) {
    let key = CompanyKey(payment.company, payment.id)
    if known.payment.date != payment.date {
      corrections[key] = Correction(
        payment: known.stateID, reference: payment.details["reference"], on: payment.date)
    } else if !corrections.isEmpty {
      corrections[key] = nil
    }
  }

  /// The day of a payment as tonight tells it; nil: as the state has it.
  func day(_ company: String, _ payment: String) -> CalendarDate? {
    corrections.isEmpty ? nil : corrections[CompanyKey(company, payment)]?.on
  }

  /// Closed documents that these payments name, were applied to or matched with, each once, in the order of their keys.
  func documents(_ state: State) throws -> [(company: String, document: PaymentTables.Closed)] {
    var found: [Int64: (company: String, document: PaymentTables.Closed)] = [:]
    for (key, correction) in corrections {
      for document in try state.payments.closed(
        by: correction.payment, company: key.company, id: key.id, reference: correction.reference)
      {
        found[document.key] = (key.company, document)
      }
    }
    return found.keys.sorted().map { found[$0]! }
  }
}

extension LateEvidence {
  /// What corrected payments settled on other days than earlier nights knew. The documents join the book.
  func corrections(
    _ documents: [(company: String, document: PaymentTables.Closed)], _ corrected: CorrectedDates, _ book: inout Book,
    _ reading: NightReading
  ) throws -> [NightResult.Settlement] {
    guard !documents.isEmpty else { return [] }
    let evidence = try Evidence(
      state, payments: reading.payments, applications: reading.applications, corrected: corrected,
      wanted: Set(documents.map { "\($0.company)\u{1F}\($0.document.id)" }))
    var changed: Set<Int64> = []
    for change in changes { changed.insert(book.documents.stateIDs[change.row]) }
    let mentioned = self.mentioned(in: book)
    var settlements: [NightResult.Settlement] = []
    for (company, document) in documents where !changed.contains(document.key) {
      guard let known = document.settled,
        let on = try evidence.find(company: company, document: document.id, row: -1, stateID: document.key)?.settledOn,
        on != known.on,
        let row = try closed(CompanyKey(company, document.bookKey), &book, reading.tables, mentioned),
        book.customers.rows[Int(book.documents.rows[row].customer)].stateID == known.customer
      else { continue }
      settlements.append(
        NightResult.Settlement(row: row, amount: known.amount, due: known.due, on: on, before: known.on))
    }
    return settlements
  }
}

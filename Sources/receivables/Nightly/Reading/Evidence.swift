import Diff
import Ledger
import Store

/// Payments and applications that explain why documents closed: tonight's, and those of earlier nights.
struct Evidence {
  private let state: State
  /// Tonight's, by company, U+001F, document id.
  private var tonight: [String: [Tonight]] = [:]
  private struct Tonight {
    var evidence: PaymentTables.Evidence
    /// Nil where an application tells of it: how much of the payment is meant is not looked at.
    var money: Money?
  }
  /// What cash application matched tonight, by row of the book; and whether it ever did.
  private let matched: [Int: [PaymentTables.Evidence]]
  private let hasMatches: Bool
  private let hasReturns: Bool
  private let corrected: CorrectedDates

  /// - Parameter changes: the changes that will be asked about. Most payments of a night are about other documents, and are not kept.
  init(
    _ state: State, payments: [Payment], applications: [Application], matched: [Int: [PaymentTables.Evidence]],
    corrected: CorrectedDates, of changes: [RowChange], in book: Book
  ) throws {
    try self.init(
      state, payments: payments, applications: applications, matched: matched, corrected: corrected,
      wanted: Evidence.wanted(changes, book))
  }

  /// - Parameter wanted: documents that will be asked about, by company, U+001F, document id.
  init(
    _ state: State, payments: [Payment], applications: [Application], matched: [Int: [PaymentTables.Evidence]] = [:],
    corrected: CorrectedDates = CorrectedDates(), wanted: Set<String>
  ) throws {
    self.state = state
    self.matched = matched
    self.corrected = corrected
    hasMatches = try state.cash.hasMatches()
    hasReturns = try hasMatches && state.cash.hasReturns()
    guard !wanted.isEmpty else { return }
    var byKey: [String: Payment] = [:]
    // A hash of the ids alone tells of most payments that nobody will ask about them.
    let ids = FewKeys(wanted.map { Evidence.hash($0.drop { $0 != "\u{1F}" }.dropFirst()) })
    for payment in payments {
      if !applications.isEmpty { byKey["\(payment.company)\u{1F}\(payment.id)"] = payment }
      guard payment.money.minorUnits > 0 else { continue }
      var mayBeWanted = false
      _ = payment.details.withValue("reference") { mayBeWanted = ids.mayHold(Evidence.hash($0)) }
      if mayBeWanted, let reference = payment.details["reference"] {
        let document = "\(payment.company)\u{1F}\(reference)"
        if wanted.contains(document) {
          add(document, payment.id, payment.details["method"], payment.date, payment.money)
        }
      }
    }
    for application in applications {
      let document = "\(application.company)\u{1F}\(application.documentID)"
      guard wanted.contains(document) else { continue }
      let payment =
        try byKey["\(application.company)\u{1F}\(application.paymentID)"]
        ?? state.cash.payment(company: application.company, id: application.paymentID)?.payment
      // Many ERPs apply credits as if they were payments.
      let creditDate =
        try payment == nil
        ? state.charges.creditDate(company: application.company, id: application.paymentID) : nil
      // The money came on the payment's day, whenever somebody booked it.
      guard let date = payment?.date ?? creditDate ?? application.appliedOn else { continue }
      add(
        document, application.paymentID,
        creditDate == nil ? payment?.details["method"] : PaymentTables.Evidence.creditMethod, date, nil)
    }
  }

  /// Documents whose balance fell, or that are settled when they are first seen; by company, U+001F, document id.
  private static func wanted(_ changes: [RowChange], _ book: Book) -> Set<String> {
    var wanted: Set<String> = []
    for change in changes {
      let row = book.documents.rows[change.row]
      guard change.kind == .paid || change.kind == .partPaid || (change.kind == .new && row.balance == 0) else {
        continue
      }
      wanted.insert("\(book.companies[Int(row.company)])\u{1F}\(book.documents.key(row.key).id)")
    }
    return wanted
  }

  private static func hash(_ id: Substring) -> Int64 {
    var id = String(id)
    return id.withUTF8 { hash(UnsafeRawBufferPointer($0)) }
  }
  private static func hash(_ id: UnsafeRawBufferPointer) -> Int64 { Int64(bitPattern: KeyIndex.hash(0, id)) }

  private mutating func add(
    _ document: String, _ payment: String, _ method: String?, _ date: CalendarDate, _ money: Money?
  ) {
    let evidence = PaymentTables.Evidence(paymentID: payment, method: method, date: date)
    tonight[document, default: []].append(Tonight(evidence: evidence, money: money))
  }

  /// What is known about a document: the cause that the latest payment gives, and its date.
  /// - Parameter spent: asked where earlier exports have lowered the balance already, or that of an instalment: which currency it is in,
  ///   and whether it is one; nil: they have not.
  func find(
    company: String, document: String, row: Int, stateID: Int64,
    spent: (currency: Currency, isInstalment: Bool)? = nil
  ) throws -> DocumentEvidence? {
    // What was matched tonight is the newest there is.
    var known = matched[row] ?? []
    var tonight = tonight["\(company)\u{1F}\(document)"] ?? []
    // Files tell of payments of earlier nights again.
    if hasReturns {
      tonight = try tonight.filter { try !state.cash.isTakenBack(company: company, id: $0.evidence.paymentID) }
    }
    if known.isEmpty {
      known = try state.payments.evidence(company: company, document: document)
      if hasMatches, stateID != 0 { known += try state.cash.evidence(document: stateID) }
      if !corrected.isEmpty {
        for at in known.indices {
          if let day = corrected.day(company, known[at].paymentID) { known[at].date = day }
        }
      }
      if let spent, !known.isEmpty {
        let money = try SpentMoney(
          state.database, company: company, document: document, key: spent.isInstalment ? nil : stateID)
        try removeSpentCredits(&known, &tonight, money, spent.currency)
        if known.isEmpty, tonight.isEmpty { return nil }
        if try isSpent(money, spent.currency, tonight), !(try isMatchedAhead(company, document, stateID, spent)) {
          return nil
        }
      }
    }
    let all = (known + tonight.map(\.evidence)).sorted { ($0.date, $0.paymentID) < ($1.date, $1.paymentID) }
    guard let last = all.last else { return nil }
    let cause = ChangeCause(method: last.method)
    let isWriteOff =
      try cause == .writeOff
      && !isPaid(tonight.map(\.evidence) + (matched[row] ?? []), company: company, document, stateID)
    return DocumentEvidence(
      cause: cause, settledOn: cause == .payment ? last.date : nil,
      paidOn: all.last { ChangeCause(method: $0.method) == .payment }?.date, isWriteOff: isWriteOff)
  }

  /// Credits explain falls once, too: those of earlier nights do not explain tonight's where all that they come to has been seen. Files tell of them again.
  private func removeSpentCredits(
    _ known: inout [PaymentTables.Evidence], _ tonight: inout [Tonight], _ spent: SpentMoney, _ currency: Currency
  ) throws {
    let credits = Set(known.filter { ChangeCause(method: $0.method) == .credit }.map(\.paymentID))
    guard !credits.isEmpty, try spent.hasSpentCredits(in: currency) else { return }
    known.removeAll { credits.contains($0.paymentID) }
    tonight.removeAll { credits.contains($0.evidence.paymentID) }
  }

  /// Whether money was matched with an instalment itself that its own falls have not shown, whatever became of the others.
  private func isMatchedAhead(
    _ company: String, _ document: String, _ key: Int64, _ spent: (currency: Currency, isInstalment: Bool)
  ) throws -> Bool {
    guard spent.isInstalment, hasMatches, key != 0 else { return false }
    return try SpentMoney(state.database, company: company, document: document, key: key)
      .isMatchedAhead(in: spent.currency)
  }

  /// Whether money of the customer is among tonight's evidence; what earlier nights knew is not tonight's, though an export may tell of it again.
  private func isPaid(
    _ tonight: [PaymentTables.Evidence], company: String, _ document: String, _ stateID: Int64
  ) throws -> Bool {
    let paid = tonight.filter { ChangeCause(method: $0.method) != .writeOff }
    guard !paid.isEmpty else { return false }
    var known = try state.payments.evidence(company: company, document: document)
    if hasMatches, stateID != 0 { known += try state.cash.evidence(document: stateID) }
    let ids = Set(known.map(\.paymentID))
    return paid.contains { !ids.contains($0.paymentID) }
  }

  /// Whether earlier exports have shown all the money there is for a document: then it does not explain that the balance fell tonight.
  private func isSpent(_ spent: SpentMoney, _ currency: Currency, _ tonight: [Tonight]) throws -> Bool {
    let shown = try spent.shown()
    guard shown > 0 else { return false }
    var money = try spent.known(in: currency)
    for one in tonight {
      // An export of payments tells of those of earlier nights again.
      if let told = one.money, told.currency == currency {
        if money[one.evidence.paymentID] == nil { money[one.evidence.paymentID] = told.minorUnits }
      } else if money[one.evidence.paymentID] == nil {
        return false
      }
    }
    var sum: Int64 = 0
    for amount in money.values {
      guard let amount else { return false }
      sum += amount
    }
    return sum <= shown
  }
}

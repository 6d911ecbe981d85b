import Diff
import Ledger
import Store

/// Payments and applications that explain why documents closed: tonight's, and those of earlier nights.
struct Evidence {
  private let state: State
  /// Tonight's, by company, U+001F, document id.
  private var tonight: [String: [PaymentTables.Evidence]] = [:]

  init(_ state: State, payments: [Payment], applications: [Application]) {
    self.state = state
    var byKey: [String: Payment] = [:]
    for payment in payments {
      byKey["\(payment.company)\u{1F}\(payment.id)"] = payment
      if let reference = payment.details["reference"], payment.money.minorUnits > 0 {
        add(payment.company, reference, payment.id, payment.details["method"], payment.date)
      }
    }
    for application in applications {
      let payment = byKey["\(application.company)\u{1F}\(application.paymentID)"]
      guard let date = application.appliedOn ?? payment?.date else { continue }
      add(application.company, application.documentID, application.paymentID, payment?.details["method"], date)
    }
  }

  private mutating func add(
    _ company: String, _ document: String, _ payment: String, _ method: String?, _ date: CalendarDate
  ) {
    tonight["\(company)\u{1F}\(document)", default: []].append(
      PaymentTables.Evidence(paymentID: payment, method: method, date: date))
  }

  /// What is known about a document: the cause that the latest payment gives, and its date.
  func find(company: String, document: String) throws -> DocumentEvidence? {
    let known = try state.payments.evidence(company: company, document: document)
    let all = (known + (tonight["\(company)\u{1F}\(document)"] ?? [])).sorted {
      ($0.date, $0.paymentID) < ($1.date, $1.paymentID)
    }
    guard let last = all.last else { return nil }
    let cause = DocumentEvidence.cause(ofMethod: last.method)
    return DocumentEvidence(cause: cause, settledOn: cause == .payment ? last.date : nil)
  }
}

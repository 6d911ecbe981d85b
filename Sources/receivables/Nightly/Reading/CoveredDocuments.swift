import Ledger
import Store

/// Whether money that is known covers documents whole. Nobody has to be asked why an export does not show such a document any more.
struct CoveredDocuments {
  private let state: State
  /// Tonight's, by company, U+001F, the document that they name.
  private var named: [String: [Payment]] = [:]
  private var applied: [String: [Application]] = [:]
  /// Tonight's that name no document in a field of its own, and say something in their text.
  private var written: [Payment] = []

  init(_ state: State, payments: [Payment], applications: [Application]) {
    self.state = state
    for payment in payments {
      if let reference = payment.details["reference"] {
        named["\(payment.company)\u{1F}\(reference)", default: []].append(payment)
      } else if payment.details["remittance"] != nil {
        written.append(payment)
      }
    }
    for application in applications {
      applied["\(application.company)\u{1F}\(application.documentID)", default: []].append(application)
    }
  }

  /// Whether money that names the document, without what came back and less what earlier exports have shown of it, is at least its balance. Never of instalments, which
  /// share their money, nor of credits.
  func covers(_ document: Document, stateID: Int64) throws -> Bool {
    guard document.instalment.isEmpty, document.balance > 0 else { return false }
    let key = "\(document.company)\u{1F}\(document.id)"
    let spent = try SpentMoney(state.database, company: document.company, document: document.id, key: stateID)
    var money = try spent.known(in: document.currency).compactMapValues { $0 }
    for payment in named[key] ?? [] where payment.money.currency == document.currency {
      money[payment.id] = payment.money.minorUnits
    }
    for one in applied[key] ?? [] where money[one.paymentID] == nil {
      money[one.paymentID] = try? Money(one.amount, document.currency).minorUnits
    }
    for payment in written where money[payment.id] == nil && says(payment, document) {
      money[payment.id] = payment.money.minorUnits
    }
    return try money.values.reduce(0, +) - spent.shown() >= document.balance
  }

  /// A text counts where the amount is the document's, to the cent, and its number stands in it as a word.
  private func says(_ payment: Payment, _ document: Document) -> Bool {
    guard payment.company == document.company, payment.money.currency == document.currency,
      payment.money.minorUnits == document.balance, let text = payment.details["remittance"]
    else { return false }
    return text.split { $0.isWhitespace || ",;:()".contains($0) }.contains { $0 == document.id }
  }
}

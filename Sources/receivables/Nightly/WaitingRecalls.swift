import Decide
import Ledger
import Pipeline
import Store

/// Messages that wait for their window, looked at again as the night walks over their customers.
struct WaitingRecalls {
  private var waiting: [CustomerKey: [WaitingMessage]] = [:]
  private var found: [Recall] = []
  private let asOf: CalendarDate

  init(_ undone: UndoneMessages, _ state: State, _ night: Night) throws {
    asOf = night.asOf
    for (message, cause) in undone.tonight where cause.neverLeft {
      guard let message = try state.messages.message(key: message) else { continue }
      let why =
        cause == .withdrawn ? "run \(message.run) was withdrawn" : "it was not released before the next run"
      found.append(Recall(message: message, reason: cause.rawValue, explanation: why))
    }
    for message in try state.messages.waiting(at: night.clock, undone: Set(undone.causes.keys)) {
      waiting[CustomerKey(company: message.company, customer: message.customerID), default: []].append(message)
    }
  }

  /// Looks at the messages to a customer once tonight's decisions about it are made.
  mutating func look(_ account: CustomerAccount, _ decisions: [UnitDecision]) {
    guard !waiting.isEmpty,
      let messages = waiting.removeValue(
        forKey: CustomerKey(company: account.customer.company, customer: account.customer.id))
    else { return }
    found += messages.compactMap { Recalls.recall($0, account.billed, decisions, asOf: asOf) }
  }

  /// All recalls; customers that the night did not pass by have nothing open any more.
  var recalls: [Recall] { found + waiting.values.flatMap { $0 }.compactMap { Recalls.recall($0, [], [], asOf: asOf) } }
}

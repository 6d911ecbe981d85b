import Decide
import Ledger
import Pipeline
import Store

/// Messages that wait for their window, looked at again as the night walks over their customers.
struct WaitingRecalls {
  private var waiting: [CustomerKey: [WaitingMessage]] = [:]
  private var found: [Recall] = []
  private let asOf: CalendarDate
  private let clock: Int64
  /// Messages that count for nothing already.
  private let known: Set<Int64>
  private let state: State
  /// All that wait, as keys of the log and ids.
  private let inWindows: [(key: Int64, id: String)]
  /// Messages of which tonight's files say that they were sent.
  private let sentTonight: Set<Int64>
  /// Of any customer.
  private(set) var hasInvitations = false

  init(_ undone: UndoneMessages, _ state: State, _ night: Night) throws {
    asOf = night.asOf
    clock = night.clock
    known = Set(undone.causes.keys)
    self.state = state
    sentTonight = undone.sentTonight
    for (message, cause) in undone.tonight where cause.neverLeft {
      guard let message = try state.messages.message(key: message) else { continue }
      let why =
        cause == .withdrawn ? "run \(message.run) was withdrawn" : "it was not released before the next run"
      found.append(Recall(message: message, reason: cause.rawValue, explanation: why))
    }
    if undone.isAfterWithdrawal {
      // Who leaves withdrawn runs out has not read what they recalled.
      for (message, cause) in undone.causes.sorted(by: { $0.key < $1.key }) where cause == .unsent {
        guard let message = try state.messages.message(key: message), message.notBefore > night.clock else { continue }
        found.append(
          Recall(
            message: message, reason: "recalled", explanation: "recalled before, by a run that may be withdrawn since"))
      }
    }
    let closed = try state.messages.waiting(at: night.clock, undone: known)
    inWindows = closed.map { ($0.key, $0.id) }
    for message in closed {
      waiting[CustomerKey(company: message.company, customer: message.customerID), default: []].append(message)
      if message.isInvitation { hasInvitations = true }
    }
  }

  /// Whether an invitation to somebody of a customer waits, who may have nothing open.
  func invites(_ book: Book, _ customer: Int) -> Bool {
    let key = CustomerKey(
      company: book.companies[Int(book.customers.rows[customer].company)], customer: book.customers.id(customer))
    return waiting[key]?.contains { $0.isInvitation } == true
  }

  /// Looks at the messages to a customer once tonight's decisions about it are made. Returns those that are recalled.
  mutating func look(_ account: CustomerAccount, _ decisions: [UnitDecision], by decider: Decider) -> [Recall] {
    guard !waiting.isEmpty,
      let messages = waiting.removeValue(
        forKey: CustomerKey(company: account.customer.company, customer: account.customer.id))
    else { return [] }
    let recalls = messages.compactMap { decider.recall($0, account, decisions) }
    found += recalls
    return recalls
  }

  /// Ids of messages that may yet stay where they are: those whose window has not opened and that nobody is known to have handed on, and
  /// tonight's that wait for their window or for people.
  func unsure(_ tonight: [SentMessage], mayWait: Bool) throws -> Set<String> {
    let sent = try state.undone.sent(of: inWindows.map(\.key)).union(sentTonight)
    return Set(inWindows.lazy.filter { !sent.contains($0.key) }.map(\.id)).union(
      tonight.lazy.compactMap(\.decision.message).filter { mayWait || ($0.notBefore ?? .min) > clock }.map(\.id))
  }

  /// All recalls; customers that the night did not pass by have nothing open any more.
  var recalls: [Recall] {
    let left = waiting.values.flatMap { $0 }.filter { !$0.isInvitation }
    return found + left.compactMap { Recalls.recall($0, [], [], asOf: asOf) }
  }

  /// Those of the recalled messages that count for nothing from the next run on. One that the sender has handed on already may have reached
  /// somebody: it stays told.
  func unsent(of recalls: [Recall]) throws -> [WaitingMessage] {
    let own = recalls.map(\.message).filter { $0.notBefore > clock && !known.contains($0.key) }
    guard !own.isEmpty else { return [] }
    let sent = try state.undone.sent(of: own.map(\.key)).union(sentTonight)
    return own.filter { !sent.contains($0.key) }.sorted { $0.key < $1.key }
  }
}

import Cash
import Ledger
import Pipeline
import Store

/// New money of the very amount that a message asked for, of a payer who is known, or who quotes what messages ask to be quoted: the customer's number, or a
/// document of his. It pays the documents of the message; what is over are the interest and fees that the message asked for too.
///
/// Asked last, of what the rules have not placed, or of which something is left: an amount that was asked for is rarely anything else, but ids
/// and sums that agree say more.
struct AskedMoney {
  /// In thousandths: as sure as ids in free text that add up.
  private static let confidence = 980

  let state: State
  let source: CashItems
  let entries: CashEntries
  let settings: CashSettings

  /// Places the money in what the rules have found.
  func settle(_ findings: inout CashApplication.Findings, _ items: inout [CashItem]) throws {
    guard settings.rules.contains(.remittance), settings.minConfidence * 10 <= AskedMoney.confidence else { return }
    let places = findings.open.indices.filter { mayBeAsked(findings.open[$0]) }
    guard !places.isEmpty else { return }
    let asked = Set(places.map { findings.open[$0].entry })
    let matched = Dictionary(grouping: findings.matches.filter { asked.contains($0.entry) }, by: \.entry)
    let customers = places.map { place in
      let open = findings.open[place]
      return self.customers(of: open, (matched[open.entry] ?? []).map { items[$0.item].payerID }, items)
    }
    let days = reminded(customers)
    guard !days.isEmpty else { return }
    var numbers: [Int64: Int] = [:]
    for at in items.indices { numbers[items[at].stateID] = at }
    let order = places.indices.sorted {
      entries.entries[findings.open[places[$0]].entry].precedes(entries.entries[findings.open[places[$1]].entry])
    }
    for at in order {
      for customer in customers[at] {
        if try settle(places[at], of: customer, days[customer] ?? [], &findings, &items, &numbers) { break }
      }
    }
    findings.open.removeAll { $0.left == 0 && $0.reason == .charges }
  }

  /// New tonight, and nobody says more about it: what waits from earlier was asked when it came, and messages that went out since are not what it pays.
  private func mayBeAsked(_ open: CashApplication.Open) -> Bool {
    switch open.reason {
    case .payerUnknown, .noMatch, .ambiguous, .sumDiffers, .lowConfidence, .overPayment: break
    default: return false
    }
    let origin = entries.origins[open.entry]
    return open.left > 0 && origin.isNew && !entries.entries[open.entry].receipt.isBegun
      && entries.entries[open.entry].explicit.isEmpty
  }

  /// Rows of the customers who may have paid: the payer, where the bank names one nobody else; whose number is quoted; whose document is.
  /// - Parameter payers: of the documents that a rule has set it against.
  private func customers(of open: CashApplication.Open, _ payers: [String], _ items: [CashItem]) -> [Int] {
    let entry = entries.entries[open.entry]
    let book = source.book
    guard let place = book.companies.firstIndex(of: entry.receipt.payment.company) else { return [] }
    var found: [Int] = []
    func add(_ id: String) {
      guard let row = book.customers.find(company: UInt16(place), id: id), !found.contains(row) else { return }
      found.append(row)
    }
    if let payer = entry.payer { add(payer.customerID) }
    guard entry.payer?.ground != .named else { return found }
    payers.forEach(add)
    for candidate in open.candidates where open.reason != .payerUnknown && open.reason != .noMatch {
      add(items[candidate.item].payerID)
    }
    for word in AskedMoney.words(in: entry.receipt.payment.writtenText) { add(word) }
    return found
  }

  /// What may be a customer's number: words, without the punctuation around them.
  private static func words(in text: String) -> [String] {
    text.split { $0.isWhitespace || $0 == "/" || $0 == "," || $0 == ";" || $0 == ":" }.prefix(40).map(String.init)
  }

  /// On which days the customers were reminded last of documents that were open before tonight.
  private func reminded(_ customers: [[Int]]) -> [Int: Set<CalendarDate>] {
    let book = source.book
    var wanted = [Bool](repeating: false, count: book.customers.rows.count)
    for customer in customers.joined() {
      wanted[customer] = true
      for child in source.payers.billed[customer] ?? [] { wanted[child] = true }
    }
    var days: [Int: Set<CalendarDate>] = [:]
    for row in book.documents.rows.indices where wanted[Int(book.documents.rows[row].customer)] {
      guard let day = book.documents.memory.of(row).lastRemindedOn else { continue }
      let customer = Int(book.documents.rows[row].customer)
      days[source.payers.payer[customer] ?? customer, default: []].insert(day)
    }
    return days
  }

  /// True where a message to the customer asked for just this money.
  private func settle(
    _ at: Int, of customer: Int, _ days: Set<CalendarDate>, _ findings: inout CashApplication.Findings,
    _ items: inout [CashItem], _ numbers: inout [Int64: Int]
  ) throws -> Bool {
    let receipt = entries.entries[findings.open[at].entry].receipt
    let id = source.book.customers.id(customer)
    for day in days.sorted(by: >) {
      let messages = try state.messages.asked(
        receipt.left, receipt.payment.money.currency, company: receipt.payment.company, customer: id, on: day)
      for message in messages {
        guard let lines = try lines(of: message, &items, &numbers) else { continue }
        if findings.settle(at, lines, of: &items, confidence: AskedMoney.confidence) { return true }
      }
    }
    return false
  }

  /// The documents of a message with what it asked for each; nil where one of them is in no book.
  private func lines(
    of message: Int64, _ items: inout [CashItem], _ numbers: inout [Int64: Int]
  ) throws -> [(item: Int, amount: Int64)]? {
    let demanded = try state.messages.demanded(by: message)
    let rows = source.book.documents.rows(of: demanded.map(\.document))
    var lines: [(item: Int, amount: Int64)] = []
    for (one, row) in zip(demanded, rows) {
      guard row >= 0 else { return nil }
      let number = numbers[one.document] ?? items.count
      if number == items.count {
        numbers[one.document] = number
        items.append(source.item(Int(row)))
      }
      lines.append((number, one.balance))
    }
    return lines.isEmpty ? nil : lines
  }
}

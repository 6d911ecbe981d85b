/// A statement (camt.053), report (052) or notification (054) while it is read.
struct CamtStatement {
  var line: Int
  var values = CamtValues()
  private var balances: [(code: String, amount: BankAmount, currency: String)] = []
  private var balance = CamtValues()
  /// Booked entries, and all.
  private var booked = Sums()
  private var all = Sums()
  private var currencies: Set<String> = []
  /// Batches whose transactions add up.
  var tiedBatches = 0

  private struct Sums {
    var credits = (count: 0, sum: BankAmount.zero)
    var debits = (count: 0, sum: BankAmount.zero)
    var net: BankAmount { credits.sum - debits.sum }

    mutating func add(_ amount: BankAmount) {
      if amount < .zero {
        debits = (debits.count + 1, debits.sum + amount.magnitude)
      } else {
        credits = (credits.count + 1, credits.sum + amount)
      }
    }
  }

  init(line: Int) { self.line = line }

  var account: String {
    [values[.accountIBAN], values[.accountOther]].first { !$0.isEmpty } ?? ""
  }

  /// For people; an account number in the id is masked.
  var name: String {
    let id = TextMask.masked(values[.statementID], accounts: account.isEmpty ? [] : [Array(account.utf8)])
    return "statement " + (id.isEmpty ? "on line \(line)" : id)
  }

  mutating func addToBalance(_ leaf: CamtLeaf, _ text: String) { balance.add(leaf, text) }

  mutating func endBalance() {
    defer { balance = CamtValues() }
    guard balances.count < 1000, let amount = BankAmount(decimal: balance[.balanceAmount]),
      let sign = balance.sign(.balanceSign)
    else { return }
    balances.append((balance[.balanceCode], sign < 0 ? -amount : amount, balance[.balanceCurrency]))
  }

  mutating func add(_ entry: CamtEntry) {
    guard let amount = entry.amount else { return }
    currencies.insert(entry.currency)
    all.add(amount)
    if entry.isBooked { booked.add(amount) }
  }

  // MARK: Controls

  /// Which balances have to differ by the entries: booked ones first; those of an interim report only where it closes.
  private func pair(isReport: Bool) -> (opening: Int, closing: Int)? {
    func first(_ code: String) -> Int? { balances.firstIndex { $0.code == code } }
    func last(_ code: String) -> Int? { balances.lastIndex { $0.code == code } }
    let opening = first("OPBD") ?? first("PRCD")
    let closing = last("CLBD")
    if let opening, let closing { return (opening, closing) }
    if isReport { return nil }
    // Pages of one statement end and begin with interim balances.
    if let opening, let interim = last("ITBD") { return (opening, interim) }
    if let closing, let interim = first("ITBD") { return (interim, closing) }
    if let from = first("ITBD"), let to = last("ITBD"), from != to { return (from, to) }
    if opening == nil, closing == nil, let from = first("OPAV"), let to = last("CLAV") { return (from, to) }
    return nil
  }

  /// - Parameter isReport: camt.052, whose interim balances need not fit its entries.
  func controls(isReport: Bool, line: Int, _ notes: inout BankNotes) -> [SourceControl] {
    var found: [SourceControl] = []
    if let pair = pair(isReport: isReport) {
      let (from, to) = (balances[pair.opening], balances[pair.closing])
      if from.currency != to.currency || !currencies.isSubset(of: [from.currency]) {
        notes.warn(
          "bank-currency", line: line,
          "balances and entries of \(name) are in different currencies and cannot be compared")
      } else {
        found.append(
          SourceControl(
            name: "balance \(from.code) and entries give \(to.code) of \(name)", line: line,
            stated: to.amount.text(in: to.currency), counted: (from.amount + booked.net).text(in: to.currency)))
      }
    }
    found += summary(line)
    if tiedBatches > 0 {
      found.append(
        SourceControl(
          name: "batches of \(name) whose transactions add up", line: line, stated: String(tiedBatches),
          counted: String(tiedBatches)))
    }
    return found
  }

  /// The totals of TxsSummry. Banks count with or without entries that are not booked: either ties.
  private func summary(_ line: Int) -> [SourceControl] {
    let currency = currencies.count == 1 ? currencies.first ?? "" : values[.accountCurrency]
    var found: [SourceControl] = []
    func count(_ leaf: CamtLeaf, _ what: String, _ counted: (Sums) -> Int) {
      guard let stated = BankText.count(Array(values[leaf].utf8)) else { return }
      found.append(
        SourceControl(
          name: "\(what) of \(name)", line: line, stated: String(stated),
          counted: String(counted(booked) == stated ? stated : counted(all))))
    }
    func sum(_ leaf: CamtLeaf, _ what: String, isNegative: Bool = false, _ counted: (Sums) -> BankAmount) {
      guard currencies.count <= 1, let amount = BankAmount(decimal: values[leaf]) else { return }
      let stated = isNegative ? -amount : amount
      let counted = counted(booked) == stated ? stated : counted(all)
      found.append(
        SourceControl(
          name: "\(what) of \(name)", line: line, stated: stated.text(in: currency), counted: counted.text(in: currency)
        ))
    }
    count(.totalCount, "number of entries") { $0.credits.count + $0.debits.count }
    sum(.totalSum, "sum of entries") { $0.credits.sum + $0.debits.sum }
    sum(.totalNet, "net of entries", isNegative: values[.totalNetSign] == "DBIT") { $0.net }
    count(.creditCount, "number of credits") { $0.credits.count }
    sum(.creditSum, "sum of credits") { $0.credits.sum }
    count(.debitCount, "number of debits") { $0.debits.count }
    sum(.debitSum, "sum of debits") { $0.debits.sum }
    return found
  }
}

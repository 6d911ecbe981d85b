import Ledger
import Pipeline

/// Whether a payment is for a set of items: it adds up, or what is missing is accounted for.
struct Explanation {
  /// From the best ground to the weakest.
  enum Ground: CaseIterable { case exact, accounted, named, tolerated }

  let receipt: CashCase
  let pool: CashPool

  /// What each item asks for; items that ask for nothing are left out.
  private struct Bill: Equatable {
    var lines: [Proposal.Line]
    var total: Int64 { lines.reduce(0) { $0 + $1.amount } }
  }

  /// Items may ask for what tonight's export took off them, for all that was open, for a mixture, or for what still is open: the ERP has
  /// posted some payments already and others not.
  private enum Asked: CaseIterable { case fallen, fallenOrOpen, open, rest }

  private func bill(_ items: [Int], _ asked: Asked) -> Bill {
    var lines: [Proposal.Line] = []
    for item in items {
      let (room, fallen) = (pool[item].room, pool[item].fallen)
      let amount =
        switch asked {
        case .fallen: fallen
        case .fallenOrOpen: fallen != 0 ? fallen : room
        case .open: room
        case .rest: room - fallen
        }
      if amount != 0 { lines.append(Proposal.Line(item: item, amount: amount, isOfTheRest: asked == .rest)) }
    }
    return Bill(lines: lines)
  }

  /// The payment set against items, on a ground; nil where it does not explain it.
  func explain(_ items: [Int], _ ground: Ground) -> Proposal? { explain(bills(items), ground) }

  /// What the items may ask for, each in turn.
  private func bills(_ items: [Int]) -> [Bill] {
    let hasFallen = items.contains { pool[$0].fallen != 0 }
    guard hasFallen else {
      let open = bill(items, .open)
      return open.lines.isEmpty ? [] : [open]
    }
    return Asked.allCases.map { bill(items, $0) }.filter { !$0.lines.isEmpty }
  }

  private func explain(_ bills: [Bill], _ ground: Ground) -> Proposal? {
    for bill in bills {
      let found =
        switch ground {
        case .exact: bill.total == receipt.left ? Proposal(lines: bill.lines) : nil
        case .accounted: accounted(bill)
        case .named: named(bill)
        case .tolerated: tolerated(bill)
        }
      if let found { return found }
    }
    return nil
  }

  /// Cash discount taken in time, charges that the bank reports, or both.
  private func accounted(_ bill: Bill) -> Proposal? {
    let missing = bill.total - receipt.left
    guard missing > 0 else { return nil }
    let charges = receipt.charges
    if let lines = discounted(bill, missing) { return Proposal(lines: lines, difference: .discount) }
    guard charges > 0, let last = lastPositive(bill) else { return nil }
    if missing == charges {
      return Proposal(lines: deduct(missing, from: last, of: bill), difference: .bankCharges)
    }
    guard missing > charges, let lines = discounted(bill, missing - charges) else { return nil }
    return Proposal(
      lines: deduct(charges, from: last, of: Bill(lines: lines)), difference: .discount)
  }

  /// The items whose discounts make up what is missing: all that may take one, else the one set of them that does.
  private func discounted(_ bill: Bill, _ missing: Int64) -> [Proposal.Line]? {
    let eligible = bill.lines.indices.filter { mayTakeDiscount(pool[bill.lines[$0].item], bill.lines[$0].amount) }
    guard !eligible.isEmpty, eligible.count <= 12 else { return nil }
    let discounts = eligible.map { pool[bill.lines[$0].item].discount }
    var chosen: [Int]
    if discounts.reduce(0, +) == missing {
      chosen = eligible
    } else {
      guard case .one(let set) = Subsets.find(discounts, missing) else { return nil }
      chosen = set.map { eligible[$0] }
    }
    var lines = bill.lines
    for at in chosen {
      lines[at].deducted = pool[lines[at].item].discount
      lines[at].amount -= lines[at].deducted
    }
    return lines
  }

  func mayTakeDiscount(_ item: CashItem, _ asked: Int64) -> Bool {
    guard item.discount > 0, asked > item.discount, let last = item.discountDate else { return false }
    return receipt.payment.date <= last.adding(days: receipt.settings.discountGrace)
  }

  /// The payer writes the very amount that is missing, and takes it off: an amount that is no less than the money may be the money itself, one
  /// of a text that speaks of a rest or of parts may be what is still to come, and a day with its month is no amount. Whoever says that
  /// he deducts is believed.
  private func named(_ bill: Bill) -> Proposal? {
    let missing = bill.total - receipt.left
    let written = receipt.writtenAmounts.filter { $0.amount == missing }
    guard missing > 0, let meant = written.first.flatMap({ carrier(of: $0.place, bill) }) ?? lastPositive(bill),
      missing < bill.lines[meant].amount, !written.isEmpty
    else { return nil }
    guard
      PaymentWords.sayDeducted(receipt.writtenText)
        || missing < receipt.left && !written.allSatisfy(\.mayBeDate) && !PaymentWords.sayMoreComes(receipt.writtenText)
    else { return nil }
    return Proposal(lines: deduct(missing, from: meant, of: bill), difference: .deduction)
  }

  /// The document that is named last before a place of the text, of several that are: `4711 less 50.00 freight, 4712` takes 50.00 off 4711.
  private func carrier(of place: Range<Int>, _ bill: Bill) -> Int? {
    let lines = bill.lines.indices.filter { bill.lines[$0].amount > 0 }
    guard Set(lines.map { pool[bill.lines[$0].item].id }).count > 1 else { return nil }
    var nearest: (line: Int, end: Int)?
    for window in receipt.text.windows where window.place.upperBound <= place.lowerBound {
      let found = Set(pool.found(window.exact, for: receipt.payment).filter { $0.likeness >= .bare }.map(\.item))
      let named = lines.filter { found.contains(bill.lines[$0].item) }
      guard let last = named.last, window.place.upperBound > nearest?.end ?? -1 else { continue }
      nearest = (last, window.place.upperBound)
    }
    return nearest?.line
  }

  private func tolerated(_ bill: Bill) -> Proposal? {
    let missing = bill.total - receipt.left
    let settings = receipt.settings
    let short = settings.tolerance(settings.shortTolerance, of: bill.total, receipt.currency)
    if missing > 0, missing <= short, let last = lastPositive(bill), bill.lines[last].amount > missing {
      return Proposal(lines: deduct(missing, from: last, of: bill), difference: .shortPayment)
    }
    if missing < 0, -missing <= settings.tolerance(settings.overTolerance, of: bill.total, receipt.currency) {
      return Proposal(lines: bill.lines, difference: .overPayment)
    }
    return nil
  }

  /// The item that carries what is missing: the one that is due last.
  private func lastPositive(_ bill: Bill) -> Int? {
    bill.lines.indices.lazy.filter { bill.lines[$0].amount > 0 }.max { bill.lines[$0].item < bill.lines[$1].item }
  }

  private func deduct(_ amount: Int64, from line: Int, of bill: Bill) -> [Proposal.Line] {
    var lines = bill.lines
    lines[line].amount -= amount
    lines[line].deducted += amount
    return lines
  }

  /// One document alone: paid in full, in part (earliest instalment first), or more than in full. Nil where nothing of it is left.
  func document(_ items: [Int]) -> (proposal: Proposal, ground: Ground?)? {
    let open = items.filter { pool[$0].room > 0 && pool[$0].currency == receipt.currency }
    guard !open.isEmpty, receipt.left > 0 else { return nil }
    let bills = bills(open)
    for ground in Ground.allCases {
      if let found = explain(bills, ground) { return (found, ground) }
    }
    if let found = prefix(open) { return (found, .exact) }
    var left = receipt.left
    var lines: [Proposal.Line] = []
    for item in open where left > 0 {
      let amount = min(left, pool[item].room)
      lines.append(Proposal.Line(item: item, amount: amount))
      left -= amount
    }
    return (Proposal(lines: lines, difference: left > 0 ? .overPayment : .partPayment), nil)
  }

  /// The first instalments, each in full.
  func prefix(_ items: [Int]) -> Proposal? {
    guard items.count > 1 else { return nil }
    for count in 1..<items.count {
      if let found = explain(Array(items[..<count]), .exact) { return found }
    }
    return nil
  }
}

/// Sets of numbers that add up to another.
enum Subsets {
  enum Found: Equatable {
    case none, one([Int])
    /// Two or more fit: nobody can say which.
    case several
  }

  static let most = 24

  /// The set of `values` that adds up to `sum`. Both halves are added up in every way, then matched: 24 values are two times 4096 sums.
  /// More than `most` values are not searched.
  static func find(_ values: [Int64], _ sum: Int64) -> Found {
    guard !values.isEmpty, values.count <= most else { return .none }
    let half = values.count / 2
    let (low, high) = (sums(values[..<half]), sums(values[half...]))
    let order = high.indices.sorted { (high[$0], $0) < (high[$1], $1) }
    var found: Int?
    for (mask, part) in low.enumerated() {
      var at = order.place { high[$0] < sum - part }
      while at < order.count, high[order[at]] == sum - part {
        let set = order[at] << half | mask
        if set != 0 {
          guard found == nil else { return .several }
          found = set
        }
        at += 1
      }
    }
    guard let found else { return .none }
    return .one(values.indices.filter { found >> $0 & 1 == 1 })
  }

  private static func sums(_ values: ArraySlice<Int64>) -> [Int64] {
    var sums: [Int64] = [0]
    for value in values { sums += sums.map { $0 + value } }
    return sums
  }
}

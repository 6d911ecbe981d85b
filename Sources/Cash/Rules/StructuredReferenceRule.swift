import Ledger
import Pipeline

/// A reference that cannot be mistyped (ISO 11649, QR), or the id of a document in the reference field.
enum StructuredReferenceRule {
  @Sendable static func judge(_ receipt: CashCase, _ pool: CashPool) -> CashVerdict {
    if receipt.left < 0 { return RefundedCredit.judge(receipt, referenced: named(receipt, pool), pool) }
    guard receipt.left > 0, !receipt.receipt.isBegun else { return .nothing }
    let checked = checked(receipt, pool)
    if checked.count > 1 { return verdict(checked, receipt, pool) }
    if let document = checked.first?.items { return verdict(document, isChecked: true, receipt, pool) }
    if let found = shared(receipt, pool) { return found }
    let named = named(receipt, pool)
    return named.isEmpty ? .nothing : verdict(named, isChecked: false, receipt, pool)
  }

  /// The same of a payment without such a reference, where it is known what its reference field names: the instalments of one document,
  /// or nothing. No other document is in the pool: where the amount is not the document's and the payer says more, nothing is said.
  static func judge(_ receipt: CashCase, naming document: [Int], _ pool: CashPool) -> CashVerdict {
    guard receipt.left > 0, !receipt.receipt.isBegun, !document.isEmpty else { return .nothing }
    return verdict(document, isChecked: false, isAlone: true, receipt, pool)
  }

  /// Documents, each with its instalments, that references with right check digits mean.
  private static func checked(_ receipt: CashCase, _ pool: CashPool) -> [StatedAmounts.Named] {
    let text = receipt.writtenText
    var documents: [StatedAmounts.Named] = []
    func add(_ items: [Int], _ place: Range<Int>) {
      guard let first = items.first else { return }
      if let known = documents.firstIndex(where: { $0.items.contains(first) }) {
        documents[known].places.append(place)
      } else {
        documents.append(StatedAmounts.Named(items: items, places: [place]))
      }
    }
    for (reference, place) in CreditorReference.places(in: text) {
      add(meant(reference, CreditorReference.body(reference), receipt, pool), place)
    }
    for (reference, place) in QRReference.places(in: text) {
      add(meant(reference, QRReference.body(reference), receipt, pool), place)
    }
    return documents
  }

  /// A reference with right check digits that several documents of one payer carry, his own or a contract's: it says who paid, and pays the one of
  /// them that has the amount, else all, where they have. Else a person decides.
  private static func shared(_ receipt: CashCase, _ pool: CashPool) -> CashVerdict? {
    let references =
      CreditorReference.all(in: receipt.writtenText) + QRReference.all(in: receipt.writtenText)
    let carrying = Set(references.flatMap { pool.withReference($0, for: receipt.payment) }).sorted()
    let open = open(carrying, receipt, pool)
    guard let first = open.first, open.allSatisfy({ pool[$0].payerID == pool[first].payerID }) else { return nil }
    if let refusal = refusal(carrying, open, receipt, pool) { return refusal }
    let explanation = Explanation(receipt: receipt, pool: pool)
    for ground in [Explanation.Ground.exact, .accounted] {
      let single = open.filter { explanation.explain([$0], ground) != nil }
      if single.count > 1 { return .unsure(.ambiguous, single, pool, confidence: 1000 / single.count) }
      if let found = explanation.explain(single.isEmpty ? open : single, ground) {
        return .match(found.with(confidence: 980))
      }
    }
    // Who is known to have paid is asked by the other rules, too.
    guard receipt.payer == nil, !textSaysMore(than: [], receipt, pool) else { return nil }
    let rooms = open.map { pool[$0].room }
    if open.count <= receipt.settings.sumItems, receipt.settings.asks(.exactSum),
      case .one(let places) = Subsets.find(rooms, receipt.left), ExactSumRule.chanceIsSmall(rooms)
    {
      let lines = places.map { Proposal.Line(item: open[$0], amount: rooms[$0]) }
      return .match(Proposal(lines: lines, confidence: 860))
    }
    return .unsure(.sumDiffers, open, pool, confidence: 700)
  }

  /// The one document that carries the reference, or whose id is the reference's own part.
  private static func meant(
    _ reference: String, _ body: Substring, _ receipt: CashCase, _ pool: CashPool
  ) -> [Int] {
    let carrying = pool.withReference(reference, for: receipt.payment)
    let found =
      carrying.isEmpty
      ? pool.found(IDKeys.whole(body.drop { $0 == "0" }), for: receipt.payment).filter { $0.likeness != .tail }.map(
        \.item)
      : carrying
    return isOneDocument(found, pool) ? found.first.map { pool.document(of: $0) } ?? [] : []
  }

  /// The reference field holds a document's id, and nothing else.
  private static func named(_ receipt: CashCase, _ pool: CashPool) -> [Int] {
    guard let reference = receipt.receipt.reference else { return [] }
    let exact = pool.document(reference, for: receipt.payment)
    if !exact.isEmpty { return exact }
    let carrying = pool.withReference(reference, for: receipt.payment)
    return isOneDocument(carrying, pool) ? carrying.first.map { pool.document(of: $0) } ?? [] : []
  }

  private static func isOneDocument(_ items: [Int], _ pool: CashPool) -> Bool {
    Set(items.map { pool[$0].id }).count == 1
  }

  /// One document alone; its instalments are in order.
  private static func verdict(
    _ document: [Int], isChecked: Bool, isAlone: Bool = false, _ receipt: CashCase, _ pool: CashPool
  ) -> CashVerdict {
    let open = open(document, receipt, pool)
    if let refusal = refusal(document, open, receipt, pool) { return refusal }
    let found = Explanation(receipt: receipt, pool: pool).document(open)
    if found?.ground == nil, receipt.saysMore, isAlone || textSaysMore(than: document, receipt, pool) {
      return .nothing
    }
    guard let (proposal, ground) = found else {
      return .unsure(.sumDiffers, open, pool, confidence: 500)
    }
    // An id with a wrong digit is another document's: without the amount or the payer it proves nothing.
    guard isChecked || ground != nil || open.allSatisfy({ receipt.agrees(pool[$0]) }) else {
      return .unsure(.sumDiffers, open, pool, confidence: 700)
    }
    return .match(proposal.with(confidence: isChecked ? 1000 : confidence(ground, proposal)))
  }

  /// Whether the payer's text, where the money is not the document's, names others that make it add up: it is asked for them in its turn.
  private static func textSaysMore(than document: [Int], _ receipt: CashCase, _ pool: CashPool) -> Bool {
    guard receipt.settings.asks(.remittance), case .match(let text) = RemittanceRule.judge(receipt, pool) else {
      return false
    }
    return receipt.settings.trusts(text, by: .remittance) && text.lines.contains { !document.contains($0.item) }
  }

  /// Several documents, each by a reference with right check digits: they add up, or the payer says what is for which.
  private static func verdict(
    _ documents: [StatedAmounts.Named], _ receipt: CashCase, _ pool: CashPool
  ) -> CashVerdict {
    let items = documents.map(\.items).joined().sorted()
    let open = open(items, receipt, pool)
    if let refusal = refusal(items, open, receipt, pool) { return refusal }
    let explanation = Explanation(receipt: receipt, pool: pool)
    for ground in Explanation.Ground.allCases {
      if ground == .named, let stated = stated(documents, receipt, pool) { return .match(stated) }
      if let found = explanation.explain(open, ground) { return .match(found.with(confidence: 1000)) }
    }
    return .unsure(.sumDiffers, open, pool, confidence: 700)
  }

  private static func stated(
    _ documents: [StatedAmounts.Named], _ receipt: CashCase, _ pool: CashPool
  ) -> Proposal? {
    let named = documents.map { StatedAmounts.Named(items: open($0.items, receipt, pool), places: $0.places) }
    return StatedAmounts(receipt: receipt, pool: pool).proposal(named)?.with(confidence: 1000)
  }

  private static func open(_ items: [Int], _ receipt: CashCase, _ pool: CashPool) -> [Int] {
    items.filter { pool[$0].room != 0 && pool[$0].currency == receipt.currency }
  }

  /// Why the items are not paid whatever the amount: they are another customer's, settled, or in another currency.
  private static func refusal(
    _ items: [Int], _ open: [Int], _ receipt: CashCase, _ pool: CashPool
  ) -> CashVerdict? {
    if items.contains(where: { receipt.contradicts(pool[$0]) }) {
      return .unsure(.otherCustomer, items, pool, confidence: 500)
    }
    guard open.isEmpty else { return nil }
    let isForeign = items.contains { pool[$0].room != 0 }
    return .unsure(isForeign ? .otherCurrency : .alreadyPaid, items, pool, confidence: 500)
  }

  /// An id can be mistyped; an amount that agrees proves it.
  private static func confidence(_ ground: Explanation.Ground?, _ proposal: Proposal) -> Int {
    switch ground {
    case .exact, .accounted: 1000
    case .named, .tolerated: 990
    case nil: proposal.difference == .partPayment ? 970 : 960
    }
  }
}

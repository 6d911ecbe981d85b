import Ledger
import Pipeline

/// Documents that the payer names in free text, whatever he did to their ids. The less of an id is there, the more has to agree:
/// sums must be right or explained, and a number alone counts for nothing.
enum RemittanceRule {
  @Sendable static func judge(_ receipt: CashCase, _ pool: CashPool) -> CashVerdict {
    guard receipt.left != 0, !receipt.receipt.isBegun else { return .nothing }
    let mentions = Mentions(receipt, pool)
    if receipt.left < 0 { return RefundedCredit.judge(receipt, mentioned: mentions, pool) }
    guard !mentions.mentions.isEmpty else { return leftOver(mentions, pool) }
    let verdict = Remittance(receipt: receipt, pool: pool, mentions: mentions).verdict()
    guard case .match(let proposal) = verdict else { return verdict }
    if proposal.lines.contains(where: { receipt.contradicts(pool[$0.item]) }) {
      return .unsure(.otherCustomer, proposal.lines.map(\.item), pool, confidence: 500)
    }
    return verdict
  }

  /// Only what is settled, or in another currency, is named.
  private static func leftOver(_ mentions: Mentions, _ pool: CashPool) -> CashVerdict {
    if !mentions.settled.isEmpty { return .unsure(.alreadyPaid, mentions.settled, pool, confidence: 400) }
    if !mentions.foreign.isEmpty { return .unsure(.otherCurrency, mentions.foreign, pool, confidence: 400) }
    return .nothing
  }
}

/// One payment and what its text names.
private struct Remittance {
  let receipt: CashCase
  let pool: CashPool
  let mentions: Mentions

  /// A set of items that may be meant, and how sure that is.
  private struct Hypothesis: Equatable {
    var items: [Int]
    var confidence: Int
  }

  /// What of an id is there at least, and how sure a set of such is.
  private static let sureness: [(Likeness, Int)] = [(.full, 990), (.folded, 980), (.bare, 980), (.tail, 970)]

  private var explanation: Explanation { Explanation(receipt: receipt, pool: pool) }

  func verdict() -> CashVerdict {
    if let found = instalments() { return .match(found) }
    let hypotheses = hypotheses()
    for (ground, doubt) in [(Explanation.Ground.exact, 0), (.accounted, 10), (.named, 30)] {
      if ground == .named, let stated = stated() { return .match(stated) }
      if let verdict = verdict(hypotheses, ground, doubt) { return verdict }
    }
    if let found = firstInstalments() ?? subset() { return found }
    // What is within a tolerance may be chance where only parts of ids are there.
    if let verdict = verdict(hypotheses.filter { $0.confidence >= 970 }, .tolerated, 20) { return verdict }
    return single() ?? everything() ?? unsure()
  }

  /// The one document that is meant; nil: none is, or several may be.
  private var document: [Int]? {
    guard mentions.mentions.count == 1, mentions.mentions[0].documents.count == 1 else { return nil }
    return mentions.mentions[0].documents[0]
  }

  /// Instalments of it that the text calls as messages do.
  private func named(_ document: [Int]) -> [Int] {
    let words = CashWishes.words(receipt.writtenText)
    return document.filter { item in pool[item].label.map(words.contains) ?? false }
  }

  /// Instalments are meant by their own names, and ask for the very amount.
  private func instalments() -> Proposal? {
    guard let meant = document.map(named), !meant.isEmpty else { return nil }
    let grounds: [(Explanation.Ground, Int)] = [(.exact, 990), (.accounted, 980)]
    return grounds.lazy.compactMap { explanation.explain(meant, $0)?.with(confidence: $1) }.first
  }

  /// The first hypothesis that explains the payment; two of the same sureness with different items contradict each other.
  private func verdict(_ hypotheses: [Hypothesis], _ ground: Explanation.Ground, _ doubt: Int) -> CashVerdict? {
    var best: (proposal: Proposal, confidence: Int)?
    for hypothesis in hypotheses {
      if let best, best.confidence > hypothesis.confidence { break }
      guard let found = explanation.explain(hypothesis.items, ground) else { continue }
      if let best, best.proposal.lines != found.lines {
        let items = Set((best.proposal.lines + found.lines).map(\.item)).sorted()
        return .unsure(.ambiguous, items, pool, confidence: 500)
      }
      best = (found, hypothesis.confidence)
    }
    return best.map { .match($0.proposal.with(confidence: $0.confidence - doubt)) }
  }

  /// Each document that is named has its amount beside it.
  private func stated() -> Proposal? {
    for (least, confidence) in Remittance.sureness {
      let meant = mentions.mentions.filter { $0.likeness >= least }
      guard meant.allSatisfy({ $0.documents.count == 1 }) else { return nil }
      let named = meant.map { StatedAmounts.Named(items: $0.documents[0], places: $0.places) }
      if let found = StatedAmounts(receipt: receipt, pool: pool).proposal(named) {
        return found.with(
          confidence: confidence - doubt(found.lines.map(\.item), isVague: least < .folded))
      }
    }
    return nil
  }

  /// From the surest to the boldest. Where a place may mean several documents, each is tried, up to sixteen combinations.
  private func hypotheses() -> [Hypothesis] {
    var found: [Hypothesis] = []
    for (least, confidence) in Remittance.sureness {
      let meant = mentions.mentions.filter { $0.likeness >= least }
      guard !meant.isEmpty else { continue }
      var sets: [[Int]] = [[]]
      for mention in meant {
        sets = sets.flatMap { set in mention.documents.map { set + $0 } }
        if sets.count > 16 { return found }
      }
      for set in sets {
        let items = Set(set).sorted()
        guard !found.contains(where: { $0.items == items }) else { continue }
        found.append(Hypothesis(items: items, confidence: confidence - doubt(items, isVague: least < .folded)))
      }
    }
    if !mentions.spanned.isEmpty {
      let items = Set(mentions.spanned + mentions.all).sorted()
      found.append(Hypothesis(items: items, confidence: 960 - doubt(items, isVague: true)))
      found.append(Hypothesis(items: mentions.spanned, confidence: 960 - doubt(items, isVague: true)))
    }
    return found
  }

  /// Nobody says who paid and the ids are not whole; or the documents are of several customers.
  private func doubt(_ items: [Int], isVague: Bool) -> Int {
    let isStrange = !items.allSatisfy { receipt.agrees(pool[$0]) }
    let customers = Set(items.map { pool[$0].payerID })
    return (isVague && isStrange ? 20 : 0) + (customers.count > 1 ? 20 : 0)
  }

  /// One document alone is meant, and its first instalments, each in full, are the money: that others of them ask for as much leaves no doubt, as
  /// long as the text has no word that may be the name of one of those (`instalment 2 of 3`).
  private func firstInstalments() -> CashVerdict? {
    guard let document, named(document).isEmpty, let found = explanation.prefix(document) else { return nil }
    let words = Set(receipt.writtenText.split { !$0.isLetter && !$0.isNumber }.map(String.init))
    let others = document.filter { item in !found.lines.contains { $0.item == item } }
    guard !others.contains(where: { words.contains(pool[$0].instalment) }) else { return nil }
    return .match(found.with(confidence: mentions.mentions[0].likeness >= .bare ? 960 : 940))
  }

  /// The one set of the documents named, and of the payer's credits, that adds up.
  private func subset() -> CashVerdict? {
    let named = mentions.all
    guard let first = named.first else { return nil }
    let customer = receipt.payer?.customerID ?? pool[first].payerID
    let credits = pool.items(of: customer, for: receipt.payment).filter { pool[$0].room < 0 && !named.contains($0) }
    let items = named + credits.prefix(6)
    guard items.count <= 16 else { return nil }
    switch Subsets.find(items.map { pool[$0].room }, receipt.left) {
    case .one(let places):
      let lines = places.map { Proposal.Line(item: items[$0], amount: pool[items[$0]].room) }
      let isSure = mentions.mentions.allSatisfy { $0.likeness >= .bare }
      return .match(Proposal(lines: lines, confidence: isSure ? 960 : 940))
    case .several: return .unsure(.ambiguous, items, pool, confidence: 500)
    case .none: return nil
    }
  }

  /// One document alone is named, whole, and by its payer: it is paid in part, or more than in full. Of anybody else an id with a wrong digit
  /// would do the same.
  private func single() -> CashVerdict? {
    let sure = mentions.mentions.filter { $0.likeness >= .folded && $0.isUnbroken || $0.likeness == .full }
    guard sure.count == 1, sure[0].documents.count == 1, !hasOtherNumbers(than: sure[0]) else { return nil }
    let items = sure[0].documents[0]
    guard items.allSatisfy({ receipt.agrees(pool[$0]) }),
      let (proposal, ground) = explanation.document(items)
    else { return nil }
    return .match(proposal.with(confidence: ground == nil ? 930 : 950))
  }

  /// Other documents of the same payer may be meant too.
  private func hasOtherNumbers(than mention: Mentions.Mention) -> Bool {
    let customer = mention.documents[0].first.map { pool[$0].payerID }
    return mentions.mentions.contains { other in
      other.documents != mention.documents && other.documents.joined().contains { pool[$0].payerID == customer }
    }
  }

  /// Several documents are named, all whole, and the money is more than enough.
  private func everything() -> CashVerdict? {
    let items = mentions.all
    let isSure = mentions.mentions.allSatisfy { $0.likeness == .full && $0.documents.count == 1 }
    let total = items.reduce(Int64(0)) { $0 + pool[$1].room }
    guard isSure, total > 0, receipt.left > total, Set(items.map { pool[$0].payerID }).count == 1,
      items.allSatisfy({ receipt.agrees(pool[$0]) })
    else { return nil }
    let lines = items.map { Proposal.Line(item: $0, amount: pool[$0].room) }
    return .match(Proposal(lines: lines, difference: .overPayment, confidence: 930))
  }

  /// Whole ids go to a person; parts of ids that add up to nothing may be dates and order numbers.
  private func unsure() -> CashVerdict {
    let sure = mentions.mentions.filter { $0.likeness >= .folded }
    guard !sure.isEmpty else { return .nothing }
    return .unsure(.sumDiffers, Set(sure.flatMap { $0.documents.joined() }).sorted(), pool, confidence: 700)
  }
}

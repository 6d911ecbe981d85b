import Ledger
import Pipeline

/// The documents that a payer's text means, as far as it says.
struct Mentions {
  /// One place of the text and the documents it may mean: mostly one.
  struct Mention {
    /// Each with its instalments that have something left, earliest first.
    var documents: [[Int]]
    var likeness: Likeness
    var isUnbroken: Bool
    /// Every place of the text that means the same, in bytes.
    var places: [Range<Int>]
  }

  private(set) var mentions: [Mention] = []
  /// Documents between both ends of a span of numbers, of the customers of its ends.
  private(set) var spanned: [Int] = []
  /// Something was meant that has nothing left, or is in another currency.
  private(set) var settled: [Int] = []
  private(set) var foreign: [Int] = []

  private struct Hit {
    var window: PayerText.Window
    var likeness: Likeness
    var items: [Int]
    var isPayers: Bool

    var length: Int { window.last - window.first }
  }

  init(_ receipt: CashCase, _ pool: CashPool) {
    let hits = Mentions.hits(receipt, pool)
    var taken: [ClosedRange<Int>] = []
    var takenFolded: [ClosedRange<Int>] = []
    var known: Set<Int> = []
    for hit in hits {
      let range = hit.window.first...hit.window.last
      let isOverlapped = (hit.window.isFolded ? takenFolded : taken).contains { $0.overlaps(range) }
      guard !isOverlapped else { continue }
      guard !hit.items.allSatisfy(known.contains) else {
        addPlace(hit)
        continue
      }
      if hit.window.isFolded { takenFolded.append(range) } else { taken.append(range) }
      known.formUnion(hit.items)
      add(hit, receipt, pool)
    }
    addSpans(receipt, pool)
  }

  /// Ids of the documents that are named whole, open or settled: numbers that they merely end with are many others', too.
  static func whole(_ receipt: CashCase, _ pool: CashPool) -> Set<String> {
    let text = receipt.writtenText
    let references = CreditorReference.all(in: text).map { String($0) } + QRReference.all(in: text).map { String($0) }
    let carrying = references.flatMap { pool.withReference($0, for: receipt.payment) }
    return Set((hits(receipt, pool).filter { $0.likeness >= .folded }.flatMap(\.items) + carrying).map { pool[$0].id })
  }

  /// All places with their documents: the payer's own first, then the likest, then the longest.
  private static func hits(_ receipt: CashCase, _ pool: CashPool) -> [Hit] {
    var hits: [Hit] = []
    for window in receipt.text.windows {
      var found = pool.found(window.exact, for: receipt.payment)
      if window.stripped != window.exact { found += pool.found(window.stripped, for: receipt.payment) }
      guard !found.isEmpty else { continue }
      for isPayers in [true, false] {
        let own = found.filter { receipt.agrees(pool[$0.item]) == isPayers }
        guard let best = own.map(\.likeness).max() else { continue }
        let items = Set(own.filter { $0.likeness == best }.map(\.item)).sorted()
        let likeness = window.isFolded ? min(best, .folded) : best
        hits.append(Hit(window: window, likeness: likeness, items: items, isPayers: isPayers))
      }
    }
    return hits.enumerated().sorted { a, b in
      func key(_ hit: Hit, _ place: Int) -> (Int, Int, Int, Int, Int) {
        (hit.window.isFolded ? 1 : 0, hit.isPayers ? 0 : 1, -hit.likeness.rawValue, -hit.length, place)
      }
      return key(a.element, a.offset) < key(b.element, b.offset)
    }.map(\.element)
  }

  private mutating func add(_ hit: Hit, _ receipt: CashCase, _ pool: CashPool) {
    var documents: [[Int]] = []
    var ids: Set<String> = []
    for item in hit.items where ids.insert(pool[item].id).inserted {
      let all = pool.document(of: item)
      let own = all.filter { pool[$0].currency == receipt.currency }
      if own.isEmpty { foreign += all }
      let open = own.filter { pool[$0].room != 0 }
      if open.isEmpty { settled += own } else { documents.append(open) }
    }
    guard !documents.isEmpty else { return }
    mentions.append(
      Mention(
        documents: documents, likeness: hit.likeness, isUnbroken: hit.window.isUnbroken, places: [hit.window.place]))
  }

  /// What is known already is named once more.
  private mutating func addPlace(_ hit: Hit) {
    let named = mentions.firstIndex { $0.documents.contains { $0.contains(where: hit.items.contains) } }
    if let named { mentions[named].places.append(hit.window.place) }
  }

  private mutating func addSpans(_ receipt: CashCase, _ pool: CashPool) {
    let customers = Set(all.map { pool[$0].customerID })
    for span in receipt.text.spans {
      for number in span.low...span.high {
        for (item, _) in pool.found(IDKeys.tail(number), for: receipt.payment)
        where pool[item].room > 0 && pool[item].currency == receipt.currency
          && (customers.contains(pool[item].customerID) || receipt.agrees(pool[item]))
        {
          spanned.append(item)
        }
      }
    }
    spanned = Set(spanned).sorted()
  }

  /// Every item that may be meant.
  var all: [Int] { Set(mentions.flatMap { $0.documents.joined() }).sorted() }
  var isEmpty: Bool { mentions.isEmpty && settled.isEmpty && foreign.isEmpty }
}

extension CashApplication {
  /// The documents, open or settled, that the text of a payment names whole.
  public static func named(by entry: Entry, in items: [CashItem]) -> Set<String> {
    let receipt = CashCase(entry, CashSettings())
    return Mentions.whole(receipt, CashPool(items, for: [receipt]))
  }
}

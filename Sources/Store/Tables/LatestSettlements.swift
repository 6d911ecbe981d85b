import Ledger

/// The latest settled documents of a customer in one currency, in the order of their days of settlement, then of their keys.
struct LatestSettlements: Equatable {
  struct Entry: Equatable {
    var settledOn: CalendarDate
    /// Key of the document in the state.
    var document: Int64
    var settlement: PaymentBehaviour.Settlement
  }

  private(set) var entries: [Entry] = []

  /// More than are told, so that some may open again before all settlements have to be looked through.
  private static let kept = PaymentBehaviour.latestKept + 12

  init() {}

  /// - Parameter documents: how many were settled before this one. Where some of them are not kept any more, they are newer than what is older
  /// than all that are.
  mutating func add(_ entry: Entry, behind documents: Int) {
    if let first = entries.first, entries.count < documents, LatestSettlements.precedes(entry, first) { return }
    var place = entries.count
    while place > 0, LatestSettlements.precedes(entry, entries[place - 1]) { place -= 1 }
    entries.insert(entry, at: place)
    if entries.count > LatestSettlements.kept { entries.removeFirst() }
  }

  private static func precedes(_ a: Entry, _ b: Entry) -> Bool {
    (a.settledOn, a.document) < (b.settledOn, b.document)
  }

  /// - Parameter documents: how many are settled without this one.
  /// - Returns: whether enough are left.
  mutating func remove(_ document: Int64, leaving documents: Int) -> Bool {
    entries.removeAll { $0.document == document }
    return entries.count >= min(documents, PaymentBehaviour.latestKept)
  }

  /// Those that are told.
  var told: [PaymentBehaviour.Settlement] { entries.suffix(PaymentBehaviour.latestKept).map(\.settlement) }
}

// MARK: As bytes of the state

extension LatestSettlements {
  /// Each as `SevenBits`: days since the one before, key, days beyond terms, amount, length of the label; then its bytes. In most states all
  /// that is kept fits beside the sums in a quarter of a page.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    var last: Int32 = 0
    for entry in entries {
      let label = entry.settlement.document.utf8
      bytes.append(sevenBitsSigned: Int64(entry.settledOn.days - last))
      bytes.append(sevenBitsSigned: entry.document)
      bytes.append(sevenBitsSigned: Int64(entry.settlement.daysBeyondTerms))
      bytes.append(sevenBitsSigned: entry.settlement.amount)
      bytes.append(sevenBits: UInt64(label.count))
      bytes += label
      last = entry.settledOn.days
    }
    return bytes
  }

  /// What was written so; what is cut off is left out.
  init(_ bytes: UnsafeRawBufferPointer) {
    var numbers = SevenBits(bytes)
    var last: Int32 = 0
    while let since = numbers.nextSigned(), let document = numbers.nextSigned(), let days = numbers.nextSigned(),
      let amount = numbers.nextSigned(), let count = numbers.next(), let label = numbers.text(Int(clamping: count))
    {
      last = Int32(clamping: Int64(last) + since)
      entries.append(
        Entry(
          settledOn: CalendarDate(days: last), document: document,
          settlement: PaymentBehaviour.Settlement(
            document: label, daysBeyondTerms: Int(days), amount: amount)))
    }
  }
}

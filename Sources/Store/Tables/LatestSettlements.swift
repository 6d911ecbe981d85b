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
  private static let numbers = 26

  /// Each as 26 bytes of numbers, little endian, and the bytes of its label.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    func add<N: FixedWidthInteger>(_ number: N) { withUnsafeBytes(of: number.littleEndian) { bytes += $0 } }
    for entry in entries {
      let label = entry.settlement.document.utf8
      add(entry.settledOn.days)
      add(entry.document)
      add(Int32(entry.settlement.daysBeyondTerms))
      add(entry.settlement.amount)
      add(UInt16(label.count))
      bytes += label
    }
    return bytes
  }

  /// What was written so; what is cut off is left out.
  init(_ bytes: UnsafeRawBufferPointer) {
    var at = 0
    func number<N: FixedWidthInteger>(_ type: N.Type, _ offset: Int) -> N {
      N(littleEndian: bytes.loadUnaligned(fromByteOffset: at + offset, as: type))
    }
    while at + LatestSettlements.numbers <= bytes.count {
      let label = at + LatestSettlements.numbers..<at + LatestSettlements.numbers + Int(number(UInt16.self, 24))
      guard label.upperBound <= bytes.count else { return }
      entries.append(
        Entry(
          settledOn: CalendarDate(days: number(Int32.self, 0)), document: number(Int64.self, 4),
          settlement: PaymentBehaviour.Settlement(
            document: String(decoding: bytes[label], as: UTF8.self), daysBeyondTerms: Int(number(Int32.self, 12)),
            amount: number(Int64.self, 16))))
      at = label.upperBound
    }
  }
}

import Formats
import Ledger
import Normalize
import Pipeline

extension FeedRecord {
  /// The key of a record within its file, and what two records of one key are compared by.
  /// Bytes, not characters: ids that only look the same are different ids.
  var identity: (key: [UInt8], content: [UInt8]) {
    func join(_ parts: String...) -> [UInt8] { Array(parts.joined(separator: "\u{1F}").utf8) }
    switch self {
    case .customer(let it): return (join(it.company, it.id), join(it.name, it.details.json))
    case .contact(let it): return (join(it.company, it.customerID, it.id), join(it.name, it.details.json))
    case .payment(let it):
      return (join(it.company, it.id), join(it.customerID, "\(it.date)", "\(it.money)", it.details.json))
    case .application(let it):
      return (join(it.company, it.paymentID, it.documentID), join(it.amount, "\(it.appliedOn?.days ?? .min)"))
    case .control(let it):
      return (join(it.company, it.currency.code, "\(it.asOf?.days ?? .min)"), join("\(it)"))
    case .accessRequest(let it): return (join(it.id), join(it.company ?? "", it.name ?? ""))
    case .deliveryEvent(let it):
      return (join(it.key), join(it.company, it.detail ?? ""))
    case .rate(let it):
      return (join("\(it.date)", it.from.code, it.to.code), join(it.text))
    case .decision(let it): return (join(it.id), join("\(it)"))
    }
  }

  /// A hash of the key for the feeds that have many records; nil for the others. Equal keys have equal hashes.
  fileprivate var quickHash: UInt64? {
    func hash(_ first: String, _ second: String) -> UInt64 {
      var (first, second) = (first, second)
      let company = first.withUTF8 { KeyIndex.hash(0, UnsafeRawBufferPointer($0)) }
      return second.withUTF8 { KeyIndex.hash(Int(truncatingIfNeeded: company), UnsafeRawBufferPointer($0)) }
    }
    switch self {
    case .customer(let it): return hash(it.company, it.id)
    case .payment(let it): return hash(it.company, it.id)
    default: return nil
    }
  }

  /// The same of any record.
  var hashOfKey: UInt64 { quickHash ?? identity.key.withUnsafeBytes { KeyIndex.hash(0, $0) } }
}

/// Rows of one key with different content: both are wrong until the ERP says which is right.
enum TwiceInAFile {
  /// Takes such records out and gives the numbers of their rows in the file.
  static func remove(from records: inout [(record: FeedRecord, position: RecordPosition)]) -> Set<Int> {
    guard mayBeTwice(records) else { return [] }
    var first: [[UInt8]: (content: [UInt8], row: Int)] = [:]
    var twice: Set<[UInt8]> = []
    var rows: Set<Int> = []
    for (record, position) in records {
      let (key, content) = record.identity
      guard let known = first[key] else {
        first[key] = (content, position.record)
        continue
      }
      guard known.content != content else { continue }
      twice.insert(key)
      rows.formUnion([known.row, position.record])
    }
    guard !twice.isEmpty else { return [] }
    records.removeAll { twice.contains($0.record.identity.key) }
    return rows
  }

  /// Nearly every file has each key once. Hashes that all differ prove it, for a tenth of what a table of keys costs.
  private static func mayBeTwice(_ records: [(record: FeedRecord, position: RecordPosition)]) -> Bool {
    var hashes: [UInt64] = []
    hashes.reserveCapacity(records.count)
    for (record, _) in records {
      guard let hash = record.quickHash else { return true }
      hashes.append(hash)
    }
    hashes.sort()
    return zip(hashes, hashes.dropFirst()).contains { $0 == $1 }
  }

  static let code = "duplicate-key"
  static let message = "the same key stands in this file twice with different content"
  static let hint = "keep the right row; both wait in the reject file"
}

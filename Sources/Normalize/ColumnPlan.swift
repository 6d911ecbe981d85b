import Formats
import Ledger
import Pipeline

/// Where a file keeps what: made once per file from its header and the mapping, and again where an XML file brings a new element.
struct ColumnPlan {
  /// One column that goes into the details of a record.
  struct Detail {
    var column: Int32
    /// Where `,"name":"` stands in `keys`.
    var keyStart: Int32
    var keyCount: Int32
    var check: Check
  }
  /// What the text of a detail has to be.
  enum Check: UInt8 { case none, id, date, money, currency, integer, choice, country, email, language, bool }

  /// Number of columns it was made for; a row of another width does not fit it.
  let width: Int
  let columns: [String]
  private(set) var details: [Detail] = []
  /// The keys of the details as JSON, one behind the other, and eight bytes more: see `RowText.append(padded:)`.
  private(set) var keys: [UInt8] = []
  private let mapping: Mapping
  private let constants: [String: RowConstant]
  let known = KnownSlots()

  /// - Parameter hot: fields that the record holds itself; all others become details, the canonical ones in the mapping's
  ///   order, then unknown columns by name.
  init(_ mapping: Mapping, columns: [String], hot: [String]) {
    self.mapping = mapping
    self.columns = columns
    width = columns.count
    constants = Dictionary(
      mapping.fields.compactMap { rule in rule.constant.map { (rule.name, RowConstant(Array($0.utf8))) } },
      uniquingKeysWith: { first, _ in first })
    var used: Set<Int> = []
    var taken = Set(hot)
    for rule in mapping.fields {
      guard let column = mapping.column(of: rule, in: columns), used.insert(column).inserted else { continue }
      if !hot.contains(rule.name), taken.insert(rule.name).inserted {
        add(rule.name, column, ColumnPlan.check(rule.kind))
      }
    }
    let unknown = columns.indices.filter { !used.contains($0) && !columns[$0].isEmpty }
    for column in unknown.sorted(by: { ByteOrder.precedes(columns[$0], columns[$1]) }) {
      if taken.insert(columns[column]).inserted { add(columns[column], column, .none) }
    }
    keys += repeatElement(0, count: 8)
  }

  /// Index of the column that fills a field, -1 where none does.
  func index(_ name: String) -> Int {
    mapping[name].flatMap { mapping.column(of: $0, in: columns) } ?? -1
  }

  /// The constant of a field; empty where the mapping has none. Valid as long as the plan or a copy of it.
  func constant(_ name: String) -> UnsafeRawBufferPointer {
    constants[name]?.bytes ?? UnsafeRawBufferPointer(start: nil, count: 0)
  }

  /// The rule of the canonical field that fills a detail, nil for an unknown column.
  func rule(of detail: Detail) -> FieldRule? {
    mapping.fields.first { mapping.column(of: $0, in: columns) == Int(detail.column) }
  }

  private mutating func add(_ name: String, _ column: Int, _ check: Check) {
    var first = false
    let start = keys.count
    Details.write(key: name, value: "", first: &first, to: &keys)
    // Without the closing quote of the empty value.
    keys.removeLast()
    details.append(
      Detail(column: Int32(column), keyStart: Int32(start), keyCount: Int32(keys.count - start), check: check))
  }

  static func check(_ kind: FieldKind) -> Check {
    switch kind {
    // A percentage is only kept, and understood before.
    case .text, .percent: .none
    case .id: .id
    case .date: .date
    case .money: .money
    case .currency: .currency
    case .integer: .integer
    case .choice: .choice
    case .country: .country
    case .email: .email
    case .language: .language
    case .bool: .bool
    }
  }
}

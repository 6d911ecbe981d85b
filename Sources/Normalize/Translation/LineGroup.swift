import Formats
import Ledger
import Pipeline

/// Consecutive rows of one document on their way to one record: the first row's values, listed amounts added up.
///
/// A row that cannot be read makes the documents before and behind it wrong as well, where amounts are added up: nobody knows to
/// which of them it belongs.
struct LineGroup {
  private let grouping: LineGrouping
  private let texts = RecordArena()
  private var key: [[UInt8]] = []
  private var keyColumns: [Int] = []
  private var sumFields: [Int] = []
  private var sums: [Int64?] = []
  private var fields = FieldMemory(0)
  private var problems: [RecordProblem] = []
  private var position: RecordPosition?
  private var raw: [UInt8] = []
  private var above: [UInt8] = []
  private var exponent = 2
  private var currency = -1
  private var owners: [Int] = []
  private var names: [String] = []
  private var followsDamage = false

  init(_ grouping: LineGrouping) { self.grouping = grouping }

  mutating func compile(_ names: [String], _ columns: [String]) {
    self.names = names
    keyColumns = grouping.key.compactMap { SourceColumn.index(of: $0, in: columns) }
    sumFields = grouping.sum.compactMap { names.firstIndex(of: $0) }
    currency = names.firstIndex(of: "currency") ?? -1
    owners = LineGroup.owning.compactMap { names.firstIndex(of: $0) }
    fields = FieldMemory(names.count)
  }

  /// Whether a row is another line of the document at hand.
  func belongs(_ record: RecordView, _ machine: RecordMachine) -> Bool {
    guard position != nil, isReadable(record), key.count == keyColumns.count, !keyColumns.isEmpty else { return false }
    for (part, column) in zip(key, keyColumns) where !FieldText.trimmed(record.fields[column]).elementsEqual(part) {
      return false
    }
    // A line that has lost its customer makes the document wrong: alone it would be missing from it.
    return owners.allSatisfy { machine.view[$0].isEmpty || machine.view[$0].elementsEqual(fields.texts[$0]) }
  }

  /// Fields that say whose document it is, and which. What differs in them is another document, whatever the key says: one
  /// customer would owe what others were billed.
  private static let owning = ["company", "customer_id", "document_id", "payment_id"]

  private func isReadable(_ record: RecordView) -> Bool {
    record.width == record.columnCount && (record.isSound || record.problems.allSatisfy { $0.field != nil })
  }

  /// Tells that the document at hand ends before this row.
  mutating func end(before record: RecordView) {
    if position != nil, !key.isEmpty, !sumFields.isEmpty, !isReadable(record) { problems.append(LineGroup.neighbour) }
  }

  mutating func begin(_ record: RecordView, _ machine: RecordMachine, _ problems: [RecordProblem]) {
    texts.clear()
    self.problems = problems
    let isReadable = isReadable(record)
    if followsDamage, isReadable { self.problems.append(LineGroup.neighbour) }
    followsDamage = !isReadable && !sumFields.isEmpty
    key = isReadable ? keyColumns.map { [UInt8](FieldText.trimmed(record.fields[$0])) } : []
    for index in 0..<machine.view.count { fields.set(index, texts.copy(machine.view[index])) }
    sums = sumFields.map { machine.fields.amount($0) }
    exponent = machine.exponent
    position = record.position
    raw = record.raw
    above = record.above
  }

  mutating func add(_ record: RecordView, _ machine: RecordMachine, _ problems: [RecordProblem]) {
    self.problems += problems
    position?.lineTo = record.position.lineTo
    raw.append(0x0A)
    raw += record.raw
    if currency >= 0, !fields.texts[currency].elementsEqual(machine.view[currency]) {
      self.problems.append(
        RecordProblem(
          code: "group-currency", message: "lines of one document are in several currencies",
          hint: "is `groupBy` of the mapping the document?", field: currency, column: "currency"))
      return
    }
    for (index, field) in sumFields.enumerated() {
      guard let amount = machine.fields.amount(field) else { continue }
      sums[index] = (sums[index] ?? 0) &+ amount
    }
  }

  /// The record of the rows so far; nil where there is none.
  mutating func finished(in frame: RecordFrame, _ arena: RecordArena) -> RecordView? {
    guard let position else { return nil }
    for (field, sum) in zip(sumFields, sums) {
      guard let sum else { continue }
      if abs(sum) > Money.largestAmount { problems.append(LineGroup.tooLarge(field, names[field])) }
      fields.set(field, texts.write(amount: sum, exponent: exponent, isExact: true))
    }
    self.position = nil
    let view = raw.withUnsafeBytes { arena.copy($0) }
    return frame.view(fields.texts, problems: problems, position: position, raw: view, above: above)
  }

  private static func tooLarge(_ field: Int, _ name: String) -> RecordProblem {
    RecordProblem(
      code: "money-too-large", message: "the lines of the document add up to more than any amount can be",
      hint: "is a decimal mark missing?", field: field, column: name)
  }

  private static let neighbour = RecordProblem(
    code: "group-damaged", message: "a row beside this document cannot be read, and may be one of its lines",
    hint: "correct that row and drop the document again with it")
}

import Formats
import Ledger
import Pipeline

/// Fills the fields of one record after the other by a compiled mapping. Nothing is allocated unless something is wrong.
struct RecordMachine {
  let program: ValueProgram
  /// What is wrong with the record at hand.
  var problems: [RecordProblem] = []
  /// The fields of the record at hand: parts of the record, of constants, or in the arena.
  let fields: FieldMemory
  let arena: RecordArena
  /// Decimals of the record's currency; `Money.parse` takes four where it is not known.
  private(set) var exponent = 4
  private(set) var knowsCurrency = false
  var currencies = CurrencyLookup()
  /// Values that wait for the other half of a sum.
  var held: [Value] = []
  let styles: Styles
  let days: DayCodes
  let header: [String]

  init(_ mapping: Mapping, styles: Styles, columns: [String], arena: RecordArena) {
    program = ValueProgram(mapping, columns: columns)
    self.styles = styles
    days = DayCodes(styles.days)
    self.arena = arena
    header = columns
    fields = FieldMemory(program.fields.count)
  }

  var width: Int { header.count }
  var view: UnsafeBufferPointer<UnsafeRawBufferPointer> { fields.texts }

  /// Fills all fields; what is wrong stands in `problems`.
  @inline(__always)
  mutating func fill(_ record: RecordView) {
    if !problems.isEmpty { problems.removeAll() }
    exponent = 4
    knowsCurrency = false
    let currency = program.currency
    if currency >= 0 { fill(currency, record) }
    for index in 0..<fields.count where index != currency { fill(index, record) }
  }

  /// The problems of the reader, with columns as the file names them, and of a row that has another width than the header.
  mutating func addReadingProblems(_ record: RecordView) {
    for var problem in record.problems {
      let source = problem.field
      problem.column =
        problem.column ?? source.flatMap { $0 < header.count ? SourceColumn.name(of: $0, in: header) : nil }
      // What the bytes of a damaged field say is not another fault.
      problems.removeAll { $0.column == problem.column }
      // Also of a column that nothing reads: the row is known all the same.
      problem.field = source.map { _ in problem.column.flatMap { program.sources.firstIndex(of: $0) } ?? fields.count }
      problems.append(problem)
    }
    guard record.width != header.count else { return }
    let hint =
      record.width > header.count
      ? "put quotes around a field that holds the delimiter"
      : "is the row cut off, or does it hold a line end without quotes?"
    problems.append(
      RecordProblem(
        code: "width", message: "the row has \(record.width) fields, the header \(header.count)", hint: hint))
  }

  /// For a row whose fields cannot be believed: constants alone.
  mutating func fillConstants() {
    problems.removeAll()
    for index in 0..<fields.count { fields.set(index, constant(program.fields[index].constant)) }
  }

  // MARK: Fields

  @inline(__always)
  private mutating func fill(_ index: Int, _ record: RecordView) {
    let field = program.fields[index]
    if field.direct >= 0 {
      let text = FieldText.trimmed(record.fields[Int(field.direct)])
      if text.isEmpty { return fillEmpty(index, field) }
      if fillQuickly(index, field, text) { return }
    }
    let value = value(field, index, record)
    switch value.kind {
    case .text:
      fields.set(index, value.text)
      if index == program.currency { takeCurrency(value.text) }
    case .amount:
      fields.set(index, arena.write(amount: value.number, exponent: exponent, isExact: knowsCurrency), value.number)
    case .day: fields.set(index, write(day: value.number))
    case .number: fields.set(index, write(number: value.number))
    case .nothing: fillEmpty(index, field)
    case .failed: fields.set(index, UnsafeRawBufferPointer(start: nil, count: 0))
    }
  }

  /// The short way for the most frequent values; false where the long one has to be gone.
  @inline(__always)
  private mutating func fillQuickly(_ index: Int, _ field: FieldProgram, _ text: UnsafeRawBufferPointer) -> Bool {
    switch field.understood {
    case .load: fields.set(index, text)
    case .id:
      if FieldText.idFault(text, { "" }) != nil { return false }
      fields.set(index, text)
    case .currency:
      guard let found = currencies.find(text) else { return false }
      fields.set(index, text)
      if index == program.currency { (exponent, knowsCurrency) = (found.exponent, true) }
    case .amount:
      let style = styles.amounts[Int(field.style)]
      guard knowsCurrency, let amount = AmountText.quick(text, style, exponent: exponent) else { return false }
      fields.set(index, style.decimal == UInt8(ascii: ".") ? text : pointed(text), amount)
    case .day:
      guard let day = DayText.quick(text, days[Int(field.style)], arena) else { return false }
      fields.set(index, day)
    default: return false
    }
    return true
  }

  /// A plain amount with its decimal comma made a point.
  private func pointed(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    let room = arena.room(text.count)
    room.copyMemory(from: text.baseAddress!, byteCount: text.count)
    room.storeBytes(of: UInt8(ascii: "."), toByteOffset: text.count &- exponent &- 1, as: UInt8.self)
    return arena.take(text.count)
  }

  private mutating func fillEmpty(_ index: Int, _ field: FieldProgram) {
    let text = constant(field.constant)
    fields.set(index, text)
    if !text.isEmpty {
      if index == program.currency { takeCurrency(text) }
    } else if field.isRequired {
      let column = program.sources[index]
      problems.append(
        RecordProblem(
          code: "required", message: "`\(column)` is empty", hint: RecordMachine.hint(program.names[index]),
          field: index, column: column))
    }
  }

  private static func hint(_ name: String) -> String {
    name == "currency"
      ? "every row needs a currency; where all of them have the same, say it in the feed: \"currency\": \"EUR\""
      : "every row needs a \(name)"
  }

  private mutating func takeCurrency(_ code: UnsafeRawBufferPointer) {
    guard let found = currencies.find(code) else { return }
    exponent = found.exponent
    knowsCurrency = true
  }

  func constant(_ index: Int32) -> UnsafeRawBufferPointer {
    index < 0 ? UnsafeRawBufferPointer(start: nil, count: 0) : program.constants[Int(index)].bytes
  }

  private func write(day: Int64) -> UnsafeRawBufferPointer {
    let room = arena.room(10)
    CalendarDate(days: Int32(truncatingIfNeeded: day)).write(at: room)
    return arena.take(10)
  }

  private func write(number: Int64) -> UnsafeRawBufferPointer {
    arena.write(amount: number, exponent: 0, isExact: true)
  }
}

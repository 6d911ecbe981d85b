import Formats
import Ledger
import Pipeline

/// Fills the fields of one record after the other by a compiled mapping. Nothing is allocated unless something is wrong.
struct RecordMachine {
  let program: ValueProgram
  /// What is wrong with the record at hand.
  private(set) var problems: [RecordProblem] = []
  /// The fields of the record at hand: parts of the record, of constants, or in the arena.
  let fields: FieldMemory
  let arena: RecordArena
  /// Decimals of the record's currency; `Money.parse` takes four where it is not known.
  private(set) var exponent = 4
  private(set) var knowsCurrency = false
  private var currencies = CurrencyLookup()
  /// Values that wait for the other half of a sum.
  private var held: [Value] = []
  private let styles: Styles
  private let header: [String]

  init(_ mapping: Mapping, styles: Styles, columns: [String], arena: RecordArena) {
    program = ValueProgram(mapping, columns: columns)
    self.styles = styles
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
      problem.field = source.map { source in program.fields.firstIndex { $0.direct == Int32(source) } ?? fields.count }
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
      if !text.isEmpty {
        fields.set(index, text)
        return
      }
      return fillEmpty(index, field)
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

  private mutating func fillEmpty(_ index: Int, _ field: FieldProgram) {
    let text = constant(field.constant)
    fields.set(index, text)
    if !text.isEmpty {
      if index == program.currency { takeCurrency(text) }
    } else if field.isRequired {
      let column = program.sources[index]
      problems.append(
        RecordProblem(
          code: "required", message: "`\(column)` is empty", hint: "every row needs a \(program.names[index])",
          field: index, column: column))
    }
  }

  private mutating func takeCurrency(_ code: UnsafeRawBufferPointer) {
    guard let found = currencies.find(code) else { return }
    exponent = found.exponent
    knowsCurrency = true
  }

  private func constant(_ index: Int32) -> UnsafeRawBufferPointer {
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

  // MARK: Values

  private struct Value {
    enum Kind: UInt8 { case nothing, text, amount, day, number, failed }
    var kind = Kind.nothing
    var text = UnsafeRawBufferPointer(start: nil, count: 0)
    var number: Int64 = 0

    static func text(_ text: UnsafeRawBufferPointer) -> Value {
      Value(kind: text.isEmpty ? .nothing : .text, text: text)
    }
  }

  private mutating func value(_ field: FieldProgram, _ index: Int, _ record: RecordView) -> Value {
    var value = Value()
    held.removeAll(keepingCapacity: true)
    var column: Int32 = -1
    var next = Int(field.from)
    while next < Int(field.to) {
      let step = program.code[next]
      next &+= 1
      switch step.operation {
      case .load: value = load(step, record, &column)
      case .join: value = join(step, record, &column)
      case .constant: value = .text(constant(step.a))
      case .push:
        held.append(value)
        value = Value()
      case .add, .subtract, .plusDays: value = combine(step.operation, held.removeLast(), value, index, column)
      case .plusFixed: if value.kind == .day { value.number &+= Int64(step.a) }
      case .jump: next = Int(step.a)
      case .jumpIfFilled: if value.kind != .nothing { next = Int(step.a) }
      case .jumpUnless: if !program.filters[Int(step.a)].fits(record.fields) { next = Int(step.b) }
      case .sign: value = signed(value, step, index, record)
      default: if value.kind == .text { value = understand(step, value.text, index, column, record) }
      }
    }
    return value
  }

  @inline(__always)
  private func load(_ step: ValueStep, _ record: RecordView, _ column: inout Int32) -> Value {
    for index in Int(step.a)..<Int(step.a &+ step.b) {
      let source = program.columns[index]
      let text = FieldText.trimmed(record.fields[Int(source)])
      if text.isEmpty { continue }
      column = source
      return Value(kind: .text, text: text)
    }
    return Value()
  }

  private func join(_ step: ValueStep, _ record: RecordView, _ column: inout Int32) -> Value {
    let separator = constant(step.c)
    let sources = Int(step.a)..<Int(step.a &+ step.b)
    let length = sources.reduce(0) { $0 + record.fields[Int(program.columns[$1])].count + separator.count }
    let room = arena.room(length)
    var used = 0
    for index in sources {
      let text = FieldText.trimmed(record.fields[Int(program.columns[index])])
      guard let start = text.baseAddress, !text.isEmpty else { continue }
      if used > 0, let between = separator.baseAddress {
        (room + used).copyMemory(from: between, byteCount: separator.count)
        used += separator.count
      }
      (room + used).copyMemory(from: start, byteCount: text.count)
      used += text.count
      column = program.columns[index]
    }
    return .text(arena.take(used))
  }

  @inline(__always)
  private mutating func understand(
    _ step: ValueStep, _ text: UnsafeRawBufferPointer, _ index: Int, _ column: Int32, _ record: RecordView
  ) -> Value {
    switch step.operation {
    case .step: return .text(program.steps[Int(step.a)].run(text, arena))
    case .amount:
      do throws(AmountText.Problem) {
        let style = step.a < 0 ? AmountStyle() : styles.amounts[Int(step.a)]
        return Value(kind: .amount, number: try AmountText.parse(text, style, exponent: exponent).scaled(style, self))
      } catch {
        let style = step.a < 0 ? AmountStyle() : styles.amounts[Int(step.a)]
        return fail(TranslationProblem.amount(error, text, style, exponent), index, column)
      }
    case .day:
      do throws(DayText.Problem) {
        if step.a < 0 {
          guard let date = CalendarDate(iso: text) else { throw .noDate }
          return Value(kind: .day, number: Int64(date.days))
        }
        let year = program.years[Int(step.a)]
        let since = year < 0 ? nil : DayText.start(FieldText.trimmed(record.fields[Int(year)]))
        let date = try DayText.parse(text, styles.days[Int(step.a)], since: since)
        if date < FieldText.firstDay || date > FieldText.lastDay {
          return fail(TranslationProblem.absurd(text, date), index, column)
        }
        return Value(kind: .day, number: Int64(date.days))
      } catch {
        let style = step.a < 0 ? DayStyle([]) : styles.days[Int(step.a)]
        return fail(TranslationProblem.day(error, text, style), index, column)
      }
    default: return word(step, text, index, column)
    }
  }

  private mutating func word(_ step: ValueStep, _ text: UnsafeRawBufferPointer, _ index: Int, _ column: Int32) -> Value
  {
    switch step.operation {
    case .words:
      if let meaning = program.tables[Int(step.a)].find(text) { return .text(meaning) }
      if step.b >= 0 { return .text(constant(step.b)) }
      return fail(TranslationProblem.word(text, program.names[index]), index, column)
    case .choice:
      let choice = program.choices[Int(step.a)]
      if let word = choice.table.find(text) { return .text(word) }
      if let word = choice.table.find(CompiledStep.lower.run(text, arena)) { return .text(word) }
      return fail(TranslationProblem.choice(text, program.names[index], choice.words), index, column)
    case .id:
      if let fault = FieldText.idFault(text, { "" }) { return fail(fault, index, column) }
      return Value(kind: .text, text: text)
    case .currency:
      if currencies.find(text) != nil { return Value(kind: .text, text: text) }
      let upper = CompiledStep.upper.run(text, arena)
      if currencies.find(upper) != nil { return Value(kind: .text, text: upper) }
      return fail(FieldCheck.currencyFault(text, ""), index, column)
    case .country:
      let upper = CompiledStep.upper.run(text, arena)
      return checked(.country, upper, index, column)
    case .integer:
      if let fault = FieldCheck.integerFault(text, "") { return fail(fault, index, column) }
      return Value(kind: .number, number: text.reduce(0) { $0 * 10 + Int64($1 &- 48) })
    case .bool:
      if ["true", "yes", "y", "1", "x"].contains(where: { FieldText.equals(text, $0) }) { return .text(yesNo(true)) }
      if ["false", "no", "n", "0"].contains(where: { FieldText.equals(text, $0) }) { return .text(yesNo(false)) }
      return checked(.bool, text, index, column)
    default: return Value(kind: .text, text: text)
    }
  }

  private mutating func checked(
    _ check: ColumnPlan.Check, _ text: UnsafeRawBufferPointer, _ index: Int, _ column: Int32
  ) -> Value {
    if let fault = FieldCheck.fault(check, text, exponent, { "" }, { nil }) { return fail(fault, index, column) }
    return Value(kind: .text, text: text)
  }

  private func yesNo(_ flag: Bool) -> UnsafeRawBufferPointer {
    let word: StaticString = flag ? "true" : "false"
    return UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
  }

  private mutating func combine(
    _ operation: ValueStep.Operation, _ left: Value, _ right: Value, _ index: Int, _ column: Int32
  ) -> Value {
    if left.kind == .failed || right.kind == .failed { return Value(kind: .failed) }
    if operation == .plusDays {
      guard left.kind == .day, right.kind == .number else { return Value() }
      return Value(kind: .day, number: left.number &+ min(right.number, 36_600))
    }
    guard left.kind == .amount || right.kind == .amount else { return Value() }
    let sum = operation == .add ? left.number &+ right.number : left.number &- right.number
    guard abs(sum) <= Money.largestAmount else {
      return fail(TranslationProblem.amount(.tooLarge, left.text, AmountStyle(), exponent), index, column)
    }
    return Value(kind: .amount, number: sum)
  }

  private mutating func signed(_ value: Value, _ step: ValueStep, _ index: Int, _ record: RecordView) -> Value {
    guard value.kind == .amount else { return value }
    var column: Int32 = -1
    let word = load(ValueStep(operation: .load, a: step.b, b: step.c), record, &column)
    guard let sign = program.tables[Int(step.a)].find(word.text) else {
      return fail(TranslationProblem.signWord(word.text), index, column)
    }
    var value = value
    if sign.first == UInt8(ascii: "-") { value.number = -value.number }
    return value
  }

  @inline(never)
  private mutating func fail(_ fault: Fault, _ index: Int, _ column: Int32) -> Value {
    let name = column < 0 ? program.sources[index] : SourceColumn.name(of: Int(column), in: header)
    problems.append(
      RecordProblem(code: fault.code, message: fault.message, hint: fault.hint, field: index, column: name))
    return Value(kind: .failed)
  }
}

extension Int64 {
  /// An amount counted in cents is one already, unless the currency is not known: then it has two decimals of four.
  @inline(__always)
  fileprivate func scaled(_ style: AmountStyle, _ machine: RecordMachine) -> Int64 {
    style.countsMinorUnits && !machine.knowsCurrency ? self &* 100 : self
  }
}

/// The fields of a record, and the amounts among them as numbers. A class because it owns that memory.
final class FieldMemory {
  let count: Int
  private let slots: UnsafeMutablePointer<UnsafeRawBufferPointer>
  private let numbers: UnsafeMutablePointer<Int64>

  init(_ count: Int) {
    self.count = count
    slots = .allocate(capacity: max(count, 1))
    slots.initialize(repeating: UnsafeRawBufferPointer(start: nil, count: 0), count: max(count, 1))
    numbers = .allocate(capacity: max(count, 1))
    numbers.initialize(repeating: .min, count: max(count, 1))
  }

  deinit {
    slots.deallocate()
    numbers.deallocate()
  }

  var texts: UnsafeBufferPointer<UnsafeRawBufferPointer> { UnsafeBufferPointer(start: slots, count: count) }

  @inline(__always)
  func set(_ index: Int, _ text: UnsafeRawBufferPointer, _ amount: Int64 = .min) {
    slots[index] = text
    numbers[index] = amount
  }

  /// The amount of a field in minor units; nil where it is none.
  @inline(__always)
  func amount(_ index: Int) -> Int64? { numbers[index] == .min ? nil : numbers[index] }
}

import Formats
import Ledger
import Pipeline

/// Runs the instructions of one field.
extension RecordMachine {
  struct Value {
    enum Kind: UInt8 { case nothing, text, amount, day, number, failed }
    var kind = Kind.nothing
    var text = UnsafeRawBufferPointer(start: nil, count: 0)
    var number: Int64 = 0

    static func text(_ text: UnsafeRawBufferPointer) -> Value {
      Value(kind: text.isEmpty ? .nothing : .text, text: text)
    }
  }

  mutating func value(_ field: FieldProgram, _ index: Int, _ record: RecordView) -> Value {
    var value = Value()
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
    case .percent:
      let style = styles.amounts[Int(step.a)]
      do throws(AmountText.Problem) {
        return .text(PercentText.write(try PercentText.parse(text, style), arena))
      } catch { return fail(TranslationProblem.percent(error, text, style), index, column) }
    case .day:
      do throws(DayText.Problem) {
        if step.a < 0 {
          guard let date = CalendarDate(iso: text) else { throw .noDate }
          return Value(kind: .day, number: Int64(date.days))
        }
        let year = program.years[Int(step.a)]
        let since = year < 0 ? nil : DayText.start(FieldText.trimmed(record.fields[Int(year)]))
        let date = try DayText.parse(text, days[Int(step.a)], since: since)
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

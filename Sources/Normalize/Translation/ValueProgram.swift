import Formats
import Ledger
import Pipeline

/// A mapping compiled for the columns of a file: made once per header, and again where an XML file brings a new path.
///
/// Styles are numbered in the order in which the rules of amounts and dates stand in the mapping, see `Styles`.
struct ValueProgram {
  /// Names of the translated columns.
  var names: [String] = []
  /// Where their faults point to: names as in the file, else in the mapping.
  var sources: [String] = []
  var fields: [FieldProgram] = []
  var code: [ValueStep] = []
  var columns: [Int32] = []
  var constants: [RowConstant] = []
  var steps: [CompiledStep] = []
  var tables: [WordTable] = []
  var choices: [(words: [String], table: WordTable)] = []
  var filters: [RowFilter] = []
  /// Column of the year per date style, -1 where none is needed.
  var years: [Int32] = []
  /// Index of the translated `currency`, -1 where there is none.
  var currency = -1

  private let header: [String]
  private var amounts: Int32 = 0
  private var days: Int32 = 0

  init(_ mapping: Mapping, columns header: [String]) {
    self.header = header
    for field in mapping.fields { add(field, isNamed: isNamed(field, mapping)) }
    for field in mapping.keep { add(field, isNamed: true) }
    if mapping.read == nil { keepUnread(mapping) }
    currency = names.firstIndex(of: "currency") ?? -1
  }

  /// False for a field that the mapping leaves to a column of its own name, which the file has not.
  private func isNamed(_ field: FieldRule, _ mapping: Mapping) -> Bool {
    if field.value != nil || field.constant != nil || field.isRequired { return true }
    return mapping.read == nil ? SourceColumn.index(of: field.from, in: header) != nil : !field.from.isEmpty
  }

  /// Columns that nothing reads are kept under their own names, as in files that are not translated.
  private mutating func keepUnread(_ mapping: Mapping) {
    let read = Set(
      (mapping.fields + mapping.keep).flatMap(\.from).compactMap { SourceColumn.index(of: $0, in: header) })
    for index in header.indices where !read.contains(index) && !header[index].isEmpty && !names.contains(header[index])
    {
      names.append(header[index])
      sources.append(header[index])
      fields.append(FieldProgram(from: 0, to: 0, constant: -1, isRequired: false, direct: Int32(index)))
    }
  }

  private mutating func add(_ field: FieldRule, isNamed: Bool) {
    let start = code.count
    let found = resolve(field.from)
    compile(field.filled, field.kind)
    guard isNamed else {
      code.removeSubrange(start...)
      return
    }
    let last = code.count > start ? code[code.count - 1] : ValueStep(operation: .load)
    let isDirect = code.count <= start + 2 && code[start].operation == .load && found.count <= 1 && isSimple(last)
    names.append(field.name)
    sources.append(found.first.map { SourceColumn.name(of: Int($0), in: header) } ?? field.from.first ?? field.name)
    // A column that the file has not is nothing, and nothing is done with it.
    if isDirect, found.isEmpty { code.removeSubrange(start...) }
    fields.append(
      FieldProgram(
        from: Int32(start), to: Int32(code.count), constant: field.constant.map { constant($0) } ?? -1,
        isRequired: field.isRequired, direct: isDirect ? found.first ?? -1 : -1, understood: last.operation,
        style: last.a))
  }

  /// Whether `RecordMachine` has a short way for what is done with a text.
  private func isSimple(_ step: ValueStep) -> Bool {
    switch step.operation {
    case .load, .id, .currency: true
    case .amount: step.a >= 0
    case .day: step.a >= 0 && years[Int(step.a)] < 0
    default: false
    }
  }

  // MARK: Rules

  private mutating func compile(_ rule: ValueRule, _ kind: FieldKind) {
    switch rule {
    case .column(let column): compile(column, kind)
    case .constant(let text): compile(constant: text, kind)
    case .add(let a, let b):
      compile(a, kind)
      emit(.push)
      compile(b, kind)
      emit(.add)
    case .subtract(let a, let b):
      compile(a, kind)
      emit(.push)
      compile(b, kind)
      emit(.subtract)
    case .plusDays(let date, .fixed(let count)):
      compile(date, .date)
      emit(.plusFixed, Int32(count))
    case .plusDays(let date, .read(let count)):
      compile(date, .date)
      emit(.push)
      compile(count, .integer)
      emit(.plusDays)
    case .first(let rules): compile(first: rules, kind)
    case .choose(let tests, let then, let otherwise): compile(tests, then, otherwise, kind)
    }
  }

  private mutating func compile(first rules: [ValueRule], _ kind: FieldKind) {
    var jumps: [Int] = []
    for (index, rule) in rules.enumerated() {
      compile(rule, kind)
      if index + 1 < rules.count {
        jumps.append(code.count)
        emit(.jumpIfFilled)
      }
    }
    for jump in jumps { code[jump].a = Int32(code.count) }
  }

  private mutating func compile(_ tests: [RowTest], _ then: ValueRule, _ otherwise: ValueRule?, _ kind: FieldKind) {
    filters.append(RowFilter(tests, columns: header))
    let test = code.count
    emit(.jumpUnless, Int32(filters.count - 1))
    compile(then, kind)
    let jump = code.count
    emit(.jump)
    code[test].b = Int32(code.count)
    if let otherwise { compile(otherwise, kind) } else { emit(.load, 0, 0) }
    code[jump].a = Int32(code.count)
  }

  private mutating func compile(constant text: String, _ kind: FieldKind) {
    emit(.constant, constant(text))
    if kind == .money { emit(.amount, -1) }
    if kind == .date { emit(.day, -1) }
    if kind == .integer { emit(.integer) }
  }

  private mutating func compile(_ rule: ColumnRule, _ kind: FieldKind) {
    if case .join(let separator, let names)? = rule.steps.first {
      let found = resolve(rule.from + names)
      emit(.join, Int32(columns.count), Int32(found.count), constant(separator))
      columns += found
    } else {
      let found = resolve(rule.from)
      emit(.load, Int32(columns.count), Int32(found.count))
      columns += found
    }
    for step in rule.steps {
      guard let compiled = CompiledStep(step) else { continue }
      steps.append(compiled)
      emit(.step, Int32(steps.count - 1))
    }
    if let words = rule.words {
      tables.append(WordTable(words.entries))
      let table = Int32(tables.count - 1)
      emit(.words, table, words.otherwise.map { constant($0) } ?? -1)
    } else {
      understand(rule, kind)
    }
    guard let standard = rule.standard else { return }
    let jump = code.count
    emit(.jumpIfFilled)
    compile(constant: standard, kind)
    code[jump].a = Int32(code.count)
  }

  private mutating func understand(_ rule: ColumnRule, _ kind: FieldKind) {
    switch kind {
    case .text, .email, .language: break
    case .id: emit(.id)
    case .currency: emit(.currency)
    case .country: emit(.country)
    case .integer: emit(.integer)
    case .percent:
      emit(.percent, amounts)
      amounts += 1
    case .bool: emit(.bool)
    case .choice(let words):
      choices.append((words, WordTable(words.map { ($0, $0) })))
      emit(.choice, Int32(choices.count - 1))
    case .money:
      emit(.amount, amounts)
      amounts += 1
      guard let sign = rule.sign else { return }
      tables.append(WordTable(sign.words.map { ($0.word, $0.isNegative ? "-" : "+") }))
      let found = resolve(sign.from)
      emit(.sign, Int32(tables.count - 1), Int32(columns.count), Int32(found.count))
      columns += found
    case .date:
      emit(.day, days)
      days += 1
      years.append(rule.date.yearFrom.flatMap { resolve([$0]).first } ?? -1)
    }
  }

  // MARK: Parts

  private func resolve(_ names: [String]) -> [Int32] {
    var seen: Set<Int> = []
    return names.compactMap { SourceColumn.index(of: $0, in: header) }.filter { seen.insert($0).inserted }.map(
      Int32.init)
  }

  private mutating func emit(_ operation: ValueStep.Operation, _ a: Int32 = 0, _ b: Int32 = 0, _ c: Int32 = 0) {
    code.append(ValueStep(operation: operation, a: a, b: b, c: c))
  }

  private mutating func constant(_ text: String) -> Int32 {
    constants.append(RowConstant(Array(text.utf8)))
    return Int32(constants.count - 1)
  }
}

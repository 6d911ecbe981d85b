import Formats
import Ledger
import Pipeline

/// One instruction of how a field is filled. Three numbers, so that running them costs no reference count.
struct ValueStep {
  enum Operation: UInt8 {
    /// Text of the first column that is not empty: `a` of `b` columns in `ValueProgram.columns`.
    case load
    /// Texts of `b` columns from `a` behind one another; the separator is constant `c`.
    case join
    /// Constant `a`, in canonical form.
    case constant
    /// Step `a`.
    case step
    /// Table `a`; constant `b` for other words, -1: a fault.
    case words
    /// The text understood as its kind.
    case id, currency, country, integer, bool
    /// Words of choice `a`.
    case choice
    /// Amount of style `a`, or in canonical form where it is -1.
    case amount
    /// Date of style `a`, or in canonical form where it is -1.
    case day
    /// Table `a` of signs, from columns `b` ..< `b + c`.
    case sign
    /// Remembers the value and starts anew.
    case push
    /// With the value that was remembered.
    case add, subtract
    case plusDays
    /// `a` days.
    case plusFixed
    /// To instruction `a`.
    case jump
    case jumpIfFilled
    /// To instruction `b` where the row does not fit test `a`.
    case jumpUnless
  }
  var operation: Operation
  var a: Int32 = 0
  var b: Int32 = 0
  var c: Int32 = 0
}

/// How one column of the translated records is filled.
struct FieldProgram {
  var from: Int32
  var to: Int32
  /// Constant that stands in for nothing, -1 where there is none.
  var constant: Int32
  /// What the field is, for `RecordMachine`.
  var isRequired: Bool
  /// The only column, where its text is the value as it stands; -1 where something is done with it.
  var direct: Int32
}

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
    let isDirect = code.count == start + 1 && code[start].operation == .load && found.count <= 1
    names.append(field.name)
    sources.append(found.first.map { SourceColumn.name(of: Int($0), in: header) } ?? field.from.first ?? field.name)
    fields.append(
      FieldProgram(
        from: Int32(start), to: Int32(code.count), constant: field.constant.map { constant($0) } ?? -1,
        isRequired: field.isRequired, direct: isDirect ? found.first ?? -1 : -1))
    if isDirect, found.isEmpty { code.removeSubrange(start...) }
    if isDirect, found.isEmpty { fields[fields.count - 1].to = Int32(start) }
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
    case .text, .email: break
    case .id: emit(.id)
    case .currency: emit(.currency)
    case .country: emit(.country)
    case .integer: emit(.integer)
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

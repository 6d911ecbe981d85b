import Formats
import Ledger

/// Reads the fields of one record by their canonical names and collects what is wrong with them.
struct FieldReader {
  let record: RecordView
  let plan: ColumnPlan
  var faults: [Fault] = []
  /// The amount that counts toward the total of the file.
  var amount: Int64 = 0

  init(_ record: RecordView, _ plan: ColumnPlan) {
    self.record = record
    self.plan = plan
  }

  func bytes(_ slot: FieldSlot) -> UnsafeRawBufferPointer { slot.text(record) }

  /// The text as it is; nil where there is none. Nothing is checked.
  func peek(_ name: StaticString) -> String? {
    let text = bytes(plan.slot(name))
    return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
  }

  /// The bytes of a field, nil where there are none; a required field that is empty is a fault.
  private mutating func present(_ slot: FieldSlot) -> UnsafeRawBufferPointer? {
    let text = bytes(slot)
    if !text.isEmpty { return text }
    if slot.isRequired { faults.append(plan.missing(slot)) }
    return nil
  }

  mutating func text(_ name: StaticString, isRequired: Bool = false) -> String? {
    present(plan.slot(name, isRequired: isRequired)).map { String(decoding: $0, as: UTF8.self) }
  }

  mutating func id(_ name: StaticString, isRequired: Bool = false) -> String? {
    let slot = plan.slot(name, isRequired: isRequired)
    guard let text = present(slot) else { return nil }
    if let fault = FieldText.idFault(text, { plan.columnName(slot) }) {
      faults.append(fault)
      return nil
    }
    return String(decoding: text, as: UTF8.self)
  }

  mutating func date(_ name: StaticString, isRequired: Bool = false) -> CalendarDate? {
    let slot = plan.slot(name, isRequired: isRequired)
    guard let text = present(slot) else { return nil }
    if let date = FieldText.date(text) { return date }
    faults.append(FieldText.dateFault(text, plan.columnName(slot)))
    return nil
  }

  /// Always required.
  mutating func currency(_ name: StaticString) -> Currency? {
    let slot = plan.slot(name, isRequired: true)
    guard let text = present(slot) else { return nil }
    if let currency = Currency(code: text) { return currency }
    faults.append(FieldCheck.currencyFault(text, plan.columnName(slot)))
    return nil
  }

  /// Minor units at this exponent.
  mutating func money(_ name: StaticString, _ exponent: Int, isRequired: Bool = false) -> Int64? {
    let slot = plan.slot(name, isRequired: isRequired)
    guard let text = present(slot) else { return nil }
    do throws(Money.Problem) {
      return try Money.parse(text, exponent: exponent)
    } catch {
      faults.append(FieldText.moneyFault(error, text, plan.columnName(slot)))
      return nil
    }
  }

  mutating func integer(_ name: StaticString) -> Int? {
    let slot = plan.slot(name)
    guard let text = present(slot) else { return nil }
    if let fault = FieldCheck.integerFault(text, plan.columnName(slot)) {
      faults.append(fault)
      return nil
    }
    return Int(String(decoding: text, as: UTF8.self))
  }

  mutating func fail(_ name: StaticString, _ code: String, _ message: String, _ hint: String) {
    faults.append(Fault(plan.columnName(plan.slot(name)), code, message, hint))
  }
}

import Formats
import Ledger
import Pipeline

/// A field of the mapping as a row is read by it: its column, and the constant that stands in for an empty cell. Plain
/// numbers and pointers, so that reading a field costs no reference count; `ColumnPlan` owns what they point to.
struct FieldSlot {
  let name: StaticString
  /// -1 where the file has none.
  let column: Int
  let isRequired: Bool
  private let constant: UnsafeRawBufferPointer

  init(_ name: StaticString, _ plan: ColumnPlan, isRequired: Bool = false) {
    self.name = name
    self.isRequired = isRequired
    column = plan.index(name.description)
    constant = plan.constant(name.description)
  }

  /// The text of the field without blanks around it; empty where there is none.
  @inline(__always)
  func text(_ record: RecordView) -> UnsafeRawBufferPointer {
    if column >= 0, column < record.fields.count {
      let text = FieldText.trimmed(record.fields[column])
      if !text.isEmpty { return text }
    }
    return constant
  }
}

/// Slots that were asked for, of one plan. A class, because the plan is asked while records are read.
final class KnownSlots {
  // Only the normalizer on its one thread reaches it.
  @exclusivity(unchecked) fileprivate var slots: [FieldSlot] = []
}

extension ColumnPlan {
  /// The slot of a field, looked up once: the columns of a hundred thousand customers were looked for by name in every row, a
  /// third of reading them.
  func slot(_ name: StaticString, isRequired: Bool = false) -> FieldSlot {
    for slot in known.slots where slot.name.utf8Start == name.utf8Start && slot.isRequired == isRequired { return slot }
    let slot = FieldSlot(name, self, isRequired: isRequired)
    known.slots.append(slot)
    return slot
  }

  /// The column as the file calls it, else the canonical name.
  func columnName(_ slot: FieldSlot) -> String { slot.column >= 0 ? columns[slot.column] : slot.name.description }

  func missing(_ slot: FieldSlot) -> Fault {
    let column = columnName(slot)
    return Fault(
      column, "required", "`\(column)` is empty",
      slot.column < 0 ? "the file has no column for \(slot.name)" : "every row needs a \(slot.name)")
  }
}

/// Bytes that stay where they are as long as a normalizer lives. A class because it owns that memory.
final class RowConstant {
  let bytes: UnsafeRawBufferPointer

  init(_ text: [UInt8]) {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: text.count, alignment: 1)
    memory.copyBytes(from: text)
    bytes = UnsafeRawBufferPointer(memory)
  }
  deinit { bytes.deallocate() }
}

/// What a rejected row still tells about itself.
struct RowIdentity {
  var company: String?
  var documentID: String?
  var instalment = ""
  var customerID: String?
  var recordID: String?
  var decisionKind: String?
  /// The company that it states is not looked after here.
  var isOfOtherCompany = false
}

extension RecordView {
  /// Problems of the reader, and a wrong number of fields. Empty for a record whose fields can be looked at.
  func readingFaults(_ plan: ColumnPlan) -> [Fault] {
    var faults = problems.map { problem in
      let column = problem.column ?? problem.field.flatMap { $0 < columns.count ? columns[$0] : nil } ?? ""
      return Fault(column, problem.code, problem.message, problem.hint)
    }
    if width != plan.width { faults.append(widthFault(plan.width)) }
    return faults
  }

  private func widthFault(_ expected: Int) -> Fault {
    let hint =
      width > expected
      ? "put quotes around a field that holds the delimiter"
      : "is the row cut off, or does it hold a line end without quotes?"
    return Fault("", "width", "the row has \(width) fields, the header \(expected)", hint)
  }

  /// One entry for each fault of the row.
  func rejected(_ faults: [Fault], _ identity: RowIdentity) -> [RejectedRow] {
    let (raw, above) = (self.raw, self.above)
    return faults.map { fault in
      var row = RejectedRow(
        position: position, column: fault.column, code: fault.code, message: fault.message, hint: fault.hint, raw: raw,
        above: above, company: identity.company, documentID: identity.documentID, instalment: identity.instalment,
        customerID: identity.customerID, recordID: identity.recordID, decisionKind: identity.decisionKind)
      row.isOfOtherCompany = identity.isOfOtherCompany
      return row
    }
  }
}

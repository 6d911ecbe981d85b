/// What happened to a document since the last snapshot. Each document gets exactly one, or is unchanged.
public enum ChangeKind: String, Sendable, CaseIterable {
  case new, changed, partPaid = "part_paid", paid, reopened, voided

  /// What a known document's step from one balance to another is, in minor units; nil: none. A balance that changes its sign was not paid in
  /// part: it has become a credit, or is none any more.
  public init?(from old: Int64, to new: Int64) {
    guard old != new else { return nil }
    if old == 0 {
      self = .reopened
    } else if new == 0 {
      self = .paid
    } else {
      self = (old < 0) == (new < 0) && abs(new) < abs(old) ? .partPaid : .changed
    }
  }
}

/// Why a balance fell. Closed is not paid: only `payment` counts as evidence of when a customer pays.
public enum ChangeCause: String, Sendable, CaseIterable {
  case payment, credit, writeOff = "write_off", absence, unknown

  /// What a payment's `method` says: credits and write-offs are booked as payments by many ERPs.
  public init(method: String?) {
    switch method?.lowercased() {
    case "credit", "credit_note", "credit note", "offset": self = .credit
    case "write_off", "write-off", "writeoff", "bad_debt": self = .writeOff
    default: self = .payment
    }
  }
}

/// One line of `changes.csv`.
public struct DocumentChange: Equatable, Sendable {
  public var kind: ChangeKind
  /// The document after the change; for a closed one its last known fields with balance zero.
  public var document: Document
  /// In minor units of the document's currency; nothing where it was in another one.
  public var oldBalance: Int64
  /// Names of the fields that differ, in byte order; empty for `new`.
  public var fields: [String]
  /// Nil where nothing fell: new, changed without a lower balance, reopened.
  public var cause: ChangeCause?
  /// It was settled on an export of the days since the night before: all that is open is open again.
  public var isOpenAgain: Bool

  public init(
    kind: ChangeKind, document: Document, oldBalance: Int64, fields: [String] = [], cause: ChangeCause? = nil,
    isOpenAgain: Bool = false
  ) {
    self.isOpenAgain = isOpenAgain
    self.kind = kind
    self.document = document
    self.oldBalance = oldBalance
    self.fields = fields
    self.cause = cause
  }
}

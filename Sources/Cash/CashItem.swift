import Ledger
import Pipeline

/// A document, or one instalment of it, that a payment may settle.
public struct CashItem: Equatable, Sendable {
  /// Row of the book; -1: closed on an earlier night and not in it. The stage hands it back and never uses it.
  public var row: Int
  /// Key in the state; 0: new tonight.
  public var stateID: Int64
  public var company: String
  public var customerID: String
  /// Who pays the customer's bills: itself, or its `bill_to`.
  public var payerID: String
  public var id: String
  public var instalment: String
  public var currency: Currency
  public var dueDate: CalendarDate?
  /// What may still be matched, in minor units: the balance before tonight, less what earlier payments were matched with and the ERP
  /// has not posted. Negative for a credit, 0 for a document that is settled.
  public var room: Int64
  /// By how much tonight's export lowered the balance, less what earlier matches explain.
  public var fallen: Int64
  /// Of an instalment that exports have closed since the payments that the ERP applies to its document: what no other money explains. Nothing else may
  /// be matched with it.
  public var closed: Int64
  /// Cash discount that may be taken until `discountDate`, in minor units.
  public var discount: Int64
  public var discountDate: CalendarDate?
  /// The payment reference that the document carries.
  public var reference: String?
  /// The day of a payment that the ERP has on account; nil: it is something else.
  public var onAccountOn: CalendarDate?

  public init(
    row: Int = -1, stateID: Int64 = 0, company: String, customerID: String, payerID: String? = nil, id: String,
    instalment: String = "", currency: Currency, dueDate: CalendarDate? = nil, room: Int64,
    fallen: Int64 = 0, closed: Int64 = 0, discount: Int64 = 0, discountDate: CalendarDate? = nil,
    reference: String? = nil, onAccountOn: CalendarDate? = nil
  ) {
    self.row = row
    self.stateID = stateID
    self.company = company
    self.customerID = customerID
    self.payerID = payerID ?? customerID
    self.id = id
    self.instalment = instalment
    self.currency = currency
    self.dueDate = dueDate
    self.room = room
    self.fallen = fallen
    self.closed = closed
    self.discount = discount
    self.discountDate = discountDate
    self.reference = reference
    self.onAccountOn = onAccountOn
  }

  /// How messages and lists call an instalment; nil: it is none.
  public var label: String? { instalment.isEmpty ? nil : "\(id)/\(instalment)" }

  /// Takes what a payment settles, and says how much of it tonight's export shows already.
  /// - Parameter ofTheRest: what is still open is paid, and none of what the export took off.
  mutating func take(_ amount: Int64, and deducted: Int64, ofTheRest: Bool) -> Int64 {
    let whole = amount + deducted
    guard !ofTheRest else {
      room -= whole
      return 0
    }
    func part(_ wanted: Int64, of there: Int64) -> Int64 {
      wanted >= 0 ? min(wanted, max(there, 0)) : max(wanted, min(there, 0))
    }
    let shown = part(amount, of: fallen)
    closed -= part(whole - part(whole, of: fallen), of: closed)
    room -= part(whole, of: room)
    fallen -= part(whole, of: fallen)
    return shown
  }

  /// Whether money of this customer may pay it without a word.
  func isPaid(by customer: String) -> Bool { customerID == customer || payerID == customer }
}

/// A payment that is not finally applied.
public struct Receipt: Sendable {
  public var payment: Payment
  /// What stands in its reference field: asked for by nearly every rule, and looked for once.
  public let reference: String?
  /// What of it is not matched, in minor units.
  public var left: Int64
  /// Since which night we know of it.
  public var since: CalendarDate
  /// Part of it was applied on an earlier night: the rest is for the ERP or a person.
  public var isBegun: Bool
  /// As what it waits where no rule is asked: what it was before; nil: nothing was said of it yet.
  public var waitsAs: CashReason?

  public init(
    _ payment: Payment, left: Int64? = nil, since: CalendarDate, isBegun: Bool = false,
    waitsAs: CashReason? = nil
  ) {
    self.waitsAs = waitsAs
    self.payment = payment
    reference = payment.details["reference"]
    self.left = left ?? payment.money.minorUnits
    self.since = since
    self.isBegun = isBegun
  }

  var writtenText: String { payment.writtenText(reference) }
}

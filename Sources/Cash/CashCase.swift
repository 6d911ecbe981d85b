import Ledger
import Pipeline

/// Who paid, and how we know.
public struct CashPayer: Equatable, Sendable {
  public enum Ground: Int, Sendable {
    /// The payment names the customer; its account is known; its name is.
    case named, account, name
  }
  public var customerID: String
  public var ground: Ground

  public init(customerID: String, ground: Ground) {
    self.customerID = customerID
    self.ground = ground
  }

  /// The payer of a payment: as the payment says, else the one customer whose money came from this account before, else the one
  /// that used this name or is called so. Several: none.
  public static func find(_ payment: Payment, accounts: [String], names: [String]) -> CashPayer? {
    if !payment.customerID.isEmpty { return CashPayer(customerID: payment.customerID, ground: .named) }
    if accounts.count == 1 { return CashPayer(customerID: accounts[0], ground: .account) }
    if accounts.isEmpty, names.count == 1 { return CashPayer(customerID: names[0], ground: .name) }
    return nil
  }

  /// By how much a match by amount alone is less sure, in thousandths.
  var doubt: Int { [0, 10, 40][ground.rawValue] }
}

/// One payment before the rules. A class: it is handed from rule to rule, and its texts are taken apart once, when a rule asks for them. Most
/// payments name one id, and that is found without.
final class CashCase {
  let receipt: Receipt
  let payer: CashPayer?
  /// What the ERP, or a person, said about it.
  let explicit: [Application]
  let settings: CashSettings
  /// Reference, remittance and the payer's own reference: taken apart, and as they stand.
  private(set) lazy var text = PayerText(writtenText)
  private(set) lazy var writtenText = receipt.writtenText
  /// What the bank says of how it moved.
  private(set) lazy var movement = payment.movement
  private(set) lazy var writtenAmounts = WrittenAmount.all(in: writtenText, exponent: currency.exponent)

  /// Whether words before an amount, behind the last number, say that it is taken off: `4711 60.00 less 2.00`.
  func isDeducted(_ written: WrittenAmount) -> Bool {
    let before = writtenText.utf8.prefix(written.place.lowerBound).reversed().prefix { !Alphanumeric.isDigit($0) }
    return PaymentWords.sayDeducted(String(decoding: Array(before.reversed()), as: UTF8.self))
  }

  init(_ receipt: Receipt, payer: CashPayer?, explicit: [Application], settings: CashSettings) {
    self.receipt = receipt
    self.payer = payer
    self.explicit = explicit
    self.settings = settings
  }

  convenience init(_ entry: CashApplication.Entry, _ settings: CashSettings) {
    self.init(entry.receipt, payer: entry.payer, explicit: entry.explicit, settings: settings)
  }

  /// Whether rules may find what it pays: fees of the bank, and our own money that came back, pay nothing by themselves.
  var mayPay: Bool { movement != .fee && movement != .sentBack }

  /// Whether the payer has written more than the reference.
  var saysMore: Bool { payment.details["remittance"] != nil || payment.details["end_to_end_id"] != nil }

  var payment: Payment { receipt.payment }
  var left: Int64 { receipt.left }
  var currency: Currency { payment.money.currency }

  /// A person says that what no other row puts on a document is for none.
  var isForNothingElse: Bool { explicit.contains { $0.documentID == AppliedRow.noDocument } }

  /// What a proposal leaves of its money.
  func left(after proposal: Proposal, in pool: CashPool) -> Int64 {
    AppliedRow.left(
      of: Money(minorUnits: left, currency: currency),
      after: proposal.lines.lazy.map { ($0.amount, pool[$0.item].currency) })
  }

  /// True where the payer is known for certain and the item is somebody else's.
  func contradicts(_ item: CashItem) -> Bool {
    guard let payer, payer.ground == .named else { return false }
    return !item.isPaid(by: payer.customerID)
  }
  func agrees(_ item: CashItem) -> Bool { payer.map { item.isPaid(by: $0.customerID) } ?? false }

  /// What the bank kept, in minor units; 0: nothing is said.
  var charges: Int64 {
    guard let text = payment.details["charges"], let money = try? Money(text, currency) else { return 0 }
    return abs(money.minorUnits)
  }
}

extension Payment {
  /// Everything the payer may have written a document's id in.
  public var writtenText: String { writtenText(details["reference"]) }

  /// - Parameter reference: what stands in its reference field.
  func writtenText(_ reference: String?) -> String {
    let (remittance, own) = (details["remittance"], details["end_to_end_id"])
    // Mostly there is one of them.
    if remittance == nil, own == nil { return reference ?? "" }
    return [reference, remittance, own].compactMap(\.self).joined(separator: "\n,\n")
  }
}

/// What a rule thinks.
enum CashVerdict {
  case nothing
  case match(Proposal)
  /// Something fits, but not one thing alone: for a person.
  case unsure(CashReason, [Candidate])

  struct Candidate {
    var item: Int
    var amount: Int64
    var confidence: Int
  }

  /// The items for a person, each with what is left of it; at most ten.
  static func unsure(_ reason: CashReason, _ items: some Sequence<Int>, _ pool: CashPool, confidence: Int)
    -> CashVerdict
  {
    .unsure(reason, items.prefix(10).map { Candidate(item: $0, amount: pool[$0].room, confidence: confidence) })
  }
}

/// What a payment settles, by one rule.
struct Proposal: Equatable {
  struct Line: Equatable {
    var item: Int
    var amount: Int64
    var deducted: Int64 = 0
    /// It pays what is open after tonight's export, not what the export took off.
    var isOfTheRest = false
  }
  var lines: [Line]
  var difference: CashDifference?
  var confidence = 0

  /// Of several documents of which one is paid in part the others are not.
  func difference(of line: Line, in pool: CashPool) -> CashDifference? {
    guard difference == .partPayment, abs(line.amount) + line.deducted >= abs(pool[line.item].room) else {
      return difference
    }
    return line.deducted > 0 ? .discount : nil
  }

  func with(confidence: Int) -> Proposal {
    var copy = self
    copy.confidence = confidence
    return copy
  }
}

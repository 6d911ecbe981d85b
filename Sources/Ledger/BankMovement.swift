/// What a bank's file says of how money moved, as far as that decides what the money can be for. A payments feed of the ERP says nothing of it.
public enum BankMovement: Equatable, Sendable {
  /// Nothing certain is said: money in pays documents, money out may be a refund or a payment that came back.
  case untold
  /// Money that a customer had paid, or that we had collected, left the account again.
  case returned
  /// We paid it, or somebody collected it from us: a supplier, a salary, a refund. No payment of a customer came back by it.
  case sent
  /// Fees and interest of the bank itself.
  case fee
  /// Money that we had sent is in the account again: nobody paid it.
  case sentBack
}

extension Payment {
  /// How money moves, where a method is known for certain; methods of ERPs that say something else, and `ach`, which is both collected and
  /// transferred, are none.
  public enum Way: Sendable { case collection, transfer, check, card, cash }

  public var way: Way? {
    // The bank's code says more than the method, of which a return has none.
    switch isoCode?.family {
    case "IDDT": return .collection
    case "RCDT", "RRCT": return .transfer
    case "RCHQ": return .check
    default: break
    }
    return switch details["method"]?.lowercased() {
    case "direct-debit", "direct debit": .collection
    case "transfer", "wire": .transfer
    case "check", "cheque": .check
    case "card": .card
    case "cash": .cash
    default: nil
    }
  }

  /// What the bank says of it. Every reader of a bank's format tells whether a movement takes another one back (`reversal`): where that is missing it
  /// is no bank's file.
  public var movement: BankMovement {
    guard let reversal = details["reversal"] else { return .untold }
    let method = details["method"]
    if method == "fee" || method == "interest" { return .fee }
    let code = isoCode
    let isReturn =
      reversal == "true" || details["return_reason"] != nil
      || code.map { BankCodes.returns.contains($0.subFamily) } == true
    if money.minorUnits > 0 {
      // A return that is taken back brings the customer's money again.
      return isReturn && !(code.map { BankCodes.received.contains($0.family) } ?? false) ? .sentBack : .untold
    }
    if isReturn { return .returned }
    if let code {
      if BankCodes.received.contains(code.family) { return .returned }
      return BankCodes.sent.contains(code.family) ? .sent : .untold
    }
    let national = details["bank_code"] ?? ""
    if BankCodes.sentNational.contains(national) || method == "transfer" || method == "wire" { return .sent }
    return method == "ach" && national.utf8.count == 3 && national >= "400" && national < "700" ? .sent : .untold
  }

  /// Family and sub-family of an ISO 20022 bank transaction code: `PMNT/RCDT/ESCT`.
  private var isoCode: (family: Substring, subFamily: Substring)? {
    guard let parts = details["bank_code"]?.split(separator: "/"), parts.count >= 2, parts[0].utf8.count == 4 else {
      return nil
    }
    return (parts[1], parts.count > 2 ? parts[2] : "")
  }
}

/// Codes of bank statements. Sources: ISO 20022 external bank transaction code sets; the German banks' list of booking codes (DFÜ agreement,
/// annex 3); OFX 2.2, transaction types.
private enum BankCodes {
  /// Families of money that customers send or that we collect; and of money that we send or others collect.
  static let received: Set<Substring> = ["RCDT", "RRCT", "IDDT", "RCHQ"]
  static let sent: Set<Substring> = ["ICDT", "IRCT", "RDDT", "ICHQ", "CCRD"]
  /// Sub-families that take a movement of their family back: unpaid, returned, cancelled and reversed ones.
  static let returns: Set<Substring> = ["UPDD", "PRDD", "RCDD", "RRTN", "RPCR", "ARET", "UPCQ", "CQRV"]
  /// Debits of German statements (direct debits of others, standing orders, transfers, cards) and collections in OFX.
  static let sentNational: Set<String> = [
    "004", "005", "008", "020", "104", "105", "106", "107", "116", "117", "118", "119", "177", "188", "191", "201",
    "DIRECTDEBIT",
  ]
}

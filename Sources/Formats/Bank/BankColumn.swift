/// The columns that every bank reader shows, whatever the format: those of the payments feed, and what is kept as attributes.
public enum BankColumn: Int, CaseIterable, Sendable {
  /// 32 hex digits made of what the bank says about the movement: the same in every file that shows it again.
  case paymentID
  /// The day of booking, and the day from which it bears interest.
  case paymentDate, valueDate
  case currency
  /// A plain decimal: positive is money in. What the file says about sign stays.
  case amount
  /// One of `transfer`, `wire`, `ach`, `direct-debit`, `check`, `card`, `cash`, `fee`, `interest`; empty where the file does not tell.
  case method
  /// A structured reference: of the creditor (ISO 11649 `RF..`, Swiss QR), else the document that the payer referred to.
  case reference
  case remittance
  /// The other side. `payer_account` and `account`, our own, are masked by `AccountMask`.
  case payerName, payerAccount, account
  case statement
  case endToEndID, bankReference
  /// What kind of movement the bank says it is: ISO 20022 code, GVC, BAI type, ...
  case bankCode
  /// `true` or `false`: it takes an earlier movement back.
  case reversal
  case returnReason
  /// What the bank kept, in the currency of the amount; empty where nothing.
  case charges
  /// Of one of several transactions that stand in one entry: the entry, as a hash. Files may tell them in another order.
  case entryKey
  /// The id that earlier versions gave the movement, where it was another.
  case formerID

  /// As mappings read it: `payment_id`.
  public var name: String { BankColumn.names[rawValue] }

  public static let names = [
    "payment_id", "payment_date", "value_date", "currency", "amount", "method", "reference", "remittance", "payer_name",
    "payer_account", "account", "statement", "end_to_end_id", "bank_reference", "bank_code", "reversal",
    "return_reason", "charges", "entry_key", "former_id",
  ]
}

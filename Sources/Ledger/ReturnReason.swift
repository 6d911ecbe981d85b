/// Why a bank gives a payment back, in words. Sources: ISO 20022 external code set, return reasons; EPC173-14, reason codes of SEPA direct debits; NACHA return
/// reason codes.
public enum ReturnReason {
  /// The code with its words, as a person reads it: `AM04, insufficient funds`; text that is no known code stays as it is.
  public static func told(_ code: String) -> String { words[code.uppercased()].map { "\(code), \($0)" } ?? code }

  private static let words = [
    "AC01": "account number wrong", "AC04": "account closed", "AC06": "account blocked",
    "AC13": "a consumer's account cannot be debited so", "AG01": "the account cannot be debited so",
    "AG02": "wrong kind of transaction", "AM04": "insufficient funds", "AM05": "collected twice",
    "BE05": "our creditor identifier is wrong", "CNOR": "the creditor's bank does not take part",
    "DNOR": "the debtor's bank does not take part", "ED05": "settlement failed", "FF01": "the file was wrong",
    "FOCR": "after a request to cancel it", "MD01": "no valid mandate",
    "MD02": "the mandate's data are wrong or missing",
    "MD06": "the customer objected", "MD07": "the customer has died", "MS02": "the customer refused it",
    "MS03": "the bank gives no reason", "RC01": "bank identifier wrong", "RR01": "regulatory reason",
    "RR02": "regulatory reason", "RR03": "regulatory reason", "RR04": "regulatory reason",
    "SL01": "the customer's bank does not allow it", "TM01": "received too late",
    "R01": "insufficient funds", "R02": "account closed", "R03": "no such account", "R04": "account number wrong",
    "R05": "not authorised by the consumer", "R06": "their bank was asked to return it", "R07": "authorisation revoked",
    "R08": "payment stopped",
    "R09": "funds not collected yet", "R10": "not authorised", "R13": "routing number wrong",
    "R14": "the account's representative has died", "R15": "the account holder has died",
    "R16": "account frozen", "R20": "the account cannot be debited", "R23": "refused by the receiver",
    "R24": "collected twice", "R29": "not authorised by the company",
  ]
}

extension Payment {
  /// Why it came back, in words, where the bank says so.
  public var returnReason: String? {
    details["return_reason"].flatMap { $0.isEmpty ? nil : ReturnReason.told($0) }
  }
}

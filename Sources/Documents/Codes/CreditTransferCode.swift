import Ledger

/// What a banking app reads from a payment code: a credit transfer with everything filled in, as EPC069-12 of the European Payments Council
/// writes it (version 002, also known as GiroCode and Scan to Pay).
public struct CreditTransferCode: Equatable, Sendable {
  /// Lines joined by line feeds, without those that are empty at the end.
  public let text: String

  /// - Parameters:
  ///   - holder: of the account. Banks compare it with the account since verification of payee, so it is never shortened.
  ///   - iban: compact, its check digits verified.
  ///   - reference: what the payer quotes.
  /// - Returns: nil where such a code cannot say it: an amount that is not in euros, not above zero or above 999,999,999.99, an account outside
  ///   of SEPA, names above 70 and references above 140 characters, control characters, more than 331 bytes together.
  public init?(holder: String, iban: String, bic: String?, amount: Money, reference: String) {
    guard amount.currency == CreditTransferCode.euro, (1...99_999_999_999).contains(amount.minorUnits),
      CreditTransferCode.countries.contains(String(iban.prefix(2))), (1...70).contains(holder.unicodeScalars.count),
      reference.unicodeScalars.count <= 140
    else { return nil }
    let (whole, cents) = amount.minorUnits.quotientAndRemainder(dividingBy: 100)
    let lines = [
      "BCD", "002", "1", "SCT", bic ?? "", holder, iban, "EUR\(whole).\(cents < 10 ? "0" : "")\(cents)", "", "",
      reference,
    ]
    guard !lines.contains(where: { $0.unicodeScalars.contains(where: MailHeader.isControl) }) else { return nil }
    let text = lines[...(reference.isEmpty ? 7 : 10)].joined(separator: "\n")
    guard text.utf8.count <= 331 else { return nil }
    self.text = text
  }

  private static let euro = Currency(trusted: 0x455552)

  /// Countries and territories of the SEPA schemes, by the first two characters of their IBANs (EPC409-09, version of 2025).
  private static let countries: Set<String> = [
    "AD", "AL", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GI", "GR", "HR", "HU",
    "IE", "IS", "IT",
    "LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "SM",
    "VA",
  ]
}

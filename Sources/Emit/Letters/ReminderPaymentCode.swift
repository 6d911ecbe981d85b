import Documents
import Ledger
import Pipeline

extension Company {
  /// What a reminder asks for as a code for banking apps, beside the lines of the account. None where the letter has no such lines: its template
  /// asks for another way to pay.
  func paymentCode(for decision: UnitDecision, _ fields: Fields, _ text: RenderedText) -> PaymentCode? {
    guard let bank, bank.hasPaymentCode, case .text(let reference)? = fields[.paymentReference] else { return nil }
    let printed = MessageSender.inBlocksOfFour(bank.iban)
    let lines = text.blocks.firstIndex {
      if case .keyValues(let pairs) = $0 { pairs.contains { $0.value == printed } } else { false }
    }
    let code = CreditTransferCode(
      holder: bank.name ?? name, iban: bank.iban, bic: bank.bic,
      amount: Money(minorUnits: decision.amountDue, currency: decision.currency), reference: reference)
    guard let lines, let code else { return nil }
    return PaymentCode(code, caption: text.language.label(.scanToPay), block: lines)
  }
}

import Ledger
import Testing

@testable import Decide

/// What ERPs and people write as payment methods and blocks, in the languages of exports.
@Suite struct ERPWordsTests {
  @Test(arguments: [
    "direct_debit", "sepa_dd", "SEPA", "debit", "lsv", "ach_debit", "bacs_dd", "debit_card", "SEPA-Lastschrift",
    "Lastschrifteinzug", "SEPA Basislastschrift", "Abbuchung", "SEPA Direct Debit Core", "Bacs Direct Debit",
    "Prélèvement SEPA", "Credit Card (Visa)", "Direct debit no. 5", "Domiciliación bancaria", "Automatische incasso",
  ]) func isCollectedByUs(method: String) {
    #expect(DirectDebit.isMethod(method))
  }

  @Test(arguments: [
    "", "transfer", "Überweisung", "SEPA-Überweisung", "SEPA transfer", "cheque", "Rücklastschrift",
    "kein Lastschriftmandat",
    "Überweisung, keine Lastschrift", "no direct debit", "sans prélèvement", "Cardiff Bank", "debit note",
  ]) func isPaidByTheCustomer(method: String) {
    #expect(!DirectDebit.isMethod(method))
  }

  @Test(arguments: [("Nein", false), ("FALSCH", false), ("non", false), ("0", false), ("Ja", true), ("B", true)])
  func isBlocked(word: String, isBlock: Bool) {
    let hold = ERPHold(
      { _ in nil }, payer: Details(["reminder_block": word]), owner: nil, on: CalendarDate("2026-11-02")!)
    #expect((hold == .block) == isBlock)
  }
}

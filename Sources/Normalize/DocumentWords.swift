import Ledger
import Pipeline

extension DocumentNormalizer {
  /// The fields that a document row holds itself; all others are its details.
  struct Slots {
    static let names = [
      "company", "customer_id", "document_id", "instalment", "document_date", "due_date", "currency", "amount",
      "balance",
      "kind",
    ]
    let company, document, customer, instalment, date, due, currency, balance, amount, kind, status: FieldSlot

    init(_ plan: ColumnPlan) {
      company = FieldSlot("company", plan, isRequired: true)
      document = FieldSlot("document_id", plan, isRequired: true)
      customer = FieldSlot("customer_id", plan, isRequired: true)
      instalment = FieldSlot("instalment", plan)
      date = FieldSlot("document_date", plan, isRequired: true)
      due = FieldSlot("due_date", plan)
      currency = FieldSlot("currency", plan, isRequired: true)
      balance = FieldSlot("balance", plan, isRequired: true)
      amount = FieldSlot("amount", plan)
      kind = FieldSlot("kind", plan)
      status = FieldSlot("status", plan)
    }
  }

  @inline(__always)
  static func kind(_ text: UnsafeRawBufferPointer) -> DocumentKind? {
    if FieldText.equals(text, "invoice") { return .invoice }
    if FieldText.equals(text, "credit_note") { return .creditNote }
    if FieldText.equals(text, "debit_note") { return .debitNote }
    if FieldText.equals(text, "charge") { return .charge }
    if FieldText.equals(text, "on_account") { return .onAccount }
    return nil
  }

  static func kindFault(_ text: UnsafeRawBufferPointer, _ column: String) -> Fault {
    let words = DocumentKind.allCases.map(\.name)
    let near = nearestName(to: String(decoding: text, as: UTF8.self), in: words)
    return Fault(
      column, "word-unknown", "\(FieldText.quoted(text)) is no kind of document",
      near.map { "did you mean `\($0)`?" } ?? "one of \(words.joined(separator: ", "))")
  }

  static func signFault(_ kind: DocumentKind, _ column: String) -> Fault {
    Fault(
      column, "sign-rule", "a \(kind.name) with a positive amount: what the customer owes is positive, a credit is not",
      "write it with a minus, or give the mapping \"unsignedCredits\": true if all credits of the file have none")
  }

  static func balanceFault(_ column: String) -> Fault {
    Fault(
      column, "sign-rule", "a credit, for its amount is negative, and the balance is the same without the minus",
      "does the mapping read the column that tells credit from debit for the balance, too?")
  }
}

import Ledger

/// Who writes to customers for a company: what stands in the signature and under "please pay to".
public struct MessageSender: Equatable, Sendable {
  public var companyName: String
  public var name: String?
  public var email: String?
  public var phone: String?
  /// Compact, as in the configuration; printed in blocks of four. Nil: no bank details are printed.
  public var iban: String?
  public var bic: String?
  public var bankName: String?
  /// Nil: the company.
  public var accountHolder: String?

  public init(
    companyName: String, name: String? = nil, email: String? = nil, phone: String? = nil, iban: String? = nil,
    bic: String? = nil, bankName: String? = nil, accountHolder: String? = nil
  ) {
    self.companyName = companyName
    self.name = name
    self.email = email
    self.phone = phone
    self.iban = iban
    self.bic = bic
    self.bankName = bankName
    self.accountHolder = accountHolder
  }

  /// A code as people read it aloud: `DE89 3704 0044 0532 0130 00`.
  public static func inBlocksOfFour(_ code: String) -> String {
    var text = ""
    if code.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }) {
      for (index, byte) in code.utf8.enumerated() {
        if index > 0, index % 4 == 0 { text.append(" ") }
        text.unicodeScalars.append(Unicode.Scalar(byte))
      }
      return text
    }
    for (index, character) in code.filter({ !$0.isWhitespace }).enumerated() {
      if index > 0, index % 4 == 0 { text.append(" ") }
      text.append(character)
    }
    return text
  }

  /// The fields that every kind of message offers.
  func fill(_ fields: inout Fields) {
    fields.set("company_name", companyName)
    fields.set("sender_name", name)
    fields.set("sender_email", email)
    fields.set("sender_phone", phone)
    let reach = [phone, email].compactMap { $0 }.first { !$0.isEmpty }
    fields.set("sender_line", reach.map { reach in name.map { "\($0), \(reach)" } ?? reach })
    fields["has_sender"] = .bool([name, email, phone].contains { $0?.isEmpty == false })
    fields["has_bank"] = .bool(iban?.isEmpty == false)
    guard let iban, !iban.isEmpty else { return }
    fields.set("account_holder", accountHolder ?? companyName)
    fields.set("iban", MessageSender.inBlocksOfFour(iban))
    fields.set("bic", bic)
    fields.set("bank_name", bankName)
  }
}

extension Fields {
  /// Sets a text; an empty or missing one is not there.
  mutating func set(_ name: String, _ text: String?) {
    self[name] = text.flatMap { $0.isEmpty ? nil : .text($0) }
  }
}

/// A reminder or pre-due notice as its template sees it: what was decided, who writes, and of when the figures are.
public struct ReminderContent: Sendable {
  public var decision: UnitDecision
  public var sender: MessageSender
  public var asOf: CalendarDate
  public var dataAsOf: CalendarDate
  /// What the customer quotes when paying. Nil: the customer's number, and the document's where there is only one.
  public var paymentReference: String?
  /// A sentence of the policy on what comes next, already in the customer's language.
  public var nextStep: String?

  public init(
    decision: UnitDecision, sender: MessageSender, asOf: CalendarDate, dataAsOf: CalendarDate,
    paymentReference: String? = nil, nextStep: String? = nil
  ) {
    self.decision = decision
    self.sender = sender
    self.asOf = asOf
    self.dataAsOf = dataAsOf
    self.paymentReference = paymentReference
    self.nextStep = nextStep
  }

  /// The values of all fields of `ReminderFields`.
  public var fields: Fields {
    var fields = Fields(capacity: 60)
    sender.fill(&fields)
    let customer = decision.customer
    let contact = decision.message?.contact
    fields.set("customer_name", customer.name.isEmpty ? customer.id : customer.name)
    fields.set("customer_id", customer.id)
    fields.set("contact_name", contact)
    fields.set(
      "salutation_name", contact?.isEmpty == false ? contact : customer.name.isEmpty ? customer.id : customer.name)
    fields["has_contact"] = .bool(contact?.isEmpty == false)
    fields["has_no_contact"] = .bool(contact?.isEmpty != false)
    let asked = rows { $0 == .trigger || $0 == .content }
    fillAmounts(&fields)
    fillInterest(&fields)
    fillLists(&fields, asked: asked)
    fillTime(&fields, asked: asked)
    fields.set("payment_reference", paymentReference ?? defaultReference(asked))
    return fields
  }

  private func money(_ minorUnits: Int64) -> FieldValue {
    .money(Money(minorUnits: minorUnits, currency: decision.currency))
  }

  private func fillAmounts(_ fields: inout Fields) {
    fields["currency"] = .text(decision.currency.code)
    fields["amount_due"] = money(decision.amountDue)
    fields["overdue_total"] = money(decision.overdue)
    fields["credits_total"] = money(decision.credits)
    fields["interest_total"] = money(decision.interest)
    fields["fees_total"] = money(decision.fees)
    fields["has_credits"] = .bool(decision.credits != 0)
    fields["has_interest"] = .bool(decision.interest != 0)
    fields["has_fees"] = .bool(decision.fees != 0)
    fields["has_deductions"] = .bool(decision.amountDue != decision.overdue)
    let open = decision.outcomes.reduce(Int64(0)) { $0 + decision.items[$1.item].document.balance }
    fields["open_total"] = money(open)
  }

  private func fillLists(_ fields: inout Fields, asked: [Row]) {
    let held = self.rows { $0 == .held } + asked.compactMap(\.heldPart)
    let notDue = self.rows { $0 == .notDue }
    let rows = asked.map { (isLast: isPoint(of: $0), fields: self.fields(of: $0)) }
    let last = rows.filter(\.isLast).map(\.fields)
    let others = rows.filter { !$0.isLast }.map(\.fields)
    fields["items"] = .list(rows.map(\.fields))
    fields["final_items"] = .list(last)
    fields["other_items"] = .list(others)
    fields["credits"] = list(self.rows { $0 == .credit })
    fields["not_due"] = list(notDue)
    fields["held"] = list(held)
    fields["not_due_total"] = money(notDue.reduce(0) { $0 + $1.balance })
    fields["held_total"] = money(held.reduce(0) { $0 + $1.balance })
    fields["has_not_due"] = .bool(!notDue.isEmpty)
    fields["has_held"] = .bool(!held.isEmpty)
    fields["has_final"] = .bool(!last.isEmpty)
    fields["has_other"] = .bool(!others.isEmpty)
  }

  /// What the words of the message are about: its level, and in a pre-due notice what is still to fall due.
  private func isPoint(of row: Row) -> Bool {
    decision.level == 0 ? (row.item.daysPastDue(asOf) ?? 0) <= 0 : row.level == decision.level
  }

  private func fillTime(_ fields: inout Fields, asked: [Row]) {
    fields["as_of"] = .date(asOf)
    fields["data_as_of"] = .date(dataAsOf)
    let oldest = asked.compactMap(\.item.dueDate).min()
    fields["oldest_due_date"] = oldest.map { .date($0) }
    fields["max_days"] = .int(oldest.map { max(0, asOf.days(since: $0)) } ?? 0)
    fields["level"] = .int(decision.level)
    fields["pay_by"] = (decision.message?.payBy).map { .date($0) }
    fields["has_pay_by"] = .bool(decision.message?.payBy != nil)
    fields.set("next_step", nextStep)
    fields["has_next_step"] = .bool(nextStep?.isEmpty == false)
  }

  private func defaultReference(_ asked: [Row]) -> String {
    asked.count == 1 ? "\(decision.customer.id) / \(asked[0].item.document.label)" : decision.customer.id
  }
}

// MARK: - Rows

extension ReminderContent {
  /// A document in one of the lists.
  private struct Row {
    var item: AccountItem
    /// Nil where no level counts: credits, held and not-yet-due documents.
    var level: Int?
    /// What counts in this list.
    var balance: Int64
    var heldAmount: Int64 = 0

    /// The disputed part of a document of which the rest is asked.
    var heldPart: Row? { heldAmount == 0 ? nil : Row(item: item, level: nil, balance: heldAmount) }
  }

  /// The documents that the message shows in this way, by due date, then number.
  private func rows(where isIncluded: (ItemOutcome.Inclusion) -> Bool) -> [Row] {
    decision.outcomes.filter { $0.isListed && isIncluded($0.includedAs) }.map { outcome in
      let item = decision.items[outcome.item]
      let isAsked = outcome.includedAs == .trigger || outcome.includedAs == .content
      let isPart = isAsked || outcome.includedAs == .credit
      return Row(
        item: item, level: isAsked ? outcome.printedLevel : nil,
        balance: item.document.balance - (isPart ? outcome.heldAmount : 0), heldAmount: isAsked ? outcome.heldAmount : 0
      )
    }.sorted { a, b in
      let (x, y) = (a.item.dueDate ?? a.item.document.documentDate, b.item.dueDate ?? b.item.document.documentDate)
      return (x, a.item.document.label) < (y, b.item.document.label)
    }
  }

  private func list(_ rows: [Row]) -> FieldValue {
    .list(rows.map(fields))
  }

  private func fields(of row: Row) -> Fields {
    let document = row.item.document
    var fields = Fields(capacity: 10)
    fields.set("document_id", document.label)
    fields["document_date"] = .date(document.documentDate)
    fields["due_date"] = document.isCredit ? nil : row.item.dueDate.map { .date($0) }
    if !document.isCredit, let days = row.item.daysPastDue(asOf), days > 0 { fields["days_past_due"] = .int(days) }
    fields["amount"] = money(document.amount)
    fields["balance"] = money(row.balance)
    fields["level"] = row.level.flatMap { $0 > 0 ? .int($0) : nil }
    fields.set("reference", document.reference)
    fields.set("purchase_order", document.purchaseOrder)
    fields["kind"] = .label(Label(document.kind))
    return fields
  }
}

extension Label {
  public init(_ kind: DocumentKind) {
    switch kind {
    case .invoice: self = .invoice
    case .creditNote: self = .creditNote
    case .debitNote: self = .debitNote
    case .charge: self = .charge
    case .onAccount: self = .onAccount
    }
  }
}

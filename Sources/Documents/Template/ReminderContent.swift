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
    if code.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }) {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(code.utf8.count * 5 / 4)
      for (index, byte) in code.utf8.enumerated() {
        if index > 0, index % 4 == 0 { bytes.append(0x20) }
        bytes.append(byte)
      }
      return String(decoding: bytes, as: UTF8.self)
    }
    var text = ""
    for (index, character) in code.filter({ !$0.isWhitespace }).enumerated() {
      if index > 0, index % 4 == 0 { text.append(" ") }
      text.append(character)
    }
    return text
  }

  /// The fields that every kind of message offers.
  func fill(_ fields: inout Fields) {
    fields.set(.companyName, companyName)
    fields.set(.senderName, name)
    fields.set(.senderEmail, email)
    fields.set(.senderPhone, phone)
    let reach = [phone, email].compactMap { $0 }.first { !$0.isEmpty }
    fields.set(.senderLine, reach.map { reach in name.map { "\($0), \(reach)" } ?? reach })
    fields[.hasSender] = .bool([name, email, phone].contains { $0?.isEmpty == false })
    fields[.hasBank] = .bool(iban?.isEmpty == false)
    guard let iban, !iban.isEmpty else { return }
    fields.set(.accountHolder, accountHolder ?? companyName)
    fields.set(.iban, MessageSender.inBlocksOfFour(iban))
    fields.set(.bic, bic)
    fields.set(.bankName, bankName)
  }
}

extension Fields {
  /// Sets a text; an empty or missing one is not there.
  mutating func set(_ name: FieldName, _ text: String?) {
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
    fields.set(.customerName, customer.name.isEmpty ? customer.id : customer.name)
    fields.set(.customerID, customer.id)
    fields.set(.contactName, contact)
    fields.set(
      .salutationName, contact?.isEmpty == false ? contact : customer.name.isEmpty ? customer.id : customer.name)
    fields[.hasContact] = .bool(contact?.isEmpty == false)
    fields[.hasNoContact] = .bool(contact?.isEmpty != false)
    let asked = rows { $0 == .trigger || $0 == .content }
    fillAmounts(&fields)
    fillInterest(&fields)
    fillFees(&fields)
    fillLists(&fields, asked: asked)
    fillTime(&fields, asked: asked)
    fields.set(.paymentReference, paymentReference ?? defaultReference(asked))
    return fields
  }

  private func money(_ minorUnits: Int64) -> FieldValue {
    .money(Money(minorUnits: minorUnits, currency: decision.currency))
  }

  private func fillAmounts(_ fields: inout Fields) {
    fields[.currency] = .text(decision.currency.code)
    fields[.amountDue] = money(decision.amountDue)
    fields[.overdueTotal] = money(decision.overdue)
    fields[.creditsTotal] = money(decision.credits)
    fields[.interestTotal] = money(decision.interest)
    fields[.feesTotal] = money(decision.fees)
    fields[.hasCredits] = .bool(decision.credits != 0)
    fields[.hasInterest] = .bool(decision.interest != 0)
    fields[.hasFees] = .bool(decision.fees != 0)
    fields[.hasDeductions] = .bool(decision.amountDue != decision.overdue)
  }

  private func fillLists(_ fields: inout Fields, asked: [Row]) {
    let held =
      inOrder(self.rows { $0 == .held } + credits(\.disputed, isDisputed: true) + credits(\.held))
      + asked.flatMap(\.heldParts)
    let notDue = inOrder(self.rows { $0 == .notDue } + credits(\.notDue))
    let rows = asked.map { (isLast: isPoint(of: $0), fields: self.fields(of: $0)) }
    let last = rows.filter(\.isLast).map(\.fields)
    let others = rows.filter { !$0.isLast }.map(\.fields)
    fields[.items] = .list(rows.map(\.fields))
    fields[.finalItems] = .list(last)
    fields[.otherItems] = .list(others)
    fields[.credits] = list(self.rows { $0 == .credit })
    fields[.notDue] = list(notDue)
    let (disputed, setAside) = (held.filter(\.isDisputed), held.filter { !$0.isDisputed })
    fields[.held] = list(held)
    fields[.disputed] = list(disputed)
    fields[.setAside] = list(setAside)
    fields[.notDueTotal] = money(notDue.reduce(0) { $0 + $1.balance })
    fields[.heldTotal] = money(held.reduce(0) { $0 + $1.balance })
    fields[.openTotal] = money(
      (asked + notDue + held).reduce(decision.credits) { $0 + $1.balance })
    fields[.hasNotDue] = .bool(!notDue.isEmpty)
    fields[.hasHeld] = .bool(!held.isEmpty)
    fields[.hasDisputed] = .bool(!disputed.isEmpty)
    fields[.hasSetAside] = .bool(!setAside.isEmpty)
    fields[.hasFinal] = .bool(!last.isEmpty)
    fields[.hasOther] = .bool(!others.isEmpty)
  }

  /// What the words of the message are about: its level, and in a pre-due notice what is still to fall due.
  private func isPoint(of row: Row) -> Bool {
    guard decision.level > 0 else { return (row.item.daysPastDue(asOf) ?? 0) <= 0 }
    return row.level.map { $0 >= decision.message?.rung ?? decision.level } ?? false
  }

  private func fillTime(_ fields: inout Fields, asked: [Row]) {
    fields[.asOf] = .date(asOf)
    fields[.dataAsOf] = .date(dataAsOf)
    let oldest = asked.compactMap(\.item.dueDate).min()
    fields[.oldestDueDate] = oldest.map { .date($0) }
    fields[.maxDays] = .int(oldest.map { max(0, asOf.days(since: $0)) } ?? 0)
    fields[.level] = .int(decision.level)
    fields[.payBy] = (decision.message?.payBy).map { .date($0) }
    fields[.hasPayBy] = .bool(decision.message?.payBy != nil)
    fields.set(.nextStep, nextStep)
    fields[.hasNextStep] = .bool(nextStep?.isEmpty == false)
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
    /// What of that was disputed until lately.
    var silentAmount: Int64 = 0
    /// It, or what is held of it, is disputed: nothing else is being clarified.
    var isDisputed = false

    /// The parts of a document that are not asked for beside the rest: what is disputed, and what was until lately.
    var heldParts: [Row] {
      [(heldAmount - silentAmount, isDisputed), (silentAmount, false)].filter { $0.0 != 0 }.map {
        Row(item: item, level: nil, balance: $0.0, isDisputed: $0.1)
      }
    }
  }

  /// The documents that the message shows in this way, by due date, then number; of credits only those that count in it, with what does.
  private func rows(where isIncluded: (ItemOutcome.Inclusion) -> Bool) -> [Row] {
    let outcomes = decision.outcomes.filter { outcome in
      outcome.isListed && isIncluded(outcome.includedAs)
        && (outcome.includedAs == .credit || !decision.items[outcome.item].document.isCredit)
    }
    return inOrder(
      outcomes.map { outcome in
        let item = decision.items[outcome.item]
        let isAsked = outcome.includedAs == .trigger || outcome.includedAs == .content
        return Row(
          item: item, level: isAsked ? outcome.printedLevel : nil,
          balance: item.document.balance - (outcome.includedAs == .held ? 0 : outcome.heldAmount),
          heldAmount: isAsked ? outcome.heldAmount : 0, silentAmount: isAsked ? outcome.silentAmount : 0,
          isDisputed: (outcome.hold ?? outcome.reason) == .disputed)
      })
  }

  /// What credits have given to documents that are listed apart.
  private func credits(_ part: KeyPath<CreditBeside, Int64>, isDisputed: Bool = false) -> [Row] {
    decision.outcomes.filter { $0.beside[keyPath: part] != 0 }.map {
      Row(item: decision.items[$0.item], level: nil, balance: $0.beside[keyPath: part], isDisputed: isDisputed)
    }
  }

  private func inOrder(_ rows: [Row]) -> [Row] {
    guard rows.count > 1 else { return rows }
    return rows.sorted { a, b in
      let (x, y) = (a.item.dueDate ?? a.item.document.documentDate, b.item.dueDate ?? b.item.document.documentDate)
      return (x, a.item.document.label) < (y, b.item.document.label)
    }
  }

  private func list(_ rows: [Row]) -> FieldValue {
    .list(rows.map(fields))
  }

  private func fields(of row: Row) -> Fields {
    let document = row.item.document
    var fields = Fields(capacity: 11)
    fields.set(.documentID, document.label)
    fields[.documentDate] = .date(document.documentDate)
    fields[.dueDate] = document.isCredit ? nil : row.item.dueDate.map { .date($0) }
    if !document.isCredit, let days = row.item.daysPastDue(asOf), days > 0 { fields[.daysPastDue] = .int(days) }
    fields[.amount] = money(document.amount)
    fields[.balance] = money(row.balance)
    fields[.level] = row.level.flatMap { $0 > 0 ? .int($0) : nil }
    fields.set(.reference, document.reference)
    // Money on account is named after a payment, which nobody but us knows by that number.
    let isOther =
      document.kind != .onAccount && document.reference != document.id && document.reference != document.label
    fields.set(.knownAs, isOther ? document.reference : nil)
    fields.set(.purchaseOrder, document.purchaseOrder)
    fields[.kind] = .label(Label(document.kind))
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

import Ledger

/// A reminder block of the ERP, on a customer or a document. It counts like a hold of ours and is ended in the ERP.
struct ERPBlock: Equatable, Sendable {
  /// The ERP's code or word for it.
  let code: String
  let until: CalendarDate?

  init?(_ customer: Customer, asOf: CalendarDate) {
    guard let code = customer["reminder_block"] else { return nil }
    self.init(code, until: customer["reminder_block_until"], asOf: asOf)
  }

  init?(_ document: Document, asOf: CalendarDate) {
    // Most documents have none, and then one look is enough.
    guard let code = document.detail("reminder_block") else { return nil }
    self.init(code, until: document.detail("reminder_block_until"), asOf: asOf)
  }

  /// Nil where `reminder_block` is empty or says no, or its last day has passed.
  fileprivate init?(_ code: String?, until: String?, asOf: CalendarDate) {
    guard let code, !ERPBlock.no.contains(code.lowercased()) else { return nil }
    let until = until.flatMap { CalendarDate($0) }
    if let until, until < asOf { return nil }
    self.code = code
    self.until = until
  }

  /// Notes on items the last day of blocks that have ended since a night looked at them, as `StandingDecisions.remember` does of our own holds.
  static func remember(on items: inout [AccountItem], of account: CustomerAccount, asOf: CalendarDate) {
    let payer = ended(account.customer["reminder_block"], account.customer["reminder_block_until"], asOf)
    // Most exports have no blocks, and then a look at numbers is enough.
    let mayHave = items.withUnsafeBufferPointer { items in
      !items.isEmpty && items[0].document.bookMayHave("reminder_block")
        && items.indices.contains { items[$0].document.mayHave("reminder_block") }
    }
    guard payer != nil || !account.paidFor.isEmpty || mayHave else { return }
    for index in items.indices {
      let document = items[index].document
      let owner = account.paidFor.first { $0.id == document.customerID }
      let days = [
        payer, owner.flatMap { ended($0["reminder_block"], $0["reminder_block_until"], asOf) },
        ended(document.detail("reminder_block"), document.detail("reminder_block_until"), asOf),
      ]
      if let last = days.compactMap(\.self).max() { items[index].remember(heldUntil: last) }
    }
  }

  /// The last day of a block that stands no more.
  private static func ended(_ code: String?, _ until: String?, _ asOf: CalendarDate) -> CalendarDate? {
    guard let code, !no.contains(code.lowercased()), let last = until.flatMap({ CalendarDate($0) }), last < asOf else {
      return nil
    }
    return last
  }

  /// What says that there is no block, in the languages of exports.
  private static let no: Set<String> = [
    "", "-", "--", "0", "n", "no", "false", "none", "nein", "falsch", "keine", "non", "faux", "aucun", "falso",
    "nessuno", "ninguno", "nee", "onwaar", "geen", "não", "nao", "nej", "nei", "nie", "fałsz",
  ]
}

extension ERPHold {
  /// What held a document on a night; nil: nothing.
  /// - Parameters:
  ///   - detail: what the ERP told of the document under a name.
  ///   - payer: what it told of who pays; and `owner`, of the customer where that is another.
  public init?(_ detail: (StaticString) -> String?, payer: Details, owner: Details?, on night: CalendarDate) {
    func isBlocked(_ details: Details) -> Bool {
      ERPBlock(details["reminder_block"], until: details["reminder_block_until"], asOf: night) != nil
    }
    if isBlocked(payer) || owner.map(isBlocked) ?? false
      || ERPBlock(detail("reminder_block"), until: detail("reminder_block_until"), asOf: night) != nil
    {
      self = .block
    } else if DirectDebit.isMethod(detail("payment_method") ?? payer["payment_method"]) {
      self = .directDebit
    } else {
      return nil
    }
  }
}

extension AccountItem {
  /// Whether the item was known and overdue at the end of a day: what held it then kept a reminder back.
  func wasOverdue(on day: CalendarDate) -> Bool {
    memory.learnedOn.map { $0 <= day } ?? false && (daysPastDue(day) ?? 0) > 0
  }

  /// Remembers a hold that ended on a day while nobody looked.
  mutating func remember(heldUntil last: CalendarDate) {
    if wasOverdue(on: last), last > memory.heldUntil ?? .missing { memory.heldUntil = last }
  }
}

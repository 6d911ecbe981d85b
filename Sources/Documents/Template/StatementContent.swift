import Ledger

/// What statements of account offer to the words that go with them.
public enum StatementFields {
  public static let all: [FieldDeclaration] = [
    .init(.companyName, .text, required: true, meaning: "our name"),
    .init(.customerName, .text, required: true, meaning: "name of the customer"),
    .init(.customerID, .text, required: true, meaning: "the customer's number"),
    .init(.contactName, .text, meaning: "person to whom the statement is addressed"),
    .init(.senderName, .text, meaning: "our person in charge"),
    .init(.senderEmail, .text, meaning: "where our person in charge reads e-mail"),
    .init(.senderPhone, .text, meaning: "our person in charge on the telephone"),
    .init(.senderLine, .text, meaning: "our person in charge with telephone, else e-mail, in one line"),
    .init(.asOf, .date, required: true, meaning: "day of the statement"),
    .init(.dataAsOf, .date, required: true, meaning: "date of the newest documents that were known"),
    .init(.balances, .list, required: true, meaning: "one row per currency", columns: columns),
    .init(.listsItems, .bool, meaning: "open items are listed"),
    .init(.listsMovements, .bool, meaning: "the movements of a period are listed"),
    .init(.periodFrom, .date, meaning: "first day of the movements"),
    .init(.periodTo, .date, meaning: "last day of the movements, of which the closing balance is"),
    .init(.accountHolder, .text, meaning: "name on our bank account"),
    .init(.iban, .text, meaning: "our account, in blocks of four"),
    .init(.bic, .text, meaning: "our bank's BIC"),
    .init(.bankName, .text, meaning: "our bank"),
    .init(.hasContact, .bool, meaning: "contact_name is known"),
    .init(.hasNoContact, .bool, meaning: "contact_name is not known"),
    .init(.hasSender, .bool, meaning: "sender_name, sender_email or sender_phone is known"),
    .init(.hasBank, .bool, meaning: "iban is known"),
  ]

  /// Of each row of `balances`. Currencies are never added together.
  public static let columns: [FieldDeclaration] = [
    .init(.currency, .text, required: true, meaning: "ISO 4217 code"),
    .init(.notDue, .money, required: true, meaning: "open and not yet due"),
    .init(.overdue, .money, required: true, meaning: "open and past due"),
    .init(.unapplied, .money, required: true, meaning: "credits; negative or zero"),
    .init(.balance, .money, required: true, meaning: "sum of the three"),
  ]
}

/// A customer's statement as its template sees it.
public struct StatementContent: Sendable {
  /// What is open in one currency, in minor units; credits are negative.
  public struct Balance: Equatable, Sendable {
    public var currency: Currency
    public var notDue: Int64
    public var overdue: Int64
    public var unapplied: Int64

    public init(currency: Currency, notDue: Int64, overdue: Int64, unapplied: Int64) {
      self.currency = currency
      self.notDue = notDue
      self.overdue = overdue
      self.unapplied = unapplied
    }
  }

  public var customer: Customer
  /// The person to whom it is addressed; nil: nobody is named.
  public var contact: String?
  public var sender: MessageSender
  public var asOf: CalendarDate
  public var dataAsOf: CalendarDate
  public var balances: [Balance]
  /// First and last day of the movements that are listed; nil: none are.
  public var period: ClosedRange<CalendarDate>?
  public var listsItems: Bool

  public init(
    customer: Customer, contact: String?, sender: MessageSender, asOf: CalendarDate, dataAsOf: CalendarDate,
    balances: [Balance],
    period: ClosedRange<CalendarDate>? = nil, listsItems: Bool = true
  ) {
    self.period = period
    self.listsItems = listsItems
    self.customer = customer
    self.contact = contact
    self.sender = sender
    self.asOf = asOf
    self.dataAsOf = dataAsOf
    self.balances = balances
  }

  /// The values of all fields of `StatementFields`.
  public var fields: Fields {
    var fields = Fields()
    sender.fill(&fields)
    fields.set(.customerName, customer.name.isEmpty ? customer.id : customer.name)
    fields.set(.customerID, customer.id)
    fields.set(.contactName, contact)
    fields[.hasContact] = .bool(contact?.isEmpty == false)
    fields[.hasNoContact] = .bool(contact?.isEmpty != false)
    fields[.asOf] = .date(asOf)
    fields[.dataAsOf] = .date(dataAsOf)
    fields[.listsItems] = .bool(listsItems)
    fields[.listsMovements] = .bool(period != nil)
    fields[.periodFrom] = period.map { .date($0.lowerBound) }
    fields[.periodTo] = period.map { .date($0.upperBound) }
    fields[.balances] = .list(balances.sorted { $0.currency < $1.currency }.map(row))
    return fields
  }

  private func row(_ balance: Balance) -> Fields {
    func money(_ minorUnits: Int64) -> FieldValue {
      .money(Money(minorUnits: minorUnits, currency: balance.currency))
    }
    return [
      .currency: .text(balance.currency.code), .notDue: money(balance.notDue), .overdue: money(balance.overdue),
      .unapplied: money(balance.unapplied),
      .balance: money(balance.notDue + balance.overdue + balance.unapplied),
    ]
  }
}

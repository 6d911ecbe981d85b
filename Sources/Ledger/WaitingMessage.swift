/// A published message that nobody has sent yet, because its window has not opened.
public struct WaitingMessage: Equatable, Sendable {
  /// In the message log.
  public var key: Int64
  public var id: String
  /// The run that published it.
  public var run: String
  public var company: String
  /// The payer.
  public var customerID: String
  public var currency: Currency
  public var channel: String
  /// 0 for a notice before the due date.
  public var level: Int
  /// Seconds since 1970-01-01T00:00:00Z.
  public var notBefore: Int64
  /// What it asks for.
  public var lines: [Line]
  /// E-mail addresses separated by `;`, or a number; nil for letters.
  public var address: String?
  /// E-mail addresses of those who get a copy, separated by `;`; nil: nobody does.
  public var copies: String?
  /// With interest and fees, in minor units; 0 where it is not known.
  public var amountDue: Int64
  /// To the portal: it asks for nothing.
  public var isInvitation: Bool

  /// A document as the message shows it.
  public struct Line: Equatable, Sendable {
    public var label: String
    public var balance: Int64
    public init(label: String, balance: Int64) {
      self.label = label
      self.balance = balance
    }
  }

  public init(
    id: String, run: String, company: String, customerID: String, currency: Currency, channel: String, level: Int,
    notBefore: Int64, lines: [Line], key: Int64 = 0, address: String? = nil, copies: String? = nil,
    amountDue: Int64 = 0, isInvitation: Bool = false
  ) {
    self.key = key
    self.id = id
    self.run = run
    self.company = company
    self.customerID = customerID
    self.currency = currency
    self.channel = channel
    self.level = level
    self.notBefore = notBefore
    self.lines = lines
    self.address = address
    self.copies = copies
    self.amountDue = amountDue
    self.isInvitation = isInvitation
  }
}

/// A message that must not be sent any more, and why: a line of `recall.csv`.
public struct Recall: Equatable, Sendable {
  public var message: WaitingMessage
  /// A reason of `SuppressionReason`, or `settled` (all it asks for is paid or not due any more) or `changed` (a part of it is).
  public var reason: String
  /// In plain English.
  public var explanation: String

  public init(message: WaitingMessage, reason: String, explanation: String) {
    self.message = message
    self.reason = reason
    self.explanation = explanation
  }
}

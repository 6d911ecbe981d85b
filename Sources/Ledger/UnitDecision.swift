/// What was decided for one reminder unit: company x payer x currency. A line of `reminders.csv`.
///
/// One reference: it passes through a dozen hands, and a copy of its parts would count some twenty. What is changed is rare, and made anew.
public struct UnitDecision: Sendable {
  @usableFromInline
  struct Fields: Sendable {
    @usableFromInline var company: String
    @usableFromInline var customer: Customer
    @usableFromInline var currency: Currency
    @usableFromInline var items: [AccountItem]
    @usableFromInline var outcomes: [ItemOutcome]
    @usableFromInline var suppressed: SuppressionReason?
    @usableFromInline var suppressedLive: SuppressionReason?
    @usableFromInline var explanation: String
    @usableFromInline var policy: String
    @usableFromInline var level: Int
    @usableFromInline var overdue: Int64
    @usableFromInline var credits: Int64
    @usableFromInline var interest: Int64
    @usableFromInline var fees: Int64
    @usableFromInline var amountDue: Int64
    @usableFromInline var message: ReminderMessage?
    @usableFromInline var actedOn: [String]
    @usableFromInline var charges: UnitCharges?
    @usableFromInline var invitee: String?
  }

  @usableFromInline
  final class Body: Sendable {
    @usableFromInline let fields: Fields
    @inlinable init(_ fields: Fields) { self.fields = fields }
  }

  @usableFromInline var body: Body

  public init(
    company: String, customer: Customer, currency: Currency, items: [AccountItem], outcomes: [ItemOutcome],
    suppressed: SuppressionReason?, explanation: String, policy: String, level: Int, overdue: Int64, credits: Int64,
    interest: Int64 = 0, fees: Int64 = 0, amountDue: Int64, message: ReminderMessage? = nil, actedOn: [String] = [],
    charges: UnitCharges? = nil, invitee: String? = nil, suppressedLive: SuppressionReason? = nil
  ) {
    body = Body(
      Fields(
        company: company, customer: customer, currency: currency, items: items, outcomes: outcomes,
        suppressed: suppressed, suppressedLive: suppressedLive ?? suppressed, explanation: explanation, policy: policy,
        level: level, overdue: overdue, credits: credits, interest: interest, fees: fees, amountDue: amountDue,
        message: message, actedOn: actedOn,
        charges: charges, invitee: invitee))
  }

  private mutating func change(_ change: (inout Fields) -> Void) {
    var fields = body.fields
    change(&fields)
    body = Body(fields)
  }
}

// MARK: - Parts

extension UnitDecision {
  /// The company whose customer it is.
  public var company: String {
    @inlinable get { body.fields.company }
    set { change { $0.company = newValue } }
  }
  /// The payer.
  public var customer: Customer {
    @inlinable get { body.fields.customer }
    set { change { $0.customer = newValue } }
  }
  /// Of all its items and amounts.
  public var currency: Currency {
    @inlinable get { body.fields.currency }
    set { change { $0.currency = newValue } }
  }
  /// What the payer owes in the currency, and its credits, in the order of the account.
  public var items: [AccountItem] {
    @inlinable get { body.fields.items }
    set { change { $0.items = newValue } }
  }
  /// What became of the items that have a line.
  public var outcomes: [ItemOutcome] {
    @inlinable get { body.fields.outcomes }
    set { change { $0.outcomes = newValue } }
  }
  /// Nil: a message goes out. `notLive` may still carry a message, as a rehearsal.
  public var suppressed: SuppressionReason? {
    @inlinable get { body.fields.suppressed }
    set { change { $0.suppressed = newValue } }
  }
  /// The same as if messages of the company counted: in a rehearsal what else would have kept the message back.
  public var suppressedLive: SuppressionReason? {
    @inlinable get { body.fields.suppressed == .notLive ? body.fields.suppressedLive : body.fields.suppressed }
  }
  /// The story behind it, in plain English for `why`: which rule, which numbers.
  public var explanation: String {
    @inlinable get { body.fields.explanation }
    set { change { $0.explanation = newValue } }
  }
  /// The name of the policy; empty where none is for the unit.
  public var policy: String {
    @inlinable get { body.fields.policy }
    set { change { $0.policy = newValue } }
  }
  /// 0 for a pre-due notice, else the highest level on the message.
  public var level: Int {
    @inlinable get { body.fields.level }
    set { change { $0.level = newValue } }
  }
  /// Demanded items, in minor units; in a pre-due notice what falls due.
  public var overdue: Int64 {
    @inlinable get { body.fields.overdue }
    set { change { $0.overdue = newValue } }
  }
  /// Credits set against them, negative or zero, in minor units.
  public var credits: Int64 {
    @inlinable get { body.fields.credits }
    set { change { $0.credits = newValue } }
  }
  /// Interest claimed with them, in minor units.
  public var interest: Int64 {
    @inlinable get { body.fields.interest }
    set { change { $0.interest = newValue } }
  }
  /// Fees and lump sums claimed with them, in minor units.
  public var fees: Int64 {
    @inlinable get { body.fields.fees }
    set { change { $0.fees = newValue } }
  }
  /// What is asked, in minor units: the sum of the four before.
  public var amountDue: Int64 {
    @inlinable get { body.fields.amountDue }
    set { change { $0.amountDue = newValue } }
  }
  /// The message that goes out, or would in a rehearsal.
  public var message: ReminderMessage? {
    @inlinable get { body.fields.message }
    set { change { $0.message = newValue } }
  }
  /// Ids of the `send` decisions that this message carries out, or the `invite` decisions: they act once, and the shell marks them done. Of an
  /// invitation that does not go out: those that wait for it.
  public var actedOn: [String] {
    @inlinable get { body.fields.actedOn }
    set { change { $0.actedOn = newValue } }
  }
  /// Of an invitation: the id of the contact who is invited; empty: whoever reads the customer's mail. Nil: it is none.
  public var invitee: String? {
    @inlinable get { body.fields.invitee }
    set { change { $0.invitee = newValue } }
  }
  /// How interest and fees come about; nil: no policy asks for either, and nothing is claimed.
  public var charges: UnitCharges? {
    @inlinable get { body.fields.charges }
    set { change { $0.charges = newValue } }
  }

  /// True when a message goes out for real.
  @inlinable public var isSent: Bool { body.fields.suppressed == nil }
  public var isRehearsal: Bool { suppressed != nil && hasMessage }
  /// Without a copy of the message.
  @inlinable public var hasMessage: Bool { if case .some = body.fields.message { true } else { false } }

  /// The same without items, outcomes, charges and the customer's details: what is kept of a message that went out.
  public var withoutItems: UnitDecision {
    var slim = self
    slim.change {
      ($0.items, $0.outcomes, $0.charges) = ([], [], nil)
      $0.customer.details = Details()
    }
    return slim
  }

  /// The message does not go out: its fee and lump sums are not claimed.
  public mutating func dropNewFees() {
    guard let charges else { return }
    change {
      $0.fees -= charges.newFees
      $0.amountDue -= charges.newFees
    }
  }
}

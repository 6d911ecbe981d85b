/// What people decided about a customer or one of its documents. Ours, never overwritten by the ERP.
public struct Decision: Equatable, Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    case dispute, hold, exclude, call, insolvency, deceased, legal, promise, plan, release, score, channel, contact
    case waive, writeOff = "write_off", send, invite

    /// Never lapses, and stops every channel.
    public var isHardStop: Bool { self == .insolvency || self == .deceased || self == .legal }

    /// Says how a customer is written to: of one whose bills another pays it says nothing about reminders.
    public var isAboutReader: Bool { self == .call || self == .channel || self == .contact }
  }

  public var company: String
  public var customerID: String
  public var kind: Kind
  /// `decision_id`, or the sha256 of the whole row where the feed has none.
  public var id: String
  /// Nil: the whole customer.
  public var documentID: String?
  /// First day, and last day (inclusive); nil: without limit. For a promise `until` is the promised day.
  public var from: CalendarDate?
  public var until: CalendarDate?
  /// Disputed or promised part as a plain decimal, where given.
  public var amount: String?
  public var value: String?
  public var note: String?
  public var by: String?
  public var planID: String?
  /// As-of date of the run that learned it.
  public var learnedOn: CalendarDate?
  /// When its present content was first told.
  public var word = DecisionWord()
  /// It said something else under its id before, or was gone: releases that came before its present word do not end it.
  public var isRenewed = false
  /// A `write_off` that was proposed to the ERP. What else acts once is gone when it has.
  public var isCarriedOut = false
  /// Of a hard stop that holds here because it was recorded of another customer of the party, or of its release: that customer, `X9 of BETA`.
  public var recordedOf: String?
  /// Of a decision about a document that another customer has: whom its row names. See `placed`.
  public var namedCustomer: String?
  /// True where that one neither pays for the document nor had it before: somebody looks at the row.
  public var isMistaken = false
  /// What a `write_off` with an amount gives up of which document; nil: its amount was not shared out yet.
  public var shares: [WriteOffShare]?
  /// Of an `invite` that was carried out for some of its people: who still waits, by their contact ids; nil: all do.
  public var waitingInvitees: [String]?
  /// Of an instalment of a plan: what the plan's documents owed on the day on which it was learned, in minor units; nil: nobody has noted it.
  public var owedThen: [Currency: Int64]?
  /// Of a promise or an instalment: its business days of grace as they were when it was told; nil: those of tonight.
  public var grace: Int?
  /// Of an instalment of a plan: the amounts of others of it that stand no more. They were agreed with it.
  public var endedAmounts: [String?] = []

  public init(
    company: String, customerID: String, kind: Kind, id: String, documentID: String? = nil, from: CalendarDate? = nil,
    until: CalendarDate? = nil, amount: String? = nil, value: String? = nil, note: String? = nil, by: String? = nil,
    planID: String? = nil, learnedOn: CalendarDate? = nil
  ) {
    self.company = company
    self.customerID = customerID
    self.kind = kind
    self.id = id
    self.documentID = documentID
    self.from = from
    self.until = until
    self.amount = amount
    self.value = value
    self.note = note
    self.by = by
    self.planID = planID
    self.learnedOn = learnedOn
  }
}

extension Decision {
  /// Whether it stops all of its customer; one that another customer's row tells of a document stops only that.
  public var stopsCustomer: Bool { kind.isHardStop && namedCustomer == nil }

  /// Ids of the contacts that an `invite` names; empty: it names none, and goes by their roles, or it is none.
  public var invitedContacts: [String] {
    guard kind == .invite, let value else { return [] }
    return value.split(separator: ";").map(\.withoutOuterBlanks).filter { !$0.isEmpty }.map(String.init)
  }

  /// Whether a reminder has done what a `send` asks for: one that went out on its first day or later, and not before it was known.
  /// - Parameter reminded: as-of date of the last reminder; nil: there was none.
  public func isDone(byReminderOf reminded: CalendarDate?) -> Bool {
    guard let reminded, let first = [learnedOn, from].compactMap(\.self).max() else { return false }
    return reminded >= first
  }

  /// Whether another version of it gives up something of the same, as much or more or less.
  public func isSameWriteOff(as other: Decision) -> Bool {
    kind == other.kind && company == other.company && customerID == other.customerID && documentID == other.documentID
      && (amount == nil) == (other.amount == nil)
  }

  /// By the day it was learned, then its first day, then its id: of two that contradict each other the newer one holds.
  public func isOlder(than other: Decision) -> Bool {
    let (a, b) = (learnedOn ?? .missing, other.learnedOn ?? .missing)
    if a != b { return a < b }
    let (c, d) = (from ?? .missing, other.from ?? .missing)
    return c != d ? c < d : id < other.id
  }
}

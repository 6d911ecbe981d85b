/// What we claim of a customer beside its invoices: interest, a reminder fee or a lump sum. Ours until the ERP exports a charge for it or a
/// person waives it; never in aging. It outlives the invoice it is about.
public struct ChargeClaim: Equatable, Sendable {
  public enum Kind: String, Sendable, CaseIterable { case interest, fee, compensation }
  public enum State: String, Sendable, CaseIterable {
    /// Claimed, and neither posted nor waived.
    case open
    /// The ERP exports a charge for it: from then on that is an item like any other.
    case posted
    /// Given up: by a person, or because the invoice was cancelled.
    case waived
    /// The only messages that claimed it reached nobody: it may be claimed again.
    case withdrawn
  }

  /// 16 hex digits of a SHA-256 of what it is about; what the ERP's charge may name as its reference.
  public var id: String
  public var kind: Kind
  public var state: State
  public var company: String
  /// The payer.
  public var customerID: String
  public var currency: Currency
  /// Labels of the documents it is about, sorted: one for interest; for a lump sum the invoice; for a fee those that called for the message.
  public var documents: [String]
  /// Ids of the same documents, without instalments: an id may have slashes of its own.
  public var documentIDs: Set<String>
  /// Keys in the state of the same documents; empty in a claim that no state has stored yet.
  public var documentKeys: [Int64] = []
  /// Rows of the ledger's table of the same documents, in a claim that tonight made.
  public var documentRows: [Int] = []
  /// The level of the message that claimed a fee, else 0.
  public var level: Int
  /// The step of that level, of a fee; nil: nobody knows.
  public var step: LevelStep?
  /// `eu-2011-7`, `contract`, or for a fee the policy.
  public var regime: String
  /// How interest is counted, so that it can be counted to the end once the invoice is paid; nil for fees and lump sums.
  public var terms: InterestTerms?
  /// First day of interest on the invoice ever, first day that this claim counts, and the last that it has counted so far.
  public var start: CalendarDate?
  public var from: CalendarDate?
  public var through: CalendarDate?
  public var days: Int
  /// In percent, as pieces had it: `11.15;10.15`.
  public var rates: String
  /// What bears interest at the end, or the size of the invoice; 0 for a fee. Minor units, as `amount`.
  public var principal: Int64
  public var amount: Int64
  /// No more interest comes: its invoice is settled, or it is a fee or lump sum.
  public var isFinal: Bool
  /// As-of date of the message that claimed it first; id of the one that claimed it last.
  public var claimedOn: CalendarDate
  public var messageID: String
  /// When and by what it was closed: id of a decision, or label of the ERP's charge.
  public var closedOn: CalendarDate?
  public var closedBy: String?

  public init(
    id: String, kind: Kind, state: State = .open, company: String, customerID: String, currency: Currency,
    documents: [String], documentIDs: Set<String> = [], level: Int = 0, step: LevelStep? = nil, regime: String,
    terms: InterestTerms? = nil,
    start: CalendarDate? = nil,
    from: CalendarDate? = nil, through: CalendarDate? = nil, days: Int = 0, rates: String = "", principal: Int64 = 0,
    amount: Int64, isFinal: Bool, claimedOn: CalendarDate, messageID: String, closedOn: CalendarDate? = nil,
    closedBy: String? = nil
  ) {
    self.id = id
    self.kind = kind
    self.state = state
    self.company = company
    self.customerID = customerID
    self.currency = currency
    self.documents = documents
    self.documentIDs = documentIDs
    self.level = level
    self.step = step
    self.regime = regime
    self.terms = terms
    self.start = start
    self.from = from
    self.through = through
    self.days = days
    self.rates = rates
    self.principal = principal
    self.amount = amount
    self.isFinal = isFinal
    self.claimedOn = claimedOn
    self.messageID = messageID
    self.closedOn = closedOn
    self.closedBy = closedBy
  }

  public var isOpen: Bool { state == .open }

  /// Whether it is about what people and the ERP call so: a document, or an instalment behind a slash.
  public func isAbout(_ name: String) -> Bool { documents.contains(name) || documentIDs.contains(name) }

  /// The id of a claim: parts that say what it is about, joined by U+001F.
  public static func id(_ kind: Kind, _ parts: String...) -> String {
    SHA256.hex(SHA256.digest(([kind.rawValue] + parts).joined(separator: "\u{1F}")).prefix(8))
  }

  /// Closes it.
  public mutating func close(_ state: State, on date: CalendarDate, by what: String) {
    self.state = state
    closedOn = date
    closedBy = what
    isFinal = true
  }

  /// What `closedBy` says of interest of an invoice that turned out to be paid in time.
  public static let nothingOwed = "nothing owed"
  public var owedNothing: Bool { closedBy == ChargeClaim.nothingOwed }

  /// Runs again.
  public mutating func reopen() {
    state = .open
    closedOn = nil
    closedBy = nil
    isFinal = false
  }

  /// Takes the interest that was counted up to a day, or as far as rates are known.
  public mutating func take(_ interest: Interest, through last: CalendarDate) {
    through = interest.counted(through: last)
    days = interest.days
    rates = interest.rateList
    principal = interest.pieces.last?.principal ?? principal
    amount = interest.amount
  }

  /// The order of `charges.csv`.
  public static func precedes(_ a: ChargeClaim, _ b: ChargeClaim) -> Bool {
    func key(_ claim: ChargeClaim) -> [String] {
      [
        claim.company, claim.customerID, claim.currency.code, claim.documents.first ?? "", claim.kind.rawValue,
        claim.id,
      ]
    }
    for (x, y) in zip(key(a), key(b)) where x != y { return ByteOrder.precedes(x, y) }
    return false
  }
}

extension Interest {
  /// The rates of the pieces in percent, in their order, each once in a row: `11.15;10.15`.
  public var rateList: String {
    var list: [String] = []
    for piece in pieces where list.last != piece.rate.description { list.append(piece.rate.description) }
    return list.joined(separator: ";")
  }

  /// `1000.00 x 30 days at 11.15 % from 2025-06-01; ...`: the pieces as `why` tells them.
  public func pieceList(_ currency: Currency) -> String {
    pieces.map { piece in
      let principal = Money(minorUnits: piece.principal, currency: currency).decimal
      return
        "\(principal) x \(piece.days.counted("day")) at \(piece.rate) % from \(piece.from) to \(piece.through)"
    }.joined(separator: "; ")
  }
}

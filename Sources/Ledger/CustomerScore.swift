/// How a customer pays: the value of one line of `scores.csv`.
public struct CustomerScore: Equatable, Sendable {
  public enum Grade: String, Sendable, CaseIterable { case a = "A", b = "B", c = "C", d = "D" }
  public enum Confidence: String, Sendable { case none, provisional, limited, established }

  /// 0 to 100; what counts, after an override.
  public var score: Int
  public var grade: Grade
  public var confidence: Confidence
  /// Dollar-weighted days beyond terms in hundredths of a day, shrunk to the portfolio; nil without any evidence.
  public var daysBeyondTerms: Int?
  /// The score that the payments give, where an override hides it.
  public var computed: Int
  /// At most three reasons, strongest first, in days.
  public var reasons: [String]
  public var overriddenBy: String?
  public var overrideUntil: CalendarDate?

  public init(
    score: Int, grade: Grade, confidence: Confidence, daysBeyondTerms: Int?, computed: Int, reasons: [String] = [],
    overriddenBy: String? = nil, overrideUntil: CalendarDate? = nil
  ) {
    self.score = score
    self.grade = grade
    self.confidence = confidence
    self.daysBeyondTerms = daysBeyondTerms
    self.computed = computed
    self.reasons = reasons
    self.overriddenBy = overriddenBy
    self.overrideUntil = overrideUntil
  }
}

/// Payment evidence of a customer in one currency: documents that were settled by payments we saw.
public struct PaymentBehaviour: Equatable, Sendable {
  public var currency: Currency
  public var documents: Int
  /// Sum of settled amounts in minor units, and of amount x days beyond terms (negative: early).
  public var amount: Int64
  public var amountDays: Int64
  /// The latest settled documents: the worst and best stand in the reasons. Days beyond terms, label, amount.
  public var latest: [Settlement]

  public struct Settlement: Equatable, Sendable {
    public var document: String
    public var daysBeyondTerms: Int
    public var amount: Int64
    public init(document: String, daysBeyondTerms: Int, amount: Int64) {
      self.document = document
      self.daysBeyondTerms = daysBeyondTerms
      self.amount = amount
    }
  }

  public init(
    currency: Currency, documents: Int = 0, amount: Int64 = 0, amountDays: Int64 = 0, latest: [Settlement] = []
  ) {
    self.currency = currency
    self.documents = documents
    self.amount = amount
    self.amountDays = amountDays
    self.latest = latest
  }

  /// Adds a settled document to the sums, or takes it away. They saturate: what is that large has no meaningful average anyway.
  public mutating func add(amount: Int64, days: Int, sign: Int = 1) {
    documents += sign
    self.amount = Int64(clamping: Int128(self.amount) + Int128(sign) * Int128(amount))
    amountDays = Int64(clamping: Int128(amountDays) + Int128(sign) * Int128(amount) * Int128(days))
  }

  /// Whether something was cut off: then nothing can be taken away.
  public var isSaturated: Bool { [.min, .max].contains(amount) || [.min, .max].contains(amountDays) }

  /// Puts a settled document behind the latest ones.
  public mutating func note(_ settlement: Settlement) {
    if latest.count == PaymentBehaviour.latestKept { latest.removeFirst() }
    latest.append(settlement)
  }

  /// The day of one of the latest was corrected: it takes the place of what was known.
  public mutating func correct(_ settlement: Settlement, daysBefore: Int) {
    let known = Settlement(
      document: settlement.document, daysBeyondTerms: daysBefore, amount: settlement.amount)
    if let at = latest.firstIndex(of: known) { latest[at] = settlement }
  }

  /// So many of the latest settled documents are known.
  public static let latestKept = 20
}

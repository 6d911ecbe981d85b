/// How a customer pays: the value of one line of `scores.csv`.
package struct CustomerScore: Equatable, Sendable {
  package enum Grade: String, Sendable, CaseIterable { case a = "A", b = "B", c = "C", d = "D" }
  package enum Confidence: String, Sendable { case none, provisional, limited, established }

  /// 0 to 100; what counts, after an override.
  package var score: Int
  package var grade: Grade
  package var confidence: Confidence
  /// Dollar-weighted days beyond terms in hundredths of a day, shrunk to the portfolio; nil without any evidence.
  package var daysBeyondTerms: Int?
  /// The score that the payments give, where an override hides it.
  package var computed: Int
  /// At most three reasons, strongest first, in days.
  package var reasons: [String]
  package var overriddenBy: String?
  package var overrideUntil: CalendarDate?

  package init(
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
package struct PaymentBehaviour: Equatable, Sendable {
  package var currency: Currency
  package var documents: Int
  /// Sum of settled amounts in minor units, and of amount x days beyond terms (negative: early).
  package var amount: Int64
  package var amountDays: Int64
  /// The latest settled documents: the worst and best stand in the reasons. Days beyond terms, label, amount.
  package var latest: [Settlement]

  package struct Settlement: Equatable, Sendable {
    package var document: String
    package var daysBeyondTerms: Int
    package var amount: Int64
    package init(document: String, daysBeyondTerms: Int, amount: Int64) {
      self.document = document
      self.daysBeyondTerms = daysBeyondTerms
      self.amount = amount
    }
  }

  package init(
    currency: Currency, documents: Int = 0, amount: Int64 = 0, amountDays: Int64 = 0, latest: [Settlement] = []
  ) {
    self.currency = currency
    self.documents = documents
    self.amount = amount
    self.amountDays = amountDays
    self.latest = latest
  }
}

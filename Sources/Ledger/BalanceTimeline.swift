/// What an accepted export showed of a document, and when.
public struct Sighting: Equatable, Sendable {
  /// The export's own date: where no payment explains a change, the change is dated by it.
  public var on: CalendarDate
  /// Key of the run that learned it.
  public var run: Int64
  /// In minor units; zero for a voided document.
  public var balance: Int64
  /// What was invoiced; nil where only the balance is known.
  public var amount: Int64?
  /// Why the balance fell, as the night found it.
  public var cause: ChangeCause?
  public var isVoid: Bool

  public init(
    on date: CalendarDate, run: Int64, balance: Int64, amount: Int64? = nil, cause: ChangeCause? = nil,
    isVoid: Bool = false
  ) {
    self.on = date
    self.amount = amount
    self.run = run
    self.balance = isVoid ? 0 : balance
    self.cause = cause
    self.isVoid = isVoid
  }
}

/// Money or a credit that the feeds say was set against a document.
public struct Clearing: Equatable, Sendable {
  /// The day on which it took effect: of the application, or of the payment.
  public var date: CalendarDate
  /// What it does to the document's balance, in minor units: negative for a payment of an invoice, positive for its return.
  public var effect: Int64
  /// Id of the payment or of the credit.
  public var id: String
  public var cause: ChangeCause
  /// Key of the run that learned it.
  public var run: Int64
  /// Place of the only document that it is about, where that is known; nil: the instalments share it.
  public var only: Int?
  /// The ERP itself says that it was set against the document.
  public var isApplied: Bool

  public init(
    date: CalendarDate, effect: Int64, id: String, cause: ChangeCause = .payment, run: Int64 = 0, only: Int? = nil,
    isApplied: Bool = false
  ) {
    self.only = only
    self.isApplied = isApplied
    self.date = date
    self.effect = effect
    self.id = id
    self.cause = cause
    self.run = run
  }
}

/// A document as all exports so far showed it, oldest first.
public struct SightedDocument: Equatable, Sendable {
  public var documentDate: CalendarDate
  /// The original amount when it was first seen.
  public var amount: Int64
  public var sightings: [Sighting]

  public init(documentDate: CalendarDate, amount: Int64, sightings: [Sighting]) {
    self.documentDate = documentDate
    self.amount = amount
    self.sightings = sightings
  }

  /// What it began with: nothing where it was void when first seen.
  public var opening: Int64 { sightings.first?.isVoid == true ? 0 : amount }
}

/// One change of a document's balance with the day on which it was true.
public struct BalanceStep: Equatable, Sendable {
  /// What gives the day: the document itself, a payment or credit that names it, or the export that first showed the change.
  public enum Basis: String, Sendable { case document, payment, export }

  public var date: CalendarDate
  /// In minor units; the sum of all steps is the newest balance.
  public var change: Int64
  public var basis: Basis
  public var cause: ChangeCause?
  /// Id of the payment or credit, where one dates it.
  public var clearing: String?
  /// Key of the run by which both the change and its day were known.
  public var run: Int64
  public var isVoiding = false
  /// What was invoiced more where something was paid, too.
  public var isRaise = false

  public init(
    date: CalendarDate, change: Int64, basis: Basis, cause: ChangeCause? = nil, clearing: String? = nil, run: Int64 = 0
  ) {
    self.date = date
    self.change = change
    self.basis = basis
    self.cause = cause
    self.clearing = clearing
    self.run = run
  }
}

/// When a balance was what: from what exports showed and what payments explain. The ERP's balances are the truth; payments give days to
/// their changes and never change them. So a payment dated after a day does not lower a balance of that day, whatever later exports
/// show; and what no payment explains changed on the day of the export that showed it.
public enum BalanceTimeline {
  /// The steps of each document, oldest first; each document's begin with its own amount on its own date.
  /// - Parameters:
  ///   - documents: the instalments of one document in the order in which payments go to them, or one document alone.
  ///   - clearings: what the feeds say was set against the document as a whole.
  ///   - exportedUntil: date of the newest export: a payment and its return up to then show although no export caught them between.
  ///   - isExported: whether an export is of one of these days: it has shown what there was of both then.
  public static func steps(
    _ documents: [SightedDocument], clearings: [Clearing], exportedUntil: CalendarDate,
    isExported: (Range<CalendarDate>) throws -> Bool
  ) rethrows -> [[BalanceStep]] {
    var work = Allocation(documents, clearings)
    work.allocate()
    try work.pairReturns(upTo: exportedUntil, isExported)
    return work.steps()
  }

  /// The same of a document that no payment bears on.
  public static func steps(_ past: SightedDocument) -> [BalanceStep] {
    var work = Allocation([past], [])
    return work.steps()[0]
  }

  /// The sum of the steps up to the end of a day.
  public static func balance(_ steps: [BalanceStep], asOf date: CalendarDate) -> Int64 {
    steps.reduce(0) { $1.date <= date ? $0 + $1.change : $0 }
  }

  /// The same for a document that no payment bears on.
  public static func balance(_ past: SightedDocument, asOf date: CalendarDate) -> Int64 {
    guard past.documentDate <= date else { return 0 }
    var balance = past.opening
    for sighting in past.sightings where sighting.on <= date { balance = sighting.balance }
    return balance
  }
}

/// Sets clearings against the changes that exports showed.
struct Allocation {
  /// A change between two sightings.
  struct Change {
    var document: Int
    /// Date of the sighting before; `.missing`, before all days, for the first.
    var after: CalendarDate
    var sighting: Sighting
    /// What is not explained yet.
    var left: Int64
    /// The run by which both sightings were known: an export of the past may have come after the one behind it.
    var run: Int64
  }

  let documents: [SightedDocument]
  var changes: [Change] = []
  var clearings: [Clearing]
  var found: [[BalanceStep]]
  /// Of a payment that went back, the place of its return among the clearings, and what that does to the balance.
  private var returns: [Int: (place: Int, effect: Int64)] = [:]

  init(_ documents: [SightedDocument], _ clearings: [Clearing]) {
    self.documents = documents
    self.clearings = clearings.sorted { ($0.date, $0.id) < ($1.date, $1.id) }
    found = documents.map { past in
      [
        BalanceStep(
          date: past.documentDate, change: past.opening, basis: .document, run: past.sightings.map(\.run).min() ?? 0)
      ]
    }
    for (index, past) in documents.enumerated() {
      var before = past.opening
      var amount = past.amount
      var after = CalendarDate.missing
      var run: Int64 = 0
      var isVoid = past.sightings.first?.isVoid == true
      for sighting in past.sightings {
        run = max(run, sighting.run)
        let raised =
          isVoid || sighting.isVoid ? 0 : raised((amount, sighting.amount ?? amount), (before, sighting.balance))
        if raised != 0 {
          var step = BalanceStep(
            date: max(sighting.on, past.documentDate), change: raised, basis: .export, run: run)
          step.isRaise = true
          found[index].append(step)
        }
        let left = sighting.balance - before - raised
        if left != 0 {
          changes.append(Change(document: index, after: after, sighting: sighting, left: left, run: run))
        }
        (before, isVoid) = (sighting.balance, sighting.isVoid)
        amount = sighting.amount ?? amount
        after = sighting.on
        run = sighting.run
      }
    }
    returns = Allocation.returns(self.clearings, documents)
    // Earliest export first; within it in the order of instalments.
    changes = changes.enumerated().sorted { a, b in
      (a.element.sighting.on, a.element.document, a.offset) < (b.element.sighting.on, b.element.document, b.offset)
    }.map(\.element)
  }

  /// What an export showed as invoiced more where something was paid, too; where the balance stayed as it was only if there is money of just that amount:
  /// exports may tell amounts from that day on.
  private func raised(_ amount: (old: Int64, new: Int64), _ balance: (old: Int64, new: Int64)) -> Int64 {
    let raised = RaisedAmount.part(amount: amount, balance: balance)
    guard raised != 0, balance.old == balance.new else { return raised }
    return clearings.contains { $0.effect == -raised } ? raised : 0
  }

  /// Which payment each return takes back: the newest before it of its amount.
  private static func returns(
    _ clearings: [Clearing], _ documents: [SightedDocument]
  ) -> [Int: (place: Int, effect: Int64)] {
    var found: [Int: (place: Int, effect: Int64)] = [:]
    guard clearings.count > 1, documents.contains(where: { $0.amount > 0 }) else { return found }
    for back in clearings.indices where clearings[back].effect > 0 {
      let paid = clearings.indices.last {
        clearings[$0].effect == -clearings[back].effect && clearings[$0].date <= clearings[back].date
          && found[$0] == nil
      }
      if let paid { found[paid] = (back, clearings[back].effect) }
    }
    return found
  }

  private struct Round: Sendable {
    /// Only a clearing of just the amount.
    var isExact: Bool
    /// Also a payment that had gone back by then: the first export from its day on shows just that amount.
    var takesReturned = false
    var fits: @Sendable (Clearing, Change) -> Bool
  }

  private static let sinceLastExport = Round(isExact: false) { $0.date > $1.after && $0.date <= $1.sighting.on }
  private static let postedLate = Round(isExact: false) { $0.date <= $1.sighting.on }
  /// Only where the export closed the document, or the clearing was known by then: what is not posted yet explains nothing.
  private static let datedAhead = Round(isExact: false) { $1.sighting.balance == 0 || $0.run <= $1.sighting.run }

  /// Which clearings may explain a change, best first: those since the export before, earlier ones that were posted late, and at last
  /// those dated after the export that showed the change already. Of each those of just the amount come first; behind these a payment that had gone back by then.
  private static let rounds: [Round] = [
    exact(sinceLastExport), exact(postedLate), Round(isExact: true, takesReturned: true, fits: sinceLastExport.fits),
    sinceLastExport,
    postedLate, exact(datedAhead), datedAhead,
  ]

  private static func exact(_ round: Round) -> Round { Round(isExact: true, fits: round.fits) }

  mutating func allocate() {
    guard !clearings.isEmpty else { return }
    // Whether a return shows as a rise tells whether its payment may explain a fall.
    for rises in [true, false] {
      for round in Allocation.rounds {
        for change in changes.indices where !changes[change].sighting.isVoid && (changes[change].left > 0) == rises {
          explain(change, round)
        }
      }
    }
  }

  /// Whether a payment was back before an export showed a change: then the change is another's, unless exports show the return, too.
  private func isBack(_ clearing: Int, _ change: Int) -> Bool {
    guard let back = returns[clearing], clearings[back.place].date <= changes[change].sighting.on else { return false }
    return clearings[back.place].effect == back.effect
  }

  private mutating func explain(_ at: Int, _ round: Round) {
    for index in clearings.indices where changes[at].left != 0 {
      let (left, effect) = (changes[at].left, clearings[index].effect)
      guard effect != 0, (effect < 0) == (left < 0), !round.isExact || effect == left,
        clearings[index].only.map({ $0 == changes[at].document }) ?? true, round.fits(clearings[index], changes[at]),
        round.takesReturned || !isBack(index, at)
      else { continue }
      let used = left < 0 ? max(left, effect) : min(left, effect)
      take(index, used, document: changes[at].document, run: changes[at].run)
      changes[at].left -= used
    }
  }

  mutating func take(_ index: Int, _ amount: Int64, document: Int, run: Int64) {
    let clearing = clearings[index]
    found[document].append(
      BalanceStep(
        date: max(clearing.date, documents[document].documentDate), change: amount, basis: .payment,
        cause: clearing.cause, clearing: clearing.id, run: max(run, clearing.run)))
    clearings[index].effect -= amount
  }

  /// All steps by date. What is left unexplained is dated by the export.
  mutating func steps() -> [[BalanceStep]] {
    for change in changes where change.left != 0 {
      var step = BalanceStep(
        date: max(change.sighting.on, documents[change.document].documentDate), change: change.left, basis: .export,
        cause: change.sighting.cause, run: change.run)
      step.isVoiding = change.sighting.isVoid
      found[change.document].append(step)
    }
    return found.map { steps in
      // The document first, then by day; of one day in the order in which they were found.
      steps.prefix(1)
        + steps.dropFirst().enumerated().sorted { ($0.element.date, $0.offset) < ($1.element.date, $1.offset) }
        .map(\.element)
    }
  }
}

import Emit
import Ledger
import Pipeline

/// Accounts on their way to the artefacts. They are written in their order, one after the other, by this process alone; but letters and
/// statements of a few thousand accounts are made before their turn, by several processes.
///
/// While one round of accounts is made, the next is decided and the one before is written. An account that has nothing to be made ahead, and
/// none before it that waits, is written at once.
struct EmissionLine {
  /// An object, for whoever takes a value of this size out of an array counts references on every page of it, and pages that change are
  /// copied while another process has them too.
  private final class Waiting {
    let account: CustomerAccount
    let outcome: AccountOutcome
    /// The number of its part in the round; nil: it has none.
    let part: Int?

    init(_ account: CustomerAccount, _ outcome: AccountOutcome, part: Int?) {
      self.account = account
      self.outcome = outcome
      self.part = part
    }
  }
  private struct Round {
    var accounts: [Waiting] = []
    /// Those that have pieces, by part.
    var parts: [Waiting] = []
    /// Nil: too little for several processes.
    var work: SharedWork?
  }

  var emission: Emission
  private let jobs: Jobs
  private let turns: StageTurns
  private var gathered = Round()
  private var inWork: Round?
  /// Pieces and items of the accounts that are gathered.
  private var pieces = 0
  private var items = 0
  /// Two take turns: what one round became is written while the next is made.
  private var areas: [WorkArea] = []
  private var rounds = 0

  /// Bounds of a round: what waits is in memory.
  private static let most = (pieces: 2048, accounts: WorkArea.mostParts, items: 20_000)

  init(_ emission: Emission, jobs: Jobs, turns: StageTurns) {
    self.emission = emission
    self.jobs = jobs
    self.turns = turns
  }

  /// The next account. `note` is given what was really decided, of each account once and in their order.
  mutating func add(
    _ account: CustomerAccount, _ outcome: AccountOutcome, note: ([UnitDecision]) -> Void
  ) throws {
    guard jobs.processes > 1, emission.isPiecewise else { return note(try emission.add(account, outcome)) }
    let own = emission.pieces(account, outcome)
    guard own > 0 || inWork != nil || !gathered.accounts.isEmpty else {
      return note(try emission.add(account, outcome))
    }
    let waiting = Waiting(account, outcome, part: own > 0 ? gathered.parts.count : nil)
    gathered.accounts.append(waiting)
    if own > 0 { gathered.parts.append(waiting) }
    pieces += own
    items += account.items.count
    let most = EmissionLine.most
    guard pieces >= most.pieces || gathered.accounts.count >= most.accounts || items >= most.items else { return }
    try turns.together { try turn(note) }
  }

  /// No account comes any more: writes those that wait.
  mutating func finish(note: ([UnitDecision]) -> Void) throws {
    while inWork != nil || !gathered.accounts.isEmpty { try turns.together { try turn(note) } }
  }

  /// Has the round in work made, begins with the one that is gathered, and writes the former meanwhile.
  private mutating func turn(_ note: ([UnitDecision]) -> Void) throws {
    let ready = inWork
    if let ready { ready.work?.finish { make($0, of: ready) } }
    inWork = gathered.accounts.isEmpty ? nil : begun(gathered)
    gathered = Round()
    (pieces, items) = (0, 0)
    for waiting in ready?.accounts ?? [] {
      let made = waiting.part.flatMap { ready?.work?.made($0) }
      note(try emission.add(waiting.account, waiting.outcome, made: made))
    }
  }

  private mutating func begun(_ round: Round) -> Round {
    guard pieces >= jobs.leastPieces, round.parts.count > 1, let area = nextArea() else { return round }
    var round = round
    round.work = SharedWork(round.parts.count, jobs: jobs, in: area) { [round] in make($0, of: round) }
    return round
  }

  private func make(_ part: Int, of round: Round) -> [UInt8] {
    let waiting = round.parts[part]
    return emission.made(waiting.account, waiting.outcome)
  }

  private mutating func nextArea() -> WorkArea? {
    rounds += 1
    if areas.count < 2 {
      guard let area = WorkArea() else { return nil }
      areas.append(area)
      return area
    }
    return areas[rounds % 2]
  }
}

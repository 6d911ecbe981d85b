import Ledger

/// A document whose balance earlier exports moved, where no payment is known that would tell why and when.
public struct UnexplainedMoves {
  public var document: PastDocument
  public var company: String
  /// By export, oldest first: the export's date, and the change in minor units.
  public var moves: [(on: CalendarDate, change: Int64)]

  /// What exports of a day or later took off, in minor units; below nothing for a credit. A fall that later ones took back whole is none: the ERP has
  /// corrected it.
  public func fallen(since day: CalendarDate) -> Int64 {
    let sign: Int64 = document.past.amount < 0 ? -1 : 1
    var (fallen, risen): (Int64, Int64) = (0, 0)
    for move in moves.reversed() where move.on >= day {
      let change = sign * move.change
      if change > 0 || risen >= -change { risen += change } else { fallen -= change }
    }
    return sign * fallen
  }
}

extension PastLedger {
  /// What exports dated on or after a day moved and nothing explains, of the documents that are asked for.
  /// - Parameters:
  ///   - asked: ids of payments that are being looked at: what they would explain counts as unexplained.
  ///   - wants: whether a document matters, by its company, its customer's key in the state, and its id.
  public func unexplained(
    since day: CalendarDate, asking asked: Set<String>,
    where wants: (_ company: String, _ customer: Int64, _ id: UnsafeRawBufferPointer) -> Bool
  ) throws -> [UnexplainedMoves] {
    try unexplained(since: day, documents: moved(since: day, where: wants), asking: asked)
  }

  /// The same of all that exports moved, whatever explains it.
  public func shown(
    since day: CalendarDate, where wants: (_ company: String, _ customer: Int64, _ id: UnsafeRawBufferPointer) -> Bool
  ) throws -> [UnexplainedMoves] {
    try documents(moved(since: day, where: wants)).compactMap { past, _ in
      let sightings = past.past.sightings
      let moves = zip(sightings, sightings.dropFirst()).compactMap { before, after in
        after.on >= day && !after.isVoid && after.balance != before.balance
          ? (on: after.on, change: after.balance - before.balance) : nil
      }
      guard !moves.isEmpty, let company = companies[past.company] else { return nil }
      return UnexplainedMoves(document: past, company: company, moves: moves)
    }
  }

  /// Keys of documents that exports of a day or later may have moved.
  private func moved(
    since day: CalendarDate, where wants: (_ company: String, _ customer: Int64, _ id: UnsafeRawBufferPointer) -> Bool
  ) throws -> [Int64] {
    guard let run = companies.keys.compactMap({ exports.firstRun(of: $0, after: day.adding(days: -1)) }).min() else {
      return []
    }
    var ids: [Int64] = []
    let statement = try database.prepare(
      "SELECT d.id, d.company, d.customer, d.document_id FROM document d WHERE d.id IN (SELECT document FROM document_history "
        + "WHERE until_run >= ?1 UNION SELECT document FROM late_sighting WHERE run >= ?1 "
        // Paid in part, or wholly, when it was first seen.
        + "UNION SELECT id FROM document WHERE id > ?2 AND balance <> amount) ORDER BY d.id")
    defer { statement.reset() }
    statement.bind(int: run, at: 1)
    statement.bind(int: try DocumentSet.lastDocument(upTo: run - 1, in: database), at: 2)
    while try statement.step() {
      guard let company = companies[statement.int64(1)] else { continue }
      if wants(company, statement.int64(2), statement.bytes(3)) { ids.append(statement.int64(0)) }
    }
    return ids
  }

  /// The same of documents by their keys.
  public func unexplained(
    since day: CalendarDate, documents ids: [Int64], asking asked: Set<String> = []
  ) throws -> [UnexplainedMoves] {
    try documents(ids).compactMap { past, steps in
      let moves = steps.filter {
        ($0.basis == .export || $0.clearing.map(asked.contains) == true) && $0.date >= day && !$0.isVoiding
          && $0.cause != .writeOff && $0.cause != .credit
      }
      guard !moves.isEmpty, let company = companies[past.company] else { return nil }
      return UnexplainedMoves(document: past, company: company, moves: moves.map { ($0.date, $0.change) })
    }
  }
}

import Ledger
import Pipeline

/// Why a documents file waits for a person instead of being believed.
public struct Hold: Equatable, Sendable {
  /// `shrunk`, `tail-missing`, `company-gone`, `currency-gone`, `grown`, `zeros-lost`, `zeros-gained`, `control-total`, `older-copy`, `ambiguous-snapshot`.
  public var code: String
  public var message: String
  public var help: String
  public init(code: String, message: String, help: String) {
    self.code = code
    self.message = message
    self.help = help
  }
}

/// The checks that stop a damaged export before it marks invoices paid. Each is per company and currency; a file is held as a whole.
public struct SnapshotGuards: Sendable {
  public var settings: DiffSettings
  public init(settings: DiffSettings) { self.settings = settings }

  /// Everything that speaks against the file; empty: it may be applied.
  /// - Parameters:
  ///   - previous: what the previous accepted snapshots of this feed said.
  ///   - controls: tonight's control rows.
  ///   - rejected: rows of the file that were not taken.
  ///   - isCovered: asked of few rows of the book: whether money that is known covers the document whole.
  public func holds(
    _ diff: DocumentDiff, book: Book, previous: [PreviousSnapshot], controls: [ControlTotal],
    rejected: [RejectedRow] = [], asOf: CalendarDate, isCovered: (_ row: Int) throws -> Bool
  ) rethrows -> [Hold] {
    var holds = controlTotals(diff, book: book, controls, rejected, asOf)
    guard diff.extent == .snapshot else { return holds }
    let now = positions(diff.totals)
    let covered = diff.covered
    let before = positions(of: book.documents.rows.prefix(diff.marks.count), in: covered)
    var gone: [Pair: Position] = [:]
    var goneRows: [Pair: [Int]] = [:]
    for row in diff.vanished(in: book) {
      let document = book.documents.rows[row]
      let pair = Pair(document.company, document.currency)
      gone[pair, default: Position()].add(document.balance)
      goneRows[pair, default: []].append(row)
    }
    if let hold = zerosLost(diff, gone: goneRows.values.flatMap(\.self), book: book) { holds.append(hold) }
    if let hold = customerZerosLost(diff, book: book) { holds.append(hold) }
    for pair in before.keys.sorted() {
      let name = "\(book.companies[Int(pair.company)]) \(pair.currency)"
      let was = before[pair]!
      // The most telling first: it gives the file its code.
      if let hold = tailMissing(name, pair, goneRows[pair] ?? [], previous, book) { holds.append(hold) }
      if let hold = shrunk(name, was, gone[pair] ?? Position()) { holds.append(hold) }
      if let hold = grown(name, was, now[pair] ?? Position()) { holds.append(hold) }
    }
    holds += companiesGone(diff, book: book, previous).sorted().map { company in
      Hold(
        code: "company-gone",
        message: "the previous export had documents of \(book.companies[Int(company)]), this one has none",
        help: "\(SnapshotGuards.help); let in it says that nothing of \(book.companies[Int(company)]) is open any more")
    }
    holds += try currenciesGone(diff, open: before, gone: goneRows, previous, book, isCovered)
    return holds
  }

  /// The same question to an export that came late: what was open on its day, and what of that it does not show. Amounts are sums of
  /// absolute balances in minor units.
  public func shrunk(
    _ name: String, open: (count: Int, amount: Int64), missing: (count: Int, amount: Int64)
  ) -> Hold? {
    shrunk(
      name, Position(count: open.count, amount: open.amount), Position(count: missing.count, amount: missing.amount))
  }

  private func shrunk(_ name: String, _ was: Position, _ gone: Position) -> Hold? {
    let percent = settings.snapshotGuard.maxVanishedPercent
    let allowed = max(settings.snapshotGuard.minVanished, was.count * percent / 100)
    let byAmount =
      gone.count >= 2 && gone.amount.multipliedFullWidth(by: 100) > was.amount.multipliedFullWidth(by: Int64(percent))
    guard gone.count > allowed || byAmount else { return nil }
    return Hold(
      code: "shrunk",
      message:
        "\(gone.count) of \(was.count) open documents of \(name) are missing, \(share(gone.amount, of: was.amount)) % of the amount "
        + "(allowed: \(allowed) documents, \(percent) % of the amount)",
      help: SnapshotGuards.help)
  }

  /// `30`, `30.4`: in percent, to a tenth, half up.
  private func share(_ part: Int64, of whole: Int64) -> String {
    guard whole > 0 else { return "0" }
    let tenths = (Int128(part) * 2000 + Int128(whole)) / (2 * Int128(whole))
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }

  private func grown(_ name: String, _ was: Position, _ now: Position) -> Hold? {
    guard was.count >= 20 || now.count >= 20, was.count > 0 else { return nil }
    let percent = settings.snapshotGuard.maxGrowthPercent
    let rows = (now.count - was.count) * 100 > was.count * percent
    let amount =
      now.amount > was.amount
      && (now.amount - was.amount).multipliedFullWidth(by: 100) > was.amount.multipliedFullWidth(by: Int64(percent))
    guard rows || amount else { return nil }
    return Hold(
      code: "grown",
      message: "\(name) grew from \(was.count) to \(now.count) open documents"
        + (amount ? " and its amount by more than \(percent) %" : ", more than \(percent) %"),
      help: SnapshotGuards.help)
  }

  /// Five or more vanished documents that end the previous file, and that are at least half of all that vanished.
  private func tailMissing(
    _ name: String, _ pair: Pair, _ gone: [Int], _ previous: [PreviousSnapshot], _ book: Book
  ) -> Hold? {
    guard gone.count >= 5,
      let was = previous.first(where: { $0.company == pair.company && $0.currency == pair.currency })
    else { return nil }
    let keys = Set(gone.map { book.documents.text.string(book.documents.rows[$0].key) })
    let run = was.tail.reversed().prefix { keys.contains($0) }.count
    guard run >= 5, run * 2 >= gone.count || run == SnapshotTotals.tailLength else { return nil }
    return Hold(
      code: "tail-missing",
      message: "the last \(run) documents of \(name) in the previous export are missing: the file looks cut off",
      help: "drop the complete export; or, if they are really paid, \(SnapshotGuards.help)")
  }

  /// Companies with something open that a snapshot lacks, although the newest file that spoke of them spoke of one that it has, too: each of
  /// several files of one night may be of some companies. Of a file without rows all are lacking.
  public func companiesGone(_ diff: DocumentDiff, book: Book, _ previous: [PreviousSnapshot]) -> Set<UInt16> {
    guard diff.extent == .snapshot else { return [] }
    let present = Set(diff.totals.map(\.company))
    let known = previous.filter { $0.open > 0 && (present.isEmpty || !$0.together.isDisjoint(with: present)) }
    return Set(known.map(\.company)).subtracting(present).filter { isOpen($0, book) }
  }

  /// A currency of a company that this export still has, of which the previous one had something open, that is still open by what is known. With
  /// many documents `shrunk` says so, too; the only one may have been paid, or filtered away. Where money that is known covers all of them
  /// nobody has to be asked.
  private func currenciesGone(
    _ diff: DocumentDiff, open: [Pair: Position], gone rows: [Pair: [Int]], _ previous: [PreviousSnapshot],
    _ book: Book,
    _ isCovered: (_ row: Int) throws -> Bool
  ) rethrows -> [Hold] {
    // Who lets all of it vanish means a currency, too.
    guard settings.snapshotGuard.maxVanishedPercent < 100 else { return [] }
    let present = Set(diff.totals.map { Pair($0.company, $0.currency) })
    let companies = Set(diff.totals.map(\.company))
    let known = Set(previous.filter { $0.open > 0 }.map { Pair($0.company, $0.currency) })
    let gone = known.subtracting(present).filter { companies.contains($0.company) && open[$0] != nil }
    return try gone.sorted().filter { try !(rows[$0]?.allSatisfy(isCovered) ?? false) }.map { pair in
      Hold(
        code: "currency-gone",
        message:
          "the previous export had documents of \(book.companies[Int(pair.company)]) in \(pair.currency), this one has none",
        help: "drop the complete export; or, if they are really paid, \(SnapshotGuards.help)")
    }
  }

  private func isOpen(_ company: UInt16, _ book: Book) -> Bool {
    book.documents.rows.contains { $0.company == company && $0.balance != 0 }
  }

  /// Numbers of rows. That amounts tie is not a guard but a proof: a night whose totals are a cent off fails.
  private func controlTotals(
    _ diff: DocumentDiff, book: Book, _ controls: [ControlTotal], _ rejected: [RejectedRow], _ asOf: CalendarDate
  ) -> [Hold] {
    controls.compactMap { control in
      guard control.asOf == nil || control.asOf == asOf, let company = book.companies.firstIndex(of: control.company),
        diff.totals.contains(where: { $0.company == UInt16(company) })
      else { return nil }
      let totals = diff.totals.first { $0.company == UInt16(company) && $0.currency == control.currency }
      let name = "\(control.company) \(control.currency)"
      // ERPs count either all rows of the export or its open items. A row that was not taken is one of either, as far as anybody can tell.
      let notTaken = rejected.count { $0.company == nil || $0.company == control.company }
      let found = [totals?.rows ?? 0, totals?.open ?? 0]
      if let rows = control.rows, !found.contains(where: { ($0...($0 + notTaken)).contains(rows) }) {
        let others = notTaken == 0 ? "" : " and \(notTaken) that were rejected"
        return Hold(
          code: "control-total", message: "\(name) has \(found[0]) rows\(others), the control row says \(rows)",
          help: "drop the complete export, or the corrected control row; \(SnapshotGuards.help)")
      }
      return nil
    }
  }

  private static let help =
    "receivables accept {sha12} --by NAME --reason TEXT lets it in, receivables reject {sha12} does not"

  struct Pair: Hashable, Comparable {
    var company: UInt16
    var currency: Currency
    init(_ company: UInt16, _ currency: Currency) {
      self.company = company
      self.currency = currency
    }
    static func < (a: Pair, b: Pair) -> Bool { (a.company, a.currency) < (b.company, b.currency) }
  }

  struct Position {
    var count = 0
    var amount: Int64 = 0
    mutating func add(_ balance: Int64) {
      count += 1
      amount += abs(balance)
    }
  }

  /// What is open in the companies of a snapshot. Rows come by the million and pairs by the dozen: a list is faster than a dictionary.
  private func positions(of rows: ArraySlice<DocumentRow>, in covered: Set<UInt16>) -> [Pair: Position] {
    var pairs: [Pair] = []
    var sums: [Position] = []
    for row in rows where row.balance != 0 && !row.flags.contains(.void) {
      let pair = Pair(row.company, row.currency)
      let at = pairs.firstIndex { $0.company == pair.company && $0.currency == pair.currency } ?? pairs.count
      if at == pairs.count {
        pairs.append(pair)
        sums.append(Position())
      }
      sums[at].add(row.balance)
    }
    return Dictionary(uniqueKeysWithValues: zip(pairs, sums)).filter { covered.contains($0.key.company) }
  }

  private func positions(_ totals: [SnapshotTotals]) -> [Pair: Position] {
    Dictionary(
      uniqueKeysWithValues: totals.map {
        (Pair($0.company, $0.currency), Position(count: $0.open, amount: $0.openAmount))
      })
  }
}

extension Int64 {
  /// A product that cannot overflow, for comparisons.
  fileprivate func multipliedFullWidth(by other: Int64) -> Int128 { Int128(self) * Int128(other) }
}

import Cash
import Ledger
import Pipeline
import Store

/// Matches of earlier nights that the ERP's balances did not show: what tonight's export shows of them.
struct CashWaiting {
  /// All of them, in their order.
  let matches: [CashTables.Waiting]
  private(set) var posts: [(payment: Int64, document: Int64, posted: Int64)] = []
  /// See `CashItems`.
  private(set) var reserved: [Int: Int64] = [:]
  private(set) var unexplained: [Int: Int64] = [:]
  /// See `CashGround.Untold`.
  private(set) var readRises: Set<Int> = []
  /// By key of the document: what the ERP was told to take back of it beyond what it was told to post, and has not.
  private(set) var owed: [Int64: Int64] = [:]
  /// Documents of which the ERP shows more as paid than it should, and has had time to take that back.
  private(set) var unreturned: [Unreturned] = []
  /// Still not shown, with the row of the document; and those of documents that were closed by another amount.
  private(set) var still: [Waiting] = []
  private(set) var differing: [Waiting] = []
  /// Postings of matches that stand no more of which tonight's balances show something, or that wait no longer; and what is left of those of
  /// payments that came back tonight.
  private(set) var told: [CashTables.ToldPosting] = []
  /// See `init`.
  private let rises: [Int: Int64]

  struct Unreturned {
    var document: Int64
    /// What the ERP was told to take back beyond what it was told to post, in minor units.
    var amount: Int64
    fileprivate var places: Range<Int>
    fileprivate var told: [CashTables.ToldPosting]
  }

  struct Waiting {
    /// Place in `matches`.
    var place: Int
    /// -1: the document is not in the book.
    var row: Int
    /// What no export has shown of the match.
    var left: Int64
    /// All that the ERP was told of the document comes to nothing: it has read all of it, or nothing, and nobody need ask which.
    var isBalanced = false
  }

  /// - Parameters:
  ///   - matches: those of a document together, by key of the document.
  ///   - before: balances before tonight of all documents that moved, by row.
  ///   - rises: by how much those rose that exports between show to have fallen and risen, in minor units, by row.
  ///   - changed: their rows, and maybe others.
  ///   - told: postings of matches that stand no more, those of a document in their order.
  ///   - named: what tonight's payments have that name the document of a row.
  ///   - isOverdue: whether the ERP has had time to read what it was told on a day.
  ///   - isWhole: whether the balance of a document, by key and row, shows just what all that is matched with it comes to.
  init(
    _ matches: [CashTables.Waiting], _ book: Book, before: [Int: Int64], rises: [Int: Int64] = [:], changed: RowSet,
    told: [CashTables.ToldPosting] = [], named: (Int) -> [Int64] = { _ in [] },
    isOverdue: (CalendarDate) -> Bool = { _ in false }, isWhole: (Int64, Int) throws -> Bool = { _, _ in false }
  ) rethrows {
    (self.matches, self.rises) = (matches, rises)
    var byDocument = Dictionary(grouping: told, by: \.document)
    var starts: [Int] = []
    var documents: [Int64] = []
    for at in matches.indices where documents.last != matches[at].document {
      starts.append(at)
      documents.append(matches[at].document)
    }
    starts.append(matches.count)
    still.reserveCapacity(matches.count)
    reserved.reserveCapacity(documents.count)
    let rows = documents.isEmpty ? [] : book.documents.rows(of: documents)
    for at in rows.indices {
      let places = starts[at]..<starts[at + 1]
      let told = byDocument.isEmpty ? nil : byDocument.removeValue(forKey: documents[at])
      let hasBack =
        places.contains { matches[$0].amount < 0 }
        && (places.count > 1 || (rows[at] >= 0 && book.documents.rows[Int(rows[at])].amount > 0))
      if told == nil, !hasBack {
        try settle(places, Int(rows[at]), book, before, changed, isOverdue, isWhole)
      } else {
        try settle(
          places, told ?? [], of: documents[at], Int(rows[at]), book, before, changed, named, isOverdue, isWhole)
      }
    }
    let alone = byDocument.keys.sorted()
    for (document, row) in zip(alone, alone.isEmpty ? [] : RetractedPostings.rows(of: alone, book)) {
      try settle(0..<0, byDocument[document]!, of: document, row, book, before, changed, named, isOverdue, isWhole)
    }
  }

  /// Without matches that balances show from tonight on because no export does.
  func without(_ invoiced: InvoicedFeeds) throws -> CashWaiting {
    var others = self
    others.posts = try posts.filter { try !invoiced.holds($0.document) }
    others.still = try still.filter { try !invoiced.holds(matches[$0.place].document) }
    others.differing = try differing.filter { try !invoiced.holds(matches[$0.place].document) }
    return others
  }

  /// Nothing of a document is waited for any more: what the ERP shows as paid is other money, which it need not take back.
  mutating func end(_ one: Unreturned) {
    still.removeAll { one.places.contains($0.place) }
    posts.removeAll { $0.document == one.document }
    posts += one.places.map { (matches[$0].payment, one.document, matches[$0].amount) }
    told.removeAll { $0.document == one.document }
    told += one.told.filter { $0.id != 0 }.map {
      CashTables.ToldPosting(id: $0.id, document: one.document, .none, toldOn: $0.toldOn)
    }
    owed[one.document] = nil
  }

  /// - Parameter row: -1: not in the book, for it was closed on an earlier night.
  private static func balance(_ row: Int, _ book: Book) -> Int64 {
    row < 0 || book.documents.rows[row].flags.contains(.void) ? 0 : book.documents.rows[row].balance
  }

  private mutating func settle(
    _ places: Range<Int>, _ row: Int, _ book: Book, _ before: [Int: Int64], _ changed: RowSet,
    _ isOverdue: (CalendarDate) -> Bool, _ isWhole: (Int64, Int) throws -> Bool
  ) rethrows {
    let balance = CashWaiting.balance(row, book)
    let was = changed.contains(row) ? before[row] : nil
    let fall = was.map { $0 - balance } ?? 0
    // Mostly nothing has moved, and nothing is shown of any.
    var (posted, rest) =
      fall == 0 ? ([], 0) : Posting.settle(fall, places.map { matches[$0].amount - matches[$0].posted })
    let isOver =
      try fall == 0 && places.contains { isOverdue(matches[$0].matchedOn) }
      && isWhole(matches[places.lowerBound].document, row)
    var isReserved: Int64 = 0
    for at in places {
      let part = posted.isEmpty ? 0 : posted[at - places.lowerBound]
      let left = matches[at].amount - matches[at].posted - part
      // The discount and the like go with the money.
      if left == 0 { rest -= CashCorrections.takenBack(of: matches[at].deducted, rest) }
      isReserved += note(
        Waiting(place: at, row: row, left: left), isClosed: balance == 0, isOwed: false, isOver: isOver, book)
    }
    note(row, matches[places.lowerBound].document, isReserved, was == nil ? nil : rest)
  }

  /// Says what is left of a match.
  /// - Parameters:
  ///   - isOwed: the ERP was told to take back as much as it was told to post, or more: that it shows the document as paid says nothing of this match.
  ///   - isOver: nobody asks for what is left any more.
  /// - Returns: what of its document nobody else may take; below nothing: what can be paid again.
  private mutating func note(
    _ one: Waiting, isClosed: Bool, isOwed: Bool, isOver: Bool = false, _ book: Book
  ) -> Int64 {
    let match = matches[one.place]
    let isClosedOtherwise = one.left != 0 && isClosed && match.amount > 0 && !isOwed
    let now = isClosedOtherwise || isOver ? match.amount : match.amount - one.left
    if now != match.posted { posts.append((match.payment, match.document, now)) }
    if isClosedOtherwise {
      differing.append(one)
    } else if one.left != 0, !isOver {
      still.append(one)
      // Of a credit note it is what a payment netted.
      let isNetted = match.amount < 0 && one.row >= 0 && book.documents.rows[one.row].amount < 0
      return isNetted ? 0 : one.left + match.deducted
    }
    return 0
  }

  /// - Parameter isReserved: below nothing: what can be paid again.
  private mutating func note(_ row: Int, _ document: Int64, _ isReserved: Int64, _ rest: Int64?) {
    if isReserved < 0 { owed[document] = -isReserved }
    guard row >= 0 else { return }
    if isReserved > 0 { reserved[row] = isReserved }
    if let rest { unexplained[row] = rest }
  }

  /// How many of the first rows come to nothing together, and are all old enough to have been read.
  private static func over(_ rows: [(whole: Int64, isOverdue: Bool)]) -> Int {
    var (sum, over): (Int64, Int) = (0, 0)
    for (at, row) in rows.enumerated() {
      guard row.isOverdue else { break }
      sum += row.whole
      if sum == 0 { over = at + 1 }
    }
    return over
  }

  /// A document of which some rows wait to be posted and others to be taken back.
  private mutating func settle(
    _ places: Range<Int>, _ told: [CashTables.ToldPosting], of document: Int64, _ row: Int, _ book: Book,
    _ before: [Int: Int64], _ changed: RowSet, _ named: (Int) -> [Int64], _ isOverdue: (CalendarDate) -> Bool,
    _ isWhole: (Int64, Int) throws -> Bool
  ) rethrows {
    let balance = CashWaiting.balance(row, book)
    let was = changed.contains(row) ? before[row] : nil
    // In the order in which the ERP was told; of one night what stands no more goes first.
    enum Row { case told(Int), match(Int) }
    var rows = told.indices.map { (Row.told($0), told[$0].toldOn, told[$0].booked) }
    rows += places.map { at in
      let left = BookedCash(money: matches[at].amount - matches[at].posted, deducted: matches[at].deducted)
      return (Row.match(at), matches[at].matchedOn, left)
    }
    let order = rows.indices.sorted { (rows[$0].1, $0) < (rows[$1].1, $1) }
    rows = order.map { rows[$0] }
    // What came to nothing and had time to be read was: tonight's balance shows what was told after it.
    let over = CashWaiting.over(rows.map { ($0.2.whole, isOverdue($0.1)) })
    let (posted, rest) = Posting.settleInOrder(
      was.map { $0 - balance } ?? 0, rows[over...].map(\.2), tonight: was == nil || row < 0 ? [] : named(row))
    var left = [BookedCash](repeating: .none, count: over) + zip(rows[over...], posted).map { $0.2 - $1 }
    // Exports between show what it read first, and what it read then.
    if let risen = rises[row], let read = Posting.firstThatComeTo(-risen, left) {
      left = zip(left, read).map { $0 - $1 }
      readRises.insert(row)
    }
    let open = left.reduce(0) { $0 + $1.whole }
    let isBalanced = open == 0
    let areOverdue = rows.allSatisfy { row in
      if case .match = row.0, row.2.whole > 0 { true } else { isOverdue(row.1) }
    }
    // What was to be taken back had time to be read, and the balance shows what all that stands comes to.
    let isOver =
      try (isBalanced && rows.allSatisfy { isOverdue($0.1) })
      || (areOverdue && !isBalanced && isWhole(document, row))
    let isCredit = row >= 0 && book.documents.rows[row].amount < 0
    if open < 0, !isCredit, rows[over...].allSatisfy({ isOverdue($0.1) }) {
      unreturned.append(Unreturned(document: document, amount: -open, places: places, told: told))
    }
    var isReserved: Int64 = 0
    for at in rows.indices {
      switch rows[at].0 {
      case .told(let place):
        let now = isOver || at < over ? .none : left[at]
        // What was told of a payment that comes back tonight is taken back tonight, too.
        if !isCredit { isReserved += now.whole - (told[place].id == 0 ? told[place].booked.whole : 0) }
        guard now != told[place].booked || told[place].id == 0 else { continue }
        self.told.append(
          CashTables.ToldPosting(
            id: told[place].id, document: told[place].document, now, toldOn: told[place].toldOn))
      case .match(let place):
        isReserved += note(
          Waiting(place: place, row: row, left: left[at].money, isBalanced: isBalanced), isClosed: balance == 0,
          isOwed: open <= 0, isOver: isOver || at < over, book)
      }
    }
    note(row, document, isReserved, was == nil ? nil : rest)
  }
}

extension CashTables.ToldPosting {
  init(id: Int64 = 0, document: Int64, _ booked: BookedCash, toldOn: CalendarDate) {
    self.init(id: id, document: document, left: booked.money, deducted: booked.deducted, toldOn: toldOn)
  }

  var booked: BookedCash { BookedCash(money: left, deducted: deducted) }
}

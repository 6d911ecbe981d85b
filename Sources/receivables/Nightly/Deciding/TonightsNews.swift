import Diff
import Ledger
import Pipeline
import Store

/// What tonight's files have told, beside what they have made of the book.
struct TonightsFiles {
  var (payments, applications): ([Payment], [Application]) = ([], [])
  var late: [LatePast.Export] = []
  var told = TonightsDays()
  var taken: [TakenDocuments] = []
  var refreshed: [String: CalendarDate] = [:]

  init() {}

  init(_ reading: NightReading) {
    (payments, applications) = (reading.payments, reading.applications)
    (late, told, taken, refreshed) = (reading.late, reading.told, reading.taken, reading.refreshed)
  }
}

extension NightsNews {
  /// All that the ledger has to know of tonight to tell the past of documents as it will once the night is stored.
  /// - Parameter dataAsOf: the day of a company's newest export.
  init(
    _ files: TonightsFiles, of changes: [RowChange], in book: Book, _ cash: CashResult, _ state: State,
    dataAsOf: (_ company: String) -> CalendarDate
  ) throws {
    self.init(files.payments, files.applications)
    var book = book
    var late = files.late.map { (export: $0, unknownRows: [Int]()) }
    let unknown = LatePast.addUnknown(&late, to: &book)
    let days = book.companies.map(dataAsOf)
    for (company, day) in zip(book.companies, days) { exported[company] = day }
    let moving = try movingNew(late, book, cash)
    for change in changes {
      let row = book.documents.rows[change.row]
      let day = files.told.own[change.row] ?? days[Int(row.company)]
      guard book.documents.stateIDs[change.row] != 0 else {
        let version = NightsNews.Version(on: day, row, change.cause)
        try addNew(change.row, version, in: book, state, isMoving: moving.contains(change.row))
        continue
      }
      guard change.before?.currency == row.currency else { continue }
      versions[book.documents.stateIDs[change.row]] = NightsNews.Version(on: day, row, change.cause)
    }
    for row in unknown.keys.sorted() {
      let settled = book.documents.rows[row]
      let version = NightsNews.Version(on: days[Int(settled.company)], settled, nil)
      add(new: book.document(row), version, key: NightsNews.key(ofNew: row))
    }
    try add(cash, book, state)
    try add(files.exports(late, book, state), in: state.database)
  }

  private mutating func add(_ cash: CashResult, _ book: Book, _ state: State) throws {
    for post in cash.posts {
      posted[NightsNews.Pair(payment: post.payment, document: post.document)] = post.posted
    }
    for decided in cash.decided {
      for document in decided.replaced {
        replaced.insert(NightsNews.Pair(payment: decided.stateID, document: document))
      }
      let matches = decided.matches.map { (NightsNews.key(of: cash.matches[$0], in: book), cash.matches[$0]) }
        .filter { versions[$0.0] != nil || isNew($0.0) || ($0.0 > 0 && $0.1.amount < 0) }
      guard !matches.isEmpty,
        let payment = try self.payment(decided.company, decided.paymentID)
          ?? state.cash.payment(key: decided.stateID)?.payment
      else { continue }
      for (document, match) in matches {
        self.matches[document, default: []].append(
          NightsNews.Match(
            payment, amount: match.amount, deducted: match.deducted, posted: match.posted, rule: match.rule.rawValue))
      }
    }
  }

  /// Rows of new documents that have a past, whatever their balance: tonight's money was matched with them, or an export of the past shows them
  /// otherwise.
  private func movingNew(
    _ late: [(export: LatePast.Export, unknownRows: [Int])], _ book: Book, _ cash: CashResult
  ) throws -> Set<Int> {
    var rows: Set<Int> = []
    for match in cash.decided.lazy.flatMap(\.matches).map({ cash.matches[$0] })
    where match.row >= 0 && match.document(in: book) == 0 {
      rows.insert(match.row)
    }
    var shown: Set<Int> = []
    for (export, _) in late.sorted(by: { $0.export.day < $1.export.day }) {
      for row in export.content.absent where shown.contains(row) { rows.insert(row) }
      for one in export.content.shown where book.documents.stateIDs[one.row] == 0 {
        shown.insert(one.row)
        if one.line != nil { rows.insert(one.row) }
      }
    }
    return rows
  }

  /// What is open as it was invoiced has no past yet, unless money came and went before it was seen.
  private mutating func addNew(
    _ row: Int, _ version: Version, in book: Book, _ state: State, isMoving: Bool
  ) throws {
    let document = book.document(row)
    guard !document.isVoid else { return }
    guard
      try document.balance != document.amount || !document.instalment.isEmpty || isMoving
        || names(document.company, document.id) || state.payments.isNamed(document.id, company: document.company)
    else { return }
    add(new: document, version, key: NightsNews.key(ofNew: row))
  }

  /// Stands for the key that the state will give to a document of a row.
  static func key(ofNew row: Int) -> Int64 { -1 - Int64(row) }

  private static func key(of match: CashResult.Match, in book: Book) -> Int64 {
    let known = match.document(in: book)
    return known == 0 && match.row >= 0 ? key(ofNew: match.row) : known
  }
}

extension TonightsFiles {
  /// - Parameter late: with the rows of what nobody knew, which were added to the book.
  fileprivate func exports(
    _ late: [(export: LatePast.Export, unknownRows: [Int])], _ book: Book, _ state: State
  ) throws -> NightsExports {
    guard !late.isEmpty else { return NightsExports(companies: [:], newest: [:], whole: [], again: [], late: []) }
    var companies = try BookTables.companyIDs(state.database)
    for company in book.companies where companies[company] == nil { companies[company] = -1 - Int64(companies.count) }
    func key(_ row: Int) -> Int64 {
      let known = book.documents.stateIDs[row]
      return known == 0 ? NightsNews.key(ofNew: row) : known
    }
    return NightsExports(
      companies: companies, newest: refreshed,
      whole: taken.filter(\.isWhole).map { ($0.company, $0.day) },
      again: Dictionary(grouping: told.again, by: \.day).sorted { $0.key < $1.key }.map { day, rows in
        (day, rows.map { key($0.row) }.sorted())
      },
      late: try late.map { try LatePast.late($0.export, $0.unknownRows, book, companies, state, key) })
  }
}

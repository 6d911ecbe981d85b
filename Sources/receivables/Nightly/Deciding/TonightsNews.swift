import Diff
import Ledger
import Store

extension NightsNews {
  /// All that the ledger has to know of tonight to tell the past of documents as it will once the night is stored.
  /// - Parameters:
  ///   - payments, applications: of tonight's files.
  ///   - dataAsOf: the day of a company's newest export.
  init(
    _ payments: [Payment], _ applications: [Application], of changes: [RowChange], in book: Book, _ cash: CashResult,
    _ state: State, dataAsOf: (_ company: String) -> CalendarDate
  ) throws {
    self.init(payments, applications)
    let days = book.companies.map(dataAsOf)
    for (company, day) in zip(book.companies, days) { exported[company] = day }
    for change in changes {
      let row = book.documents.rows[change.row]
      guard book.documents.stateIDs[change.row] != 0 else {
        addNew(change, row, on: days[Int(row.company)], in: book)
        continue
      }
      guard change.before?.currency == row.currency else { continue }
      versions[book.documents.stateIDs[change.row]] = NightsNews.Version(
        on: days[Int(row.company)], row, change.cause)
    }
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

  /// What is open as it was invoiced has no past yet.
  private mutating func addNew(_ change: RowChange, _ row: DocumentRow, on day: CalendarDate, in book: Book) {
    let document = book.document(change.row)
    guard !document.isVoid, document.balance != document.amount || !document.instalment.isEmpty else { return }
    add(new: document, NightsNews.Version(on: day, row, change.cause), key: NightsNews.key(ofNew: change.row))
  }

  /// Stands for the key that the state will give to a document of a row.
  static func key(ofNew row: Int) -> Int64 { -1 - Int64(row) }

  private static func key(of match: CashResult.Match, in book: Book) -> Int64 {
    let known = match.document(in: book)
    return known == 0 && match.row >= 0 ? key(ofNew: match.row) : known
  }
}

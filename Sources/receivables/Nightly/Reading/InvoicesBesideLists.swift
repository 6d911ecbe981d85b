import Diff
import Ledger
import Store

/// What feeds without payments (`carriesPayments`) tell beside the ERP's own exports. The ERP is right: an invoice says what was due when it was issued, and
/// moves no balance that the ERP has told.
struct InvoicesBesideLists {
  static let code = "invoice-not-listed"
  /// By place in the book, the day of the newest list of a company's open items that the invoices at hand are not newer than.
  private let lists: [UInt16: CalendarDate]
  private let feeds: InvoicedFeeds?

  init(lists: [UInt16: CalendarDate], feeds: InvoicedFeeds?) { (self.lists, self.feeds) = (lists, feeds) }

  enum Word { case counts, listed, notListed }

  /// Whether a row of invoices says something of the present. What a list of the same night does not have is settled, unless it is dated on the
  /// list's day or later: then the list may have been made before it.
  /// - Parameter key: of the document in the state, 0 for a new one.
  func word(of row: DocumentRow, at target: Int, key: Int64) throws -> Word {
    if target >= 0, try feeds?.holds(row: target, key: key) == false { return .listed }
    guard let list = lists[row.company], row.documentDate.orNil.map({ $0 < list }) ?? true else { return .counts }
    return target >= 0 ? .listed : .notListed
  }
}

extension NightReading {
  /// Leaves rows of invoices out of which the ERP's exports have told.
  /// - Parameter whole: dates of tonight's lists of open items, by company.
  mutating func leaveListed(
    _ diff: inout DocumentDiff, _ export: Export, _ overtaken: OvertakenRows, _ whole: [String: CalendarDate]
  ) throws {
    guard !export.feed.showsPayments, !export.isSnapshot else { return }
    let beside = InvoicesBesideLists(
      lists: try lists(notOlderThan: export, diff, whole),
      feeds: InvoicedFeeds(installation.configuration, state, changes, book))
    var (count, first) = (0, "")
    let left = try diff.leaveOut { staged in
      let target = Int(staged.target)
      guard !overtaken.contains(target, of: staged.row.company) else { return false }
      let word = try beside.word(
        of: staged.row, at: target, key: target < 0 ? 0 : book.documents.stateIDs[target])
      if word == .notListed {
        if count == 0 { first = book.documents.key(staged.row.key).id }
        count += 1
      }
      return word != .counts
    }
    // A document has one file to stand in: these feeds have no parts.
    files[export.files[0]].taken -= left
    files[export.files[0]].unchanged += left
    guard count > 0 else { return }
    warn(
      code: InvoicesBesideLists.code,
      "\(files[export.files[0]].arrival.name) has \(count.counted("document")) that the list of open items of the same night does not have, the first \(first): dated before the list, \(count == 1 ? "it counts" : "they count") as settled"
    )
  }

  /// The newest list of open items of each company that an export names, where the export is not newer by a date of its own.
  private func lists(
    notOlderThan export: Export, _ diff: DocumentDiff, _ whole: [String: CalendarDate]
  ) throws -> [UInt16: CalendarDate] {
    let isDated = export.files.allSatisfy { files[$0].date != nil }
    var tonight = whole
    for file in files where file.arrival.state == .duplicate && file.kind == .documents && !file.isRedrop {
      guard file.reading?.feed.isSnapshot == true else { continue }
      for company in try companies(ofDuplicate: file) {
        tonight[company] = max(tonight[company] ?? file.date ?? asOf, file.date ?? asOf)
      }
    }
    let earlier = try ToldDocuments(state.database)
    var lists: [UInt16: CalendarDate] = [:]
    for company in Set(diff.totals.map(\.company)) {
      let id = book.companies[Int(company)]
      let known = earlier.newestSnapshot(of: id, dataAsOf: nil).flatMap { $0 >= export.date ? $0 : nil }
      let read = tonight[id].flatMap { !isDated || $0 >= export.date ? $0 : nil }
      lists[company] = [known, read].compactMap(\.self).max()
    }
    return lists
  }
}

import Diff
import Intake
import Ledger
import Normalize
import Pipeline
import Store

/// Corrected rows that are dropped again. They belong to the export they were missing from, and are as old as it: what a newer one has told of
/// their documents since stands, and they fill the past.
extension NightReading {
  /// An accepted file that was taken without some of its rows.
  private struct Lacking {
    var day: CalendarDate
    /// The run that took it; nil: tonight's.
    var run: Int64?
    /// Of its rejected rows; an empty customer stands for the whole company, an empty company for all.
    var customers: Set<CustomerKey>

    func lacks(_ customer: CustomerKey) -> Bool {
      customers.contains(customer) || customers.contains(CustomerKey(company: customer.company, customer: ""))
        || customers.contains { $0.company.isEmpty && ($0.customer.isEmpty || $0.customer == customer.customer) }
    }
  }

  /// Dates a redrop as the newest export that its rows can have been missing from, and leaves out the others: what an export told of needs no
  /// correction. False where none is left, for the whole file is ignored then.
  /// - Parameter speaksFor: dates of tonight's whole exports by company.
  mutating func placeRedrop(
    _ export: inout Export, _ diff: inout DocumentDiff, speaksFor: [String: CalendarDate]
  ) throws -> Bool {
    let index = export.files[0]
    let id = files[index].arrival.id
    let lacking = try lackingExports(export)
    let customers = corrected[id] ?? []
    let all = customers.union(try rejectedCustomers(of: files[index]))
    let day = lacking.first { one in all.contains(where: one.lacks) }?.day
    var others: Set<CustomerKey> = []
    var kept: Set<CustomerKey> = []
    let isRead = files[index].wasReadBefore
    let leftOut = try diff.leaveOut { staged in
      let customer = customer(of: staged.row)
      let origin = try lacking.first {
        try $0.lacks(customer) && !hasTold($0, of: Int(staged.target), export.feed)
      }
      // A whole export of tonight that is as new knows better.
      let isMissing = origin != nil && origin?.day == day && (isRead || speaksFor[customer.company] != day)
      if isMissing { kept.insert(customer) } else { others.insert(customer) }
      return !isMissing
    }
    corrected[id] = customers.subtracting(others.subtracting(kept))
    files[index].notMissing = leftOut
    let rows = files[index].arrival.rows
    if leftOut > 0 || day == nil {
      files[index].arrival.code = "redrop-replaced"
      files[index].arrival.message =
        "no export that still counts lacks \(day == nil ? rows : leftOut) of its \(rows.counted("row")): what newer ones have told stands"
      warn(code: "redrop-replaced", "\(files[index].arrival.path): \(files[index].arrival.message ?? "")")
    }
    guard let day, leftOut < rows else {
      files[index].arrival.state = .superseded
      return false
    }
    export.date = day
    files[index].date = day
    files[index].arrival.fileDate = day
    return true
  }

  /// Newest first. What a retracted run had read comes again together with the exports that it corrects.
  private func lackingExports(_ redrop: Export) throws -> [Lacking] {
    let feed = redrop.feed.feed
    var found = try state.arrivals.lacking(feed: feed).map {
      Lacking(day: $0.day, run: $0.run, customers: Set($0.customers.map(CustomerKey.init)))
    }
    guard files[redrop.files[0]].wasReadBefore else { return found }
    for file in files where file.feed?.feed == feed && !file.isRedrop && file.lacksRows {
      found.append(Lacking(day: file.date ?? asOf, run: nil, customers: try rejectedCustomers(of: file)))
    }
    return found.enumerated().sorted { ($1.element.day, $0.offset) < ($0.element.day, $1.offset) }.map(\.element)
  }

  /// A file that can be read. The few rows of a redrop may not tell the order of dates or the decimal mark: they are those of the export that they were
  /// missing from.
  /// - Throws: `FileRefusal`, `IOFailure`.
  func settle(_ resolved: ResolvedFile, _ source: borrowing ReadableFile, _ file: PendingFile) throws -> SettledFile {
    do {
      return try SettledFile(resolved, source, mask: accountMask)
    } catch let refusal as FileRefusal {
      guard resolved.feed.isRedrop(file.arrival.name), let known = try stylesOfCorrected(resolved.feed) else {
        throw refusal
      }
      return try SettledFile(resolved, source, mask: accountMask, known: known)
    }
  }

  /// How the newest export of a feed that lacks rows is written, or where a retracted run had read it, one that is read again tonight; nil: it cannot be
  /// read any more.
  private func stylesOfCorrected(_ feed: FeedDeclaration) throws -> Styles? {
    let known = try state.arrivals.lackingRows().last { $0.feed == feed.name && $0.state == .accepted }
    guard let lacking = known else {
      return files.last { $0.arrival.feed == feed.name && !$0.isRedrop && $0.reading?.styles != nil }?.reading?.styles
    }
    let path = Path.join(installation.archive, lacking.archived)
    guard try Path.exists(path) else { return nil }
    let source = try ReadableFile(path)
    let head = try FileHead(source, name: lacking.name, folder: feed.name, path: path)
    do {
      return try SettledFile(FeedResolution.resolve(head, as: feed), source, mask: accountMask).styles
    } catch is FileRefusal { return nil }
  }

  private func customer(of row: DocumentRow) -> CustomerKey {
    CustomerKey(
      company: book.companies[Int(row.company)],
      customer: row.customer >= 0
        ? book.customers.id(Int(row.customer)) : book.documents.text.string(row.customerText))
  }

  /// Whether an export changed a document: then its row was none of those that were rejected.
  private func hasTold(_ export: Lacking, of row: Int, _ feed: FeedSettings) throws -> Bool {
    guard feed.showsPayments, let run = export.run, row >= 0, book.documents.stateIDs[row] != 0 else { return false }
    return try DocumentLookup(state.database).isChanged(book.documents.stateIDs[row], by: run)
  }
}

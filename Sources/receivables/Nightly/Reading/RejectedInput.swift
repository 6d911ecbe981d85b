import Diff
import Intake
import Ledger
import Pipeline
import Store

/// Whom rows concern that were rejected, and which files bring them after all.
extension NightReading {
  /// What a file of single records tells of.
  struct Telling {
    /// Company and id of each record, and its id alone, for rows whose company could not be read.
    var records: Set<String> = []
    var customers: Set<CustomerKey> = []
    var companies: Set<String> = []
  }

  private static let silencing: Set<Ledger.Feed> = [.payments, .applications, .decisions]

  private static func name(_ company: String, _ record: String) -> String { "\(company)\u{1F}\(record)" }

  /// Keeps what an accepted file tells of, as far as somebody may ask: rows of its feed are missing, or tonight has other files of it.
  mutating func noteTelling(_ records: [(record: FeedRecord, position: RecordPosition)], _ index: Int) {
    guard let kind = files[index].kind, NightReading.silencing.contains(kind) else { return }
    let feed = files[index].arrival.feed ?? ""
    guard missing.asks(feed) || files.count(where: { $0.arrival.feed == feed }) > 1 else { return }
    var telling = Telling()
    for (record, _) in records {
      guard let (company, id, customer) = record.missingKey else { continue }
      telling.records.insert(NightReading.name(company, id))
      telling.records.insert(NightReading.name("", id))
      telling.customers.insert(CustomerKey(company: company, customer: customer))
      telling.companies.insert(company)
    }
    telling.companies.formUnion(files[index].rejected.compactMap(\.company))
    tellings[index] = telling
  }

  /// In the order in which files are read: what each brings of the rows that are missing, and what it was taken without itself. Documents
  /// were asked as they were read.
  mutating func noteRejected() throws {
    for index in files.indices {
      let file = files[index]
      guard let feed = file.feed, let kind = feed.columns?.feed, NightReading.silencing.contains(kind) else { continue }
      switch file.arrival.state {
      case .accepted:
        if let telling = tellings[index] {
          let named = feed.namedCompanies
          // A list of decisions with rows that cannot be read ends nothing: one of them may be what is missed.
          let isWhole =
            file.reading?.feed.isSnapshot == true && !file.isRedrop && (kind != .decisions || file.doubtful.isEmpty)
          missing.end(
            by: taken(
              index, whole: isWhole ? (named.isEmpty ? telling.companies : Set(named)) : nil,
              customers: telling.customers
            ) { row in telling.records.contains(NightReading.name(row.company, row.record)) })
        }
        missing.note(file, file.rejected, asOf: asOf)
      // A redrop that cannot be used leaves missing what was missing.
      case .rejected
      where file.arrival.code != "feed-disconnected" && FeedDeclaration(feed)?.isRedrop(file.arrival.name) != true:
        missing.note(rejected: file, of: companies(of: feed), asOf: asOf)
        files[index].arrival.help =
          "\(file.arrival.help.map { "\($0); " } ?? "")until it has come nobody of \(companies(of: feed).joined(separator: ", ")) is reminded; "
          + "if nothing of it is to come: receivables reject \(file.arrival.sha12) --by NAME --reason TEXT"
      default: break
      }
    }
    if files.contains(where: { $0.rejected.contains { $0.documentKey != nil } }) { book.documents.indexRows() }
    let (book, payments) = (self.book, self.payments)
    var zeros: CustomerZeros?
    try missing.settle { try NightReading.customers(of: $0, book, payments, state, &zeros) }
  }

  /// A file that was taken, as those ask whose rows are missing.
  func taken(
    _ index: Int, whole: Set<String>?, customers: Set<CustomerKey>, tells: @escaping (MissingRow) -> Bool
  ) -> MissingRows.Taken {
    let file = files[index]
    return MissingRows.Taken(
      feed: file.arrival.feed ?? "", name: file.arrival.name, sha256: file.arrival.sha256, day: file.date ?? asOf,
      isDated: file.date != nil, isDocuments: file.kind == .documents, isRedrop: file.isRedrop,
      lacksRows: !file.doubtful.isEmpty, rows: file.arrival.rows - file.arrival.rejectedRows - file.notMissing,
      whole: whole, customers: customers, tells: tells)
  }

  /// An export of documents that is about to be applied: what it brings of the rows that are missing, and what it was taken without. Of what a newer
  /// one has told, tonight or before, nothing is missing.
  mutating func noteMissing(
    _ export: Export, _ diff: DocumentDiff, _ companies: [String], _ overtaken: OvertakenRows
  ) {
    let hasRejects = export.files.contains { !files[$0].rejected.isEmpty }
    guard hasRejects || missing.asks(export.feed.feed) else { return }
    book.documents.indexRows()
    let book = self.book
    func tells(of row: MissingRow) -> Bool {
      guard !row.record.isEmpty else { return false }
      guard !row.company.isEmpty else {
        return book.companies.indices.contains { diff.tells(of: row.record, company: UInt16($0), in: book) }
      }
      return book.companies.firstIndex(of: row.company)
        .map { diff.tells(of: row.record, company: UInt16($0), in: book) } ?? false
    }
    for (number, index) in export.files.enumerated() {
      // Its parts are one list, and all of them tell.
      missing.end(
        by: taken(
          index, whole: export.isSnapshot && number == 0 ? Set(companies) : nil,
          customers: corrected[files[index].arrival.id] ?? [], tells: tells))
    }
    let newer = Set(overtaken.companies.map { book.companies[Int($0)] })
    func isOvertaken(_ row: RejectedRow) -> Bool {
      guard let company = row.company else { return false }
      if newer.contains(company) { return true }
      guard !overtaken.rows.isEmpty, let key = row.documentKey else { return false }
      return book.documentRow(company, key).map(overtaken.rows.contains) ?? false
    }
    for index in export.files {
      missing.note(files[index], files[index].rejected.filter { !isOvertaken($0) }, asOf: asOf)
    }
    let hidden = diff.hidden(in: book).filter { !overtaken.contains($0, of: book.documents.rows[$0].company) }
    missing.note(
      hidden: hidden.map { at in
        let row = book.documents.rows[at]
        return (
          book.companies[Int(row.company)], book.customers.id(Int(row.customer)), book.documents.text.string(row.key)
        )
      }, files[export.files[0]], asOf: asOf)
  }

  /// Customers of the rows of a file that were rejected.
  func rejectedCustomers(of file: PendingFile) throws -> Set<CustomerKey> {
    var zeros: CustomerZeros?
    return try file.doubtful.reduce(into: []) {
      $0.formUnion(try NightReading.customers(of: $1, book, payments, state, &zeros))
    }
  }

  /// Whom a rejected row concerns: the customer it names, and the one of whom its document is known; where it names neither, the one of
  /// its payment; else nobody knows, and it may be anybody of the company.
  /// - Parameter zeros: made for the first row that has lost or gained some.
  private static func customers(
    of row: RejectedRow, _ book: Book, _ payments: [Payment], _ state: State, _ zeros: inout CustomerZeros?
  ) throws -> Set<CustomerKey> {
    let company = row.company ?? ""
    var found: Set<String> = []
    if let customer = row.customerID, !customer.isEmpty {
      found.insert(customer)
      if CustomerZeros.isCode(row.code) {
        let known = zeros ?? CustomerZeros(book)
        zeros = known
        if let other = known.known(company, customer) { found.insert(other) }
      }
    }
    if let key = row.documentKey, let at = book.documentRow(company, key) {
      found.insert(book.customers.id(Int(book.documents.rows[at].customer)))
    }
    if found.isEmpty, let parts = row.recordID?.split(separator: "\u{1F}"), parts.count == 2 {
      let payment = String(parts[0])
      let own =
        try payments.first { $0.company == company && $0.id == payment }
        ?? state.cash.payment(company: company, id: payment)?.payment
      if let customer = own?.customerID, !customer.isEmpty { found.insert(customer) }
    }
    return Set((found.isEmpty ? [""] : found).map { CustomerKey(company: company, customer: $0) })
  }
}

import Ledger
import Pipeline
import Store

/// Rows of documents, payments, applications and decisions that are missing, for they were rejected. Whom they concern is not reminded until a file brings
/// them rightly, a whole list takes their place, or a person says that they are not to come; a file about something else says nothing of them.
struct MissingRows {
  /// A file that was taken, and what it speaks of.
  struct Taken {
    var feed: String
    var name: String
    var sha256: String
    /// Its own day, else that of the run.
    var day: CalendarDate
    var isDated: Bool
    var isDocuments: Bool
    var isRedrop: Bool
    /// It was taken without some of its rows.
    var lacksRows: Bool
    /// Rows that it brings.
    var rows: Int
    /// Companies of which it is the whole list; nil: it tells only of what it names.
    var whole: Set<String>?
    /// Customers of its rows, for redrops.
    var customers: Set<CustomerKey> = []
    /// Whether it tells of what a row tells of.
    var tells: (_ row: MissingRow) -> Bool
  }

  /// Those of earlier nights that are missing still.
  private(set) var standing: [MissingRow] = []
  /// Those that tonight's files have brought.
  private(set) var ended: [MissingRow] = []
  /// Tonight's.
  private(set) var tonight: [MissingRow] = []
  /// What tonight's tell of themselves, as long as nobody has found out whom they concern.
  private var sources: [(row: MissingRow, source: RejectedRow?)] = []
  /// Feeds of documents.
  private let documentFeeds: Set<String>
  /// Rejected files of earlier nights some of whose rows have keys.
  private let withKeys: Set<Int64>

  init(_ state: State, _ configuration: Configuration, _ standings: FeedStandings) throws {
    // A feed that has ended for good brings nothing.
    standing = try state.missingRows.open().filter { !standings.isDisconnected($0.feed) }
    documentFeeds = Set(configuration.intake.feeds.filter { $0.columns?.feed == .documents }.map(\.feed))
    let files = Set(standing.lazy.filter { $0.what == .file }.map(\.arrival))
    withKeys = try files.filter { try state.missingRows.haveKeys(arrival: $0) }
  }

  /// Whether anybody asks what a file of a feed tells of.
  func asks(_ feed: String) -> Bool {
    let isDocuments = documentFeeds.contains(feed)
    func isAsked(_ row: MissingRow) -> Bool {
      row.feed == feed || isDocuments && documentFeeds.contains(row.feed)
    }
    return standing.contains(where: isAsked) || sources.contains { isAsked($0.row) }
  }

  // MARK: What comes right

  mutating func end(by file: Taken) {
    let documents = documentFeeds
    var named: [MissingRow] = []
    take { row in
      guard MissingRows.isSpokenOf(row, by: file, documents) else { return false }
      if row.what == .row, !row.record.isEmpty { named.append(row) }
      return true
    }
    if file.isRedrop { endCounted(file, named) }
    endFiles()
  }

  /// The corrected rows of a redrop are as many as the newest file lacks: whatever was corrected in them, they are those.
  private mutating func endCounted(_ file: Taken, _ named: [MissingRow]) {
    let own = (standing + sources.map(\.row)).filter {
      $0.feed == file.feed && $0.what == .row && (!file.isDocuments || $0.day == file.day)
    }
    guard let newest = own.max(by: { $0.arrival < $1.arrival }) else { return }
    let others = named.count { $0.arrival != newest.arrival }
    guard file.rows - others >= newest.rejectedRows else { return }
    take { $0.arrival == newest.arrival && $0.what == .row }
  }

  /// A rejected file has come when all its rows have that are known by a key.
  private mutating func endFiles() {
    let open = standing + sources.map(\.row)
    let keyed = withKeys.union(sources.lazy.filter { $0.row.what == .row && !$0.row.record.isEmpty }.map(\.row.arrival))
      .union(ended.lazy.filter { $0.what == .row && !$0.record.isEmpty }.map(\.arrival))
    let whole = Set(open.lazy.filter { $0.what == .file }.map(\.arrival)).filter { file in
      keyed.contains(file) && !open.contains { $0.arrival == file && $0.what == .row && !$0.record.isEmpty }
    }
    let gone = Set(ended.lazy.filter { $0.what == .file }.map(\.arrival)).union(whole)
    take { gone.contains($0.arrival) }
  }

  private mutating func take(where ends: (MissingRow) -> Bool) {
    let found = standing.filter(ends)
    if !found.isEmpty {
      ended += found
      standing.removeAll { found.contains($0) }
    }
    sources.removeAll { ends($0.row) }
  }

  private static func isSpokenOf(_ row: MissingRow, by file: Taken, _ documents: Set<String>) -> Bool {
    let isOwn = row.feed == file.feed
    guard isOwn || file.isDocuments && documents.contains(row.feed) else { return false }
    // What an older file says is no news of it; corrected rows of single records have no day of their own.
    guard file.day >= row.day || file.isRedrop && !file.isDocuments else { return false }
    if let whole = file.whole, row.company.isEmpty ? isOwn : whole.contains(row.company) { return true }
    let isSameFile =
      isOwn && !file.lacksRows && !file.isRedrop
      && (row.sha256 == file.sha256
        || row.name == file.name && row.isDated && file.isDated && row.day == file.day)
    if row.what == .file || row.what == .row && row.record.isEmpty {
      if isSameFile { return true }
      return row.what == .row && isOwn && file.isRedrop && (!file.isDocuments || row.day == file.day)
        && file.customers.contains(CustomerKey(company: row.company, customer: row.customer))
    }
    return file.tells(row)
  }

  // MARK: What is missing

  /// Notes the rows that a file was taken without.
  mutating func note(_ file: PendingFile, _ rejected: [RejectedRow], asOf: CalendarDate) {
    for row in rejected where !row.isHarmless && !row.isOfOtherCompany {
      var missing = MissingRow(file, asOf, .row)
      missing.company = row.company ?? ""
      missing.customer = row.customerID ?? ""
      missing.record = row.key(in: file) ?? ""
      sources.append((missing, row))
    }
  }

  /// Notes documents that a file may have, in rows whose document cannot be read.
  mutating func note(
    hidden: [(company: String, customer: String, key: String)], _ file: PendingFile, asOf: CalendarDate
  ) {
    for one in hidden {
      var missing = MissingRow(file, asOf, .hidden)
      (missing.company, missing.customer, missing.record) = (one.company, one.customer, one.key)
      sources.append((missing, nil))
    }
  }

  /// Notes a file that was rejected as a whole. The same bytes that were rejected before are missing once.
  mutating func note(rejected file: PendingFile, of companies: [String], asOf: CalendarDate) {
    take { $0.sha256 == file.arrival.sha256 && $0.feed == file.arrival.feed }
    for company in companies {
      var missing = MissingRow(file, asOf, .file)
      missing.company = company
      sources.append((missing, nil))
    }
    note(file, file.rejected, asOf: asOf)
  }

  /// Finds out whom tonight's rows concern, now that all is read.
  mutating func settle(_ customers: (RejectedRow) throws -> Set<CustomerKey>) rethrows {
    var seen: Set<MissingRow> = []
    for (row, source) in sources {
      for customer in try source.map(customers)?.sorted() ?? [CustomerKey(company: row.company, customer: row.customer)]
      {
        var row = row
        (row.company, row.customer) = (customer.company, customer.customer)
        if seen.insert(row).inserted { tonight.append(row) }
      }
    }
    sources = []
  }

  /// Whom all of them concern.
  var customers: Set<CustomerKey> {
    Set((standing + tonight).map { CustomerKey(company: $0.company, customer: $0.customer) })
  }
}

extension MissingRow {
  fileprivate init(_ file: PendingFile, _ asOf: CalendarDate, _ what: What) {
    self.init(
      arrival: file.arrival.id, feed: file.arrival.feed ?? "", name: file.arrival.name, sha256: file.arrival.sha256,
      rejectedRows: file.arrival.rejectedRows - file.othersRejected, day: file.date ?? asOf, isDated: file.date != nil,
      company: "",
      customer: "", record: "", what: what)
  }
}

extension RejectedRow {
  /// What the row is known by when it comes again.
  fileprivate func key(in file: PendingFile) -> String? { file.kind == .documents ? documentKey : recordID }

  /// A decision that keeps nobody from being reminded, or that its feed may not bring.
  fileprivate var isHarmless: Bool {
    if code == "contact-not-allowed" { return true }
    switch decisionKind.flatMap({ Decision.Kind(rawValue: $0.lowercased()) }) {
    case .release, .send, .invite, .score, .channel, .waive: return true
    default: return false
    }
  }
}

extension FeedRecord {
  /// What a payment, an application or a decision is known by when it comes again, see `RejectedRow.recordID`; nil for others.
  var missingKey: (company: String, record: String, customer: String)? {
    switch self {
    case .payment(let it): (it.company, it.id, it.customerID)
    case .application(let it):
      RejectedRow.application(payment: it.paymentID, document: it.documentID).map { (it.company, $0, "") }
    case .decision(let it): (it.company, it.id, it.customerID)
    case .customer, .contact, .control, .rate, .deliveryEvent, .accessRequest: nil
    }
  }
}

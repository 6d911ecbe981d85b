import Formats
import Intake
import Ledger
import Normalize
import Pipeline
import Store

/// Lines of exports that name a customer's number and are about somebody else: a customer of another company with the same number, or one
/// whose postal code or invoice happens to be it. Whom a line is about is told by reading the export as a night does.
struct OthersLines {
  let installation: Installation
  let state: State
  let company: String
  let customerID: String
  /// Other companies that have a customer of this number, in order.
  private let companies: [String]

  init(_ installation: Installation, _ state: State, company: String, customerID: String) throws {
    (self.installation, self.state) = (installation, state)
    (self.company, self.customerID) = (company, customerID)
    let others = try state.erasures.customers().filter { $0.customerID == customerID && $0.company != company }
    companies = Set(others.map(\.company)).sorted()
  }

  /// How pages of ours tell customers of one number apart.
  var page: PageCompanies {
    let known = installation.configuration
    func named(_ id: String) -> Company {
      var unknown = Company()
      unknown.id = id
      return known.company(id) ?? unknown
    }
    return companies.isEmpty ? .none : PageCompanies(own: named(company), others: companies.map(named))
  }

  /// Numbers of lines, from 1, on which only records of others stand that do not refer to the customer either. Those of a file that cannot be
  /// read are nobody else's: in doubt a line is the customer's.
  /// - Parameter archived: path of an original below `archive`.
  func lines(of archived: String) throws -> Set<Int> {
    guard let feed = try feed(of: archived) else { return [] }
    let path = Path.join(installation.archive, archived)
    guard try Path.exists(path) else { return [] }
    do { return try others(path, feed) } catch is FileRefusal { return [] } catch is Diagnostic { return [] }
  }

  /// Numbers of lines, from 1, with decisions about documents of the customer that name somebody else; none of a file that cannot be read.
  func decided(of archived: String, _ traces: CustomerTraces) throws -> Set<Int> {
    guard let feed = try feed(of: archived), feed.feed == .decisions else { return [] }
    let path = Path.join(installation.archive, archived)
    guard try Path.exists(path) else { return [] }
    var lines: Set<Int> = []
    do {
      let source = try ReadableFile(path)
      var (reading, _) = try reading(source, path, feed)
      try reading.run(source) { _ in
      } batch: { _ in
      } record: { record, position in
        guard case .decision(let one) = record, one.company == company, one.customerID != customerID,
          let document = one.documentID, traces.hasDocument(named: document), position.lineFrom <= position.lineTo
        else { return }
        lines.formUnion(position.lineFrom...position.lineTo)
      }
    } catch is FileRefusal { return lines } catch is Diagnostic { return lines }
    return lines
  }

  /// The feed of an original; nil: several had it, or none that is configured.
  private func feed(of archived: String) throws -> FeedDeclaration? {
    let feeds = Set(try state.arrivals.arrivals(sha256Prefix: Path.name(archived)).compactMap(\.feed))
    guard feeds.count == 1 else { return nil }
    return installation.configuration.intake.feeds.first { $0.feed == feeds.first }.flatMap(FeedDeclaration.init)
  }

  private func reading(
    _ source: borrowing ReadableFile, _ path: String, _ feed: FeedDeclaration
  ) throws -> (WholeReading, ResolvedFile) {
    let head = try FileHead(source, name: Path.name(path), folder: feed.name, path: path)
    let resolved = try FeedResolution.resolve(head, as: feed)
    let settled = try SettledFile(resolved, source, mask: installation.accountMask(state))
    let companies = installation.configuration.companies.map(\.id)
    return (WholeReading(settled, companies, installation.configuration.normalize.maxRejects), resolved)
  }

  private func others(_ path: String, _ feed: FeedDeclaration) throws -> Set<Int> {
    let source = try ReadableFile(path)
    var (reading, resolved) = try reading(source, path, feed)
    let own = installation.configuration.companies.firstIndex { $0.id == company }
    var records: [Extent] = []
    func note(_ position: RecordPosition, isOther: Bool) {
      records.append(
        Extent(record: position.record, from: position.lineFrom, to: position.lineTo, isOther: isOther))
    }
    try reading.run(source) { _ in
    } batch: { batch in
      for (row, position) in zip(batch.rows, batch.positions) {
        note(position, isOther: Int(row.company) != own || !batch.text.equal(row.customerText, customerID))
      }
    } record: { record, position in
      note(position, isOther: record.isAbout(company, customerID) == false)
    }
    var mayShare = resolved.isXML
    if case .other = resolved.format { mayShare = true }
    return OthersLines.lines(of: records, mayShare: mayShare)
  }

  /// Where a record stands in a file.
  struct Extent {
    var record: Int
    var from: Int
    var to: Int
    var isOther: Bool
  }

  /// Lines on which records of others stand, and none of the customer. In XML several may share a line; and what
  /// several records share (a head with the customer, lines below it) stands between them or before the first: it is of others where those around it are, and
  /// none between them was rejected.
  static func lines(of records: [Extent], mayShare: Bool) -> Set<Int> {
    var others: Set<Int> = []
    var own: Set<Int> = []
    var before = Extent(record: 0, from: 0, to: 0, isOther: true)
    for one in records where one.from <= one.to {
      if one.isOther { others.formUnion(one.from...one.to) } else { own.formUnion(one.from...one.to) }
      if mayShare, before.isOther, one.isOther, one.record == before.record + 1, before.to + 1 < one.from {
        others.formUnion(before.to + 1..<one.from)
      }
      before = one
    }
    return others.subtracting(own)
  }
}

extension FeedRecord {
  /// Whether it is of the customer, or refers to it; nil where it says nothing of customers.
  fileprivate func isAbout(_ company: String, _ customer: String) -> Bool? {
    switch self {
    case .customer(let one):
      one.company == company
        && (one.id == customer || Customer.fieldsOfOthers.contains { one.details[$0] == customer })
    case .contact(let one): one.company == company && one.customerID == customer
    // Money that a bank tells without a customer may be anybody's of the company.
    case .payment(let one): one.company == company && (one.customerID.isEmpty || one.customerID == customer)
    case .decision(let one): one.company == company && one.customerID == customer
    case .application(let one): one.company == company
    case .control, .rate, .deliveryEvent, .accessRequest: nil
    }
  }
}

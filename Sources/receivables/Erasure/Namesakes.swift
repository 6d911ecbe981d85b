import Formats
import Intake
import Ledger
import Normalize
import Pipeline
import Store

/// Customers of other companies that have the same number: where companies number their customers each by themselves, a line of an export that
/// names the number may be about somebody else. Which company a line is of is told by reading the export as a night does.
struct Namesakes {
  let installation: Installation
  let state: State
  let company: String
  /// Other companies that have a customer of this number, in order; none: nothing has to be read.
  private let companies: [String]

  init(_ installation: Installation, _ state: State, company: String, customerID: String) throws {
    (self.installation, self.state, self.company) = (installation, state, company)
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

  /// Numbers of lines, from 1, on which only records of other companies stand. Those of a file that cannot be read are nobody else's: in doubt a
  /// line is the customer's.
  /// - Parameter archived: path of an original below `archive`.
  func lines(of archived: String) throws -> Set<Int> {
    guard !companies.isEmpty else { return [] }
    let feeds = Set(try state.arrivals.arrivals(sha256Prefix: Path.name(archived)).compactMap(\.feed))
    guard feeds.count == 1,
      let feed = installation.configuration.intake.feeds.first(where: { $0.feed == feeds.first }),
      let declaration = FeedDeclaration(feed)
    else { return [] }
    let path = Path.join(installation.archive, archived)
    guard try Path.exists(path) else { return [] }
    do { return try others(path, declaration) } catch is FileRefusal { return [] } catch is Diagnostic { return [] }
  }

  private func others(_ path: String, _ feed: FeedDeclaration) throws -> Set<Int> {
    let source = try ReadableFile(path)
    let head = try FileHead(source, name: Path.name(path), folder: feed.name, path: path)
    let resolved = try FeedResolution.resolve(head, as: feed)
    let settled = try SettledFile(resolved, source, mask: installation.accountMask)
    let companies = installation.configuration.companies.map(\.id)
    var reading = WholeReading(settled, companies, installation.configuration.normalize.maxRejects)
    let own = companies.firstIndex(of: company)
    var records: [Extent] = []
    func note(_ position: RecordPosition, isOther: Bool) {
      records.append(
        Extent(record: position.record, from: position.lineFrom, to: position.lineTo, isOther: isOther))
    }
    try reading.run(source) { _ in
    } batch: { batch in
      for (row, position) in zip(batch.rows, batch.positions) { note(position, isOther: Int(row.company) != own) }
    } record: { record, position in
      note(position, isOther: record.company.map { $0 != company } ?? false)
    }
    var mayShare = resolved.isXML
    if case .other = resolved.format { mayShare = true }
    return Namesakes.lines(of: records, mayShare: mayShare)
  }

  /// Where a record stands in a file.
  struct Extent {
    var record: Int
    var from: Int
    var to: Int
    var isOther: Bool
  }

  /// Lines on which records of others stand, and none of the customer's company. In XML several may share a line; and what
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
  /// Of whose books it is; nil where it says nothing of a customer.
  fileprivate var company: String? {
    switch self {
    case .customer(let one): one.company
    case .contact(let one): one.company
    case .payment(let one): one.company
    case .application(let one): one.company
    case .decision(let one): one.company
    case .control, .rate, .deliveryEvent, .accessRequest: nil
    }
  }
}

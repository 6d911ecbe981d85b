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
  /// False: no other company has a customer of this number, and nothing has to be read.
  private let isOne: Bool

  init(_ installation: Installation, _ state: State, company: String, customerID: String) throws {
    (self.installation, self.state, self.company) = (installation, state, company)
    isOne = try state.erasures.customers().contains { $0.customerID == customerID && $0.company != company }
  }

  /// Numbers of lines, from 1, on which records of other companies stand. Those of a file that cannot be read are nobody else's: in doubt a
  /// line is the customer's.
  /// - Parameter archived: path of an original below `archive`.
  func lines(of archived: String) throws -> Set<Int> {
    guard isOne else { return [] }
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
    var lines: Set<Int> = []
    func note(_ position: RecordPosition) {
      if position.lineFrom <= position.lineTo { lines.formUnion(position.lineFrom...position.lineTo) }
    }
    try reading.run(source) { _ in
    } batch: { batch in
      for (row, position) in zip(batch.rows, batch.positions) where Int(row.company) != own { note(position) }
    } record: { record, position in
      if let named = record.company, named != company { note(position) }
    }
    return lines
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

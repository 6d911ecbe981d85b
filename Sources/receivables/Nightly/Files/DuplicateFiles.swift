import Ledger
import Store

extension NightReading {
  /// A re-drop of what stands changes nothing, but the data are as fresh as the file; and a whole one speaks for its companies in place of
  /// files that were held before.
  mutating func noteDuplicates() throws {
    for index in files.indices where files[index].arrival.state == .duplicate && files[index].arrival.rows == 0 {
      let file = files[index].arrival
      // Of tonight's, but of a later day: it says again what the other one says.
      let twin = files.first {
        $0.arrival.sha256 == file.sha256 && $0.arrival.feed == file.feed && $0.arrival.state != .duplicate
      }
      if let twin, twin.date != files[index].date { files[index].arrival.rows = twin.arrival.rows }
    }
    for file in files where file.arrival.state == .duplicate && file.kind == .documents && !isOfRefused(file) {
      let date = file.date ?? asOf
      let isWhole = file.reading?.feed.isSnapshot == true && !file.isRedrop && file.feed?.parts ?? 1 == 1
      for company in try companies(ofDuplicate: file) {
        refreshed[company] = max(refreshed[company] ?? date, date)
        if isWhole, try !state.arrivals.isHeld(company, since: date) {
          replaced[company] = max(replaced[company] ?? date, date)
        }
        guard !file.isRedrop, let feed = file.arrival.feed else { continue }
        taken.append(
          TakenDocuments(
            feed: feed, company: company, day: date, isWhole: file.reading?.feed.isSnapshot == true, isCopy: true))
      }
    }
  }

  /// A file that is held or rejected says nothing of today, and neither does its copy.
  private func isOfRefused(_ file: PendingFile) -> Bool {
    files.contains {
      $0.arrival.sha256 == file.arrival.sha256 && $0.arrival.feed == file.arrival.feed
        && ($0.arrival.state == .held || $0.arrival.state == .rejected)
    }
  }

  /// Whom a file with the bytes of another speaks for.
  func companies(ofDuplicate file: PendingFile) throws -> [String] {
    if let tonight = spokenFor[file.arrival.sha256] { return tonight }
    if let named = file.feed?.namedCompanies, !named.isEmpty { return named }
    let known = try state.arrivals.arrivals(sha256Prefix: file.arrival.sha256).first { $0.state == .accepted }
    guard let known else { return [] }
    let named = try state.arrivals.companies(ofArrival: known.id)
    return named.isEmpty && known.rows == 0 ? try companies(ofEmpty: file) : named
  }

  /// Whom a file without rows speaks for: a delta for everybody that files of its feed have spoken for, a whole export for those of them of
  /// whom nothing is open, which is what it says.
  func companies(ofEmpty file: PendingFile) throws -> [String] {
    guard !file.isRedrop else { return [] }
    let known = try state.arrivals.companies(ofFeed: file.arrival.feed ?? "")
    let told = known.isEmpty && companyIDs.count == 1 ? companyIDs : known
    guard file.reading?.feed.isSnapshot == true else { return told }
    let open = Set(book.documents.rows.lazy.filter { $0.balance != 0 && !$0.flags.contains(.void) }.map(\.company))
    return told.filter { name in book.companies.firstIndex(of: name).map { !open.contains(UInt16($0)) } ?? true }
  }
}

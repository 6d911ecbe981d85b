import Diff
import Ledger
import Pipeline
import Store

extension NightReading {
  /// What whole exports of the feed said last, of earlier nights or of tonight.
  func previousSnapshots(_ feed: FeedSettings) throws -> [PreviousSnapshot] {
    // No export can have a company that pipeline.json does not list any more, and none speaks for one that its feed does not name.
    let listed = Set(companies(of: feed)).intersection(companyIDs)
    let tonight = snapshots.filter { snapshot in
      snapshot.isAccepted
        && files.contains { $0.arrival.id == snapshot.arrival && $0.arrival.feed == feed.feed }
    }
    let known = try state.arrivals.snapshots(feed: feed.feed)
    let earlier = known.compactMap { snapshot -> PreviousSnapshot? in
      guard listed.contains(snapshot.company), let company = book.companies.firstIndex(of: snapshot.company),
        !tonight.contains(where: { $0.totals.company == UInt16(company) })
      else { return nil }
      let together = known.filter { $0.arrival == snapshot.arrival }.compactMap {
        book.companies.firstIndex(of: $0.company)
      }
      return PreviousSnapshot(
        company: UInt16(company), currency: snapshot.currency, open: snapshot.documents, tail: snapshot.tail,
        together: Set(together.map { UInt16($0) }))
    }
    return earlier
      + tonight.map { snapshot in
        PreviousSnapshot(
          company: snapshot.totals.company, currency: snapshot.totals.currency, open: snapshot.totals.open,
          tail: snapshot.totals.tail.map { book.documents.text.string($0) },
          together: Set(tonight.filter { $0.arrival == snapshot.arrival }.map(\.totals.company)))
      }
  }
}

import Diff
import Ledger
import Normalize

extension NightReading {
  /// Counts what is passed over of a file of documents. A file of changes that calls a known document a draft takes it back: nothing is owed of it until
  /// it is told as a document again. A whole export does so by not having it.
  mutating func passOver(_ normalizer: DocumentNormalizer, _ diff: inout DocumentDiff, _ index: Int) {
    files[index].skipped += normalizer.drafts + normalizer.problems.othersLeftOut
    guard diff.extent == .delta, !normalizer.draftsNamed.isEmpty else { return }
    book.documents.indexRows()
    for draft in normalizer.draftsNamed {
      guard let row = book.documents.find(company: UInt16(draft.company), key: draft.key) else { continue }
      diff.setBack(row, draft.position, in: book)
    }
  }
}

import Diff
import Ledger
import Pipeline

/// The ERP's own dunning: at first sight of a document its level and the date of its last reminder count, later ours do. While messages of a company do
/// not count the ERP may go on reminding, and until our first night that counts its newest word is the level.
struct ERPLevels {
  private struct Word: Equatable {
    var level = 0
    var date: CalendarDate?
  }

  let asOf: CalendarDate
  /// Of stage decide.
  let liveFrom: CalendarDate?

  /// Of documents that are new. Gives the rows of the book.
  func takeNew(_ changes: [RowChange], _ book: inout Book) -> Set<Int> {
    guard isTold(book) else { return [] }
    var rows: Set<Int> = []
    for change in changes where change.kind == .new {
      let word = word(of: book.documents.rows[change.row], book)
      guard word != Word() else { continue }
      take(word, change.row, &book)
      rows.insert(change.row)
    }
    return rows
  }

  /// Of documents of which the ERP says another level or date than before. Gives the rows of the book.
  /// - Parameter lastNight: as-of date of the night before tonight's.
  func takeNewer(_ changes: [RowChange], _ book: inout Book, _ night: Night, lastNight: CalendarDate?) -> Set<Int> {
    guard isTold(book) else { return [] }
    let rehearsed = Set(
      night.companies.lazy.filter { one in
        !one.isLive || (one.company.liveFrom ?? liveFrom).map { $0 > lastNight ?? .missing } ?? true
      }.map(\.company.id))
    guard !rehearsed.isEmpty else { return [] }
    var rows: Set<Int> = []
    for change in changes {
      guard let before = change.before else { continue }
      let document = book.documents.rows[change.row]
      guard rehearsed.contains(book.companies[Int(document.company)]) else { continue }
      let (old, new) = (word(of: before, book), word(of: document, book))
      let memory = book.documents.memory[change.row] ?? ItemMemory()
      let isOld = memory.level == old.level && (old.date == nil || memory.lastRemindedOn == old.date)
      guard new != old, isOld || new.date ?? asOf > memory.lastRemindedOn ?? .missing else { continue }
      take(new, change.row, &book)
      rows.insert(change.row)
    }
    return rows
  }

  private func isTold(_ book: Book) -> Bool {
    let shapes = book.documents.shapes
    return shapes.mayHave("reminder_level") || shapes.mayHave("last_reminded_on")
  }

  private func word(of document: DocumentRow, _ book: Book) -> Word {
    Word(
      level: max(0, book.documents.detail("reminder_level", of: document).flatMap { Int($0) } ?? 0),
      date: book.documents.detail("last_reminded_on", of: document).flatMap { CalendarDate($0) })
  }

  /// A level without a date was reached on a day that nobody knows: at the latest tonight.
  private func take(_ word: Word, _ row: Int, _ book: inout Book) {
    let date = word.date ?? (word.level > 0 ? asOf : nil)
    var memory = book.documents.memory[row] ?? ItemMemory()
    memory.level = word.level
    memory.levelReachedOn = word.level > 0 ? date : nil
    memory.lastRemindedOn = date
    book.documents.memory[row] = memory
  }
}

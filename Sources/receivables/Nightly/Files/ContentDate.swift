import Formats
import Ledger

/// The date that a file states in a column: the newest of it.
struct ContentDate {
  private let column: String
  private(set) var newest: CalendarDate?
  private var hasColumn = false
  private var hasRows = false
  private var unread: String?

  /// - Parameter column: as `fileDate` names it; what a title block gives may have the `@` of mappings before it.
  init(column: String) { self.column = column }

  mutating func look(_ record: RecordView) {
    hasRows = true
    let named = record.columns.firstIndex(of: column)
    guard let at = named ?? record.columns.firstIndex(where: { column.first == "@" && $0 == column.dropFirst() }) else {
      return
    }
    hasColumn = true
    guard at < record.fields.count, !record.fields[at].isEmpty else { return }
    if let date = ContentDate.day(record.fields[at]) {
      newest = max(newest ?? date, date)
    } else {
      unread = unread ?? String(decoding: record.fields[at].prefix(40), as: UTF8.self)
    }
  }

  /// Why there is no date, with what to do. A file without a row states none, and is as old as its run.
  func fault(feed: String) -> (what: String, help: String)? {
    guard newest == nil, hasRows else { return nil }
    guard hasColumn else {
      return (
        "it has no column `\(column)`, which is to tell its date", "change `fileDate` of feed `\(feed)`, or the export"
      )
    }
    let what = unread.map { "`\($0)` in column `\(column)` is no date" } ?? "column `\(column)` has no date"
    return (what, "write YYYY-MM-DD, YYYYMMDD or DD.MM.YYYY there, or change `fileDate` of feed `\(feed)`")
  }

  /// A day in one of the ways of writing that can be taken in one way only; a time may follow.
  static func day(_ text: UnsafeRawBufferPointer) -> CalendarDate? {
    let bytes = Array(text)
    func isOver(_ at: Int) -> Bool { at == bytes.count || bytes[at] == UInt8(ascii: "T") || bytes[at] == 0x20 }
    if bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), isOver(10) {
      return bytes.date(year: 0, month: 5, day: 8)
    }
    if bytes.count >= 10, bytes[2] == UInt8(ascii: "."), bytes[5] == UInt8(ascii: "."), isOver(10) {
      return bytes.date(year: 6, month: 3, day: 0)
    }
    if bytes.count >= 8, isOver(8) { return bytes.date(year: 0, month: 4, day: 6) }
    return nil
  }
}

extension [UInt8] {
  /// The date of which four digits begin here, and two each there; nil: it is none.
  func date(year: Int, month: Int, day: Int) -> CalendarDate? {
    func number(_ from: Int, _ count: Int) -> Int? {
      guard from + count <= self.count else { return nil }
      return self[from..<from + count].reduce(0) { sum, byte in
        sum.flatMap { (0x30...0x39).contains(byte) ? $0 * 10 + Int(byte - 0x30) : nil }
      }
    }
    guard let year = number(year, 4), let month = number(month, 2), let day = number(day, 2) else { return nil }
    return CalendarDate(year: year, month: month, day: day)
  }
}

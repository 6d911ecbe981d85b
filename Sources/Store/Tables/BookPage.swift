import Ledger

/// One column of a page: numbers one behind the other, little-endian.
struct PageColumn<Number: FixedWidthInteger> {
  let base: UnsafeRawPointer

  @inline(__always)
  subscript(row: Int) -> Number {
    Number(littleEndian: base.loadUnaligned(fromByteOffset: row &* MemoryLayout<Number>.size, as: Number.self))
  }
}

/// Takes the columns of a page apart, in the order in which they were written.
struct PageReader {
  private var rest: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) { rest = bytes }

  mutating func column<Number: FixedWidthInteger>(_ rows: Int) throws(StoreError) -> PageColumn<Number> {
    // A column of no rows has no address; it is never read.
    PageColumn(base: try take(rows * MemoryLayout<Number>.size).baseAddress ?? UnsafeRawPointer(bitPattern: 8)!)
  }

  /// What is left: the texts.
  func text() -> UnsafeRawBufferPointer { rest }

  private mutating func take(_ count: Int) throws(StoreError) -> UnsafeRawBufferPointer {
    guard rest.count >= count else { throw PageReader.damaged }
    let taken = UnsafeRawBufferPointer(rebasing: rest[..<count])
    rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    return taken
  }

  static let damaged = StoreError(
    code: 11, message: "a page of the open position is cut off: receivables verify tells more")
}

/// Puts the columns of a page together.
struct PageWriter {
  private(set) var bytes: [UInt8] = []

  init(bytes count: Int) { bytes.reserveCapacity(count) }

  mutating func column<Number: FixedWidthInteger>(_ rows: Int, _ value: (_ at: Int) -> Number) {
    let (start, size) = (bytes.count, MemoryLayout<Number>.size)
    bytes.append(contentsOf: repeatElement(0, count: rows * size))
    bytes.withUnsafeMutableBytes { out in
      for at in 0..<rows {
        out.storeBytes(of: value(at).littleEndian, toByteOffset: start &+ at &* size, as: Number.self)
      }
    }
  }

  mutating func text(_ text: UnsafeRawBufferPointer) { bytes.append(contentsOf: text) }
}

/// Documents of a page: what the book needs of them, as the row of the table `document` says it, and their key and details.
struct DocumentPage {
  let rows: Int
  let id: PageColumn<Int64>
  let amount: PageColumn<Int64>
  let balance: PageColumn<Int64>
  /// Keys in the state.
  let customer: PageColumn<UInt32>
  let company: PageColumn<UInt32>
  let learnedOn: PageColumn<Int32>
  let documentDate: PageColumn<Int32>
  let dueDate: PageColumn<Int32>
  let currency: PageColumn<UInt32>
  let keyBytes: PageColumn<UInt32>
  let detailsBytes: PageColumn<UInt32>
  let kind: PageColumn<UInt8>
  let flags: PageColumn<UInt8>
  /// Key and details of every row, one behind the other.
  let text: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer, rows: Int) throws(StoreError) {
    var reader = PageReader(bytes)
    self.rows = rows
    id = try reader.column(rows)
    amount = try reader.column(rows)
    balance = try reader.column(rows)
    customer = try reader.column(rows)
    company = try reader.column(rows)
    learnedOn = try reader.column(rows)
    documentDate = try reader.column(rows)
    dueDate = try reader.column(rows)
    currency = try reader.column(rows)
    keyBytes = try reader.column(rows)
    detailsBytes = try reader.column(rows)
    kind = try reader.column(rows)
    flags = try reader.column(rows)
    text = reader.text()
    var count = 0
    for row in 0..<rows { count &+= Int(keyBytes[row]) &+ Int(detailsBytes[row]) }
    guard count == text.count else { throw PageReader.damaged }
  }

  /// Bytes of a row's key and details.
  @inline(__always)
  func textBytes(_ row: Int) -> Int { Int(keyBytes[row]) &+ Int(detailsBytes[row]) }

  /// Bytes of a row's numbers.
  private static let numberBytes = 3 * 8 + 8 * 4 + 2

  /// A page of rows of the book.
  static func bytes(_ rows: ArraySlice<Int>, of book: Book, companies: [Int64]) -> [UInt8] {
    let documents = book.documents
    let customers = book.customers.rows
    let (from, count) = (rows.startIndex, rows.count)
    func row(_ at: Int) -> DocumentRow { documents.rows[rows[from + at]] }
    let textBytes = rows.reduce(0) {
      $0 &+ Int(documents.rows[$1].key.count) &+ Int(documents.rows[$1].details.count)
    }
    var page = PageWriter(bytes: count * DocumentPage.numberBytes + textBytes)
    page.column(count) { documents.stateIDs[rows[from + $0]] }
    page.column(count) { row($0).amount }
    page.column(count) { row($0).balance }
    page.column(count) { UInt32(customers[Int(row($0).customer)].stateID) }
    page.column(count) { UInt32(companies[Int(row($0).company)]) }
    page.column(count) { documents.learnedOn[rows[from + $0]].days }
    page.column(count) { row($0).documentDate.days }
    page.column(count) { row($0).dueDate.days }
    page.column(count) { row($0).currency.packed }
    page.column(count) { row($0).key.count }
    page.column(count) { row($0).details.count }
    page.column(count) { row($0).kind.rawValue }
    page.column(count) { row($0).flags.rawValue }
    documents.text.bytes.withUnsafeBytes { text in
      for at in 0..<count {
        page.text(text[row(at).key])
        page.text(text[row(at).details])
      }
    }
    return page.bytes
  }
}

/// What is remembered of documents, as rows of the table `item_memory` say it.
struct MemoryPage {
  let rows: Int
  let id: PageColumn<Int64>
  /// Level, the eight dates and the notice before the due date, in the order of the table's columns.
  private let values: [PageColumn<Int32>]

  /// Stands for a date or number that is not there.
  private static let none = Int32.min

  init(_ bytes: UnsafeRawBufferPointer, rows: Int) throws(StoreError) {
    var reader = PageReader(bytes)
    self.rows = rows
    id = try reader.column(rows)
    var values: [PageColumn<Int32>] = []
    for _ in 0..<10 { values.append(try reader.column(rows)) }
    self.values = values
  }

  func memory(_ row: Int) -> ItemMemory {
    let notice = values[9][row]
    return ItemMemory(level: Int(values[0][row]), preDueNotice: notice == MemoryPage.none ? nil : Int(notice)) { date in
      let days = values[1 + date][row]
      return days == MemoryPage.none ? nil : CalendarDate(days: days)
    }
  }

  static func bytes(_ rows: ArraySlice<Int>, of book: Book) -> [UInt8] {
    let (from, count) = (rows.startIndex, rows.count)
    let memories = rows.map { book.documents.memory.of($0) }
    // Closures and not key paths, which are resolved anew at every read.
    let dates: [(ItemMemory) -> CalendarDate?] = [
      { $0.levelReachedOn }, { $0.lastRemindedOn }, { $0.payBy }, { $0.reopenedOn }, { $0.partPaidOn },
      { $0.dueEarlierOn }, { $0.heldUntil }, { $0.handedOverOn },
    ]
    var page = PageWriter(bytes: count * (8 + 9 * 4))
    page.column(count) { book.documents.stateIDs[rows[from + $0]] }
    page.column(count) { Int32(memories[$0].level) }
    for date in dates { page.column(count) { date(memories[$0])?.days ?? none } }
    page.column(count) { memories[$0].preDueNotice.map { Int32($0) } ?? none }
    return page.bytes
  }
}

extension ItemMemory {
  /// As pages keep it: a level, eight dates in this order, a notice.
  init(level: Int, preDueNotice: Int?, date: (_ at: Int) -> CalendarDate?) {
    self.init()
    self.level = level
    levelReachedOn = date(0)
    lastRemindedOn = date(1)
    payBy = date(2)
    reopenedOn = date(3)
    partPaidOn = date(4)
    dueEarlierOn = date(5)
    heldUntil = date(6)
    handedOverOn = date(7)
    self.preDueNotice = preDueNotice
  }
}

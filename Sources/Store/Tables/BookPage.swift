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

  /// The next bytes.
  mutating func bytes(_ count: Int) throws(StoreError) -> UnsafeRawBufferPointer { try take(count) }

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

/// Documents of a page: what the book needs of them, as the row of the table `document` says it, and their key and details. The details
/// are values of shapes, which the page itself tells.
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
  /// Number in the page of the shape of a row's details.
  private let shape: PageColumn<UInt16>
  /// The shapes of the page, and their numbers in the book.
  private let shapes: DetailShapes
  private let numbers: [UInt16]
  /// Key and details of every row, one behind the other.
  let text: UnsafeRawBufferPointer

  /// - Parameter book: the shapes of the book that the page is read for.
  init(_ bytes: UnsafeRawBufferPointer, rows: Int, _ book: inout DetailShapes) throws(StoreError) {
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
    shape = try reader.column(rows)
    (shapes, numbers) = try DocumentPage.shapes(&reader, &book)
    text = reader.text()
    var count = 0
    var highest: UInt16 = 0
    for row in 0..<rows {
      count &+= Int(keyBytes[row]) &+ Int(detailsBytes[row])
      highest = max(highest, shape[row])
    }
    guard count == text.count, highest < numbers.count else { throw PageReader.damaged }
  }

  private static func shapes(
    _ reader: inout PageReader, _ book: inout DetailShapes
  ) throws(StoreError) -> (DetailShapes, [UInt16]) {
    let count: PageColumn<UInt16> = try reader.column(1)
    let bytes: PageColumn<UInt32> = try reader.column(Int(count[0]))
    var shapes = DetailShapes()
    var numbers = [DetailShapes.json]
    for at in 0..<Int(count[0]) {
      let text = try reader.bytes(Int(bytes[at]))
      guard Int(shapes.number(of: text)) == at + 1 else { throw PageReader.damaged }
      numbers.append(book.number(of: text))
    }
    return (shapes, numbers)
  }

  /// The details of a row, whose key and details begin at `text` in the arena of the book's table.
  @inline(__always)
  func details(_ row: Int, _ text: Int, in table: inout DocumentTable) -> PackedDetails {
    let own = shape[row]
    let values = TextRange(offset: UInt32(text) &+ keyBytes[row], count: detailsBytes[row])
    let number = numbers[Int(own)]
    if number != DetailShapes.json { return PackedDetails(values: values, shape: number) }
    return packed(PackedDetails(values: values, shape: own), in: &table)
  }

  /// Details that were JSON when the page was written, or are to be from now on.
  @inline(never)
  private func packed(_ details: PackedDetails, in table: inout DocumentTable) -> PackedDetails {
    var json = shapes.json(details, in: table.text)
    return json.withUTF8 { table.add(details: UnsafeRawBufferPointer($0)) }
  }

  /// Bytes of a row's key and details.
  @inline(__always)
  func textBytes(_ row: Int) -> Int { Int(keyBytes[row]) &+ Int(detailsBytes[row]) }

  /// Bytes of a row's numbers.
  private static let numberBytes = 3 * 8 + 8 * 4 + 2 + 2

  /// A page of rows of the book.
  static func bytes(_ rows: ArraySlice<Int>, of book: Book, companies: [Int64]) -> [UInt8] {
    let documents = book.documents
    let customers = book.customers.rows
    let (from, count) = (rows.startIndex, rows.count)
    func row(_ at: Int) -> DocumentRow { documents.rows[rows[from + at]] }
    let textBytes = rows.reduce(0) {
      $0 &+ Int(documents.rows[$1].key.count) &+ Int(documents.rows[$1].details.values.count)
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
    page.column(count) { row($0).details.values.count }
    page.column(count) { row($0).kind.rawValue }
    page.column(count) { row($0).flags.rawValue }
    write(rows, documents, to: &page)
    documents.text.bytes.withUnsafeBytes { text in
      for at in 0..<count {
        page.text(text[row(at).key])
        page.text(text[row(at).details.values])
      }
    }
    return page.bytes
  }

  /// Writes the numbers of the rows' shapes in the page, and the shapes.
  private static func write(_ rows: ArraySlice<Int>, _ documents: DocumentTable, to page: inout PageWriter) {
    var shapes = DetailShapes()
    /// By number in the book; `json` for those that no row has.
    var numbers = [UInt16](repeating: DetailShapes.json, count: documents.shapes.count)
    for row in rows {
      let shape = documents.rows[row].details.shape
      guard shape != DetailShapes.json, numbers[Int(shape)] == DetailShapes.json else { continue }
      numbers[Int(shape)] = documents.shapes.withText(shape) { shapes.number(of: $0) }
    }
    page.column(rows.count) { numbers[Int(documents.rows[rows[rows.startIndex + $0]].details.shape)] }
    page.column(1) { _ in UInt16(shapes.count - 1) }
    page.column(shapes.count - 1) { at in shapes.withText(UInt16(at + 1)) { UInt32($0.count) } }
    for shape in 1..<max(1, shapes.count) { shapes.withText(UInt16(shape)) { page.text($0) } }
  }
}

/// What is remembered of documents, as rows of the table `item_memory` say it.
struct MemoryPage {
  let rows: Int
  let id: PageColumn<Int64>
  /// Level, the eight dates, the notice before the due date and the level's step, in the order of the table's columns.
  private let values: [PageColumn<Int32>]

  /// Stands for a date or number that is not there.
  private static let none = Int32.min

  init(_ bytes: UnsafeRawBufferPointer, rows: Int) throws(StoreError) {
    var reader = PageReader(bytes)
    self.rows = rows
    id = try reader.column(rows)
    var values: [PageColumn<Int32>] = []
    for _ in 0..<11 { values.append(try reader.column(rows)) }
    self.values = values
  }

  func memory(_ row: Int) -> ItemMemory {
    let (notice, step) = (values[9][row], values[10][row])
    return ItemMemory(
      level: Int(values[0][row]), step: step == MemoryPage.none ? nil : LevelStep(number: step),
      preDueNotice: notice == MemoryPage.none ? nil : Int(notice)
    ) { date in
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
    var page = PageWriter(bytes: count * (8 + 11 * 4))
    page.column(count) { book.documents.stateIDs[rows[from + $0]] }
    page.column(count) { Int32(memories[$0].level) }
    for date in dates { page.column(count) { date(memories[$0])?.days ?? none } }
    page.column(count) { memories[$0].preDueNotice.map { Int32($0) } ?? none }
    page.column(count) { memories[$0].levelStep?.number ?? none }
    return page.bytes
  }
}

extension ItemMemory {
  /// As pages keep it: a level, its step, eight dates in this order, a notice.
  init(level: Int, step: LevelStep?, preDueNotice: Int?, date: (_ at: Int) -> CalendarDate?) {
    self.init()
    self.level = level
    levelStep = step
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

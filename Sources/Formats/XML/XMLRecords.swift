import CLibXML2
import Ledger

/// Records as the SAX callbacks put them together: the text of the fields one behind the other, and where each lies.
struct XMLRecords {
  struct Cell {
    var column: Int
    var start: Int
    var end: Int
  }
  struct Record {
    var position: RecordPosition
    var element: String
    var firstCell: Int
    var endCell: Int
    var problems: [RecordProblem]
  }

  var context: xmlParserCtxtPtr?
  let expectedRoot: String?
  let expectedRecord: String?
  private(set) var root: String?
  private(set) var firstRecord: String?
  /// Element names in the order in which they first occurred, and libxml2's address of each name: it keeps one copy per name.
  private(set) var columns: [String] = []
  private var names: [UnsafePointer<xmlChar>] = []
  /// In which record each column occurred last.
  private var lastSeen: [Int] = []

  private(set) var text: [UInt8] = []
  private(set) var cells: [Cell] = []
  private var complete: [Record] = []
  private var current: Record?

  private var depth = 0
  private(set) var isComplete = false
  private var count = 0
  /// The column of the field that is open; -1 between fields.
  private var open = -1
  private var guess = 0
  /// Bytes and lines before the first byte that libxml2 was given.
  var byteShift = 0
  var lineShift = 0
  private(set) var refusal: Diagnostic?
  private(set) var syntaxError: XMLSyntaxError?

  static let cut = "was the file copied while it was being written? drop it again when it is complete"

  init(expectedRoot: String?, expectedRecord: String?) {
    self.expectedRoot = expectedRoot
    self.expectedRecord = expectedRecord
  }

  // MARK: What the parser meets

  @inline(__always)
  mutating func start(_ name: UnsafePointer<xmlChar>, _ attributes: Int, _ attribute: UnsafePointer<xmlChar>?) {
    depth += 1
    switch depth {
    case 1: startRoot(String(cString: name))
    case 2: startRecord(String(cString: name), attribute)
    case 3: startField(name, attribute)
    default: startNested(name)
    }
  }

  @inline(__always)
  mutating func end() {
    switch depth {
    case 3: endField()
    case 2: endRecord()
    case 1: isComplete = true
    default: break
    }
    depth -= 1
  }

  @inline(__always)
  mutating func characters(_ bytes: UnsafePointer<xmlChar>, _ length: Int) {
    if depth == 3, open >= 0 {
      text.append(contentsOf: UnsafeBufferPointer(start: bytes, count: length))
    } else if depth < 3 {
      stray(UnsafeBufferPointer(start: bytes, count: length))
    }
  }

  mutating func refuse(_ code: String, _ message: String, _ help: String) {
    guard refusal == nil else { return }
    refusal = Diagnostic(
      file: "", line: line, column: Int(context?.pointee.input?.pointee.col ?? 0), message: message, code: code,
      help: help)
    if let context { xmlStopParser(context) }
  }

  mutating func note(_ error: XMLSyntaxError) {
    if syntaxError == nil { syntaxError = error }
  }

  private var line: Int { Int(context?.pointee.input?.pointee.line ?? 0) + lineShift }

  // MARK: Root and records

  private mutating func startRoot(_ name: String) {
    root = name
    if let expectedRoot, name != expectedRoot {
      refuse("xml-root", "the root element is <\(name)>, not <\(expectedRoot)>", "is this the right feed for the file?")
    }
  }

  private mutating func startRecord(_ name: String, _ attribute: UnsafePointer<xmlChar>?) {
    if firstRecord == nil { firstRecord = name }
    count += 1
    guess = 0
    let position = RecordPosition(record: count, lineFrom: line, lineTo: line, byteOffset: offset)
    var record = Record(
      position: position, element: name, firstCell: cells.count, endCell: cells.count, problems: [])
    if let expectedRecord, name != expectedRecord {
      record.problems.append(
        RecordProblem(
          code: "xml-record", message: "<\(name)> is no record of this feed, <\(expectedRecord)> is",
          hint: "one file holds the records of one feed"))
    }
    current = record
    if let attribute { addProblem(attributeOf: name, attribute, field: nil) }
  }

  private mutating func endRecord() {
    guard var record = current else { return }
    record.position.lineTo = line
    record.endCell = cells.count
    complete.append(record)
    current = nil
    let bytes = record.firstCell < cells.count ? cells[cells.count - 1].end - cells[record.firstCell].start : 0
    if bytes > XMLSafety.recordBytes {
      refuse("record-too-long", "a record has more than 1 MiB of text", "is this the right kind of file?")
    }
  }

  /// Offset of the `<` that opened the element at hand.
  private var offset: Int {
    guard let input = context?.pointee.input?.pointee, let base = input.base, var here = input.cur else { return 0 }
    while here > base, here.pointee != UInt8(ascii: "<") { here -= 1 }
    return byteShift + Int(input.consumed) + (here - base)
  }

  // MARK: Fields

  private mutating func startField(_ name: UnsafePointer<xmlChar>, _ attribute: UnsafePointer<xmlChar>?) {
    open = column(name)
    guess = open + 1
    if let attribute { addProblem(attributeOf: String(cString: name), attribute, field: open) }
    if lastSeen[open] == count { return repeated() }
    lastSeen[open] = count
    cells.append(Cell(column: open, start: text.count, end: text.count))
  }

  private mutating func repeated() {
    addProblem("xml-repeated", "<\(columns[open])> stands twice in one record", "write each field once", field: open)
    open = -1
  }

  private mutating func endField() {
    guard open >= 0 else { return }
    let last = cells.count - 1
    if text.count - cells[last].start > XMLSafety.fieldBytes { shorten(last) }
    cells[last].end = text.count
    open = -1
  }

  private mutating func shorten(_ last: Int) {
    let bytes = text.count - cells[last].start
    addProblem(
      "field-too-long", "the field has \(bytes) bytes, more than 64 KiB", "leave documents and pictures out",
      field: open)
    text.removeLast(bytes)
  }

  private mutating func startNested(_ name: UnsafePointer<xmlChar>) {
    if depth > XMLSafety.depth {
      return refuse(
        "xml-depth", "elements are nested more than \(XMLSafety.depth) deep", "records are flat: root, record, field")
    }
    guard depth == 4 else { return }
    let hasOne = current?.problems.contains { $0.code == "xml-nested" } ?? true
    guard !hasOne else { return }
    addProblem(
      "xml-nested", "<\(String(cString: name))> stands inside a field", "a field holds text only",
      field: open < 0 ? nil : open)
  }

  private mutating func stray(_ bytes: UnsafeBufferPointer<xmlChar>) {
    guard bytes.contains(where: { $0 > 0x20 }) else { return }
    if depth == 2 {
      let hasOne = current?.problems.contains { $0.code == "xml-text" } ?? true
      guard !hasOne else { return }
      return addProblem("xml-text", "text stands between the fields", "put it into an element of its own", field: nil)
    }
    refuse("xml-shape", "text stands between the records", "records are elements: root, record, field")
  }

  /// The column of an element name: nearly always the one behind the column before.
  @inline(__always)
  private mutating func column(_ name: UnsafePointer<xmlChar>) -> Int {
    if guess < names.count, names[guess] == name { return guess }
    return names.firstIndex(of: name) ?? addColumn(name)
  }

  private mutating func addColumn(_ name: UnsafePointer<xmlChar>) -> Int {
    if columns.count >= XMLSafety.columns {
      refuse("xml-columns", "the records have more than \(XMLSafety.columns) different fields", "")
    }
    columns.append(String(cString: name))
    names.append(name)
    lastSeen.append(0)
    return columns.count - 1
  }

  // MARK: Problems

  private mutating func addProblem(attributeOf name: String, _ attribute: UnsafePointer<xmlChar>, field: Int?) {
    addProblem(
      "xml-attribute", "the attribute \(String(cString: attribute)) of <\(name)> is not read",
      "write it as an element of its own", field: field)
  }

  private mutating func addProblem(_ code: String, _ message: String, _ hint: String, field: Int?) {
    current?.problems.append(RecordProblem(code: code, message: message, hint: hint, field: field))
  }

  // MARK: Hand-over

  /// The records that have ended since the last call.
  mutating func takeComplete() -> [Record] {
    defer { complete.removeAll(keepingCapacity: true) }
    return complete
  }

  /// Forgets the texts of all records but the one that is still open.
  mutating func dropShown() {
    let first = current?.firstCell ?? cells.count
    let start = first < cells.count ? cells[first].start : text.count
    cells.removeFirst(first)
    text.removeFirst(start)
    for index in cells.indices {
      cells[index].start -= start
      cells[index].end -= start
    }
    current?.firstCell = 0
  }
}

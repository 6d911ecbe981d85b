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
    /// Of `elements`.
    var element: Int
    var firstCell: Int
    var endCell: Int
    /// Of `problems`; -1 where nothing is wrong.
    var problem: Int
  }
  /// An element name that is a column: libxml2 keeps one copy per name, so that its address tells it.
  private struct Field {
    var name: UnsafePointer<xmlChar>
    /// The last record that had it.
    var lastSeen: Int
  }

  /// First: see `XMLFaults`.
  var faults = XMLFaults()
  let expectedRoot: String?
  let expectedRecord: String?
  private(set) var root: String?
  /// Names of record elements in the order in which they first occurred.
  private(set) var elements: [String] = []
  private var elementNames: [UnsafePointer<xmlChar>] = []
  var firstRecord: String? { elements.first }
  /// Names of field elements in the order in which they first occurred.
  private(set) var columns: [String] = []
  private let fields = UnsafeMutablePointer<Field>.allocate(capacity: XMLSafety.columns + 1)
  private var fieldCount = 0

  private(set) var text = XMLTextArena()
  private(set) var cells: [Cell] = []
  private(set) var complete: [Record] = []
  private(set) var problems: [[RecordProblem]] = []
  private var current = Record(
    position: RecordPosition(record: 0, lineFrom: 0, lineTo: 0, byteOffset: 0), element: 0, firstCell: 0, endCell: 0,
    problem: -1)
  private var isInRecord = false
  /// Where the texts of the record at hand begin.
  private var start = 0

  private var depth = 0
  private var count = 0
  /// The column of the field that is open; -1 between fields.
  private var open = -1
  private var guess = 0
  /// Bytes of the open field that were too many to keep.
  private var surplus = 0

  init(expectedRoot: String?, expectedRecord: String?) {
    self.expectedRoot = expectedRoot
    self.expectedRecord = expectedRecord
  }

  func deallocate() {
    text.deallocate()
    fields.deallocate()
  }

  // MARK: What the parser meets

  @inline(__always)
  mutating func start(_ name: UnsafePointer<xmlChar>, _ attribute: UnsafePointer<xmlChar>?) {
    depth &+= 1
    switch depth {
    case 3: startField(name, attribute)
    case 2: startRecord(name, attribute)
    case 1: startRoot(String(cString: name))
    default: startNested(name)
    }
  }

  @inline(__always)
  mutating func end() {
    switch depth {
    case 3: endField()
    case 2: endRecord()
    case 1: faults.isComplete = true
    default: break
    }
    depth &-= 1
  }

  @inline(__always)
  mutating func characters(_ bytes: UnsafePointer<xmlChar>, _ length: Int) {
    if depth == 3, open >= 0 {
      // What is longer than the longest field is counted and not kept.
      guard surplus == 0, length <= XMLSafety.fieldBytes else { return surplus += length }
      text.append(bytes, length)
      if text.count &- cells[cells.count &- 1].start > XMLSafety.fieldBytes { surplus += 1 }
    } else if depth < 3 {
      stray(UnsafeBufferPointer(start: bytes, count: length))
    }
  }

  // MARK: Root and records

  private mutating func startRoot(_ name: String) {
    root = name
    if let expectedRoot, name != expectedRoot {
      faults.refuse(
        "xml-root", "the root element is <\(name)>, not <\(expectedRoot)>", "is this the right feed for the file?")
    }
  }

  private mutating func startRecord(_ name: UnsafePointer<xmlChar>, _ attribute: UnsafePointer<xmlChar>?) {
    count += 1
    guess = 0
    let place = faults.startTag
    current.position = RecordPosition(record: count, lineFrom: place.line, lineTo: place.line, byteOffset: place.offset)
    current.element = element(name)
    current.firstCell = cells.count
    current.problem = -1
    start = text.count
    isInRecord = true
    if let expectedRecord, elements[current.element] != expectedRecord {
      addProblem(
        "xml-record", "<\(elements[current.element])> is no record of this feed, <\(expectedRecord)> is",
        "one file holds the records of one feed", field: nil)
    }
    if let attribute { addProblem(attributeOf: elements[current.element], attribute, field: nil) }
  }

  private mutating func element(_ name: UnsafePointer<xmlChar>) -> Int {
    if let known = elementNames.firstIndex(of: name) { return known }
    if elements.count >= XMLSafety.columns {
      faults.refuse("xml-columns", "there are more than \(XMLSafety.columns) kinds of records", "")
      return 0
    }
    elements.append(String(cString: name))
    elementNames.append(name)
    return elements.count - 1
  }

  private mutating func endRecord() {
    isInRecord = false
    current.position.lineTo = faults.line
    current.endCell = cells.count
    complete.append(current)
  }

  // MARK: Fields

  private mutating func startField(_ name: UnsafePointer<xmlChar>, _ attribute: UnsafePointer<xmlChar>?) {
    open = column(name)
    guess = open + 1
    if let attribute { addProblem(attributeOf: String(cString: name), attribute, field: open) }
    if fields[open].lastSeen == count { return repeated() }
    fields[open].lastSeen = count
    surplus = 0
    cells.append(Cell(column: open, start: text.count, end: text.count))
  }

  private mutating func repeated() {
    addProblem("xml-repeated", "<\(columns[open])> stands twice in one record", "write each field once", field: open)
    open = -1
  }

  @inline(__always)
  private mutating func endField() {
    guard open >= 0 else { return }
    let last = cells.count &- 1
    if surplus > 0 { shorten(last) }
    cells[last].end = text.count
    open = -1
    if text.count &- start > XMLSafety.recordBytes {
      faults.refuse("record-too-long", "a record has more than 1 MiB of text", "is this the right kind of file?")
    }
  }

  private mutating func shorten(_ last: Int) {
    addProblem(
      "field-too-long", "the field has more than 64 KiB", "leave documents and pictures out", field: open)
    text.cut(to: cells[last].start)
  }

  private mutating func startNested(_ name: UnsafePointer<xmlChar>) {
    if depth > XMLSafety.depth {
      return faults.refuse(
        "xml-depth", "elements are nested more than \(XMLSafety.depth) deep", "records are flat: root, record, field")
    }
    guard depth == 4 else { return }
    guard !has("xml-nested") else { return }
    addProblem(
      "xml-nested", "<\(String(cString: name))> stands inside a field", "a field holds text only",
      field: open < 0 ? nil : open)
  }

  private mutating func stray(_ bytes: UnsafeBufferPointer<xmlChar>) {
    guard bytes.contains(where: { $0 > 0x20 }) else { return }
    if depth == 2 {
      guard !has("xml-text") else { return }
      return addProblem("xml-text", "text stands between the fields", "put it into an element of its own", field: nil)
    }
    faults.refuse("xml-shape", "text stands between the records", "records are elements: root, record, field")
  }

  /// The column of an element name: nearly always the one behind the column before.
  @inline(__always)
  private mutating func column(_ name: UnsafePointer<xmlChar>) -> Int {
    if guess < fieldCount, fields[guess].name == name { return guess }
    for index in 0..<fieldCount where fields[index].name == name { return index }
    return addColumn(name)
  }

  private mutating func addColumn(_ name: UnsafePointer<xmlChar>) -> Int {
    if columns.count >= XMLSafety.columns {
      faults.refuse("xml-columns", "the records have more than \(XMLSafety.columns) different fields", "")
      return 0
    }
    columns.append(String(cString: name))
    fields[fieldCount] = Field(name: name, lastSeen: 0)
    fieldCount += 1
    return fieldCount - 1
  }

  // MARK: Problems

  private mutating func addProblem(attributeOf name: String, _ attribute: UnsafePointer<xmlChar>, field: Int?) {
    addProblem(
      "xml-attribute", "the attribute \(String(cString: attribute)) of <\(name)> is not read",
      "write it as an element of its own", field: field)
  }

  private mutating func addProblem(_ code: String, _ message: String, _ hint: String, field: Int?) {
    guard isInRecord else { return }
    if current.problem < 0 {
      current.problem = problems.count
      problems.append([])
    }
    // A record that is wrong a hundred times is wrong.
    guard problems[current.problem].count < 100 else { return }
    problems[current.problem].append(RecordProblem(code: code, message: message, hint: hint, field: field))
  }

  private func has(_ code: String) -> Bool {
    !isInRecord || (current.problem >= 0 && problems[current.problem].contains { $0.code == code })
  }

  // MARK: Hand-over

  /// Forgets the records that are complete, and keeps the one that is still open.
  mutating func dropShown() {
    complete.removeAll(keepingCapacity: true)
    let first = isInRecord ? current.firstCell : cells.count
    let shown = isInRecord ? start : text.count
    cells.removeSubrange(..<first)
    text.removeFirst(shown)
    for index in cells.indices {
      cells[index].start -= shown
      cells[index].end -= shown
    }
    start = 0
    problems = isInRecord && current.problem >= 0 ? [problems[current.problem]] : []
    if current.problem > 0 { current.problem = 0 }
    current.firstCell = 0
  }
}

import CLibXML2
import Ledger

/// Where rows and child rows begin and end, and what is kept of them until they are shown.
extension XMLRows {
  var isInRow: Bool { rowTop > 0 }

  /// What an element means beside its text.
  @inline(never)
  mutating func open(
    _ state: Int, _ actions: XMLPathStates.Actions, _ name: UnsafePointer<xmlChar>, _ count: Int,
    _ attributes: Attributes?
  ) {
    if actions.contains(.scope) { for slot in states.details[state].scope { values.cells[slot] = .none } }
    if actions.contains(.row), rowTop == 0 { openRow(name) }
    if actions.contains(.each), rowTop > 0, childTop == 0 { openChild() }
    if actions.contains(.condition) {
      for condition in states.details[state].conditions { values.begin(condition) }
    }
    if actions.contains(.attributes), count > 0, let attributes {
      for wanted in states.details[state].attributes { read(wanted, attributes, count) }
      checkSize()
      reportOverflow()
    }
  }

  @inline(never)
  mutating func close(_ state: Int, _ actions: XMLPathStates.Actions) {
    if actions.contains(.condition) {
      for condition in states.details[state].conditions { values.end(condition) }
    }
    if actions.contains(.each), childTop == top { closeChild(isTaken(states.details[state].eachConditions)) }
    if actions.contains(.row), rowTop == top { closeRow(isTaken(states.details[state].rowConditions)) }
  }

  /// Of several rows that one element may be, one has to have no condition or a fulfilled one.
  private func isTaken(_ conditions: [Int]) -> Bool { conditions.contains { $0 < 0 || values.isMet[$0] } }

  private mutating func read(_ wanted: XMLPathStates.Attribute, _ attributes: Attributes, _ count: Int) {
    for index in 0..<count where wanted.name.fits(attributes[5 * index], attributes[5 * index + 2]) {
      guard let start = attributes[5 * index + 3], let end = attributes[5 * index + 4] else { return }
      let value = UnsafeRawBufferPointer(start: start, count: end - start).withoutBlanks
      guard let base = value.baseAddress, values.isAnyWanted([wanted.target]) else { return }
      guard value.count <= XMLSafety.fieldBytes else {
        if case .slot(let slot) = wanted.target { addProblem(slot) }
        return
      }
      let from = values.text.count
      values.text.appendAttribute(base.assumingMemoryBound(to: UInt8.self), value.count)
      if !values.take(wanted.target, Cell(from, values.text.count)) { values.text.cut(to: from) }
      return
    }
  }

  // MARK: Rows

  private mutating func openRow(_ name: UnsafePointer<xmlChar>) {
    rowTop = top
    row = opened()
    row.name = rowName(name)
    rowText = values.text.count
    for slot in firstRowSlot..<values.slots.count { values.cells[slot] = .none }
  }

  private mutating func openChild() {
    childTop = top
    child = opened()
    for slot in firstEachSlot..<values.slots.count { values.cells[slot] = .none }
  }

  private func opened() -> Record {
    var record = Record()
    (record.start, record.lineFrom) = faults.startTag
    record.tagEnd = faults.offset
    return record
  }

  private mutating func rowName(_ name: UnsafePointer<xmlChar>) -> Int {
    if let known = rowNames.firstIndex(of: name) { return known }
    rowNames.append(name)
    return rowNames.count - 1
  }

  private mutating func closeChild(_ isTaken: Bool) {
    childTop = 0
    guard isTaken else { return }
    child.end = faults.offset
    child.lineTo = faults.line
    child.child = childCells.count
    for slot in firstEachSlot..<values.slots.count { childCells.append(values.cells[slot]) }
    child.place = children.count + 1
    children.append(child)
    checkSize()
  }

  private mutating func closeRow(_ isTaken: Bool) {
    rowTop = 0
    defer { children.removeAll(keepingCapacity: true) }
    guard isTaken else { return childCells.removeSubrange((children.first?.child ?? childCells.count)...) }
    row.end = faults.offset
    row.lineTo = faults.line
    row.row = rowCells.count
    for slot in 0..<firstEachSlot { rowCells.append(values.cells[slot]) }
    guard !children.isEmpty else { return complete.append(row) }
    for var record in children {
      record.row = row.row
      record.name = row.name
      record.problem = joined(record.problem, row.problem)
      complete.append(record)
    }
  }

  /// Problems of a child row and those of its row.
  private mutating func joined(_ child: Int, _ row: Int) -> Int {
    guard child >= 0, row >= 0 else { return max(child, row) }
    problems.append(problems[row] + problems[child])
    return problems.count - 1
  }

  // MARK: Hand-over

  /// The value of a slot in a complete record.
  @inline(__always)
  func cell(_ slot: Int, of record: Record) -> Cell {
    if slot < firstEachSlot { return rowCells[record.row + slot] }
    return record.child < 0 ? .none : childCells[record.child + slot - firstEachSlot]
  }

  func nameBytes(_ name: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: rowNames[name], count: Int(xmlStrlen(rowNames[name])))
  }

  /// Forgets the records that are complete; keeps the row that is open and the values above.
  mutating func dropShown() {
    complete.removeAll(keepingCapacity: true)
    rowCells.removeAll(keepingCapacity: true)
    var keep = isInRow ? rowText : values.text.count
    for index in 0...top where frames[index].capture >= 0 { keep = min(keep, Int(frames[index].capture)) }
    let firstChild = children.first?.child ?? childCells.count
    childCells.removeSubrange(..<firstChild)
    for index in children.indices { children[index].child -= firstChild }
    if !isInRow || (row.problem < 0 && child.problem < 0 && !children.contains { $0.problem >= 0 }) { problems = [] }
    let shift = values.forgetTexts(before: keep, firstRowSlot: firstRowSlot)
    rowText -= shift
    for index in childCells.indices where childCells[index].length > 0 { childCells[index].start -= Int32(shift) }
    for index in 0...top where frames[index].capture >= 0 {
      frames[index].capture -= Int32(shift)
      frames[index].pausedAt -= Int32(shift)
    }
  }
}

extension XMLRows {
  /// The callbacks for elements and text beside those that all readers share.
  static var handler: xmlSAXHandler {
    var handler = XMLFaults.handler
    handler.startElementNs = { data, name, _, namespace, _, _, count, _, attributes in
      if let name { XMLRows.at(data).pointee.start(name, namespace, Int(count), attributes) }
    }
    handler.endElementNs = { data, _, _, _ in XMLRows.at(data).pointee.end() }
    handler.characters = { data, bytes, length in
      if let bytes { XMLRows.at(data).pointee.characters(bytes, Int(length)) }
    }
    handler.cdataBlock = handler.characters
    // The same function: libxml2 then spares itself the question which blanks matter.
    handler.ignorableWhitespace = handler.characters
    return handler
  }

  @inline(__always)
  private static func at(_ data: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<XMLRows> {
    data!.assumingMemoryBound(to: XMLRows.self)
  }
}

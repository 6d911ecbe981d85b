import CLibXML2
import Ledger

/// Rows of a deep XML file as the SAX callbacks put them together: only texts that the mapping wants are copied, everything else is
/// passed over by counting how deep it nests.
struct XMLRows {
  /// A complete record: a row without child rows, or a child row. Offsets are those of the text that was parsed.
  struct Record {
    var start = 0
    /// End of its start tag.
    var tagEnd = 0
    var end = 0
    var lineFrom = 0
    var lineTo = 0
    /// First of its cells in `rowCells` and in `childCells`; -1 where it is a row without child rows.
    var row = 0
    var child = -1
    /// Its number among the child rows of its row, from 1; 0 for the row itself.
    var place = 0
    /// Of `rowNames`.
    var name = 0
    /// Of `problems`; -1 where nothing is wrong.
    var problem = -1
  }
  /// An element that is open and wanted.
  struct Frame {
    var state: Int32
    /// Where its text began, and how much of it there was when an element within it began; -1 where its text is not wanted.
    var capture: Int32 = -1
    var pausedAt: Int32 = 0
    /// It is too long and is not copied any further.
    var hasSurplus = false
  }
  typealias Cell = XMLRowValues.Cell
  typealias Attributes = UnsafeMutablePointer<UnsafePointer<xmlChar>?>

  /// First: see `XMLFaults`.
  var faults = XMLFaults()
  var states: XMLPathStates
  var values: XMLRowValues
  /// Slots of `above` lie before those of the row, those of child rows last.
  let firstRowSlot: Int
  let firstEachSlot: Int
  private let roots: [String]

  let frames = UnsafeMutablePointer<Frame>.allocate(capacity: XMLSafety.depth + 2)
  private(set) var top = 0
  /// How many elements deep it is in something that nobody wants.
  private var unwanted = 0
  private var isCapturing = false

  // The row at hand, and what is complete: see XMLRowRecords.swift.
  var row = Record()
  var child = Record()
  /// How deep the open row and the open child row stand; 0 where none is open.
  var rowTop = 0
  var childTop = 0
  /// Child rows of the row at hand, and where its texts begin.
  var children: [Record] = []
  var rowText = 0
  var rowCells: [Cell] = []
  var childCells: [Cell] = []
  var complete: [Record] = []
  /// Local names of rows: memory of the parser.
  var rowNames: [UnsafePointer<xmlChar>] = []
  var problems: [[RecordProblem]] = []

  init(_ tree: XMLPathTree, namespaces: [String: String]) {
    states = XMLPathStates(tree, namespaces: namespaces)
    values = XMLRowValues(tree)
    firstRowSlot = tree.slots.firstIndex { $0.home != .above } ?? tree.slots.count
    firstEachSlot = tree.slots.firstIndex { $0.home == .each } ?? tree.slots.count
    roots = tree.nodes[0].children.map(\.name.local)
    frames[0] = Frame(state: XMLPathStates.document)
  }

  func deallocate() {
    states.deallocate()
    values.deallocate()
    frames.deallocate()
  }

  // MARK: What the parser meets

  @inline(__always)
  mutating func start(
    _ name: UnsafePointer<xmlChar>, _ namespace: UnsafePointer<xmlChar>?, _ count: Int, _ attributes: Attributes?
  ) {
    if unwanted > 0 { return skip() }
    if top == 0 { startRoot(name, namespace) }
    let target = states.step(frames[top].state, name, namespace)
    if target == 0 || top >= XMLSafety.depth { return skip() }
    if isCapturing {
      frames[top].pausedAt = Int32(truncatingIfNeeded: values.text.count)
      isCapturing = false
    }
    top &+= 1
    frames[top] = Frame(state: target)
    let state = states.states[Int(target)]
    if !state.actions.isEmpty { open(Int(target), state.actions, name, count, attributes) }
    if state.slot >= 0 {
      if values.cells[Int(state.slot)].length == 0 { capture() }
    } else if state.actions.contains(.texts), values.isAnyWanted(states.details[Int(target)].text) {
      capture()
    }
  }

  @inline(__always)
  mutating func end() {
    if unwanted > 0 {
      unwanted &-= 1
      if unwanted == 0 { isCapturing = frames[top].capture >= 0 && !frames[top].hasSurplus }
      return
    }
    let state = states.states[Int(frames[top].state)]
    if frames[top].capture >= 0 { endText(frames[top], state) }
    if state.actions.rawValue & XMLPathStates.Actions.closing.rawValue != 0 {
      close(Int(frames[top].state), state.actions)
    }
    top &-= 1
    isCapturing = false
    if frames[top].capture >= 0 { resume() }
    if top == 0 { faults.isComplete = true }
  }

  @inline(__always)
  mutating func characters(_ bytes: UnsafePointer<xmlChar>, _ length: Int) {
    guard isCapturing else { return }
    values.text.append(bytes, length)
    if values.text.count &- Int(frames[top].capture) > XMLSafety.fieldBytes { stopCapture() }
  }

  @inline(__always)
  private mutating func skip() {
    unwanted &+= 1
    isCapturing = false
    if top &+ unwanted > XMLSafety.depth {
      faults.refuse(
        "xml-depth", "elements are nested more than \(XMLSafety.depth) deep", "is this the right kind of file?")
    }
  }

  private mutating func startRoot(_ name: UnsafePointer<xmlChar>, _ namespace: UnsafePointer<xmlChar>?) {
    states.setRoot(namespace: namespace)
    let root = String(cString: name)
    guard !roots.contains(root) else { return }
    faults.refuse(
      "xml-root", "the root element is <\(root)>, not <\(roots.joined(separator: "> or <"))>",
      "is this the right feed for the file?")
  }

  // MARK: Text

  @inline(__always)
  private mutating func capture() {
    frames[top].capture = Int32(truncatingIfNeeded: values.text.count)
    isCapturing = true
  }

  /// A text that is too long is not copied any further; without it the record is rejected.
  @inline(never)
  private mutating func stopCapture() {
    isCapturing = false
    frames[top].hasSurplus = true
    values.text.cut(to: Int(frames[top].capture))
  }

  /// An element within a wanted text has ended: the text goes on behind what that element may have left.
  private mutating func resume() {
    let frame = frames[top]
    guard !frame.hasSurplus else { return }
    if values.text.count > Int(frame.pausedAt) {
      frames[top].capture = Int32(truncatingIfNeeded: values.text.count)
      values.text.appendOwn(Int(frame.capture), Int(frame.pausedAt - frame.capture))
      checkSize()
    }
    isCapturing = true
  }

  /// The text without the blanks around it goes to the slots that want it.
  @inline(__always)
  private mutating func endText(_ frame: Frame, _ state: XMLPathStates.State) {
    if frame.hasSurplus { return endLongText(frame) }
    let base = values.text.base
    var from = Int(frame.capture)
    var to = values.text.count
    while from < to, base[from] <= 0x20 { from &+= 1 }
    while to > from, base[to &- 1] <= 0x20 { to &-= 1 }
    if from == to {
      values.text.cut(to: Int(frame.capture))
    } else if state.slot >= 0 {
      values.cells[Int(state.slot)] = Cell(from, to)
      if values.text.count > XMLSafety.rowBytes { checkSize() }
    } else {
      endText(frame, Cell(from, to))
    }
  }

  private mutating func endText(_ frame: Frame, _ cell: Cell) {
    var isKept = false
    for target in states.details[Int(frame.state)].text where values.take(target, cell) { isKept = true }
    if isKept { checkSize() } else { values.text.cut(to: Int(frame.capture)) }
    reportOverflow()
  }

  private mutating func endLongText(_ frame: Frame) {
    for case .slot(let slot) in states.details[Int(frame.state)].text { addProblem(slot) }
  }

  mutating func checkSize() {
    let cells = (rowCells.count + childCells.count) * MemoryLayout<Cell>.stride
    guard values.text.count + cells + children.count * MemoryLayout<Record>.stride > XMLSafety.rowBytes else { return }
    faults.refuse(
      "record-too-long", "a row has more than \(XMLSafety.rowBytes >> 20) MiB of text",
      "is this the right kind of file?")
  }

  // MARK: Problems

  mutating func reportOverflow() {
    guard let slot = values.overflow else { return }
    values.overflow = nil
    addProblem(slot)
  }

  mutating func addProblem(_ slot: Int) {
    guard rowTop > 0 else { return }
    let problem = RecordProblem(
      code: "field-too-long", message: "the field has more than 64 KiB", hint: "leave documents and pictures out",
      field: states.tree.columns.firstIndex { $0.contains(slot) })
    let isOfChild = childTop > 0 && slot >= firstEachSlot
    let known = isOfChild ? child.problem : row.problem
    guard known < 0 else {
      // A record that is wrong a hundred times is wrong.
      if problems[known].count < 100 { problems[known].append(problem) }
      return
    }
    if isOfChild { child.problem = problems.count } else { row.problem = problems.count }
    problems.append([problem])
  }
}

extension XMLPathTree.Column {
  func contains(_ slot: Int) -> Bool {
    if case .slots(let slots) = self { slots.contains(slot) } else { false }
  }
}

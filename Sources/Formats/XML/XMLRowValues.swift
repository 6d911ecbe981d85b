/// The values of the row at hand: which texts have been found, and which wait for a condition such as `[PARVW='AG']`.
struct XMLRowValues {
  /// Where a value lies in `text`; without length there is none.
  struct Cell: Equatable {
    var start: Int32
    var length: Int32
    static let none = Cell(start: 0, length: 0)

    init(start: Int32, length: Int32) {
      self.start = start
      self.length = length
    }
    /// Texts of a row end long before `XMLSafety.rowBytes`.
    @inline(__always)
    init(_ start: Int, _ end: Int) {
      self.start = Int32(truncatingIfNeeded: start)
      length = Int32(truncatingIfNeeded: end &- start)
    }
  }
  /// A value below conditions that are not all known to be fulfilled yet.
  private struct Tentative {
    var slot: Int
    var cell: Cell
    /// How many of the slot's conditions, from the outermost, are still open.
    var open: Int
  }

  let slots: [XMLPathTree.Slot]
  private let literals: [[UInt8]]
  var text = XMLTextArena()
  let cells: UnsafeMutablePointer<Cell>
  private var tentative: [Tentative] = []
  /// Whether each condition is fulfilled, and how many tentative values there were when its element opened.
  private(set) var isMet: [Bool]
  private var firstTentative: [Int]
  /// A slot whose joined text has become too long.
  var overflow: Int?

  init(_ tree: XMLPathTree) {
    slots = tree.slots
    literals = tree.literals
    cells = .allocate(capacity: slots.count + 1)
    cells.initialize(repeating: .none, count: slots.count + 1)
    isMet = [Bool](repeating: false, count: literals.count)
    firstTentative = [Int](repeating: 0, count: literals.count)
  }

  func deallocate() {
    text.deallocate()
    cells.deallocate()
  }

  /// Whether a text for these would change anything.
  func isAnyWanted(_ targets: [XMLPathTree.Target]) -> Bool {
    targets.contains { target in
      switch target {
      case .slot(let slot): cells[slot].length == 0 || slots[slot].joinsAll
      case .condition(let condition): !isMet[condition]
      }
    }
  }

  /// - Returns: whether the text is to stay where it is.
  mutating func take(_ target: XMLPathTree.Target, _ cell: Cell) -> Bool {
    switch target {
    case .condition(let condition):
      if text[Int(cell.start), Int(cell.length)].elementsEqual(literals[condition]) { fulfil(condition) }
      return false
    case .slot(let slot):
      let open = stillOpen(slots[slot].conditions[...])
      if open > 0 { tentative.append(Tentative(slot: slot, cell: cell, open: open)) } else { store(slot, cell) }
      return true
    }
  }

  /// How many conditions of a slot count, from the outermost to the innermost that is not fulfilled.
  private func stillOpen(_ conditions: ArraySlice<Int>) -> Int {
    (conditions.lastIndex { !isMet[$0] } ?? -1) + 1
  }

  /// The first value wins, or all are joined.
  private mutating func store(_ slot: Int, _ cell: Cell) {
    if cells[slot].length == 0 {
      cells[slot] = cell
    } else if slots[slot].joinsAll {
      join(slot, cells[slot], cell)
    }
  }

  private mutating func join(_ slot: Int, _ known: Cell, _ cell: Cell) {
    guard Int(known.length) + 1 + Int(cell.length) <= XMLSafety.fieldBytes else { return overflow = slot }
    let start = text.count
    text.appendOwn(Int(known.start), Int(known.length))
    text.append(UInt8(ascii: " "))
    text.appendOwn(Int(cell.start), Int(cell.length))
    cells[slot] = Cell(start, text.count)
  }

  // MARK: Conditions

  /// An element opens that has to fulfil a condition.
  mutating func begin(_ condition: Int) {
    isMet[condition] = false
    firstTentative[condition] = tentative.count
  }

  /// What waited for the condition alone counts now.
  private mutating func fulfil(_ condition: Int) {
    guard !isMet[condition] else { return }
    isMet[condition] = true
    var kept = firstTentative[condition]
    for index in kept..<tentative.count {
      var value = tentative[index]
      value.open = stillOpen(slots[value.slot].conditions[..<value.open])
      if value.open == 0 {
        store(value.slot, value.cell)
      } else {
        tentative[kept] = value
        kept += 1
      }
    }
    tentative.removeSubrange(kept...)
  }

  /// The element ends. Where it has not fulfilled the condition, what waited for it is nothing.
  mutating func end(_ condition: Int) {
    guard !isMet[condition] else { return }
    var kept = firstTentative[condition]
    for index in kept..<tentative.count {
      let value = tentative[index]
      if slots[value.slot].conditions[value.open - 1] != condition {
        tentative[kept] = value
        kept += 1
      }
    }
    tentative.removeSubrange(kept...)
  }

  // MARK: Memory

  /// Forgets texts before `keep` that no slot of `above` needs any more.
  /// - Returns: by how much everything from `keep` on has moved.
  mutating func forgetTexts(before keep: Int, firstRowSlot: Int) -> Int {
    let keep = tentative.reduce(keep) { min($0, Int($1.cell.start)) }
    var saved: [UInt8] = []
    var known: [Cell] = []
    var places: [Int] = []
    for slot in 0..<firstRowSlot where cells[slot].length > 0 && cells[slot].start < keep {
      let cell = cells[slot]
      if let twin = known.firstIndex(of: cell) {
        places.append(places[twin])
      } else {
        places.append(saved.count)
        saved += text[Int(cell.start), Int(cell.length)]
      }
      known.append(cell)
    }
    let shift = keep - saved.count
    var next = 0
    for slot in slots.indices where cells[slot].length > 0 {
      if slot < firstRowSlot, cells[slot].start < keep {
        cells[slot].start = Int32(places[next])
        next += 1
      } else {
        cells[slot].start -= Int32(shift)
      }
    }
    for index in tentative.indices { tentative[index].cell.start -= Int32(shift) }
    text.replaceFirst(keep, with: saved)
    return shift
  }
}

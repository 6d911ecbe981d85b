/// Bits by line: of rows those of their columns, of columns those of their rows.
struct QRLines: Sendable {
  var rows: [UInt128]
  var columns: [UInt128]

  init(_ size: Int) {
    rows = [UInt128](repeating: 0, count: size)
    columns = rows
  }

  subscript(row: Int, column: Int) -> Bool {
    get { rows[row] >> column & 1 != 0 }
    set {
      let (inRow, inColumn) = (UInt128(1) << column, UInt128(1) << row)
      if newValue {
        rows[row] |= inRow
        columns[column] |= inColumn
      } else {
        rows[row] &= ~inRow
        columns[column] &= ~inColumn
      }
    }
  }
}

/// What all codes of a version have in common: patterns, places of data, and masks.
struct QRPlan: Sendable {
  let size: Int
  private(set) var patterns: QRLines
  /// Where no data is.
  private var fixed: QRLines
  /// Places of the bits of data, in their order.
  private(set) var places: [(row: UInt8, column: UInt8)] = []
  /// By their number: which modules each turns over, and what it writes as the format.
  private(set) var masks: [(flips: QRLines, format: QRLines)] = []

  init(version: Int, size: Int) {
    self.size = size
    patterns = QRLines(size)
    fixed = patterns
    addTiming()
    for (row, column) in [(0, 0), (0, size - 7), (size - 7, 0)] { addFinder(row, column) }
    addAlignments(version)
    addVersion(version)
    for (row, column) in QRPlan.formatPlaces(size).joined() { fixed[row, column] = true }
    // One module is always dark.
    fix(size - 8, 8, true)
    addPlaces()
    masks = (0..<8).map { mask in (flips(mask), format(mask)) }
  }

  private mutating func fix(_ row: Int, _ column: Int, _ isDark: Bool) {
    guard row >= 0, row < size, column >= 0, column < size else { return }
    patterns[row, column] = isDark
    fixed[row, column] = true
  }

  private mutating func addTiming() {
    for at in 0..<size {
      fix(6, at, at % 2 == 0)
      fix(at, 6, at % 2 == 0)
    }
  }

  private mutating func addFinder(_ row: Int, _ column: Int) {
    for y in -1...7 {
      for x in -1...7 {
        let ring = max(abs(y - 3), abs(x - 3))
        fix(row + y, column + x, ring != 2 && ring != 4)
      }
    }
  }

  /// Centres at the third finder's column, in the middle from version 7 on, and near the right and lower edge.
  private mutating func addAlignments(_ version: Int) {
    let centres = version == 1 ? [] : version < 7 ? [6, size - 7] : [6, size / 2, size - 7]
    for row in centres {
      for column in centres
      where !(row == 6 && column == 6) && (row, column) != (6, size - 7) && (row, column) != (size - 7, 6) {
        for y in -2...2 { for x in -2...2 { fix(row + y, column + x, max(abs(y), abs(x)) != 1) } }
      }
    }
  }

  /// The number of the version with its correction, twice, from 7 on (ISO/IEC 18004 section 7.10).
  private mutating func addVersion(_ version: Int) {
    guard version >= 7 else { return }
    var rest = version
    for _ in 0..<12 { rest = rest << 1 ^ (rest >> 11) * 0x1F25 }
    let bits = version << 12 | rest
    for at in 0..<18 {
      fix(at / 3, size - 11 + at % 3, bits >> at & 1 != 0)
      fix(size - 11 + at % 3, at / 3, bits >> at & 1 != 0)
    }
  }

  /// Where each bit of the format stands, the lowest first, in both copies.
  private static func formatPlaces(_ size: Int) -> [[(row: Int, column: Int)]] {
    let rows = [0, 1, 2, 3, 4, 5, 7, 8].map { (row: $0, column: 8) }
    let columns = [7, 5, 4, 3, 2, 1, 0].map { (row: 8, column: $0) }
    let right = (0..<8).map { (row: 8, column: size - 1 - $0) }
    let low = (8..<15).map { (row: size - 15 + $0, column: 8) }
    return [rows + columns, right + low]
  }

  /// Level M and the mask, with their correction (section 7.9).
  private func format(_ mask: Int) -> QRLines {
    var rest = mask
    for _ in 0..<10 { rest = rest << 1 ^ (rest >> 9) * 0x537 }
    let bits = (mask << 10 | rest) ^ 0x5412
    var lines = QRLines(size)
    for places in QRPlan.formatPlaces(size) {
      for (at, place) in places.enumerated() where bits >> at & 1 != 0 { lines[place.row, place.column] = true }
    }
    return lines
  }

  /// Two columns at a time from the right, up and down in turn, past the column of the timing pattern.
  private mutating func addPlaces() {
    for pair in stride(from: size - 1, through: 1, by: -2) {
      let right = pair <= 6 ? pair - 1 : pair
      for step in 0..<size {
        let row = (right + 1) & 2 == 0 ? size - 1 - step : step
        for column in [right, right - 1] where !fixed[row, column] { places.append((UInt8(row), UInt8(column))) }
      }
    }
  }

  private func flips(_ mask: Int) -> QRLines {
    var lines = QRLines(size)
    for row in 0..<size {
      for column in 0..<size where !fixed[row, column] && QRPlan.flips(mask, row, column) { lines[row, column] = true }
    }
    return lines
  }

  /// Section 7.8.2.
  private static func flips(_ mask: Int, _ row: Int, _ column: Int) -> Bool {
    switch mask {
    case 0: (row + column) % 2 == 0
    case 1: row % 2 == 0
    case 2: column % 3 == 0
    case 3: (row + column) % 3 == 0
    case 4: (row / 2 + column / 3) % 2 == 0
    case 5: row * column % 2 + row * column % 3 == 0
    case 6: (row * column % 2 + row * column % 3) % 2 == 0
    default: ((row + column) % 2 + row * column % 3) % 2 == 0
    }
  }
}

/// The modules of a code before a mask is chosen.
struct QRGrid {
  private let plan: QRPlan
  private var lines: QRLines

  init(_ codewords: [UInt8], _ plan: QRPlan) {
    self.plan = plan
    lines = plan.patterns
    let places = plan.places
    lines.rows.withUnsafeMutableBufferPointer { rows in
      lines.columns.withUnsafeMutableBufferPointer { columns in
        for at in 0..<min(places.count, codewords.count * 8)
        where codewords[at >> 3] >> UInt8(truncatingIfNeeded: 7 - at & 7) & 1 != 0 {
          let (row, column) = (Int(places[at].row), Int(places[at].column))
          rows[row] |= UInt128(1) &<< UInt128(truncatingIfNeeded: column)
          columns[column] |= UInt128(1) &<< UInt128(truncatingIfNeeded: row)
        }
      }
    }
  }

  /// The rows with a mask; nil: with the one of the least penalty.
  func masked(_ mask: Int?) -> [UInt128] {
    // Of most codes a line fits 64 bits, which is half the work.
    let mask = plan.masks[mask ?? (plan.size <= UInt64.bitWidth ? bestMask(UInt64.self) : bestMask(UInt128.self))]
    return lines.rows.indices.map { lines.rows[$0] ^ mask.flips.rows[$0] | mask.format.rows[$0] }
  }

  private func bestMask<Line: FixedWidthInteger & UnsignedInteger>(_: Line.Type) -> Int {
    var best = (penalty: Int.max, mask: 0)
    for mask in 0..<8 {
      let penalty = penalty(mask, upTo: best.penalty, Line.self)
      if penalty < best.penalty { best = (penalty, mask) }
    }
    return best.mask
  }

  /// How hard it is to read: long lines and blocks of one colour, what looks like a finder, and more of one colour (section 7.8.3).
  /// - Parameter most: nobody asks how much more it is.
  private func penalty<Line: FixedWidthInteger & UnsignedInteger>(_ mask: Int, upTo most: Int, _: Line.Type) -> Int {
    let size = plan.size
    let mask = plan.masks[mask]
    let all = ~Line(0) >> Line(Line.bitWidth - size)
    let inner = all >> 1
    var (sum, dark, above) = (0, 0, Line(0))
    for at in 0..<size where sum < most {
      let row = Line(truncatingIfNeeded: lines.rows[at] ^ mask.flips.rows[at] | mask.format.rows[at])
      let column = Line(truncatingIfNeeded: lines.columns[at] ^ mask.flips.columns[at] | mask.format.columns[at])
      dark += row.nonzeroBitCount
      sum += QRGrid.penalty(row, all) + QRGrid.penalty(column, all)
      if at > 0 {
        let same = ~(above ^ above >> 1) & ~(row ^ row >> 1) & ~(above ^ row) & inner
        sum += 3 * same.nonzeroBitCount
      }
      above = row
    }
    let count = size * size
    return sum < most ? sum + abs(dark * 20 - count * 10) / count * 10 : sum
  }

  /// Lines of five or more have three and one for each more.
  private static func runs<Line: FixedWidthInteger & UnsignedInteger>(_ line: Line) -> Int {
    let pairs = line & line >> 1
    let fives = pairs & pairs >> 2 & line >> 4
    return fives == 0 ? 0 : fives.nonzeroBitCount + 2 * (fives & ~(fives << 1)).nonzeroBitCount
  }

  /// Of both colours; what is like a finder, with four light modules on one side, forty.
  private static func penalty<Line: FixedWidthInteger & UnsignedInteger>(_ line: Line, _ all: Line) -> Int {
    let light = ~line & all
    let sum = runs(line) + runs(light)
    let finder = line & light >> 1 & line >> 2 & line >> 3 & line >> 4 & light >> 5 & line >> 6
    guard finder != 0 else { return sum }
    let quad = light & light >> 1 & light >> 2 & light >> 3
    return sum + 40 * ((finder & quad >> 7).nonzeroBitCount + (finder & quad << 4).nonzeroBitCount)
  }
}

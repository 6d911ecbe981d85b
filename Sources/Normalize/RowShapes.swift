import Ledger

/// Numbers of the shapes of rows by the columns in which they have values: exports have a few combinations, and neighbours mostly one of two.
struct RowShapes {
  /// Plans of so many details have a bit for each.
  static let mostDetails = 64

  private static let unknown = UInt16.max
  /// The last combination of each place, and its number.
  private var last = [(columns: UInt64, shape: UInt16)](repeating: (0, RowShapes.unknown), count: 256)

  /// - Parameter columns: a bit for each of the plan's details that the row has.
  @inline(__always)
  mutating func number(of columns: UInt64, _ plan: ColumnPlan, _ shapes: inout DetailShapes) -> UInt16 {
    let place = Int(truncatingIfNeeded: (columns &* 0x9E37_79B9_7F4A_7C15) &>> 56)
    let known = last[place]
    if known.columns == columns, known.shape != RowShapes.unknown { return known.shape }
    let shape = plan.shape(of: columns).withUnsafeBytes { shapes.number(of: $0) }
    last[place] = (columns, shape)
    return shape
  }
}

extension ColumnPlan {
  /// The details of a row without their values.
  fileprivate func shape(of columns: UInt64) -> [UInt8] {
    var text = [UInt8(ascii: "{")]
    for (place, detail) in details.enumerated() where columns &>> UInt64(place) & 1 != 0 {
      let key = Int(detail.keyStart)..<Int(detail.keyStart + detail.keyCount)
      text += keys[key].dropFirst(text.count == 1 ? 1 : 0)
      text.append(UInt8(ascii: "\""))
    }
    text.append(UInt8(ascii: "}"))
    return text
  }
}

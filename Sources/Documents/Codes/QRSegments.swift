/// A text cut into digits, capitals and bytes so that it needs as few bits as can be (ISO/IEC 18004 section 7.4).
struct QRSegments {
  private enum Mode: UInt8 { case digits, capitals, bytes }

  private static let values: [Int8] = {
    var table = [Int8](repeating: -1, count: 256)
    for (value, byte) in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".utf8.enumerated() {
      table[Int(byte)] = Int8(value)
    }
    return table
  }()

  private let bytes: UnsafeBufferPointer<UInt8>
  private let isSmall: Bool
  private var segments: [(mode: Mode, range: Range<Int>)] = []
  /// What all of it takes, without padding.
  private(set) var bits = 0

  /// - Parameter isSmall: for versions 1 to 9, whose counts are shorter than those of 10 to 26.
  init(_ bytes: UnsafeBufferPointer<UInt8>, isSmall: Bool) {
    (self.bytes, self.isSmall) = (bytes, isSmall)
    let modes = cheapest()
    var start = 0
    while start < bytes.count {
      var end = start + 1
      while end < bytes.count, modes[end] == modes[start] { end += 1 }
      segments.append((modes[start], start..<end))
      bits += 4 + countBits(modes[start]) + QRSegments.bits(modes[start], end - start)
      start = end
    }
  }

  private func countBits(_ mode: Mode) -> Int {
    switch mode {
    case .digits: isSmall ? 10 : 12
    case .capitals: isSmall ? 9 : 11
    case .bytes: isSmall ? 8 : 16
    }
  }

  private static func bits(_ mode: Mode, _ count: Int) -> Int {
    switch mode {
    case .digits: count / 3 * 10 + [0, 4, 7][count % 3]
    case .capitals: count / 2 * 11 + count % 2 * 6
    case .bytes: count * 8
    }
  }

  /// The mode of each character: the cheapest way to each in each mode, from the front, and then back from the cheapest of all. Costs are
  /// sixths of a bit: a digit has 20 and a capital 33. A mode that cannot say a character costs more than any text.
  private func cheapest() -> [Mode] {
    let heads = (
      digits: (4 + countBits(.digits)) * 6, capitals: (4 + countBits(.capitals)) * 6, bytes: (4 + countBits(.bytes)) * 6
    )
    var (digits, capitals, others) = (heads.digits, heads.capitals, heads.bytes)
    // Two bits for each mode of a character: the mode of the one before it.
    var steps = [UInt8](repeating: 0, count: bytes.count)
    let never = 1 << 40
    func best(_ stay: Int, _ a: Int, _ b: Int, _ own: UInt8, _ first: UInt8, _ second: UInt8) -> (Int, UInt8) {
      if stay <= a, stay <= b { return (stay, own) }
      return a <= b ? (a, first) : (b, second)
    }
    for (at, byte) in bytes.enumerated() {
      // A segment that ends is filled up to whole bits.
      let ends = (digits: (digits + 5) / 6 * 6, capitals: (capitals + 5) / 6 * 6, bytes: others)
      let toDigits = best(digits, ends.capitals + heads.digits, ends.bytes + heads.digits, 0, 1, 2)
      let toCapitals = best(capitals, ends.digits + heads.capitals, ends.bytes + heads.capitals, 1, 0, 2)
      let toBytes = best(others, ends.digits + heads.bytes, ends.capitals + heads.bytes, 2, 0, 1)
      digits = byte &- 0x30 < 10 ? toDigits.0 + 20 : never
      capitals = QRSegments.values[Int(byte)] >= 0 ? toCapitals.0 + 33 : never
      others = toBytes.0 + 48
      steps[at] = toDigits.1 | toCapitals.1 << 2 | toBytes.1 << 4
    }
    var mode: UInt8 = others <= digits && others <= capitals ? 2 : capitals <= digits ? 1 : 0
    var modes = [Mode](repeating: .bytes, count: bytes.count)
    for at in bytes.indices.reversed() {
      modes[at] = Mode(rawValue: mode) ?? .bytes
      mode = steps[at] >> (mode * 2) & 3
    }
    return modes
  }

  /// - Parameter capacity: bytes, at least as many as `bits` need.
  func codewords(capacity: Int) -> [UInt8] {
    var out = QRBits(capacity: capacity)
    for (mode, range) in segments {
      out.add(1 << Int(mode.rawValue), 4)
      out.add(range.count, countBits(mode))
      switch mode {
      case .bytes: for at in range { out.add(Int(bytes[at]), 8) }
      case .digits: addGroups(range, of: 3, by: 10, { $0 * 3 + 1 }, &out)
      case .capitals: addGroups(range, of: 2, by: 45, { $0 == 2 ? 11 : 6 }, &out)
      }
    }
    return out.padded(capacity)
  }

  private func addGroups(_ range: Range<Int>, of count: Int, by base: Int, _ width: (Int) -> Int, _ out: inout QRBits) {
    for start in stride(from: range.lowerBound, to: range.upperBound, by: count) {
      let end = min(start + count, range.upperBound)
      var value = 0
      for at in start..<end { value = value * base + Int(QRSegments.values[Int(bytes[at])]) }
      out.add(value, width(end - start))
    }
  }
}

/// Bits one behind the other, the highest first.
private struct QRBits {
  private var bytes: [UInt8] = []
  private var rest: UInt64 = 0
  private var restCount = 0

  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  mutating func add(_ value: Int, _ width: Int) {
    rest = rest << UInt64(width) | UInt64(value)
    restCount += width
    while restCount >= 8 {
      restCount -= 8
      bytes.append(UInt8(truncatingIfNeeded: rest >> UInt64(restCount)))
    }
  }

  /// The end mark of four zeros, zeros to the byte, and the two bytes that fill a code in turn.
  mutating func padded(_ capacity: Int) -> [UInt8] {
    add(0, min(4, (capacity - bytes.count) * 8 - restCount))
    if restCount > 0 { add(0, 8 - restCount) }
    var pad: UInt8 = 0xEC
    while bytes.count < capacity {
      bytes.append(pad)
      pad ^= 0xEC ^ 0x11
    }
    return bytes
  }
}

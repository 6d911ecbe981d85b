/// A QR code of error correction level M (ISO/IEC 18004), versions 1 to 13: up to 331 bytes, what a payment code may hold.
struct QRCode: Equatable, Sendable {
  /// Modules of a side, without the quiet zone around it.
  let size: Int
  /// From the top; of each row bit 0 is the module at the left, 1 is dark.
  let rows: [UInt128]

  /// Modules that have to be left white on every side.
  static let quietZone = 4

  /// - Parameter mask: 0 to 7; nil: the one that is easiest to read.
  /// - Returns: nil where the text is too long.
  init?(_ text: String, mask: Int? = nil) {
    var text = text
    let found = text.withUTF8 { bytes -> (QRVersion, [UInt8])? in
      for versions in [1...9, 10...QRVersion.last] {
        let segments = QRSegments(bytes, isSmall: versions.lowerBound == 1)
        for number in versions where segments.bits <= QRVersion.all[number - 1].dataCount * 8 {
          let version = QRVersion.all[number - 1]
          return (version, segments.codewords(capacity: version.dataCount))
        }
      }
      return nil
    }
    guard let (version, data) = found else { return nil }
    size = version.size
    rows = QRGrid(version.interleaved(data), version.plan).masked(mask)
  }

  /// Whether a module is dark.
  subscript(row: Int, column: Int) -> Bool { rows[row] >> column & 1 != 0 }
}

/// What a version of a code holds at level M, and where its patterns are (ISO/IEC 18004 tables 1, 9 and E.1).
struct QRVersion: Sendable {
  static let last = 13

  let size: Int
  /// Bytes for error correction of each block, and how many bytes of data each has.
  private let correction: Int
  private let blocks: [Int]
  let dataCount: Int
  let plan: QRPlan

  static let all: [QRVersion] = {
    let table: [(correction: Int, short: (count: Int, data: Int), long: (count: Int, data: Int))] = [
      (10, (1, 16), (0, 0)), (16, (1, 28), (0, 0)), (26, (1, 44), (0, 0)), (18, (2, 32), (0, 0)),
      (24, (2, 43), (0, 0)), (16, (4, 27), (0, 0)), (18, (4, 31), (0, 0)), (22, (2, 38), (2, 39)),
      (22, (3, 36), (2, 37)), (26, (4, 43), (1, 44)), (30, (1, 50), (4, 51)), (22, (6, 36), (2, 37)),
      (22, (8, 37), (1, 38)),
    ]
    return table.enumerated().map { at, row in
      let blocks =
        [Int](repeating: row.short.data, count: row.short.count)
        + [Int](repeating: row.long.data, count: row.long.count)
      return QRVersion(at + 1, row.correction, blocks)
    }
  }()

  private init(_ number: Int, _ correction: Int, _ blocks: [Int]) {
    (self.correction, self.blocks) = (correction, blocks)
    size = 17 + 4 * number
    dataCount = blocks.reduce(0, +)
    plan = QRPlan(version: number, size: size)
  }

  /// Data and correction of all blocks in the order in which they are placed.
  func interleaved(_ data: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(data.count + correction * blocks.count)
    var starts = blocks
    for at in blocks.indices { starts[at] = at == 0 ? 0 : starts[at - 1] + blocks[at - 1] }
    for at in 0..<(blocks.last ?? 0) {
      for (start, count) in zip(starts, blocks) where at < count { out.append(data[start + at]) }
    }
    let corrections = zip(starts, blocks).map { start, count in
      ReedSolomon.correction(of: data[start..<start + count], count: correction)
    }
    for at in 0..<correction { for part in corrections { out.append(part[at]) } }
    return out
  }
}

/// Codes of Reed and Solomon over the field of 256 elements with the polynomial 0x11D.
enum ReedSolomon {
  private static let powers: [UInt8] = {
    var value = 1
    return (0..<510).map { _ in
      defer { value = value << 1 ^ (value >> 7) * 0x11D }
      return UInt8(value)
    }
  }()
  private static let logarithms: [Int] = {
    var table = [Int](repeating: 0, count: 256)
    for power in 0..<255 { table[Int(powers[power])] = power }
    return table
  }()
  /// By their degree: logarithms of the coefficients below the highest.
  private static let generators: [[Int]] = (0...30).map { degree in
    var product: [UInt8] = [1]
    for power in 0..<degree {
      var next = product + [0]
      for (at, coefficient) in product.enumerated() where coefficient != 0 {
        next[at + 1] ^= powers[logarithms[Int(coefficient)] + power]
      }
      product = next
    }
    return product.dropFirst().map { logarithms[Int($0)] }
  }

  /// - Parameter count: of bytes for correction, at most 30.
  static func correction(of data: ArraySlice<UInt8>, count: Int) -> [UInt8] {
    let (powers, logarithms, generator) = (powers, logarithms, generators[count])
    // The remainder runs along the data, so that nothing has to be moved.
    var rest = Array(data)
    rest.append(contentsOf: repeatElement(0, count: count))
    rest.withUnsafeMutableBufferPointer { rest in
      for at in 0..<data.count where rest[at] != 0 {
        let logarithm = logarithms[Int(rest[at])]
        for place in 0..<count { rest[at + 1 + place] ^= powers[generator[place] + logarithm] }
      }
    }
    return Array(rest[data.count...])
  }
}

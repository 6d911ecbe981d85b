/// What tells a line of an export apart from every other, as one number: 64 bits, good for the comparison of a line with one line that was
/// kept, not for finding equal ones among millions. Folded products of sixteen bytes at a time, as wyhash makes them.
public enum LineHash {
  @inlinable @inline(__always)
  static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let (high, low) = a.multipliedFullWidth(by: b)
    return high ^ low
  }

  /// - Parameter seed: of everything beside the bytes that decides what they mean.
  @inlinable @inline(__always)
  public static func of(_ bytes: UnsafeRawBufferPointer, _ seed: UInt64) -> UInt64 {
    var h = seed ^ UInt64(truncatingIfNeeded: bytes.count) &* 0xA076_1D64_78BD_642F
    var at = 0
    func word(_ at: Int) -> UInt64 { UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)) }
    while at &+ 16 <= bytes.count {
      h = fold(word(at) ^ 0xE703_7ED1_A0B4_28DB, word(at &+ 8) ^ h)
      at &+= 16
    }
    if at &+ 8 <= bytes.count {
      h = fold(word(at) ^ 0x8EBC_6AF0_9C88_C6E3, h ^ 0x5899_65CC_7537_4CC3)
      at &+= 8
    }
    var tail: UInt64 = 0
    while at < bytes.count {
      tail = tail &<< 8 | UInt64(bytes[at])
      at &+= 1
    }
    return fold(h ^ 0x1D8E_4E27_C47D_124F, tail ^ 0xEB44_ACCA_B455_D165) ^ h
  }

  /// What a line and the document that was made of it are together. A document that anything else has changed since has another mark, so
  /// that no line passes for known that would give another document. Never 0. The lowest 16 bits are those of the line alone.
  /// - Parameters:
  ///   - shape: hash of the names of the details.
  ///   - details: their values as they are packed.
  @inlinable @inline(__always)
  public static func mark(
    _ line: UInt64, _ row: DocumentRow, shape: UInt64, details: UnsafeRawBufferPointer
  ) -> UInt64 {
    var h = of(details, line ^ shape)
    h = fold(h ^ UInt64(bitPattern: row.amount), UInt64(bitPattern: row.balance) ^ 0xE703_7ED1_A0B4_28DB)
    let days =
      UInt64(UInt32(bitPattern: row.documentDate.days)) &<< 32 | UInt64(UInt32(bitPattern: row.dueDate.days))
    let kind = UInt64(row.currency.packed) &<< 32 | UInt64(row.kind.rawValue) &<< 8 | UInt64(row.flags.rawValue)
    h = fold(h ^ days, kind ^ 0x8EBC_6AF0_9C88_C6E3) ^ h
    let mark = h & ~0xFFFF | line & 0xFFFF
    return mark == 0 ? 0x1_0000 : mark
  }
}

/// For open documents of the book the line of an export that said last what they are: most lines of a night are the same bytes as the
/// night before, and nothing of them need be read again.
///
/// By row of the book. A row without a mark is read like any other.
public struct KnownLines: Sendable {
  public private(set) var marks: [UInt64] = []
  /// Rows whose mark is of tonight; one of which two files speak stands here twice.
  public private(set) var learned: [Int32] = []

  public init() {}

  public var isEmpty: Bool { marks.isEmpty }

  @inlinable
  public subscript(row: Int) -> UInt64 { row < marks.count ? marks[row] : 0 }

  /// Takes a mark that the state has kept.
  public mutating func load(_ mark: UInt64, of row: Int) {
    while marks.count <= row { marks.append(0) }
    marks[row] = mark
  }

  /// - Parameter mark: 0 where the row's line is none to know again.
  public mutating func learn(_ mark: UInt64, of row: Int) {
    guard mark != self[row] else { return }
    load(mark, of: row)
    learned.append(Int32(row))
  }

  public mutating func reserve(_ rows: Int) { marks.reserveCapacity(rows) }
}

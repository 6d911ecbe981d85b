import Ledger

/// Makes UTF-8 of a text file in another encoding, piece by piece; UTF-8 itself goes through untouched.
///
/// What is no character of the encoding (0x81 in windows-1252, half a surrogate in UTF-16) becomes the byte 0xFF, which is never UTF-8:
/// whoever reads the text rejects the row with `invalid-utf8`, and nothing is read wrong in silence. A class because it owns the memory
/// of the text.
public final class TextDecoder {
  public let encoding: TextEncoding
  public let origin: TextOrigin
  /// So much of the file is decoded at a time.
  private static let block = 64 * 1024
  private let text = UnsafeMutableRawPointer.allocate(byteCount: 3 * block + 16, alignment: 8)
  /// Bytes of the text before the block at hand, and bytes of the file.
  private var textOffset = 0
  private var fileOffset = 0
  private let table: SingleByteCodes?
  /// UTF-16: half a character that waits for its rest.
  @exclusivity(unchecked) private var heldByte: UInt8?
  @exclusivity(unchecked) private var heldSurrogate: UInt16?

  public init(_ encoding: TextEncoding) {
    self.encoding = encoding
    origin = TextOrigin(encoding)
    table = SingleByteTable.upperHalf(encoding).map(SingleByteCodes.init)
  }

  deinit { text.deallocate() }

  /// The text of the next bytes of `rest`, which it moves on; nil when nothing is left. Valid until the next call.
  public func next(_ rest: inout UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    guard let base = rest.baseAddress, !rest.isEmpty else { return nil }
    if encoding == .utf8 {
      defer { rest = UnsafeRawBufferPointer(start: nil, count: 0) }
      return rest
    }
    let block = UnsafeRawBufferPointer(start: base, count: min(rest.count, TextDecoder.block))
    rest = UnsafeRawBufferPointer(rebasing: rest[block.count...])
    let count = table.map { decode(block, $0) } ?? decodeUTF16(block)
    textOffset += count
    return UnsafeRawBufferPointer(start: text, count: count)
  }

  /// - Throws: `utf-16` where the file ends within a character: it was cut off.
  public func finish(file: String) throws(Diagnostic) {
    guard heldByte != nil || heldSurrogate != nil else { return }
    let start = fileOffset - (heldByte == nil ? 0 : 1) - (heldSurrogate == nil ? 0 : 2)
    throw Diagnostic(
      file: file, message: "the file ends within a character of UTF-16, at byte \(start)", code: "utf-16",
      help: "it was cut off while it was written or copied: drop the complete file")
  }

  private func decode(_ block: UnsafeRawBufferPointer, _ table: SingleByteCodes) -> Int {
    let base = block.baseAddress!
    var at = 0
    var used = 0
    while at < block.count {
      if at &+ 8 <= block.count {
        let word = base.loadUnaligned(fromByteOffset: at, as: UInt64.self)
        let high = UInt64(littleEndian: word) & 0x8080_8080_8080_8080
        text.storeBytes(of: word, toByteOffset: used, as: UInt64.self)
        let ascii = high == 0 ? 8 : high.trailingZeroBitCount &>> 3
        at &+= ascii
        used &+= ascii
        if high == 0 { continue }
      }
      let byte = base.load(fromByteOffset: at, as: UInt8.self)
      at &+= 1
      if byte < 0x80 {
        text.storeBytes(of: byte, toByteOffset: used, as: UInt8.self)
        used &+= 1
      } else {
        let code = table.codes[Int(byte & 0x7F)]
        text.storeBytes(of: code.bytes, toByteOffset: used, as: UInt32.self)
        used &+= code.count
        if code.count > 1 { origin.step(text: textOffset &+ used, file: fileOffset &+ at) }
      }
    }
    fileOffset += block.count
    return used
  }

  private func decodeUTF16(_ block: UnsafeRawBufferPointer) -> Int {
    var used = 0
    var at = 0
    let (beyondASCII, shift): (UInt64, UInt64) =
      encoding == .utf16le ? (0xFF80_FF80_FF80_FF80, 0) : (0x80FF_80FF_80FF_80FF, 8)
    while at < block.count {
      if at &+ 8 <= block.count, heldByte == nil, heldSurrogate == nil {
        let word = UInt64(littleEndian: block.loadUnaligned(fromByteOffset: at, as: UInt64.self))
        if word & beyondASCII == 0 {
          put(ascii: word &>> shift, &used)
          at &+= 8
          continue
        }
      }
      let byte = block[at]
      at &+= 1
      guard let first = heldByte else {
        heldByte = byte
        continue
      }
      heldByte = nil
      let unit = encoding == .utf16le ? UInt16(byte) << 8 | UInt16(first) : UInt16(first) << 8 | UInt16(byte)
      take(unit, end: fileOffset &+ at, &used)
    }
    fileOffset += block.count
    return used
  }

  /// Four units of UTF-16 that are ASCII.
  @inline(__always)
  private func put(ascii units: UInt64, _ used: inout Int) {
    let pairs = (units | units &>> 8) & 0x0000_FFFF_0000_FFFF
    let four = UInt32(truncatingIfNeeded: pairs | pairs &>> 16)
    text.storeBytes(of: four.littleEndian, toByteOffset: used, as: UInt32.self)
    used &+= 4
  }

  /// One unit of UTF-16 that ends before `end` of the file.
  @inline(__always)
  private func take(_ unit: UInt16, end: Int, _ used: inout Int) {
    if unit < 0x80, heldSurrogate == nil { return put(UInt8(unit), &used) }
    if let high = heldSurrogate {
      heldSurrogate = nil
      if unit & 0xFC00 == 0xDC00 {
        let value = 0x10000 + (UInt32(high & 0x3FF) << 10 | UInt32(unit & 0x3FF))
        return put(Unicode.Scalar(value)!, end: end, &used)
      }
      put(0xFF, &used)
    }
    if unit & 0xFC00 == 0xD800 {
      heldSurrogate = unit
    } else if unit & 0xFC00 == 0xDC00 {
      put(0xFF, &used)
    } else if unit == 0xFEFF, end == 2 {
      origin.step(text: 0, file: 2)
    } else if unit < 0x80 {
      put(UInt8(unit), &used)
    } else {
      put(Unicode.Scalar(unit)!, end: end, &used)
    }
  }

  @inline(__always)
  private func put(_ byte: UInt8, _ used: inout Int) {
    text.storeBytes(of: byte, toByteOffset: used, as: UInt8.self)
    used &+= 1
  }

  private func put(_ scalar: Unicode.Scalar, end: Int, _ used: inout Int) {
    for byte in UTF8.encode(scalar)! { put(byte, &used) }
    origin.step(text: textOffset &+ used, file: end)
  }
}

/// UTF-8 of the upper half of a single-byte encoding, ready to be stored.
struct SingleByteCodes {
  struct Code {
    var bytes: UInt32
    var count: Int
  }
  let codes: [Code]

  init(_ upperHalf: [Unicode.Scalar]) {
    codes = upperHalf.map { scalar in
      if scalar == SingleByteTable.nothing { return Code(bytes: 0xFF, count: 1) }
      let bytes = Array(UTF8.encode(scalar)!)
      let packed = bytes.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      return Code(bytes: packed.littleEndian, count: bytes.count)
    }
  }
}

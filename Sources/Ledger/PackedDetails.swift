/// Where the details of a document lie in an arena: the values alone, and the number of the list of their names, which many documents share.
/// `DetailShapes` knows the names and gives the JSON back byte for byte.
public struct PackedDetails: Hashable, Sendable {
  /// The values one behind the other; of details that are kept as JSON: the JSON.
  public var values: TextRange
  /// Number of the list of names, `DetailShapes.json` for details that are kept as JSON.
  public var shape: UInt16

  public init(values: TextRange, shape: UInt16) {
    self.values = values
    self.shape = shape
  }

  /// Details that are kept as JSON.
  public init(json: TextRange) { self.init(values: json, shape: DetailShapes.json) }
}

/// How a value stands in packed details: as between the quotes of the JSON, with its escapes, behind its count of bytes. The count is
/// one byte, or for long values 255 and four bytes, the lowest first.
public enum PackedValue {
  /// Values of so many bytes and more have a count of five bytes.
  public static let long = 255

  /// The value that begins at `at`, which moves behind it. Empty behind the end: what a damaged page says is looked at by `verify`, and
  /// never read beyond its bytes.
  @inline(__always)
  static func next(in values: UnsafeRawBufferPointer, _ at: inout Int) -> UnsafeRawBufferPointer {
    guard at < values.count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    var count = Int(values[at])
    at &+= 1
    if count == long {
      guard at &+ 4 <= values.count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
      count = Int(UInt32(littleEndian: values.loadUnaligned(fromByteOffset: at, as: UInt32.self)))
      at &+= 4
    }
    let start = at
    at = min(at &+ count, values.count)
    return UnsafeRawBufferPointer(rebasing: values[start..<at])
  }

  /// Writes the count of a value; returns its bytes.
  @inline(__always)
  public static func write(count: Int, to out: UnsafeMutableRawPointer) -> Int {
    guard count >= long else {
      out.storeBytes(of: UInt8(count), as: UInt8.self)
      return 1
    }
    out.storeBytes(of: UInt8(long), as: UInt8.self)
    out.storeBytes(of: UInt32(count).littleEndian, toByteOffset: 1, as: UInt32.self)
    return 5
  }
}

extension UnsafeMutableRawPointer {
  /// Copies a short text to here without a call of `memmove`.
  @inline(__always)
  public func copy(short text: UnsafeRawBufferPointer) {
    guard let start = text.baseAddress else { return }
    let length = text.count
    guard length >= 8 else {
      for index in 0..<length {
        storeBytes(of: start.load(fromByteOffset: index, as: UInt8.self), toByteOffset: index, as: UInt8.self)
      }
      return
    }
    var index = 0
    while index &+ 8 <= length {
      storeBytes(of: start.loadUnaligned(fromByteOffset: index, as: UInt64.self), toByteOffset: index, as: UInt64.self)
      index &+= 8
    }
    // The last eight bytes once more: cheaper than up to seven single ones.
    let last = length &- 8
    storeBytes(of: start.loadUnaligned(fromByteOffset: last, as: UInt64.self), toByteOffset: last, as: UInt64.self)
  }
}

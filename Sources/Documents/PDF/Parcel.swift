/// Values one behind the other as bytes: how what was made in one process of the program is handed to another. Never stored.
public struct Parcel: Sendable {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  public mutating func put(_ value: Int) {
    withUnsafeBytes(of: Int64(value).littleEndian) { bytes.append(contentsOf: $0) }
  }

  public mutating func put(_ value: [UInt8]) {
    put(value.count)
    bytes.append(contentsOf: value)
  }

  public mutating func put(_ text: String) {
    put(text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  public mutating func put(_ text: String?) {
    put(text == nil ? 0 : 1)
    if let text { put(text) }
  }

  /// Another parcel, or that there is none.
  public mutating func put(_ parcel: Parcel?) {
    put(parcel == nil ? 0 : 1)
    if let parcel { put(parcel.bytes) }
  }

  /// Takes values out in the order in which they were put in; nil where there is none of the kind.
  public struct Reader {
    private let all: [UInt8]
    private var position = 0

    public init(_ bytes: [UInt8]) { all = bytes }

    public mutating func integer() -> Int? {
      guard all.count - position >= 8 else { return nil }
      let value = all.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: position, as: Int64.self) }
      position += 8
      return Int(Int64(littleEndian: value))
    }

    public mutating func bytes() -> [UInt8]? { slice().map { Array($0) } }

    public mutating func string() -> String? { slice().map { String(decoding: $0, as: UTF8.self) } }

    /// The outer nil: there is none; the inner: it was put in as nil.
    public mutating func optionalString() -> String?? {
      switch integer() {
      case 0: .some(nil)
      case 1: string().map { .some($0) }
      default: nil
      }
    }

    /// Nil also where nil was put in.
    public mutating func parcel() -> Reader? { integer() == 1 ? bytes().map { Reader($0) } : nil }

    private mutating func slice() -> ArraySlice<UInt8>? {
      guard let count = integer(), count >= 0, count <= all.count - position else { return nil }
      defer { position += count }
      return all[position..<position + count]
    }
  }
}

/// Values one behind the other as bytes: how what was made in one process of the program is handed to another. Never stored.
public struct Parcel: Sendable {
  public private(set) var bytes: [UInt8] = []

  /// - Parameter capacity: bytes that are likely to be put in.
  public init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  public mutating func put(_ value: Int) {
    withUnsafeBytes(of: Int64(value).littleEndian) { bytes.append(contentsOf: $0) }
  }

  public mutating func put(_ value: some Collection<UInt8>) {
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
    guard let parcel else { return }
    bytes.reserveCapacity(bytes.count + 8 + parcel.bytes.count)
    put(parcel.bytes)
  }

  /// Takes values out in the order in which they were put in; nil where there is none of the kind.
  public struct Reader {
    /// What was not taken yet.
    private var rest: ArraySlice<UInt8>

    public init(_ bytes: [UInt8]) { rest = bytes[...] }

    private init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    public mutating func integer() -> Int? {
      guard rest.count >= 8 else { return nil }
      let value = rest.withUnsafeBytes { $0.loadUnaligned(as: Int64.self) }
      rest = rest.dropFirst(8)
      return Int(Int64(littleEndian: value))
    }

    /// Not copied: the parcel's bytes stay as long as these are used.
    public mutating func bytes() -> ArraySlice<UInt8>? {
      guard let count = integer(), count >= 0, count <= rest.count else { return nil }
      defer { rest = rest.dropFirst(count) }
      return rest.prefix(count)
    }

    public mutating func string() -> String? { bytes().map { String(decoding: $0, as: UTF8.self) } }

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
  }
}

/// The order of ids and names in everything the product writes.
public enum ByteOrder {
  /// By bytes of UTF-8; Swift's own `<` compares by canonical equivalence.
  @inlinable
  public static func precedes(_ a: String, _ b: String) -> Bool {
    var (a, b) = (a, b)
    return a.withUTF8 { a in b.withUTF8 { b in UnsafeRawBufferPointer(a).precedes(UnsafeRawBufferPointer(b)) } }
  }
}

extension UInt64 {
  /// The high bit of every byte that is zero; exact for the lowest of them, and for whether there is one. Compared with a byte in all eight
  /// places (`^`), it tells where that byte stands in eight bytes of text.
  @inlinable @inline(__always)
  public var zeroBytes: UInt64 { (self &- 0x0101_0101_0101_0101) & ~self & 0x8080_8080_8080_8080 }
}

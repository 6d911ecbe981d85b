extension UnsafeMutableRawPointer {
  /// Copies bytes that mostly are few, as ids and words are: two words that may overlap, instead of a call. For memory of which neither lies
  /// in the other.
  @inlinable @inline(__always)
  public func copyShort(from start: UnsafeRawPointer, count: Int) {
    if count > 16 { return copyMemory(from: start, byteCount: count) }
    if count >= 8 {
      let last = start.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
      storeBytes(of: start.loadUnaligned(as: UInt64.self), as: UInt64.self)
      storeBytes(of: last, toByteOffset: count &- 8, as: UInt64.self)
    } else if count >= 4 {
      let last = start.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)
      storeBytes(of: start.loadUnaligned(as: UInt32.self), as: UInt32.self)
      storeBytes(of: last, toByteOffset: count &- 4, as: UInt32.self)
    } else {
      for index in 0..<count {
        storeBytes(of: start.load(fromByteOffset: index, as: UInt8.self), toByteOffset: index, as: UInt8.self)
      }
    }
  }
}

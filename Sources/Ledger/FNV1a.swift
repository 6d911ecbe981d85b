/// The FNV-1a hash of bytes, 64 bits: small, and the same on every machine and in every version, so that it may be kept.
/// Source: Fowler, Noll, Vo, and draft-eastlake-fnv.
public struct FNV1a: Equatable, Sendable {
  public var value: UInt64 = 0xCBF2_9CE4_8422_2325

  @inlinable public init() {}

  @inlinable
  public init(_ bytes: some Sequence<UInt8>) { for byte in bytes { add(byte) } }

  @inlinable @inline(__always)
  public mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
}

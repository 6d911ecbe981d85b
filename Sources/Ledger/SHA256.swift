import SHAInstructions

/// SHA-256 (FIPS 180-4), fed in pieces: what names accepted files, seals print files and derives message ids. Foundation on
/// Linux has none. By the processor's own instructions where it has some for this, seven times as fast.
public struct SHA256: Sendable {
  private static let blockSize = 64

  private var state: State
  private var pending: [UInt8] = []
  private var total: UInt64 = 0

  public init() { state = State() }

  /// A hash that does without the processor's instructions: what other processors do, for tests.
  init(inPlainSwift: Bool) { state = State(usesInstructions: !inPlainSwift && SHA256.hasInstructions) }

  static let hasInstructions: Bool = {
    #if arch(x86_64)
      SHAInstructions.areThere()
    #else
      false
    #endif
  }()

  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    total &+= UInt64(bytes.count)
    var rest = bytes
    if !pending.isEmpty {
      let taken = min(rest.count, SHA256.blockSize - pending.count)
      pending.append(contentsOf: UnsafeRawBufferPointer(rebasing: rest[..<taken]))
      rest = UnsafeRawBufferPointer(rebasing: rest[taken...])
      guard pending.count == SHA256.blockSize else { return }
      pending.withUnsafeBytes { state.compress($0) }
      pending.removeAll(keepingCapacity: true)
    }
    let whole = rest.count & ~(SHA256.blockSize - 1)
    if whole > 0 { state.compress(UnsafeRawBufferPointer(rebasing: rest[..<whole])) }
    if whole < rest.count { pending.append(contentsOf: UnsafeRawBufferPointer(rebasing: rest[whole...])) }
  }

  public mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

  /// Adds the UTF-8 bytes of `text`.
  public mutating func update(_ text: String) {
    var text = text
    text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
  }

  /// The 32 bytes of the digest. The hash starts afresh afterwards.
  public mutating func finish() -> [UInt8] {
    let bits = total &* 8
    // A one, zeros up to the last eight bytes of a block, and the length.
    let zeros = (2 * SHA256.blockSize - 9 - pending.count) % SHA256.blockSize
    pending.append(0x80)
    pending.append(contentsOf: repeatElement(0, count: zeros))
    withUnsafeBytes(of: bits.bigEndian) { pending.append(contentsOf: $0) }
    pending.withUnsafeBytes { state.compress($0) }
    let digest = state.bytes
    state = State(usesInstructions: state.usesInstructions)
    pending.removeAll(keepingCapacity: true)
    total = 0
    return digest
  }

  public static func digest(_ bytes: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finish()
  }

  public static func digest(_ text: String) -> [UInt8] {
    var hash = SHA256()
    hash.update(text)
    return hash.finish()
  }

  /// Small hexadecimal digits, as `sha256sum` prints them.
  public static func hex(_ bytes: some Collection<UInt8>) -> String {
    String(unsafeUninitializedCapacity: bytes.count * 2) { buffer in
      var index = 0
      for byte in bytes {
        buffer[index] = digit(byte >> 4)
        buffer[index + 1] = digit(byte & 15)
        index += 2
      }
      return index
    }
  }

  private static func digit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 48 + nibble : 87 + nibble }
}

/// The eight working words of the hash and the function that mixes blocks of 64 bytes into them.
///
/// A night hashes everything it reads and writes, so this is written for the machine: eight working words and a ring of sixteen words of
/// the message in local variables, rounds with their names turned instead of their values moved, each word of the message made just
/// before its round. A quarter faster than words in an array, and faster than `sha256sum`; vectors for the message were slower.
private struct State: Sendable {
  var h0: UInt32 = 0x6a09_e667
  var h1: UInt32 = 0xbb67_ae85
  var h2: UInt32 = 0x3c6e_f372
  var h3: UInt32 = 0xa54f_f53a
  var h4: UInt32 = 0x510e_527f
  var h5: UInt32 = 0x9b05_688c
  var h6: UInt32 = 0x1f83_d9ab
  var h7: UInt32 = 0x5be0_cd19
  var usesInstructions = SHA256.hasInstructions

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32)
    for word in [h0, h1, h2, h3, h4, h5, h6, h7] {
      for shift in [24, 16, 8, 0] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: word &>> shift)) }
    }
    return bytes
  }

  /// Mixes in whole blocks; the caller sees to it that the count is a multiple of 64.
  mutating func compress(_ blocks: UnsafeRawBufferPointer) {
    SHA256.constants.withUnsafeBufferPointer { constants in
      guard let k = constants.baseAddress, var block = blocks.baseAddress else { return }
      if usesInstructions { return mixByInstructions(block, count: blocks.count / 64, k) }
      for _ in 0..<(blocks.count / 64) {
        mix(block, k)
        block += 64
      }
    }
  }

  private mutating func mixByInstructions(_ blocks: UnsafeRawPointer, count: Int, _ constants: UnsafePointer<UInt32>) {
    #if arch(x86_64)
      withUnsafeMutableBytes(of: &self) {
        SHAInstructions.mix(blocks, count: count, into: $0.baseAddress!, constants: UnsafeRawPointer(constants))
      }
    #endif
  }

  /// The 64 rounds over one block: sixteen with the words of the message, and three times sixteen with words made of earlier ones.
  @inline(__always)
  private mutating func mix(_ block: UnsafeRawPointer, _ constants: UnsafePointer<UInt32>) {
    @inline(__always) func word(_ index: Int) -> UInt32 {
      UInt32(bigEndian: block.loadUnaligned(fromByteOffset: index &* 4, as: UInt32.self))
    }
    var w0 = word(0), w1 = word(1), w2 = word(2), w3 = word(3)
    var w4 = word(4), w5 = word(5), w6 = word(6), w7 = word(7)
    var w8 = word(8), w9 = word(9), w10 = word(10), w11 = word(11)
    var w12 = word(12), w13 = word(13), w14 = word(14), w15 = word(15)
    var (a, b, c, d, e, f, g, h) = (h0, h1, h2, h3, h4, h5, h6, h7)
    var bc = b ^ c
    var k = constants
    State.round(a, b, &bc, &d, e, f, g, &h, w0 &+ k[0])
    State.round(h, a, &bc, &c, d, e, f, &g, w1 &+ k[1])
    State.round(g, h, &bc, &b, c, d, e, &f, w2 &+ k[2])
    State.round(f, g, &bc, &a, b, c, d, &e, w3 &+ k[3])
    State.round(e, f, &bc, &h, a, b, c, &d, w4 &+ k[4])
    State.round(d, e, &bc, &g, h, a, b, &c, w5 &+ k[5])
    State.round(c, d, &bc, &f, g, h, a, &b, w6 &+ k[6])
    State.round(b, c, &bc, &e, f, g, h, &a, w7 &+ k[7])
    State.round(a, b, &bc, &d, e, f, g, &h, w8 &+ k[8])
    State.round(h, a, &bc, &c, d, e, f, &g, w9 &+ k[9])
    State.round(g, h, &bc, &b, c, d, e, &f, w10 &+ k[10])
    State.round(f, g, &bc, &a, b, c, d, &e, w11 &+ k[11])
    State.round(e, f, &bc, &h, a, b, c, &d, w12 &+ k[12])
    State.round(d, e, &bc, &g, h, a, b, &c, w13 &+ k[13])
    State.round(c, d, &bc, &f, g, h, a, &b, w14 &+ k[14])
    State.round(b, c, &bc, &e, f, g, h, &a, w15 &+ k[15])
    for _ in 0..<3 {
      k += 16
      State.extend(&w0, w1, w9, w14)
      State.round(a, b, &bc, &d, e, f, g, &h, w0 &+ k[0])
      State.extend(&w1, w2, w10, w15)
      State.round(h, a, &bc, &c, d, e, f, &g, w1 &+ k[1])
      State.extend(&w2, w3, w11, w0)
      State.round(g, h, &bc, &b, c, d, e, &f, w2 &+ k[2])
      State.extend(&w3, w4, w12, w1)
      State.round(f, g, &bc, &a, b, c, d, &e, w3 &+ k[3])
      State.extend(&w4, w5, w13, w2)
      State.round(e, f, &bc, &h, a, b, c, &d, w4 &+ k[4])
      State.extend(&w5, w6, w14, w3)
      State.round(d, e, &bc, &g, h, a, b, &c, w5 &+ k[5])
      State.extend(&w6, w7, w15, w4)
      State.round(c, d, &bc, &f, g, h, a, &b, w6 &+ k[6])
      State.extend(&w7, w8, w0, w5)
      State.round(b, c, &bc, &e, f, g, h, &a, w7 &+ k[7])
      State.extend(&w8, w9, w1, w6)
      State.round(a, b, &bc, &d, e, f, g, &h, w8 &+ k[8])
      State.extend(&w9, w10, w2, w7)
      State.round(h, a, &bc, &c, d, e, f, &g, w9 &+ k[9])
      State.extend(&w10, w11, w3, w8)
      State.round(g, h, &bc, &b, c, d, e, &f, w10 &+ k[10])
      State.extend(&w11, w12, w4, w9)
      State.round(f, g, &bc, &a, b, c, d, &e, w11 &+ k[11])
      State.extend(&w12, w13, w5, w10)
      State.round(e, f, &bc, &h, a, b, c, &d, w12 &+ k[12])
      State.extend(&w13, w14, w6, w11)
      State.round(d, e, &bc, &g, h, a, b, &c, w13 &+ k[13])
      State.extend(&w14, w15, w7, w12)
      State.round(c, d, &bc, &f, g, h, a, &b, w14 &+ k[14])
      State.extend(&w15, w0, w8, w13)
      State.round(b, c, &bc, &e, f, g, h, &a, w15 &+ k[15])
    }
    h0 &+= a
    h1 &+= b
    h2 &+= c
    h3 &+= d
    h4 &+= e
    h5 &+= f
    h6 &+= g
    h7 &+= h
  }

  /// One round. `bc` is b xor c, and becomes a xor b, which is that of the next round. The three rotations of a sum are turned one inside
  /// the other: one register does.
  @inline(__always)
  private static func round(
    _ a: UInt32, _ b: UInt32, _ bc: inout UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32, _ g: UInt32,
    _ h: inout UInt32, _ input: UInt32
  ) {
    let ab = a ^ b
    let choice = g ^ (e & (f ^ g))
    let majority = b ^ (ab & bc)
    let t = h &+ input &+ choice &+ rotate(e ^ rotate(e ^ rotate(e, 14), 5), 6)
    d &+= t
    h = t &+ majority &+ rotate(a ^ rotate(a ^ rotate(a, 9), 11), 2)
    bc = ab
  }

  /// Turns word i of the message into word i + 16; the others are words i + 1, i + 9 and i + 14.
  @inline(__always)
  private static func extend(_ w: inout UInt32, _ w1: UInt32, _ w9: UInt32, _ w14: UInt32) {
    let s0 = rotate(w1 ^ rotate(w1, 11), 7) ^ (w1 &>> 3)
    let s1 = rotate(w14 ^ rotate(w14, 2), 17) ^ (w14 &>> 10)
    w = w &+ s0 &+ w9 &+ s1
  }

  @inline(__always)
  private static func rotate(_ x: UInt32, _ n: UInt32) -> UInt32 { x &>> n | x &<< (32 &- n) }
}

extension SHA256 {
  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2).
  fileprivate static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
  ]
}

extension SHA256 {
  /// The digest of a text as 64 hex digits.
  public static func hex(of text: String) -> String { hex(digest(text)) }
}

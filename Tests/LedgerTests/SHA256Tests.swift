import Testing

@testable import Ledger

/// FIPS 180-4 examples and the NIST long message.
@Suite struct SHA256Tests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ])
  func digestOfPublishedMessages(text: String, expected: String) {
    #expect(SHA256.hex(SHA256.digest(text)) == expected)
    var plain = SHA256(inPlainSwift: true)
    plain.update(text)
    #expect(SHA256.hex(plain.finish()) == expected)
  }

  /// By the processor's instructions, where this one has some, and without them.
  @Test func sameDigestWithAndWithoutInstructions() {
    var bytes: [UInt8] = []
    var (fast, plain) = (SHA256(), SHA256(inPlainSwift: true))
    for length in 0..<700 {
      fast.update(bytes)
      plain.update(bytes)
      #expect(fast.finish() == plain.finish(), "\(length) bytes")
      bytes.append(UInt8(truncatingIfNeeded: length &* 167 &+ length >> 3))
    }
  }

  /// The digest over the digests of 200 lengths, as Python's hashlib gives it.
  @Test func everyLengthIsPaddedRightly() {
    var (bytes, all): ([UInt8], SHA256) = ([], SHA256())
    for length in 0..<200 {
      all.update(SHA256.digest(bytes))
      bytes.append(UInt8(truncatingIfNeeded: length &* 167 &+ length >> 3))
    }
    #expect(SHA256.hex(all.finish()) == "5fbdde45143465190b1cbb71d93a346e82fd559aba8fec0c2a26e1b91cb4372f")
  }

  @Test(arguments: [1, 63, 64, 65, 1000, 1_000_000])
  func millionLettersInPiecesOfAnySize(piece: Int) {
    var hash = SHA256()
    var left = 1_000_000
    let letters = [UInt8](repeating: 0x61, count: piece)
    while left > 0 {
      hash.update(Array(letters.prefix(left)))
      left -= min(piece, left)
    }
    #expect(SHA256.hex(hash.finish()) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }
}

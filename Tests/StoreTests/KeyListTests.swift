import Testing

@testable import Store

@Suite struct KeyListTests {
  @Test(
    arguments: [
      [], [1], [127, 128, 129], [1, 16_384, 2_097_152, 9_000_000_000_000],
    ] as [[Int64]])
  func keysComeBackInOrder(_ keys: [Int64]) {
    #expect(KeyList.bytes(keys.reversed()).withUnsafeBytes(KeyList.keys) == keys)
  }

  @Test func neighboursTakeAByteEach() {
    #expect(KeyList.bytes([7, 5, 6, 6]) == [5, 1, 1])
  }
}

import Ledger
import Testing

@Suite struct PartitionTests {
  @Test func thePlaceIsBehindAllThatComeBefore() {
    for count in 0..<12 {
      let list = (0..<count).map { $0 * 2 }
      for wanted in -1...(2 * count) {
        #expect(list.place { $0 < wanted } == list.count { $0 < wanted })
        // Places of a part are those of the whole.
        if count > 3 { #expect(list[2...].place { $0 < wanted } == 2 + list[2...].count { $0 < wanted }) }
      }
    }
  }

  @Test func aZeroIsFoundInEachOfEightBytes() {
    #expect(UInt64(0x0102_0380_FF01_7F80).zeroBytes == 0)
    for at in 0..<8 {
      let word = UInt64(0x0102_0380_FF01_7F80) & ~(0xFF << UInt64(at * 8))
      #expect(word.zeroBytes.trailingZeroBitCount / 8 == at)
    }
  }
}

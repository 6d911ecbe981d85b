import Ledger
import Testing

@Suite struct ShortSortTests {
  /// Numbers without order, each beside the place it came from; equal ones stay as they were.
  @Test(arguments: [0, 1, 2, 3, 7, 31, 32, 33, 500])
  func keepsEqualOnes(_ count: Int) {
    var list = (0..<count).map { (number: $0 * 7_919 % 13, place: $0) }
    let expected = list.sorted { $0.number != $1.number ? $0.number < $1.number : $0.place < $1.place }
    list.withUnsafeMutableBufferPointer { $0.sortShort { $0.number < $1.number } }
    #expect(list.map(\.number) == expected.map(\.number))
    #expect(list.map(\.place) == expected.map(\.place))
  }
}

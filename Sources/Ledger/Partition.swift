extension RandomAccessCollection where Index == Int {
  /// The place behind all elements that come before what is looked for, in a list in which these come first: by halves.
  @inlinable @inline(__always)
  public func place(behind comesBefore: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if comesBefore(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

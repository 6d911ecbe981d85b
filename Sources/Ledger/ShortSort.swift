extension UnsafeMutableBufferPointer {
  /// Sorts in place, equal elements as they stand. Made for the many lists of a night that are short, mostly in order already, and have to be
  /// sorted one after the other: up to a few dozen are put where they belong one by one, without memory beside them.
  @inlinable @inline(__always)
  public func sortShort(by precedes: (Element, Element) -> Bool) {
    guard count <= 32 else {
      var all = self
      return all.sort(by: precedes)
    }
    var next = 1
    while next < count {
      let element = self[next]
      var at = next
      while at > 0, precedes(element, self[at &- 1]) {
        self[at] = self[at &- 1]
        at &-= 1
      }
      self[at] = element
      next &+= 1
    }
  }
}

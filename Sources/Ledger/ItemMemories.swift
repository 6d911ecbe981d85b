/// What is remembered of documents, by row of the documents table; most documents have nothing. Asked for every open item of a
/// night: a list of places, not a dictionary.
public struct ItemMemories: Sendable {
  /// By row: place in `memories`, -1 for nothing; rows behind the end have nothing.
  @usableFromInline var places: [Int32] = []
  @usableFromInline var memories: [ItemMemory] = []

  public init() {}

  public var isEmpty: Bool { memories.isEmpty }
  /// How many documents it remembers, or did before they were forgotten.
  public var count: Int { memories.count }

  /// Makes room for so many rows and memories.
  public mutating func reserve(rows: Int, memories count: Int) {
    if rows > places.count { places += repeatElement(-1, count: rows - places.count) }
    memories.reserveCapacity(count)
  }

  /// What is remembered of a row's document; the empty memory where there is nothing.
  @inlinable
  public func of(_ row: Int) -> ItemMemory {
    guard row < places.count, places[row] >= 0 else { return ItemMemory() }
    return memories[Int(places[row])]
  }

  /// Where a row's place lies, for who asks the memory of the machine ahead of time.
  @inlinable @inline(__always)
  public func ask(_ row: Int, _ body: (UnsafeRawPointer) -> Void) {
    guard row < places.count else { return }
    places.withUnsafeBufferPointer { body($0.baseAddress! + row) }
  }

  /// Where what is remembered of a row lies, where there is something.
  @inlinable @inline(__always)
  public func askForMemory(_ row: Int, _ body: (UnsafeRawPointer) -> Void) {
    guard row < places.count, places[row] >= 0 else { return }
    memories.withUnsafeBufferPointer { body($0.baseAddress! + Int(places[row])) }
  }

  public subscript(row: Int) -> ItemMemory? {
    get {
      guard row < places.count, places[row] >= 0 else { return nil }
      return memories[Int(places[row])]
    }
    set {
      guard let memory = newValue else {
        if row < places.count { places[row] = -1 }
        return
      }
      if row >= places.count { places += repeatElement(-1, count: row + 1 - places.count) }
      if places[row] >= 0 {
        memories[Int(places[row])] = memory
      } else {
        places[row] = Int32(memories.count)
        memories.append(memory)
      }
    }
  }
}

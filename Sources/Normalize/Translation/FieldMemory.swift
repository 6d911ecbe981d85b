/// The fields of a record, and the amounts among them as numbers. A class because it owns that memory.
final class FieldMemory {
  let count: Int
  private let slots: UnsafeMutablePointer<UnsafeRawBufferPointer>
  private let numbers: UnsafeMutablePointer<Int64>

  init(_ count: Int) {
    self.count = count
    slots = .allocate(capacity: max(count, 1))
    slots.initialize(repeating: UnsafeRawBufferPointer(start: nil, count: 0), count: max(count, 1))
    numbers = .allocate(capacity: max(count, 1))
    numbers.initialize(repeating: .min, count: max(count, 1))
  }

  deinit {
    slots.deallocate()
    numbers.deallocate()
  }

  var texts: UnsafeBufferPointer<UnsafeRawBufferPointer> { UnsafeBufferPointer(start: slots, count: count) }

  @inline(__always)
  func set(_ index: Int, _ text: UnsafeRawBufferPointer, _ amount: Int64 = .min) {
    slots[index] = text
    numbers[index] = amount
  }

  /// The amount of a field in minor units; nil where it is none.
  @inline(__always)
  func amount(_ index: Int) -> Int64? { numbers[index] == .min ? nil : numbers[index] }
}

internal import CIntrinsics
import Glibc

/// Memory that this process has in common with its children: which work is taken, and what was made. Used round after round.
final class WorkArea {
  /// Parts of a round at most.
  static let mostParts = 4096
  /// Bytes that the parts of a round may have together; what does not fit counts as not made.
  private static let capacity = 32 << 20

  /// The next share of the work, and the bytes used; then for each part where its bytes are and how many, plus one.
  private let numbers: UnsafeMutablePointer<Int>
  private let bytes: UnsafeMutableRawPointer
  private static let head = (2 + 2 * mostParts) * MemoryLayout<Int>.stride
  /// Room that this process has for itself, and how much it takes at once.
  private var room = 0..<0
  private static let piece = 64 << 10

  /// Nil: the machine has no memory to give.
  init?() {
    let memory = mmap(
      nil, WorkArea.head + WorkArea.capacity, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let memory, memory != MAP_FAILED else { return nil }
    numbers = memory.assumingMemoryBound(to: Int.self)
    bytes = memory + WorkArea.head
  }

  deinit { munmap(numbers, WorkArea.head + WorkArea.capacity) }

  /// Begins a round in which nobody has taken a share yet but those who were given the first ones.
  func begin(given shares: Int) {
    for index in 0..<(2 + 2 * WorkArea.mostParts) { numbers[index] = 0 }
    shared_set(numbers, shares)
    leaveRoom()
  }

  /// This process is a copy: the room of the one it was copied from is not its own.
  func leaveRoom() { room = 0..<0 }

  /// The number of a share that nobody else has.
  func takeShare() -> Int { shared_add(numbers, 1) }

  /// Hands in what a part became.
  func put(_ made: [UInt8], of part: Int) {
    guard room.count >= made.count || takeRoom(for: made.count) else { return }
    let start = room.lowerBound
    room = start + made.count..<room.upperBound
    made.withUnsafeBytes {
      if let from = $0.baseAddress { (bytes + start).copyMemory(from: from, byteCount: made.count) }
    }
    numbers[2 + 2 * part] = start
    shared_set(numbers + 3 + 2 * part, made.count + 1)
  }

  /// Takes room of its own, with the pages of memory behind it: asked for one by one, as they are written, they cost as much as what is written.
  private func takeRoom(for count: Int) -> Bool {
    let count = max(count, WorkArea.piece)
    let start = shared_add(numbers + 1, count)
    guard start + count <= WorkArea.capacity else { return false }
    room = start..<start + count
    get_pages(bytes + start, count, 1)
    return true
  }

  /// Whatever was handed in is there to be read.
  func end() { get_pages(bytes, min(shared_get(numbers + 1), WorkArea.capacity), 0) }

  /// What a part became; nil: it was not made.
  func made(_ part: Int) -> [UInt8]? {
    let count = shared_get(numbers + 3 + 2 * part) - 1
    guard count >= 0 else { return nil }
    return Array(UnsafeRawBufferPointer(start: bytes + numbers[2 + 2 * part], count: count))
  }
}

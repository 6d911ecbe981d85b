import Ledger

/// The texts of one record while it is made. Memory is used again for the next record and never moves within one: what was
/// written stays where it is until `clear`. A class because it owns that memory; copies of a translation share it, and only one
/// of them may go on.
final class RecordArena {
  private var blocks: [UnsafeMutableRawBufferPointer] = [.allocate(byteCount: 16_384, alignment: 8)]
  private let state = UnsafeMutablePointer<State>.allocate(capacity: 1)

  private struct State {
    var next: UnsafeMutableRawPointer
    var left: Int
  }

  init() { state.initialize(to: State(next: blocks[0].baseAddress!, left: blocks[0].count)) }

  deinit {
    for block in blocks { block.deallocate() }
    state.deallocate()
  }

  /// Forgets everything; of several blocks the largest stays.
  func clear() {
    if blocks.count > 1 {
      for block in blocks.dropLast() { block.deallocate() }
      blocks.removeFirst(blocks.count - 1)
    }
    state.pointee = State(next: blocks[0].baseAddress!, left: blocks[0].count)
  }

  /// Room for so many bytes; `take` says how many were used.
  @inline(__always)
  func room(_ count: Int) -> UnsafeMutableRawPointer {
    if count > state.pointee.left { grow(count) }
    return state.pointee.next
  }

  /// The first bytes of the room that was given last.
  @inline(__always)
  func take(_ count: Int) -> UnsafeRawBufferPointer {
    let start = state.pointee.next
    state.pointee.next = start + count
    state.pointee.left &-= count
    return UnsafeRawBufferPointer(start: start, count: count)
  }

  @inline(__always)
  func copy(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    guard let start = text.baseAddress, !text.isEmpty else { return text }
    room(text.count).copyMemory(from: start, byteCount: text.count)
    return take(text.count)
  }

  @inline(never)
  private func grow(_ count: Int) {
    let last = blocks[blocks.count - 1].count
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: max(last * 2, count * 2), alignment: 8)
    blocks.append(block)
    state.pointee = State(next: block.baseAddress!, left: block.count)
  }
}

extension RecordArena {
  /// A plain decimal: `-1234.50`. Decimals beyond the second are left out where they are zeros and the currency is not known.
  @inline(__always)
  func write(amount: Int64, exponent: Int, isExact: Bool) -> UnsafeRawBufferPointer {
    let room = room(32).assumingMemoryBound(to: UInt8.self)
    var rest = amount.magnitude
    var start = 32
    var decimals = 0
    repeat {
      if decimals == exponent, exponent > 0 {
        start &-= 1
        room[start] = 0x2E
      }
      let tenth = rest / 10
      start &-= 1
      room[start] = UInt8(truncatingIfNeeded: 48 &+ rest &- tenth &* 10)
      rest = tenth
      decimals &+= 1
    } while rest > 0 || decimals <= exponent
    if amount < 0 {
      start &-= 1
      room[start] = 0x2D
    }
    var end = 32
    if !isExact {
      var shown = exponent
      while shown > 2, room[end &- 1] == 48 {
        end &-= 1
        shown &-= 1
      }
    }
    return UnsafeRawBufferPointer(rebasing: take(32)[start..<end])
  }
}

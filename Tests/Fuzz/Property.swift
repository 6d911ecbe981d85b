import Formats
import Glibc
import Ledger

/// What holds for every reader and every input: it ends, without trap; it gives the same records wherever the file is cut; what it
/// cannot read it refuses with a code.
enum Property {
  /// What a reader made of its input, short enough to compare.
  private struct Outcome: Equatable {
    var records = 0
    var fold: UInt64 = 0xCBF2_9CE4_8422_2325
    var isRefused = false

    mutating func take(_ record: RecordView) {
      records += 1
      // XML: how many columns are known so far depends on the pieces; the empty ones say nothing.
      if record.element.isEmpty { fold(UInt64(record.width)) }
      for (index, field) in record.fields.enumerated() where !field.isEmpty {
        for byte in field { fold(UInt64(byte)) }
        fold(UInt64(0x100 + index))
      }
      for problem in record.problems { for byte in problem.code.utf8 { fold(UInt64(byte)) } }
      fold(UInt64(truncatingIfNeeded: record.position.lineFrom))
      _ = record.raw.count
    }

    mutating func fold(_ value: UInt64) { fold = (fold ^ value) &* 0x0000_0100_0000_01B3 }
  }

  /// Ends the run with a message: an optimised `precondition` keeps its own to itself.
  static func expect(_ holds: Bool, _ message: @autoclosure () -> String) {
    guard !holds else { return }
    print("fuzz: \(message())")
    fflush(nil)
    abort()
  }

  /// Reads the input whole and in two pieces, and compares.
  static func reads(_ start: UnsafePointer<UInt8>, _ count: Int, _ make: () -> any RecordReader) {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    let whole = outcome([bytes], make())
    let cut = count == 0 ? 0 : Int(start[count / 2]) * count / 256
    let pieces = [UnsafeRawBufferPointer(rebasing: bytes[..<cut]), UnsafeRawBufferPointer(rebasing: bytes[cut...])]
    let other = outcome(pieces, make())
    expect(whole == other, "cut at \(cut): \(whole) became \(other)")
  }

  private static func outcome(_ pieces: [UnsafeRawBufferPointer], _ reader: any RecordReader) -> Outcome {
    var reader = reader
    var outcome = Outcome()
    do {
      for piece in pieces { try reader.push(piece) { outcome.take($0) } }
      try reader.finish { outcome.take($0) }
    } catch let problem as Diagnostic {
      expect(!problem.code.isEmpty && !problem.message.isEmpty, "a refusal says why")
      outcome.isRefused = true
    } catch { expect(false, "\(error) is no diagnostic") }
    for control in reader.controls { _ = control.ties }
    _ = reader.warnings.count
    // Where a file is refused, how many records were shown before, and which of two faults libxml2 meets first, depends on the pieces.
    return outcome.isRefused ? Outcome(isRefused: true) : outcome
  }
}

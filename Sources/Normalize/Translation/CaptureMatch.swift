import Pipeline

/// Finds the first place of a text that has a shape, and gives the part in braces.
///
/// Digits and letters take all there are; a run takes as few as will do. Only the last run met is tried further on. What does not
/// stand behind a run does not stand behind a later one either, so the text is walked once.
enum CaptureMatch {
  /// More of a text is not looked at.
  private static let longest = 4096

  static func part(of text: UnsafeRawBufferPointer, _ units: [CapturePattern.Unit]) -> UnsafeRawBufferPointer {
    let text = text.part(0, min(text.count, longest))
    var start = 0
    while start < text.count {
      switch match(text, units, start) {
      case .found(let range): return text.part(range.lowerBound, range.upperBound)
      case .nowhere: return text.part(0, 0)
      case .notHere(let next): start = next
      }
    }
    return text.part(0, 0)
  }

  private enum Outcome {
    case found(Range<Int>)
    /// The next place worth a try.
    case notHere(Int)
    case nowhere
  }

  private static func match(_ text: UnsafeRawBufferPointer, _ units: [CapturePattern.Unit], _ start: Int) -> Outcome {
    var at = start
    var next = 0
    var range = (from: start, to: start)
    var skip = 0
    var run: (unit: Int, at: Int, from: Int)?
    while next < units.count {
      switch units[next] {
      case .open:
        range.from = at
        next += 1
        continue
      case .close:
        range.to = at
        next += 1
        continue
      case .run:
        // The last run takes everything.
        if units[(next + 1)...].allSatisfy({ $0 == .close }) { at = text.count }
        run = (next, at, range.from)
        next += 1
        continue
      default: break
      }
      if let length = length(of: units[next], text, at) {
        // Digits that were taken all at once end at one place, wherever among them one begins.
        if at == start { skip = at + length }
        at += length
        next += 1
      } else if let last = run, last.at < text.count {
        run = (last.unit, last.at + 1, last.from)
        at = last.at + 1
        range.from = last.from
        next = last.unit + 1
      } else {
        return run == nil ? .notHere(max(start + 1, skip)) : .nowhere
      }
    }
    return .found(range.from..<max(range.from, range.to))
  }

  /// How many bytes a unit takes at a place; nil where it does not fit.
  private static func length(of unit: CapturePattern.Unit, _ text: UnsafeRawBufferPointer, _ at: Int) -> Int? {
    guard at < text.count else { return nil }
    func isLetter(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte >= 0x80
    }
    switch unit {
    case .byte(let byte): return text[at] == byte ? 1 : nil
    case .digit: return FieldText.isDigit(text[at]) ? 1 : nil
    case .letter: return isLetter(text[at]) ? 1 : nil
    case .digits:
      let count = text[at...].prefix(while: FieldText.isDigit).count
      return count > 0 ? count : nil
    case .letters:
      let count = text[at...].prefix(while: isLetter).count
      return count > 0 ? count : nil
    case .run, .open, .close: return 0
    }
  }
}

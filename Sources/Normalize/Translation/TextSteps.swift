import Pipeline

/// A step of a mapping, ready to run. Whatever it makes lies in the arena of the record, or is a part of what it was given.
enum CompiledStep {
  case trim, collapse, upper, lower
  /// Characters as their bytes.
  case strip([[UInt8]])
  case dropPrefix([[UInt8]])
  case dropSuffix([[UInt8]])
  case before([UInt8])
  case after([UInt8])
  case slice(Int, Int)
  case pad(Int, UInt8)
  case split([UInt8], Int)
  case lookup(WordTable)
  case capture([CapturePattern.Unit])

  /// Nil for `join`, which reads columns and is compiled as such.
  init?(_ step: TextStep) {
    func bytes(_ texts: [String]) -> [[UInt8]] { texts.map { Array($0.utf8) } }
    switch step {
    case .trim: self = .trim
    case .collapse: self = .collapse
    case .upper: self = .upper
    case .lower: self = .lower
    case .strip(let text): self = .strip(text.unicodeScalars.map { Array(String($0).utf8) })
    case .dropPrefix(let texts): self = .dropPrefix(bytes(texts))
    case .dropSuffix(let texts): self = .dropSuffix(bytes(texts))
    case .before(let text): self = .before(Array(text.utf8))
    case .after(let text): self = .after(Array(text.utf8))
    case .slice(let from, let to): self = .slice(from, to)
    case .pad(let width, let fill): self = .pad(width, fill.utf8.first ?? UInt8(ascii: "0"))
    case .split(let separator, let index): self = .split(Array(separator.utf8), index)
    case .join: return nil
    case .lookup(let table): self = .lookup(WordTable(table.map { ($0.0, $0.1) }))
    case .capture(let pattern): self = .capture(pattern.units)
    }
  }

  func run(_ text: UnsafeRawBufferPointer, _ arena: RecordArena) -> UnsafeRawBufferPointer {
    switch self {
    case .trim: FieldText.trimmed(text)
    case .collapse: CompiledStep.collapsed(text, arena)
    case .upper: CompiledStep.mapped(text, arena) { $0 &- UInt8(ascii: "a") < 26 ? $0 & 0xDF : $0 }
    case .lower: CompiledStep.mapped(text, arena) { $0 &- UInt8(ascii: "A") < 26 ? $0 | 0x20 : $0 }
    case .strip(let characters): CompiledStep.stripped(text, characters, arena)
    case .dropPrefix(let prefixes):
      prefixes.first { text.starts(with: $0) }.map { text.part($0.count, text.count) } ?? text
    case .dropSuffix(let suffixes):
      suffixes.first { text.ends(with: $0) }.map { text.part(0, text.count - $0.count) } ?? text
    case .before(let mark): text.find(mark, from: 0).map { text.part(0, $0) } ?? text
    case .after(let mark): text.find(mark, from: 0).map { text.part($0 + mark.count, text.count) } ?? text
    case .slice(let from, let to): text.part(text.offset(ofCharacter: from), text.offset(ofCharacter: to))
    case .pad(let width, let fill): CompiledStep.padded(text, width, fill, arena)
    case .split(let separator, let index): CompiledStep.part(text, separator, index)
    case .lookup(let table): table.find(text) ?? text
    case .capture(let units): CaptureMatch.part(of: text, units)
    }
  }

  private static func mapped(
    _ text: UnsafeRawBufferPointer, _ arena: RecordArena, _ change: (UInt8) -> UInt8
  ) -> UnsafeRawBufferPointer {
    let room = arena.room(text.count)
    for index in 0..<text.count { room.storeBytes(of: change(text[index]), toByteOffset: index, as: UInt8.self) }
    return arena.take(text.count)
  }

  private static func collapsed(_ text: UnsafeRawBufferPointer, _ arena: RecordArena) -> UnsafeRawBufferPointer {
    let text = FieldText.trimmed(text)
    let room = arena.room(text.count)
    var count = 0
    var wasBlank = false
    for byte in text {
      let isBlank = byte <= 0x20
      if !isBlank || !wasBlank {
        room.storeBytes(of: isBlank ? 0x20 : byte, toByteOffset: count, as: UInt8.self)
        count += 1
      }
      wasBlank = isBlank
    }
    return arena.take(count)
  }

  private static func stripped(
    _ text: UnsafeRawBufferPointer, _ characters: [[UInt8]], _ arena: RecordArena
  ) -> UnsafeRawBufferPointer {
    let room = arena.room(text.count)
    var count = 0
    var index = 0
    while index < text.count {
      if let found = characters.first(where: { text.has($0, at: index) }) {
        index += found.count
      } else {
        room.storeBytes(of: text[index], toByteOffset: count, as: UInt8.self)
        count += 1
        index += 1
      }
    }
    return arena.take(count)
  }

  private static func padded(
    _ text: UnsafeRawBufferPointer, _ width: Int, _ fill: UInt8, _ arena: RecordArena
  ) -> UnsafeRawBufferPointer {
    let missing = width - text.count { $0 & 0xC0 != 0x80 }
    guard missing > 0, let start = text.baseAddress else { return text }
    let room = arena.room(missing + text.count)
    for index in 0..<missing { room.storeBytes(of: fill, toByteOffset: index, as: UInt8.self) }
    (room + missing).copyMemory(from: start, byteCount: text.count)
    return arena.take(missing + text.count)
  }

  private static func part(_ text: UnsafeRawBufferPointer, _ separator: [UInt8], _ index: Int) -> UnsafeRawBufferPointer
  {
    var start = 0
    var number = 0
    while let end = text.find(separator, from: start) {
      if number == index { return text.part(start, end) }
      number += 1
      start = end + separator.count
    }
    return number == index || index < 0 ? text.part(start, text.count) : text.part(0, 0)
  }
}

extension UnsafeRawBufferPointer {
  func part(_ from: Int, _ to: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: self[from..<Swift.max(from, to)])
  }

  func has(_ bytes: [UInt8], at index: Int) -> Bool {
    guard index + bytes.count <= count else { return false }
    for offset in 0..<bytes.count where self[index + offset] != bytes[offset] { return false }
    return true
  }

  func ends(with bytes: [UInt8]) -> Bool { count >= bytes.count && has(bytes, at: count - bytes.count) }

  /// - Complexity: of a text a mapping gives, which is short, times that of the field.
  func find(_ bytes: [UInt8], from: Int) -> Int? {
    guard !bytes.isEmpty, from + bytes.count <= count else { return nil }
    return (from...(count - bytes.count)).first { has(bytes, at: $0) }
  }

  /// Where a character begins, counted in Unicode scalars; the end where there are not so many.
  func offset(ofCharacter number: Int) -> Int {
    var seen = -1
    for index in 0..<count where self[index] & 0xC0 != 0x80 {
      seen += 1
      if seen == number { return index }
    }
    return count
  }
}

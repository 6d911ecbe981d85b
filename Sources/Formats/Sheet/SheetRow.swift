/// What one row of a sheet is by its looks alone, whatever the mapping says.
enum SheetRow {
  /// Nothing but blanks in all fields.
  static func isBlank(_ fields: UnsafeBufferPointer<UnsafeRawBufferPointer>) -> Bool {
    fields.allSatisfy { field in field.allSatisfy { $0 <= 0x20 } }
  }

  /// A line drawn with hyphens, equals signs or underscores: three or more of them in every field that is not empty.
  static func isRule(_ fields: UnsafeBufferPointer<UnsafeRawBufferPointer>) -> Bool {
    var hasStroke = false
    for field in fields {
      let text = field.withoutBlanks
      guard let stroke = text.first else { continue }
      guard text.count > 2, stroke == 0x2D || stroke == 0x3D || stroke == 0x5F,
        text.allSatisfy({ $0 == stroke || $0 == 0x2B })
      else { return false }
      hasStroke = true
    }
    return hasStroke
  }

  /// `*** END OF FILE ***`: stars at the start of the only field that is not empty.
  static func isStarred(_ fields: UnsafeBufferPointer<UnsafeRawBufferPointer>) -> Bool {
    var filled = 0
    var hasStars = false
    for field in fields {
      let text = field.withoutBlanks
      if text.isEmpty { continue }
      filled += 1
      hasStars = text.starts(with: [0x2A, 0x2A, 0x2A])
    }
    return filled == 1 && hasStars
  }

  static func equals(_ fields: UnsafeBufferPointer<UnsafeRawBufferPointer>, _ names: [[UInt8]]) -> Bool {
    guard fields.count >= names.count else { return false }
    for (index, name) in names.enumerated() where !fields[index].withoutBlanks.elementsEqual(name) { return false }
    return fields[names.count...].allSatisfy { $0.withoutBlanks.isEmpty }
  }
}

/// Text that outlives the row it was read from, at a fixed place: carried values and those of the title block.
final class HeldText {
  @exclusivity(unchecked) private var memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 64, alignment: 1)
  @exclusivity(unchecked) private var count = 0

  init(_ bytes: [UInt8] = []) { bytes.withUnsafeBytes { set($0) } }
  deinit { memory.deallocate() }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<count]) }

  func set(_ bytes: UnsafeRawBufferPointer) {
    if bytes.count > memory.count {
      memory.deallocate()
      memory = .allocate(byteCount: bytes.count * 2, alignment: 1)
    }
    memory.copyMemory(from: bytes)
    count = bytes.count
  }
}

/// The text of the file around the row at hand, so that a rejected record can be reported as it stands in the file.
///
/// What was parsed in this piece is looked at where it lies; of what came before only the row that is still open is kept, up to 1 MiB.
struct XMLRowWindow {
  /// Bytes of earlier pieces, and the offset of the first one.
  private var kept: [UInt8] = []
  private var keptFrom = 0
  /// The first bytes of a row that grew too long to be kept: its start tag is in them.
  private var head: [UInt8] = []
  private var headFrom = 0
  private static let headBytes = 4096
  private var joined: [UInt8] = []

  /// The piece has been parsed: keeps what belongs to a row that is not complete.
  /// - Parameters:
  ///   - from: where that row begins, or else what libxml2 has not dealt with yet.
  mutating func keep(from: Int, piece: UnsafeRawBufferPointer, at offset: Int) {
    let end = offset + piece.count
    if !kept.isEmpty {
      if from >= offset { kept.removeAll(keepingCapacity: true) } else if from > keptFrom { drop(from - keptFrom) }
    }
    if from < headFrom || from >= headFrom + head.count { head = [] }
    if kept.isEmpty {
      // A row that began before this piece and was not kept is not kept now.
      guard from >= offset, from < end else { return }
      keptFrom = from
      kept.append(contentsOf: piece[(from - offset)...])
    } else {
      kept.append(contentsOf: piece)
    }
    guard kept.count > XMLSafety.keptBytes else { return }
    head = Array(kept.prefix(XMLRowWindow.headBytes))
    headFrom = keptFrom
    kept = []
  }

  private mutating func drop(_ count: Int) {
    kept.removeFirst(min(count, kept.count))
    keptFrom += count
  }

  /// The bytes of a record; of one that is too long its start tag and a remark. Valid until the next call.
  mutating func bytes(
    _ record: XMLRows.Record, piece: UnsafeRawBufferPointer, at offset: Int,
    _ body: (UnsafeRawBufferPointer) throws -> Void
  ) rethrows {
    if record.start >= offset {
      return try body(UnsafeRawBufferPointer(rebasing: piece[(record.start - offset)..<(record.end - offset)]))
    }
    joined.removeAll(keepingCapacity: true)
    if !kept.isEmpty, record.start >= keptFrom {
      let last = min(record.end - keptFrom, kept.count)
      joined.append(contentsOf: kept[(record.start - keptFrom)..<last])
      if record.end > offset { joined.append(contentsOf: piece[..<(record.end - offset)]) }
    } else {
      if record.start >= headFrom, record.tagEnd <= headFrom + head.count {
        joined.append(contentsOf: head[(record.start - headFrom)..<(record.tagEnd - headFrom)])
        joined.append(contentsOf: ">".utf8)
      }
      joined.append(contentsOf: "<!-- \(record.end - record.start) bytes are left out -->".utf8)
    }
    try joined.withUnsafeBytes(body)
  }
}

/// Where the characters of a decoded text stand in the file it came from, so that `byte_offset` and messages name bytes of the file.
///
/// Kept are the places where text and file drift apart: behind each character that is not ASCII. Those before the record at hand are
/// forgotten, so that memory does not grow with the file. A class because decoder and reader share it; both run on one thread.
public final class TextOrigin {
  public let encoding: TextEncoding
  /// Bytes of a file for each byte of ASCII text.
  private let unit: Int
  // Decoder and reader take turns on one thread: not worth a check at every character.
  @exclusivity(unchecked) private var steps: [(text: Int, file: Int)] = [(0, 0)]
  /// The step that the last record lies in; those before it are dropped now and then.
  @exclusivity(unchecked) private var first = 0
  /// Records further back than this are not asked for: a reader refuses them long before.
  private static let kept = 1 << 21

  init(_ encoding: TextEncoding) {
    self.encoding = encoding
    unit = encoding == .utf16le || encoding == .utf16be ? 2 : 1
  }

  /// From `text` on the text is that from `file` on.
  @inline(__always)
  func step(text: Int, file: Int) {
    steps.append((text, file))
    if steps.count - first > TextOrigin.kept { first += TextOrigin.kept / 2 }
  }

  /// Offset in the file of the character at an offset of the UTF-8 text.
  public func fileOffset(ofText offset: Int) -> Int { fileOffset(ofText: offset, from: first) }

  /// The same for the start of a record: what lies before it will not be asked for again.
  func fileOffset(ofRecord offset: Int) -> Int {
    while first + 1 < steps.count, steps[first + 1].text <= offset { first += 1 }
    if first > 4096, first > steps.count / 2 {
      steps.removeFirst(first)
      first = 0
    }
    return fileOffset(ofText: offset, from: first)
  }

  private func fileOffset(ofText offset: Int, from first: Int) -> Int {
    var low = first
    var high = steps.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if steps[middle].text <= offset { low = middle } else { high = middle }
    }
    return steps[low].file + (offset - steps[low].text) * unit
  }
}

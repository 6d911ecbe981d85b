/// Finds any of some texts among bytes, in one pass whatever their number. A text is found where it stands as words by itself: `Meyer` is in
/// `Meyer & Co` and in `?32Meyer?33`, and not in `Meyerhof`; of letters from A to Z the case does not count.
public struct WordSearch: Sendable {
  private struct Needle {
    /// ASCII in lower case.
    var bytes: [UInt8]
    var mayStandInside: Bool
  }
  /// Longest first.
  private let needles: [Needle]
  /// Needles by their first two bytes; `pairs` tells of nearly every place that none starts there.
  private let starts: [UInt16: [Int]]
  private let pairs: [Bool]

  /// - Parameters:
  ///   - words: texts as they stand in a file, of two bytes at least.
  ///   - numbers: texts that count inside other words too, such as account numbers in columns of a fixed width.
  public init(words: [[UInt8]], numbers: [[UInt8]] = []) {
    let all =
      words.map { Needle(bytes: $0.map(WordSearch.folded), mayStandInside: false) }
      + numbers.map { Needle(bytes: $0.map(WordSearch.folded), mayStandInside: true) }
    needles = all.filter { $0.bytes.count > 1 }.sorted { $0.bytes.count > $1.bytes.count }
    var starts: [UInt16: [Int]] = [:]
    var pairs = [Bool](repeating: false, count: 1 << 16)
    for (index, needle) in needles.enumerated() {
      let pair = UInt16(needle.bytes[0]) << 8 | UInt16(needle.bytes[1])
      starts[pair, default: []].append(index)
      pairs[Int(pair)] = true
    }
    (self.starts, self.pairs) = (starts, pairs)
  }

  public var isEmpty: Bool { needles.isEmpty }

  /// Where the first of the texts stands at or behind a place; of several at one place the longest.
  public func first(in bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Range<Int>? {
    guard !needles.isEmpty, bytes.count - start > 1 else { return nil }
    return pairs.withUnsafeBufferPointer { pairs in
      var folded = WordSearch.folded(bytes[start])
      for at in start..<bytes.count - 1 {
        let next = WordSearch.folded(bytes[at + 1])
        let pair = UInt16(folded) << 8 | UInt16(next)
        if pairs[Int(pair)], let end = match(bytes, at, pair) { return at..<end }
        folded = next
      }
      return nil
    }
  }

  private func match(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int, _ pair: UInt16) -> Int? {
    for index in starts[pair] ?? [] {
      let needle = needles[index]
      let end = at + needle.bytes.count
      guard end <= bytes.count,
        needle.bytes.indices.allSatisfy({ WordSearch.folded(bytes[at + $0]) == needle.bytes[$0] })
      else { continue }
      if needle.mayStandInside || !WordSearch.joins(bytes, at) && !WordSearch.joins(bytes, end) { return end }
    }
    return nil
  }

  /// The bytes with every such text replaced; nil where there is none.
  public func replacing(in bytes: UnsafeBufferPointer<UInt8>, by word: [UInt8]) -> [UInt8]? {
    guard var found = first(in: bytes) else { return nil }
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count + word.count)
    var at = 0
    while true {
      out += bytes[at..<found.lowerBound]
      out += word
      at = found.upperBound
      guard let next = first(in: bytes, from: at) else { break }
      found = next
    }
    out += bytes[at...]
    return out
  }

  // MARK: Words

  /// Whether a place lies inside a word: letters on both sides, or digits.
  private static func joins(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
    guard at > 0, at < bytes.count else { return false }
    let (before, after) = (bytes[at - 1], bytes[at])
    if isDigit(before) { return isDigit(after) }
    return letterEnds(bytes, at) && letterStarts(bytes, at)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private static func isASCIILetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(folded(byte)) }

  private static func letterStarts(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
    bytes[at] < 0x80 ? isASCIILetter(bytes[at]) : isLetter(bytes, at)
  }

  private static func letterEnds(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
    if bytes[at - 1] < 0x80 { return isASCIILetter(bytes[at - 1]) }
    var start = at - 1
    while start > 0, at - start < 4, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return isLetter(bytes, start)
  }

  /// Whether the character that starts here is a letter: of UTF-8, else one of one byte, which is a letter from A with a grave accent on.
  private static func isLetter(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
    let length = bytes[start] >= 0xF0 ? 4 : bytes[start] >= 0xE0 ? 3 : 2
    let end = min(start + length, bytes.count)
    if let text = String(validating: bytes[start..<end], as: UTF8.self), let scalar = text.unicodeScalars.first {
      return scalar.properties.isAlphabetic
    }
    return bytes[start] >= 0xC0
  }

  @inline(__always)
  private static func folded(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}

/// A text turned into characters of one face, or a line of it.
struct Phrase: Equatable {
  var start: Int
  var count: Int
  /// Width in 1/1000 of the type size.
  var units: Int

  static let empty = Phrase(start: 0, count: 0, units: 0)

  /// Width in 1/1000 pt, rounded up.
  func width(_ size: Int) -> Int { (units * size + 999) / 1000 }
}

/// Turns texts into characters that the fonts have, and breaks them into lines. Kerning and hyphenation are not applied.
struct Typesetter {
  private static let lineFeed: UInt32 = 0x0A
  private static let space: UInt32 = 0x20
  let fonts: Fonts
  /// All characters set so far; phrases point into them.
  private(set) var scalars: [UInt32]
  private let widths: [[UInt16]]

  init(_ fonts: Fonts, scalars: [UInt32] = []) {
    self.fonts = fonts
    self.scalars = scalars
    widths = Face.allCases.map { fonts[$0].widths }
    self.scalars.reserveCapacity(max(2048, scalars.count + 256))
  }

  /// Sets a text. Line feeds stay where `lines` is true and become spaces elsewhere, as tabs do.
  mutating func set(_ text: String, _ face: Face, lines: Bool = false) throws(DocumentProblem) -> Phrase {
    let table = widths[Int(face.rawValue)]
    let start = scalars.count
    var units = 0
    if let plain = setPlain(text, table) { return plain }
    for scalar in text.unicodeScalars {
      let value = scalar.value
      let width = value < 0x10000 ? table[Int(value)] : TrueTypeFont.missing
      if width != TrueTypeFont.missing {
        scalars.append(value)
        units += Int(width)
      } else if Scripts.isCombining(value) {
        scalars.removeSubrange(start...)
        return try setComposed(text, face, lines: lines)
      } else {
        units += try setUnusual(scalar, face, lines: lines, text)
      }
    }
    return Phrase(start: start, count: scalars.count - start, units: units)
  }

  /// A text of nothing but ASCII characters that the font has, which is most of them; nil for any other.
  private mutating func setPlain(_ text: String, _ table: [UInt16]) -> Phrase? {
    let start = scalars.count
    let units: Int?? = text.utf8.withContiguousStorageIfAvailable { bytes -> Int? in
      var units = 0
      for byte in bytes {
        let width = table[Int(byte)]
        guard byte < 0x80, width != TrueTypeFont.missing else { return nil }
        units += Int(width)
      }
      scalars.append(contentsOf: repeatElement(0, count: bytes.count))
      scalars.withUnsafeMutableBufferPointer { scalars in
        for index in bytes.indices { scalars[start + index] = UInt32(bytes[index]) }
      }
      return units
    }
    guard let units, let units else { return nil }
    return Phrase(start: start, count: scalars.count - start, units: units)
  }

  /// A text with marks that stand on letters: each pair must have one character of its own.
  private mutating func setComposed(_ text: String, _ face: Face, lines: Bool) throws(DocumentProblem) -> Phrase {
    var composed = ""
    for cluster in text {
      let marks = cluster.unicodeScalars.filter { Scripts.isCombining($0.value) }
      guard let mark = marks.first else {
        composed.append(cluster)
        continue
      }
      guard let value = Scripts.composed(cluster), let scalar = Unicode.Scalar(value) else {
        throw .scriptNotSupported(script: "A letter with separate marks", character: mark, text: text)
      }
      composed.unicodeScalars.append(scalar)
    }
    return try set(composed, face, lines: lines)
  }

  /// Characters without a glyph of their own: control characters, joiners, look-alikes; everything else is a problem.
  private mutating func setUnusual(
    _ scalar: Unicode.Scalar, _ face: Face, lines: Bool, _ text: String
  ) throws(DocumentProblem) -> Int {
    let value = scalar.value
    if value == Typesetter.lineFeed, lines {
      scalars.append(value)
      return 0
    }
    if value == 0x0D || Scripts.isInvisible(value) { return 0 }
    let isBlank = value == Typesetter.lineFeed || value == 0x09 || value == 0x2028 || value == 0x2029
    if let script = Scripts.refusal(of: value) {
      throw .scriptNotSupported(script: script, character: scalar, text: text)
    }
    let candidates = [value, isBlank ? Typesetter.space : Scripts.substitute(for: value) ?? value]
    for candidate in candidates {
      if let known = Unicode.Scalar(candidate), let width = fonts[face].width(known) {
        scalars.append(candidate)
        return width
      }
    }
    throw .missingGlyph(character: scalar, text: text)
  }

  private func width(_ value: UInt32, _ face: Face) -> Int {
    if value == Typesetter.lineFeed { return 0 }
    if value < 0x10000 { return Int(widths[Int(face.rawValue)][Int(value)]) }
    return Unicode.Scalar(value).flatMap { fonts[face].width($0) } ?? 0
  }

  /// A run of this phrase that stands at `x`, or ends there where it is trailing.
  func run(
    _ phrase: Phrase, _ style: TextStyle, x: Int, baseline: Int, trailing: Bool = false, role: TextRole = .body
  ) -> TextRun {
    let width = phrase.width(style.size)
    return TextRun(
      x: trailing ? x - width : x, baseline: baseline, width: width, style: style, role: role, start: phrase.start,
      count: phrase.count)
  }
}

// MARK: Lines

extension Typesetter {
  /// Where a line may end: before `end`, to go on at `resume`.
  private struct BreakPoint {
    var end: Int
    var resume: Int
    var hyphen = false
  }

  /// Breaks a phrase greedily into lines of at most `width` (1/1000 pt): at spaces, after hyphens between letters, at soft hyphens and
  /// line feeds. A word wider than the line is broken after a joining character or where the line ends, so nothing is ever cut off.
  mutating func wrap(_ phrase: Phrase, _ style: TextStyle, width: Int) -> [Phrase] {
    let limit = width * 1000 / style.size
    let hasFeeds =
      phrase.count > 0 && scalars[phrase.start..<(phrase.start + phrase.count)].contains(Typesetter.lineFeed)
    if phrase.units <= limit, !hasFeeds { return [phrase] }
    var lines: [Phrase] = []
    var start = phrase.start
    let end = phrase.start + phrase.count
    while start < end {
      let point = lineEnd(from: start, to: end, style.face, limit)
      lines.append(line(start, point, style.face))
      start = point.resume
      if point.resume == end, scalars[end - 1] == Typesetter.lineFeed { break }
    }
    return lines
  }

  private func lineEnd(from start: Int, to end: Int, _ face: Face, _ limit: Int) -> BreakPoint {
    let hyphen = width(0x2D, face)
    let table = widths[Int(face.rawValue)]
    var best: BreakPoint?
    var fallback: BreakPoint?
    var used = 0
    for index in start..<end {
      let value = scalars[index]
      if value == Typesetter.lineFeed { return BreakPoint(end: index, resume: index + 1) }
      if value == Typesetter.space {
        best = BreakPoint(end: index, resume: index + 1)
      } else if value == TrueTypeFont.softHyphen, used + hyphen <= limit {
        best = BreakPoint(end: index, resume: index + 1, hyphen: true)
      }
      used += value < 0x10000 ? Int(table[Int(value)]) : width(value, face)
      if used > limit, value != Typesetter.space, index > start {
        return best ?? fallback ?? BreakPoint(end: index, resume: index)
      }
      if value == 0x2D, index > start, index + 1 < end, isLetter(index - 1), isLetter(index + 1) {
        best = BreakPoint(end: index + 1, resume: index + 1)
      } else if Typesetter.isJoin(value) {
        fallback = BreakPoint(end: index + 1, resume: index + 1)
      }
    }
    return BreakPoint(end: end, resume: end)
  }

  /// Where a word is broken that no line can hold, such as an e-mail address: after `- . / @ _`.
  private static func isJoin(_ value: UInt32) -> Bool {
    switch value {
    case 0x2D, 0x2E, 0x2F, 0x40, 0x5F: true
    default: false
    }
  }

  private func isLetter(_ index: Int) -> Bool {
    Unicode.Scalar(scalars[index])?.properties.isAlphabetic ?? false
  }

  /// The characters of a line without the spaces at its end; with a hyphen where a soft one broke it.
  private mutating func line(_ start: Int, _ point: BreakPoint, _ face: Face) -> Phrase {
    var end = point.end
    while end > start, scalars[end - 1] == Typesetter.space { end -= 1 }
    var units = (start..<end).reduce(0) { $0 + width(scalars[$1], face) }
    guard point.hyphen else { return Phrase(start: start, count: end - start, units: units) }
    let copy = scalars.count
    scalars.append(contentsOf: scalars[start..<end])
    scalars.append(0x2D)
    units += width(0x2D, face)
    return Phrase(start: copy, count: end - start + 1, units: units)
  }

  /// Width of the widest part of a phrase that has no space in it, in 1/1000 of the type size.
  func widestWord(_ phrase: Phrase, _ face: Face) -> Int {
    var widest = 0
    var word = 0
    for index in phrase.start..<(phrase.start + phrase.count) {
      let value = scalars[index]
      word = value == Typesetter.space || value == Typesetter.lineFeed ? 0 : word + width(value, face)
      widest = max(widest, word)
    }
    return widest
  }
}

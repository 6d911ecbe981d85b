import Documents

/// What fits the address field of a profile.
struct LineFit {
  /// Sizes of type in 1/1000 pt.
  enum Size: Int {
    /// A name is rather broken than made smaller than this.
    case usual = 9000
    /// What postal machines still read.
    case smallest = 8000
  }

  /// Lines at the smallest permitted size, six at most.
  let lines: Int
  private let width: Int
  private let fonts: Fonts

  init(profile: LetterProfile, fonts: Fonts) {
    self.fonts = fonts
    lines = profile.addressLines
    width = profile.address.inThousandthsOfPoint.width
  }

  /// Whether a text fits a line in the smallest type.
  func fits(_ text: String) -> Bool { measure(text, .smallest) <= width }

  /// A text in as many lines as it needs, broken at blanks. A word that is too wide for a line is broken behind a hyphen or a stroke, else where
  /// the line ends.
  /// - Parameter withinWords: false: words stay whole, and a line can remain too wide.
  func broken(_ text: String, _ size: Size, withinWords: Bool = true) -> [String] {
    guard measure(text, size) > width else { return [text] }
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if line.isEmpty {
        line = String(word)
      } else if measure(line + " " + word, size) <= width {
        line += " " + word
      } else {
        lines.append(line)
        line = String(word)
      }
      while withinWords, let end = end(of: line, size) {
        lines.append(String(line[..<end]))
        line = String(line[end...])
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// Where a word that is too wide is broken; nil: it is not, or nothing of it fits.
  private func end(of word: String, _ size: Size) -> String.Index? {
    guard measure(word, size) > width else { return nil }
    var (last, behindHyphen): (String.Index?, String.Index?) = (nil, nil)
    var place = word.startIndex
    while place < word.endIndex {
      let next = word.index(after: place)
      guard next < word.endIndex, measure(String(word[..<next]), size) <= width else { break }
      last = next
      if word[place] == "-" || word[place] == "/" { behindHyphen = next }
      place = next
    }
    return behindHyphen ?? last
  }

  /// A text cut to the width in the smallest type, with an ellipsis where something was cut.
  func clipped(_ text: String) -> String {
    guard !fits(text) else { return text }
    var text = text
    while !text.isEmpty, !fits(text + "…") { text.removeLast() }
    return text + "…"
  }

  private func measure(_ text: String, _ size: Size) -> Int {
    (text.unicodeScalars.reduce(0) { $0 + (fonts.regular.width($1) ?? 0) } * size.rawValue + 999) / 1000
  }
}

import Pipeline

/// Of which company's customer a page or JSON file of ours speaks at a place, where several have one of the same number.
struct PageCompanies {
  /// Words that name the customer's company: its id, its name, lines of its address that are its own.
  private let own: [[UInt8]]
  /// Ids and names of the others; none: nobody has to look.
  private let others: [[UInt8]]

  init(own: Company, others: [Company]) {
    // Sisters live in one street.
    let shared = Set(others.flatMap(\.address))
    self.own = ([own.id, own.name] + own.address.filter { !shared.contains($0) }).filter { !$0.isEmpty }.map {
      Array($0.utf8)
    }
    self.others = others.flatMap { [$0.id, $0.name] }.filter { !$0.isEmpty }.map { Array($0.utf8) }
  }

  /// No other company has a customer of this number.
  static let none = PageCompanies(own: Company(), others: [])

  /// True where the row or object around the place, or the card or statement that it is part of, names one of the others, and neither
  /// names the customer's company. In doubt it is the customer's.
  func isOfAnother(_ place: Range<Int>, in bytes: [UInt8]) -> Bool {
    guard !others.isEmpty else { return false }
    let around = bytes[PageCompanies.block(around: place, in: bytes)]
    let article = PageCompanies.article(before: place.lowerBound, in: bytes)
    if isNamed(own, around) || isNamed(own, article) { return false }
    return isNamed(others, around) || isNamed(others, article)
  }

  private func isNamed(_ names: [[UInt8]], _ text: ArraySlice<UInt8>) -> Bool {
    names.contains { PageCompanies.holds($0, text) }
  }

  /// The innermost object, table row, paragraph or item around a place.
  private static func block(around place: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
    var from = place.lowerBound
    while from > 0, !starts.contains(where: { bytes[from...].starts(with: $0) }) { from -= 1 }
    var to = place.upperBound
    while to < bytes.count, !ends.contains(where: { bytes[to...].starts(with: $0) }) { to += 1 }
    return from..<to
  }

  private static let starts = ["{", "<tr", "<p>", "<p ", "<li", "<dl", "<article", "<section"].map { Array($0.utf8) }
  private static let ends = ["}", "</tr", "</p>", "</li", "</dl", "</article", "</section"].map { Array($0.utf8) }

  /// What stands before a place in its card of a report, or its statement; empty where it is in none.
  private static func article(before place: Int, in bytes: [UInt8]) -> ArraySlice<UInt8> {
    let (start, end) = (Array("<article".utf8), Array("</article".utf8))
    var at = place
    while at > 0 {
      at -= 1
      guard bytes[at] == start[0] else { continue }
      if bytes[at...].starts(with: end) { break }
      if bytes[at...].starts(with: start) { return bytes[at..<place] }
    }
    return []
  }

  /// Whether a name stands there as a word by itself.
  private static func holds(_ name: [UInt8], _ text: ArraySlice<UInt8>) -> Bool {
    guard let first = name.first else { return false }
    for at in text.indices where text[at] == first && text[at...].starts(with: name) {
      let end = at + name.count
      let opens = at == text.startIndex || !isPartOfWord(text[at - 1])
      let closes = end == text.endIndex || !isPartOfWord(text[end])
      if opens, closes { return true }
    }
    return false
  }

  private static func isPartOfWord(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte >= 0x80
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }
}

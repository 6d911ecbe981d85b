import Ledger

/// What the columns of open-item, payment and customer lists are called by ERPs and banks in six languages: by it `check` proposes
/// a mapping for a file that no feed and no preset fits. It proposes only; what is read in a night is what a mapping says.
///
/// The names were collected from public exports and documentation of the systems that presets exist for, and from their labels in
/// other languages (FORMATS 1d).
public struct HeaderLexicon: Sendable {
  /// One canonical field and the names it goes by, folded as `fold` does. A `*` at the end stands for any rest.
  struct Entry: Sendable {
    var field: String
    var names: [String]
    init(_ field: String, _ names: String) {
      self.field = field
      self.names = names.split(separator: "|").map { String($0) }
    }
  }
  let feed: Ledger.Feed
  let entries: [Entry]

  /// Lower case, without accents and punctuation, one blank between words: `P. O. #` is `p o`, `Fälligkeit:` is `falligkeit`.
  public static func fold(_ name: String) -> String {
    var words: [String] = []
    var word = ""
    for character in name.lowercased() {
      if let letter = plain(character) {
        word += letter
      } else if !word.isEmpty {
        words.append(word)
        word = ""
      }
    }
    return (words + (word.isEmpty ? [] : [word])).joined(separator: " ")
  }

  /// A letter or digit without its accent; nil for anything else.
  private static func plain(_ character: Character) -> String? {
    if character.isASCII { return character.isLetter || character.isNumber ? String(character) : nil }
    switch character {
    case "ä", "à", "á", "â", "ã", "å": return "a"
    case "ç": return "c"
    case "é", "è", "ê", "ë": return "e"
    case "í", "ì", "î", "ï": return "i"
    case "ñ": return "n"
    case "ö", "ó", "ò", "ô", "õ", "ø": return "o"
    case "ü", "ú", "ù", "û": return "u"
    case "ß": return "ss"
    case "œ": return "oe"
    case "æ": return "ae"
    default: return character.isLetter || character.isNumber ? String(character) : nil
    }
  }

  /// The field that a column's name stands for, as far as it is known: the place of the name in the entry says how plainly.
  func rank(of column: String, for entry: Entry) -> Int? {
    let folded = HeaderLexicon.fold(column)
    guard !folded.isEmpty else { return nil }
    let own = HeaderLexicon.fold(entry.field)
    if folded == own { return 0 }
    return entry.names.firstIndex { name in
      name.hasSuffix("*") ? folded.hasPrefix(name.dropLast()) : folded == name
    }.map { $0 + 1 }
  }

  /// Which columns fill which fields: each column once, each field by its plainest name.
  /// - Returns: field and index of the column, in the order of the entries.
  public func assign(_ columns: [String]) -> [(field: String, column: Int)] {
    var taken: Set<Int> = []
    var found: [(field: String, column: Int)] = []
    for entry in entries {
      let ranked = columns.indices.compactMap { index in
        taken.contains(index) ? nil : rank(of: columns[index], for: entry).map { (rank: $0, index: index) }
      }
      guard let best = ranked.min(by: { ($0.rank, $0.index) < ($1.rank, $1.index) }) else { continue }
      taken.insert(best.index)
      found.append((entry.field, best.index))
    }
    return found
  }
}

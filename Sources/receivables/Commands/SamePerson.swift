/// Whether two names that people gave with `--by` are one person: capital letters and blanks do not make a second one.
enum SamePerson {
  static func are(_ one: String, _ other: String) -> Bool { key(one) == key(other) }

  private static func key(_ name: String) -> String { plain(name.lowercased()) }

  /// A name without blanks but one between two words.
  static func plain(_ name: String) -> String { name.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}

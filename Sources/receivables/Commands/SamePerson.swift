/// Whether two names that people gave with `--by` are one person: capital letters and blanks do not make a second one.
enum SamePerson {
  static func are(_ one: String, _ other: String) -> Bool { key(one) == key(other) }

  private static func key(_ name: String) -> String {
    name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

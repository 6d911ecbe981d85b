import Ledger

extension FieldReader {
  /// Every word of `role` has to be one that is known: a misspelt one would leave the customer without anybody to write to.
  mutating func checkRoles() {
    guard let text = peek("role") else { return }
    let known = Contact.Role.allCases.map(\.rawValue)
    for word in Contact.roleWords(text) where !known.contains(word) {
      fail(
        "role", "word-unknown", "`\(word)` is no role of a contact",
        nearestName(to: word, in: known).map { "did you mean `\($0)`?" }
          ?? "one or more of \(known.joined(separator: ", ")), separated by a semicolon")
    }
  }
}

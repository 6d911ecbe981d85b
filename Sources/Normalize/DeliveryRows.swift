import Ledger

extension FieldReader {
  /// A delivery event by CONTRACT section 3.
  mutating func deliveryEvent(_ company: String) -> DeliveryEvent? {
    let message = id("message_id", isRequired: true)
    let kind = eventKind()
    let at = instant("at")
    guard let message, let kind else { return nil }
    return DeliveryEvent(
      company: company, messageID: message.lowercased(), kind: kind, at: at ?? "", detail: text("detail"))
  }

  private mutating func eventKind() -> DeliveryEvent.Kind? {
    guard let word = text("event", isRequired: true) else { return nil }
    if let kind = DeliveryEvent.Kind(rawValue: word.lowercased()) { return kind }
    let words = DeliveryEvent.Kind.allCases.map(\.rawValue)
    fail(
      "event", "word-unknown", "`\(word)` is no event of a delivery",
      nearestName(to: word, in: words).map { "did you mean `\($0)`?" } ?? "one of \(words.joined(separator: ", "))")
    return nil
  }

  /// A day, with or without a time behind it; as it is written.
  mutating func instant(_ name: StaticString) -> String? {
    guard let text = text(name) else { return nil }
    let rest = text.dropFirst(10)
    if CalendarDate(String(text.prefix(10))) != nil, rest.isEmpty || rest.first == "T" || rest.first == " " {
      return text
    }
    fail(name, "date", "`\(text)` is no day", "write it as 2026-11-21, or with the time: 2026-11-21T02:00:00Z")
    return nil
  }
}

extension Int {
  /// So many things, in the English of staff: `1 message`, `12 messages`, `2 companies`.
  /// - Parameter several: where it is not the noun with an `s`.
  public func counted(_ noun: String, _ several: String? = nil) -> String {
    if self == 1 { return "1 \(noun)" }
    return several.map { "\(self) \($0)" } ?? "\(self) \(noun)s"
  }
}

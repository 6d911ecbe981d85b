/// What numbers that differ by leading zeros alone have in common.
public struct BareNumber: Hashable, Sendable {
  private let company: UInt16
  private let rest: String

  /// - Parameters:
  ///   - company: as in the rows of the book.
  ///   - id: of a customer, or the key of a document.
  public init(_ company: UInt16, _ id: String) {
    self.company = company
    rest = String(id.drop { $0 == "0" })
  }
}

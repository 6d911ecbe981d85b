/// A code that a banking app reads, beside the lines of a letter that say the same.
public struct PaymentCode: Equatable, Sendable {
  public var code: CreditTransferCode
  /// A few words below it in the reader's language.
  public var caption: String
  /// The block whose first line it begins at, an index into the letter's.
  public var block: Int

  public init(_ code: CreditTransferCode, caption: String, block: Int) {
    self.code = code
    self.caption = caption
    self.block = block
  }
}

import Ledger

/// Originals of invoices, as somebody has put them beside the exports: the shell looks, stages ask.
public protocol DocumentCopies: Sendable {
  /// The bytes of a document's PDF; nil where there is none.
  func copy(company: String, document: String) throws -> [UInt8]?
}

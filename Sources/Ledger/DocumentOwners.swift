/// Whose a document is: a decision about it holds for it whoever its row names.
public struct DocumentOwners: Equatable, Sendable {
  /// A customer who has the document, or instalments of it, and who pays for that one by `bill_to`; nil: it pays itself.
  public struct Owner: Equatable, Sendable {
    public var id: String
    public var payer: String?
    public init(id: String, payer: String? = nil) {
      self.id = id
      self.payer = payer
    }
    /// Whether it, or who pays for it, is this customer.
    public func answers(to customer: String) -> Bool { id == customer || payer == customer }
  }

  /// Those who have it today, in byte order; mostly one.
  public var now: [Owner]
  /// Customers who had it before.
  public var before: Set<String>

  public init(now: [Owner], before: Set<String> = []) {
    self.now = now
    self.before = before
  }

  /// Whether somebody who writes of the document may mean this customer: who has it, pays for it, or had it.
  public func areKnown(as customer: String) -> Bool {
    before.contains(customer) || now.contains { $0.answers(to: customer) }
  }
}

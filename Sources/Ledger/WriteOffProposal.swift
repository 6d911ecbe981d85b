/// What a person has decided to give up of a document, for the ERP to post: a row of `writeback/write-offs.csv`.
public struct WriteOffProposal: Equatable, Sendable {
  public var document: Document
  /// The whole balance, or what the decision gives up of it.
  public var money: Money
  public var decision: Decision
  public init(document: Document, money: Money, decision: Decision) {
    self.document = document
    self.money = money
    self.decision = decision
  }
}

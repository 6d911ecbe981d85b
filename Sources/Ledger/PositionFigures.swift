/// What a run told of a company and currency beside what was open: so that a month that is over keeps the figures that were published of it, and
/// what two runs say of sales is of one basis with what they say was open.
public struct PositionFigures: Equatable, Sendable {
  /// All that was ever invoiced as the run knew it: what it knew more than an earlier run was sold between them, whatever day it is dated. In minor units.
  public var sold: Int64
  /// Whose documents are in none of it, as keys in the state: sums that leave out different customers are not compared.
  public var leftOut: String
  /// Sales dated in the month of the run up to its day, as known then.
  public var salesOfMonth: Int64
  /// Days sales outstanding, in hundredths of a day.
  public var dsoSimple: Int?
  public var dsoCountback: Int?
  public var countbackExhausted: Bool
  public var dsoBestPossible: Int?

  public init(
    sold: Int64, leftOut: String, salesOfMonth: Int64, dsoSimple: Int? = nil, dsoCountback: Int? = nil,
    countbackExhausted: Bool = false, dsoBestPossible: Int? = nil
  ) {
    self.sold = sold
    self.leftOut = leftOut
    self.salesOfMonth = salesOfMonth
    self.dsoSimple = dsoSimple
    self.dsoCountback = dsoCountback
    self.countbackExhausted = countbackExhausted
    self.dsoBestPossible = dsoBestPossible
  }

  /// What was sold between an earlier run and this one; nil where the two are not of the same customers.
  public func sold(since earlier: PositionFigures?) -> Int64? {
    guard let earlier, earlier.leftOut == leftOut else { return nil }
    return sold - earlier.sold
  }
}

/// What the ERP books on a document: money, and what goes with it beside the money (discount, charges, a deduction), in minor units. Below nothing:
/// it takes that back.
public struct BookedCash: Equatable, Sendable {
  public var money: Int64
  public var deducted: Int64

  public init(money: Int64, deducted: Int64) {
    self.money = money
    self.deducted = deducted
  }

  public static let none = Self(money: 0, deducted: 0)

  /// By how much the balance falls.
  public var whole: Int64 { money + deducted }

  public static func + (one: Self, other: Self) -> Self {
    Self(money: one.money + other.money, deducted: one.deducted + other.deducted)
  }

  public static func - (one: Self, other: Self) -> Self {
    Self(money: one.money - other.money, deducted: one.deducted - other.deducted)
  }

  public static prefix func - (one: Self) -> Self { Self(money: -one.money, deducted: -one.deducted) }
}

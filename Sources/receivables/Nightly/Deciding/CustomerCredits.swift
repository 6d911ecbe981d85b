import Ledger
import Store

/// The credits of the customer who was asked about last: one document after the other of an account asks for them.
final class CustomerCredits {
  private let tables: ChargeTables
  private var customer: Int64 = 0
  private var credits: [ChargeTables.UsedCredit] = []

  init(_ tables: ChargeTables) { self.tables = tables }

  /// Those that name a document of a customer by one of `names`, oldest first.
  /// - Parameter customer: the customer's key in the state.
  func naming(_ names: Set<String>, of customer: Int64, _ currency: Currency) throws -> [ChargeTables.UsedCredit] {
    if customer != self.customer {
      credits = try tables.credits(ofCustomer: customer)
      self.customer = customer
    }
    return credits.filter { names.contains($0.reference) && $0.currency == currency }
  }
}

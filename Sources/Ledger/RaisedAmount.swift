/// What an export shows as invoiced more on a document of which it shows a payment, too.
public enum RaisedAmount {
  /// By how much the amount was raised between two versions, in minor units with the sign of the document: the balance fell by that much more than it
  /// moved. 0: it was not raised, or nothing was paid meanwhile. Where exports tell no amounts these are the balances: then it is always 0.
  public static func part(amount: (old: Int64, new: Int64), balance: (old: Int64, new: Int64)) -> Int64 {
    let raised = amount.new - amount.old
    if amount.old > 0, raised > 0, balance.old + raised > balance.new { return raised }
    if amount.old < 0, raised < 0, balance.old + raised < balance.new { return raised }
    return 0
  }
}

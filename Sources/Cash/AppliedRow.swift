import Ledger

/// What rows of the `applications` feed come to, one after the other, about one payment and document. A row tells all that the payment has on
/// the document; one against the money's own direction takes back what rows before it put there.
public enum AppliedRow {
  /// What a person writes for a document where money, or the rest of it, is for none: tax that came back, a supplier that was paid. It waits no longer.
  public static let noDocument = "none"

  /// Whether a row is against the direction of the money: of a document it takes back, of a credit it is what was netted.
  public static func mayTakeBack(_ row: Application, of payment: Payment) -> Bool {
    let amount = minorUnits(row.amount, payment)
    return amount != 0 && (amount < 0) != (payment.money.minorUnits < 0)
  }

  /// - Parameters:
  ///   - amounts: what its versions say, the oldest first and its own last.
  ///   - matched: what of the payment is matched with its document, in minor units: what the row takes back from where no version has put anything
  ///     there.
  public static func standing(
    _ amounts: [String], _ row: Application, of payment: Payment, matched: Int64 = 0
  ) -> Application {
    // The sign that money of this payment has on a document.
    let sign: Int64 = payment.money.minorUnits < 0 ? -1 : 1
    var (standing, hasPut): (Int64, Bool) = (0, false)
    for amount in amounts {
      let told = sign * minorUnits(amount, payment)
      standing = told < 0 && hasPut ? max(0, standing + told) : told
      hasPut = hasPut || told > 0
    }
    if !hasPut, standing < 0, sign * matched > 0 { standing = max(0, sign * matched + standing) }
    var row = row
    row.amount = Money(minorUnits: sign * standing, currency: payment.money.currency).decimal
    return row
  }

  /// What of a payment is on no document. Of what is on one of another currency nobody can tell what it is worth in its own: such a row speaks of all
  /// that no other document has.
  /// - Parameter lines: what is on documents, in minor units of their currencies.
  public static func left(
    of money: Money, after lines: some Sequence<(Int64, Currency)>
  ) -> Int64 {
    var left = money.minorUnits
    for (amount, currency) in lines {
      guard currency == money.currency else { return 0 }
      left -= amount
    }
    return left
  }

  /// What a row says, in minor units of the payment's currency.
  public static func minorUnits(_ amount: String, _ payment: Payment) -> Int64 {
    (try? Money(amount, payment.money.currency).minorUnits) ?? 0
  }
}

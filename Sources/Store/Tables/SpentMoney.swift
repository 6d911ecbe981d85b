import Ledger

/// What of a document's money earlier exports have shown already. The part payment of March is not why the document is gone from the
/// export in May: money explains the falls of a balance once.
public struct SpentMoney {
  let database: Database
  let company: String
  let document: String
  /// Its key in the state, or those of all its instalments, which share its money.
  let keys: [Int64]

  /// - Parameter key: the document's in the state; nil: all that are instalments of it.
  public init(_ database: Database, company: String, document: String, key: Int64?) throws {
    self.database = database
    self.company = company
    self.document = document
    if let key {
      keys = [key]
    } else {
      keys = try database.rows(
        "SELECT d.id FROM company c JOIN document d ON d.company = c.id AND d.document_id = ?2 AND d.instalment <> '' "
          + "WHERE c.company = ?1 ORDER BY 1", .text(company), .text(document)
      ) { $0.int64(0) }
    }
  }

  /// Money for the document that earlier nights know, by payment; nil for a payment whose amount cannot be told, as it is in another
  /// currency or known by its application only. A payment for several documents counts with what was matched with this one, where
  /// something was, and else whole: nothing counts as spent that may not be. Money that came back counts for nothing.
  public func known(in currency: Currency) throws -> [String: Int64?] {
    var known: [String: Int64?] = [:]
    for (payment, amount) in try database.rows(
      "SELECT payment_id, currency, amount, details, NULL FROM payment p WHERE company = ?1 AND reference = ?2 AND amount > 0 "
        + "AND \(CashTables.stands) UNION "
        + "SELECT a.payment_id, p.currency, p.amount, p.details, \(SpentMoney.creditDate) FROM application a LEFT JOIN payment p "
        + "ON p.company = a.company AND p.payment_id = a.payment_id WHERE a.company = ?1 AND a.document_id = ?2 "
        + "AND \(CashTables.stands)",
      .text(company), .text(document), row: { ($0.text(0), SpentMoney.amount($0, currency)) })
    {
      known[payment] = .some(amount)
    }
    return known.merging(try matched(in: currency)) { $1 }
  }

  /// What of it cash application matched with the document.
  public func matched(in currency: Currency) throws -> [String: Int64?] {
    var matched: [String: Int64?] = [:]
    for key in keys {
      for (payment, amount) in try database.rows(
        "SELECT p.payment_id, p.currency, m.amount + m.deducted, p.details, NULL FROM cash_match m JOIN payment p ON p.id = m.payment "
          + "WHERE m.document = ? AND m.amount > 0 AND \(CashTables.stands)", .int(key),
        row: { ($0.text(0), SpentMoney.amount($0, currency)) })
      {
        matched[payment] = .some((matched[payment] ?? 0).flatMap { sum in amount.map { sum + $0 } })
      }
    }
    return matched
  }

  /// The date of the credit that application `a` tells of, where it is none of payment `p`.
  private static let creditDate =
    "CASE WHEN p.id IS NULL THEN \(ChargeTables.creditDate(of: "a.company", "a.payment_id")) END"

  private static func amount(_ row: Statement, _ currency: Currency) -> Int64? {
    if !row.isNull(4) { return 0 }
    guard !row.isNull(1), row.currency(1) == currency else { return nil }
    // Credits that are booked as payments explain falls of their own kind only.
    return ChangeCause(method: Details(json: row.text(3))["method"]) == .credit ? 0 : row.int64(2)
  }

  /// Whether earlier nights have seen fall by credits all that those which they know come to.
  public func hasSpentCredits(in currency: Currency) throws -> Bool {
    let booked = try database.rows(
      "SELECT amount, details FROM payment p WHERE company = ?1 AND currency = ?3 AND amount > 0 AND \(CashTables.stands) AND "
        + "(reference = ?2 OR payment_id IN (SELECT payment_id FROM application WHERE company = ?1 AND document_id = ?2))",
      .text(company), .text(document), .text(currency.code), row: { ($0.int64(0), $0.text(1)) })
    var known = booked.reduce(Int64(0)) {
      ChangeCause(method: Details(json: $1.1)["method"]) == .credit ? $0 + $1.0 : $0
    }
    let applied = try database.rows(
      "SELECT a.amount FROM application a LEFT JOIN payment p ON p.company = a.company AND p.payment_id = a.payment_id "
        + "WHERE a.company = ? AND a.document_id = ? AND \(SpentMoney.creditDate) IS NOT NULL", .text(company),
      .text(document), row: { $0.text(0) })
    for amount in applied { known += (try? Money(amount, currency).minorUnits) ?? 0 }
    var shown: Int64 = 0
    for key in keys {
      for (fall, cause) in try database.falls(ofDocument: key) where cause == ChangeCause.credit.rawValue {
        shown += fall
      }
    }
    return shown > 0 && known <= shown
  }

  /// Whether more money was matched with the document than its own falls have shown.
  public func isMatchedAhead(in currency: Currency) throws -> Bool {
    let matched = try matched(in: currency)
    guard !matched.isEmpty else { return false }
    return try matched.values.reduce(0) { $0 + ($1 ?? 0) } > shown()
  }

  /// By how much money lowered the balance of the document, as far as earlier nights know, in minor units: falls for which a credit is
  /// known are left out, and what came back when it opened again is free once more.
  public func shown() throws -> Int64 {
    var sum: Int64 = 0
    for key in keys {
      var shown: Int64 = 0
      for (fall, cause) in try database.falls(ofDocument: key) where fall < 0 || cause != "credit" {
        shown = max(0, shown + fall)
      }
      sum += shown
    }
    return sum
  }
}

import Testing

@testable import Ledger

/// Money that pays what messages claimed.
@Suite struct PaidChargesTests {
  private static let euro = Currency("EUR")!

  private static func claim(_ id: String, _ kind: ChargeClaim.Kind, _ amount: Int64, on day: String = "2026-10-12")
    -> ChargeClaim
  {
    ChargeClaim(
      id: id, kind: kind, company: "ACME", customerID: "C1", currency: euro, documents: ["I1"], regime: "eu-2011-7",
      amount: amount, isFinal: true, claimedOn: CalendarDate(day)!, messageID: "m")
  }

  private static func parts(_ claims: [ChargeClaim], _ amounts: Int64..., since: String = "2026-10-16") -> [String:
    Int64]
  {
    PaidCharges.parts(
      of: claims,
      amounts.map { PaidCharges(Money(minorUnits: $0, currency: euro), since: CalendarDate(since)!) })
  }

  private static let claims = [
    claim("interest", .interest, 1282), claim("lump", .compensation, 4000), claim("fee", .fee, 1000),
  ]

  @Test func feesAndLumpSumsComeBeforeInterest() {
    #expect(Self.parts(Self.claims, 6168) == ["lump": 4000, "fee": 1000, "interest": 1168])
    #expect(Self.parts(Self.claims, 4500) == ["lump": 4000, "fee": 500])
    #expect(Self.parts(Self.claims, 4000, 2000) == ["lump": 4000, "fee": 1000, "interest": 1000])
  }

  @Test func whatWasClaimedLaterIsNotPaid() {
    let late = Self.claim("late", .fee, 1000, on: "2026-10-17")
    #expect(Self.parts([late], 6168).isEmpty)
    #expect(Self.parts([late] + Self.claims, 7000)["late"] == nil)
  }

  /// Charges that the ERP has posted the money is matched with: what waits still pays the others.
  @Test func whatIsPostedOrWaivedTakesNoPart() {
    var posted = Self.claim("posted", .fee, 1000)
    posted.close(.posted, on: CalendarDate("2026-10-19")!, by: "CH1")
    let other = Self.claim("other", .fee, 1000)
    #expect(Self.parts([posted, other], 1000) == ["other": 1000])
    posted.close(.waived, on: CalendarDate("2026-10-19")!, by: "W1")
    #expect(Self.parts([posted, other], 1000) == ["other": 1000])
  }
}

import Ledger
import Testing

/// The quick way to a field finds what the slow way finds.
@Suite struct DetailsValueTests {
  @Test(arguments: [
    Details(), Details(["salesperson": "Jo"]), Details(["reference": "x", "salesperson": "Ann \"A\" Lee\n"]),
    Details(["note": "\"salesperson\":\"nobody\""]), Details(["salespersons": "two", "salesperson": "ö"]),
    Details(["reference": "salesperson"]), Details(["note": "\\", "salesperson": "\\"]),
  ])
  func value(details: Details) {
    var found: String?
    let has = details.withValue("salesperson") { found = String(decoding: $0, as: UTF8.self) }
    #expect(found == details["salesperson"])
    #expect(has == (found != nil))
  }
}

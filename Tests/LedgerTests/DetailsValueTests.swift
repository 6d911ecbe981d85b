import Ledger
import Testing

/// The quick way to a field finds what the slow way finds.
@Suite struct DetailsValueTests {
  @Test(arguments: [
    Details(), Details(["salesperson": "Jo"]), Details(["reference": "x", "salesperson": "Ann \"A\" Lee\n"]),
    Details(["note": "\"salesperson\":\"nobody\""]), Details(["salespersons": "two", "salesperson": "ö"]),
    Details(["reference": "salesperson"]), Details(["note": "\\", "salesperson": "\\"]),
    Details(["note": ",\"salesperson\":\"nobody", "salesperson": "Jo"]), Details(["a,\"salesperson": "nobody"]),
    Details(["note": "{", "salesperso": "no", "ssalesperson": "no", "salesperson": "yes"]),
  ])
  func value(details: Details) {
    var found: String?
    let has = details.withValue("salesperson") { found = String(decoding: $0, as: UTF8.self) }
    #expect(found == details["salesperson"])
    #expect(found == details.fields.first { $0.name == "salesperson" }?.value)
    #expect(has == (found != nil))
    #expect(Details(manyAskedOf: details.json)["salesperson"] == found)
    #expect(Details(manyAskedOf: details.json) == details)
    for (name, value) in details.fields { #expect(Details(manyAskedOf: details.json)[name] == value) }
    #expect(Details(manyAskedOf: details.json)["bill_to"] == nil)
  }

  @Test(arguments: [
    (Details(["a": "1", "b": "2"]), Details(["a": "1", "b": "3"]), ["b"]),
    (Details(["b": "2", "a": "1"]), Details(["b": "3", "a": "4"]), ["a", "b"]),
    (Details(["a": "1"]), Details(["a": "1", "b": "3"]), ["b"]),
    (Details(["a": "1", "b": "2"]), Details(["b": "2"]), ["a"]),
    (Details(["a": "1", "b": "2"]), Details(["b": "2", "a": "1"]), []),
  ])
  func changed(old: Details, new: Details, names: [String]) { #expect(new.changedFields(from: old) == names) }
}

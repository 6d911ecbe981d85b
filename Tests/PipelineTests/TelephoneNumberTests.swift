import Pipeline
import Testing

@Suite struct TelephoneNumberTests {
  @Test(
    arguments: [
      ("+49 221 555-030", "+49221555030"), ("0049 (0)221/555030", "+49221555030"),
      ("+49 (0) 221 555030", "+49221555030"),
      ("+1 (207) 555-0134", "+12075550134"), ("+44 20 7946 0018", "+442079460018"), ("0221 555030", nil),
      ("221555030", nil), ("+49 call me", nil), ("+0221 555030", nil), ("+49 221", nil), ("", nil),
      ("+1234567890123456", nil), ("++49221555030", nil),
    ] as [(String, String?)])
  func asGatewaysTakeIt(_ text: String, _ expected: String?) {
    #expect(TelephoneNumber.international(text) == expected)
  }
}

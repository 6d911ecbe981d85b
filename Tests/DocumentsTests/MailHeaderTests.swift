import Foundation
import Ledger
import Testing

@testable import Documents

/// Header lines to the byte, and addresses that we refuse.
@Suite struct MailHeaderTests {
  @Test(arguments: [
    ("Überfällig: RE-2025-000123", "=?UTF-8?B?w5xiZXJmw6RsbGlnOiBSRS0yMDI1LTAwMDEyMw==?="),
    ("2. Mahnung – Kundenkonto für Größe", "=?UTF-8?B?Mi4gTWFobnVuZyDigJMgS3VuZGVua29udG8gZsO8ciBHcsO2w59l?="),
    ("Payment reminder", "Payment reminder"),
    // What would be read as an encoded word, or loses its spaces when folded, is encoded.
    ("=?UTF-8?B?eA==?=", "=?UTF-8?B?PT9VVEYtOD9CP2VBPT0/PQ==?="),
    ("a  b", "=?UTF-8?B?YSAgYg==?="),
  ])
  func subjects(text: String, expected: String) throws {
    #expect(MailHeader.line("Subject", unstructured: text) == "Subject: \(expected)\r\n")
  }

  @Test(arguments: [
    String(repeating: "Größenwahn und Überfluss – ", count: 12), String(repeating: "👩‍👩‍👧‍👦", count: 20),
    String(repeating: "x", count: 400), String(repeating: "word ", count: 60) + "end",
    String(repeating: "€", count: 200),
  ])
  func longSubjectsAreFoldedAndEveryWordCanBeReadAlone(text: String) throws {
    let line = MailHeader.line("Subject", unstructured: text)
    #expect(line.hasSuffix("\r\n"))
    for part in line.dropLast().components(separatedBy: "\r\n") {
      #expect(part.utf8.count <= 76)
      for word in part.split(separator: " ") where word.hasPrefix("=?") {
        #expect(word.utf8.count <= 75)
        let bytes = try #require(Data(base64Encoded: String(word.dropFirst(10).dropLast(2))))
        #expect(String(data: bytes, encoding: .utf8) != nil, "a character is split")
      }
    }
  }

  /// Line breaks and the like are blanks, and no header of their own.
  @Test(arguments: ["a\r\nb", "a\nb", "a\rb", "a\0b", "a\tb", "a\u{7F}b", "a\u{85}b", "a\u{2028}b", "a\t\r\n\tb"])
  func controlCharactersAreBlanks(text: String) throws {
    #expect(MailHeader.line("Subject", unstructured: text) == "Subject: a b\r\n")
    let address = try #require(MailAddress("a@b.example"))
    #expect(MailHeader.line("To", [Mailbox(address, name: text)]) == "To: a b <a@b.example>\r\n")
    #expect(throws: MailProblem.self) { try MailHeader.check(text, field: "Content-Type") }
  }

  @Test func noTextBeginsAHeader() throws {
    let address = try #require(MailAddress("a@b.example"))
    let text = "Acme\r\nBcc: eve@evil.example"
    #expect(MailHeader.line("Subject", unstructured: text) == "Subject: Acme Bcc: eve@evil.example\r\n")
    #expect(
      MailHeader.line("To", [Mailbox(address, name: text)]) == "To: \"Acme Bcc: eve@evil.example\" <a@b.example>\r\n")
  }

  @Test(arguments: [
    ("Jo Fox", "Jo Fox <jo@acme.example>"), ("Acme Ltd. (AR)", "\"Acme Ltd. (AR)\" <jo@acme.example>"),
    ("O\"Neil \\ Co", "\"O\\\"Neil \\\\ Co\" <jo@acme.example>"), ("Jörg", "=?UTF-8?B?SsO2cmc=?= <jo@acme.example>"),
    ("", "jo@acme.example"), ("evil@x.example, Jo", "\"evil@x.example, Jo\" <jo@acme.example>"),
  ])
  func displayNames(name: String, expected: String) throws {
    let address = try #require(MailAddress("jo@acme.example"))
    #expect(MailHeader.line("To", [Mailbox(address, name: name)]) == "To: \(expected)\r\n")
  }

  @Test func severalRecipientsAreFoldedBetweenThem() throws {
    let boxes = try (1...4).map { Mailbox(try MailAddress(parsing: "someone\($0)@example.com"), name: "Person \($0)") }
    let line = MailHeader.line("To", boxes)
    #expect(
      line == "To: Person 1 <someone1@example.com>, Person 2 <someone2@example.com>,\r\n"
        + " Person 3 <someone3@example.com>, Person 4 <someone4@example.com>\r\n")
  }

  @Test(arguments: [
    "jo@acme.example", "a.b+c_d-e@x-1.co.uk", "o'neil@example.com", "x@xn--mller-kva.example", "A@EXAMPLE.COM",
  ])
  func addresses(text: String) {
    #expect(MailAddress(text)?.text == text)
  }

  @Test(arguments: [
    ("", MailAddress.Problem.empty), ("jo", .noAt), ("a@b@c.example", .twoAts), ("@b.example", .noLocalPart),
    ("a@", .noDomain), ("a b@c.example", .space), (" a@c.example", .space), ("a@c.example\n", .control),
    ("a\r\nBcc:x@c.example", .control), ("jürgen@c.example", .nonASCII(part: "the name before @")),
    ("a@müller.example", .nonASCII(part: "the domain")), ("a..b@c.example", .dots), (".a@c.example", .dots),
    ("a@c..example", .dots), ("a@c.example.", .dots), ("a@localhost", .domainWithoutDot),
    ("a@-c.example", .domainLabel("-c")), ("a@c_d.example", .character("_")), ("\"a\"@c.example", .character("\"")),
    ("<a@c.example>", .character("<")), ("a,b@c.example", .character(",")), ("a@[1.2.3.4]", .character("[")),
    (String(repeating: "a", count: 65) + "@c.example", .tooLong),
  ])
  func refusedAddresses(text: String, problem: MailAddress.Problem) {
    #expect(throws: problem) { try MailAddress(parsing: text) }
    #expect(!problem.message.isEmpty)
  }

  @Test func aFieldMayHoldSeveralAddresses() throws {
    #expect(try MailAddress.list("a@x.example; b@y.example ,").map(\.text) == ["a@x.example", "b@y.example"])
    #expect(throws: MailAddress.Problem.noAt) { try MailAddress.list("a@x.example;b") }
    #expect(throws: MailAddress.Problem.empty) { try MailAddress.list(" ; ") }
  }

  @Test(arguments: [
    (0, 0, "Thu, 01 Jan 1970 00:00:00 +0000"), (1_795_226_400, 0, "Sat, 21 Nov 2026 02:00:00 +0000"),
    (1_795_226_400, 60, "Sat, 21 Nov 2026 03:00:00 +0100"), (1_795_226_400, -150, "Fri, 20 Nov 2026 23:30:00 -0230"),
    (-1, 0, "Wed, 31 Dec 1969 23:59:59 +0000"),
  ])
  func dates(seconds: Int64, offset: Int, expected: String) {
    #expect(MailDate(unixSeconds: seconds, offsetMinutes: offset).text == expected)
    #expect(MailDate(expected)?.text == expected)
  }

  @Test(arguments: [
    "", "21 Nov 2026 02:00:00 +0000", "Sun, 21 Nov 2026 02:00:00 +0000", "Sat, 21 Nov 2026 24:00:00 +0000",
    "Sat, 31 Nov 2026 02:00:00 +0000", "Sat, 21 Nov 2026 02:00:00 GMT", "Sat, 21 Nov 2026 02:00:00 +0000\r\nBcc: x",
  ])
  func refusedDates(text: String) { #expect(MailDate(text) == nil) }
}

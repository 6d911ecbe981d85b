import Foundation
import Ledger
import Testing

@testable import Documents

/// Whole messages: their bytes, their safety, and what Python's `email` makes of them.
@Suite struct MailMessageTests {
  static func message(
    subject: String = "Payment reminder", body: [Block] = [.paragraph("Hello")], language: Language = .english
  ) throws -> MailMessage {
    MailMessage(
      from: Mailbox(try MailAddress(parsing: "ar@acme.example"), name: "Acme Ltd"),
      to: [Mailbox(try MailAddress(parsing: "erika@kunde.example"), name: "Erika Mustermann")], subject: subject,
      date: MailDate(unixSeconds: 1_795_226_400), id: "0123456789abcdef0123456789abcdef",
      body: MailBody(blocks: body, subject: subject, language: language))
  }

  @Test func bytes() throws {
    let text = String(decoding: try MailMessageTests.message().bytes(), as: UTF8.self)
    let boundary = try #require(text.firstMatch(of: /boundary="([^"]+)"/)?.1)
    #expect(
      text.hasPrefix(
        """
        From: Acme Ltd <ar@acme.example>\r
        To: Erika Mustermann <erika@kunde.example>\r
        Subject: Payment reminder\r
        Date: Sat, 21 Nov 2026 02:00:00 +0000\r
        Message-ID: <0123456789abcdef0123456789abcdef@acme.example>\r
        Auto-Submitted: auto-generated\r
        Content-Language: en-GB\r
        MIME-Version: 1.0\r
        Content-Type: multipart/alternative;\r
         boundary="\(boundary)"\r
        \r
        --\(boundary)\r
        Content-Type: text/plain; charset=utf-8\r
        Content-Transfer-Encoding: quoted-printable\r
        \r
        Hello\r
        --\(boundary)\r
        Content-Type: text/html; charset=utf-8\r

        """))
    #expect(text.hasSuffix("</html>\r\n--\(boundary)--\r\n"))
    #expect(try MailMessageTests.message().bytes() == Array(text.utf8))
  }

  @Test func messagesThatMustNotLeave() throws {
    var message = try MailMessageTests.message(subject: "x\r\nBcc: eve@evil.example")
    #expect(try !String(decoding: message.bytes(), as: UTF8.self).contains("\r\nBcc:"))
    message.from.name = "Acme\nX: y"
    #expect(try !String(decoding: message.bytes(), as: UTF8.self).contains("\r\nX:"))
    message = try MailMessageTests.message()
    message.to = []
    #expect(throws: MailProblem.noRecipient) { try message.bytes() }
    message = try MailMessageTests.message(subject: " ")
    #expect(throws: MailProblem.noSubject) { try message.bytes() }
    message = try MailMessageTests.message()
    message.id = "a b"
    #expect(throws: MailProblem.badMessageID("a b@acme.example")) { try message.bytes() }
    message = try MailMessageTests.message()
    message.references = ["x>\r\nBcc: y"]
    #expect(throws: MailProblem.badMessageID("x>\r\nBcc: y")) { try message.bytes() }
    message = try MailMessageTests.message()
    message.attachments = [MailAttachment(fileName: "../x.pdf", bytes: [])]
    #expect(throws: MailProblem.badFileName("../x.pdf")) { try message.bytes() }
  }

  @Test(arguments: [
    ("a=b", "a=3Db"), ("Größe", "Gr=C3=B6=C3=9Fe"), ("end ", "end=20"), (".", "=2E"), ("From x", "=46rom x"),
    (String(repeating: "x", count: 76), String(repeating: "x", count: 76)),
    (String(repeating: "x", count: 77), String(repeating: "x", count: 75) + "=\r\nxx"),
    (String(repeating: "x", count: 74) + "ü", String(repeating: "x", count: 74) + "=\r\n=C3=BC"),
  ])
  func quotedPrintable(text: String, expected: String) {
    var out: [UInt8] = []
    QuotedPrintable.append(text + "\n", to: &out)
    #expect(String(decoding: out, as: UTF8.self) == expected + "\r\n")
  }

  @Test func plainTextAlignsTablesAndWrapsParagraphs() {
    let table = Table(
      columns: [.init("Document", weight: 2), .init("Days overdue", .trailing), .init("Open (EUR)", .trailing)],
      rows: [.init(["RE-1", "7", "1.000,00"]), .init(["Größe-22", "112", "−5,00"], style: .total)])
    let text = PlainText([.paragraph(String(repeating: "wordy ", count: 15) + "end\nnext"), .table(table)]).text
    #expect(
      text == """
        wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy wordy
        wordy wordy wordy end
        next

                     Days      Open
        Document  overdue     (EUR)
        ---------------------------
        RE-1            7  1.000,00
        ---------------------------
        Größe-22      112     −5,00

        """)
  }

  @Test func tablesThatDoNotFitBecomeLists() {
    let table = Table(
      columns: [.init("Document"), .init("Note")],
      rows: [.init(["A", String(repeating: "n", count: 90)]), .init(["B"])])
    #expect(
      PlainText([.table(table)]).text == "Document: A\nNote:     \(String(repeating: "n", count: 90))\n\nDocument: B\n")
  }

  @Test func aNoteStandsBelowItsRowOverTheWholeWidth() throws {
    let table = Table(
      columns: [.init("Document"), .init("Open", .trailing)],
      rows: [.init(["RE-1", "5.00"]), .init(["disputed in part since 3 Apr"], style: .note), .init(["RE-2", "1.00"])])
    #expect(
      PlainText([.table(table)]).text
        == "Document  Open\n--------------\nRE-1      5.00\n  disputed in part since 3 Apr\nRE-2      1.00\n")
    #expect(MailBody(blocks: [.table(table)], subject: "x", language: .english).html.contains("<td colspan=\"2\""))
  }

  @Test func htmlIsEscapedAndFetchesNothing() throws {
    let body = MailBody(
      blocks: [.paragraph("<script>alert(1)</script> & \"x\"\nb"), .keyValues([KeyValue("<b>", "&amp;")])],
      subject: "</title><script>", language: try #require(Language("de")))
    #expect(body.html.contains("<html lang=\"de\">"))
    #expect(!body.html.contains("<script"))
    #expect(body.html.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;<br>"))
    for word in ["http:", "https:", "src=", "url(", "<style", "<link", "@import"] { #expect(!body.html.contains(word)) }
  }
}

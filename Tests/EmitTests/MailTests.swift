import Documents
import Foundation
import Ledger
import Pipeline
import Testing

@testable import Emit

@Suite struct MailTests {
  private func written(_ units: [UnitDecision]) throws -> (sink: MemorySink, failures: [MessageFailure]) {
    let sink = MemorySink()
    var mail = try ReminderMail(sink, night: PostSample.night, stationery: PostSample.stationery)
    for unit in units { try mail.add(account(unit.customer, unit.items), AccountOutcome(decisions: [unit])) }
    try mail.finish()
    return (sink, mail.failures)
  }

  private func unit(_ customer: Customer, isLive: Bool = true, language: String? = nil) -> UnitDecision {
    PostSample.unit(customer, PostSample.items(customer), .email, isLive: isLive, language: language)
  }

  @Test func aMessagePerFileAndAnIndexInTheOrderOfIds() throws {
    let units = (1...4).map { unit(PostSample.german("K-\($0)")) }
    let (sink, failures) = try written(units)
    let ids = units.compactMap { $0.message?.id }.sorted()
    #expect(failures.isEmpty)
    #expect(sink.files.count == 5)
    let rows = sink["reminders/email/index.csv"].split(separator: "\n").map(String.init)
    #expect(
      rows[0]
        == "message_id,file,from,reply_to,to,cc,subject,template,template_version,language,not_before,expires,attachments,mail_setting"
    )
    #expect(rows.dropFirst().map { String($0.prefix(32)) } == ids)
    #expect(
      rows[1].hasPrefix(
        "\(ids[0]),reminders/email/\(ids[0]).eml,debitoren@nordwind-handel.example,"
          + "petra.luenemann@nordwind-handel.example,erika@kunde.example,,"))
    #expect(rows[1].hasSuffix(",firm,1,de,2026-11-21T02:00:00Z,2026-11-23,,"))
    #expect(sink.rows("reminders/email/index.csv") == 4)
  }

  @Test func headersAreTheCompanysAndTheClocks() throws {
    let unit = unit(PostSample.german())
    let (sink, _) = try written([unit])
    let id = try #require(unit.message?.id)
    let text = sink["reminders/email/\(id).eml"]
    #expect(text.contains("From: Nordwind Handels GmbH <debitoren@nordwind-handel.example>\r\n"))
    #expect(text.contains("Reply-To: petra.luenemann@nordwind-handel.example\r\n"))
    #expect(text.contains("To: Erika Muster <erika@kunde.example>\r\n"))
    #expect(text.contains("Date: Sat, 21 Nov 2026 03:00:00 +0100\r\n"))
    #expect(text.contains("Message-ID: <\(id)@nordwind-handel.example>\r\n"))
    #expect(text.contains("Content-Language: de\r\n"))
    #expect(sink["reminders/email/index.csv"].contains(",\"[Nordwind] Mahnung (Stufe 2):"))
  }

  @Test func rehearsalsLieApartAndSaySo() throws {
    let (sink, _) = try written([unit(PostSample.german("K-1"), isLive: false)])
    #expect(sink.files.map(\.path).filter { !$0.hasPrefix("reminders/rehearsal/") } == ["reminders/email/index.csv"])
    #expect(sink.rows("reminders/email/index.csv") == 0)
    #expect(sink["reminders/rehearsal/email/index.csv"].contains("\"TEST: [Nordwind] Mahnung (Stufe 2):"))
  }

  /// A rehearsal shows the level that the message would reach, though nothing is reached.
  @Test func rehearsalsPrintTheirLevel() throws {
    let unit = unit(PostSample.german(), isLive: false)
    let (sink, _) = try written([unit])
    let id = unit.message?.id ?? ""
    let text = sink["reminders/rehearsal/email/\(id).eml"]
    // A server that has seen a test message lets the real one pass.
    #expect(text.contains("Message-ID: <rehearsal.\(id)@nordwind-handel.example>\r\n"))
    #expect(text.contains("RE-2026-1000  08.08.2026  07.09.2026          75  1.234,50      2"))
  }

  /// No template is written in Polish: the company's language speaks.
  @Test(arguments: [("de-CH", "de-CH"), ("en-US", "en-US"), ("es", "es"), ("pl", "de"), ("not a tag", "de")])
  func languages(asked: String, written language: String) throws {
    let (sink, _) = try written([unit(PostSample.german(), language: asked)])
    #expect(sink["reminders/email/index.csv"].contains(",firm,1,\(language),"))
  }

  /// A wrong address or a missing template holds back its message and no other.
  @Test func whatCannotBeSentIsToldAndLeftOut() throws {
    var units = (1...5).map { unit(PostSample.german("K-\($0)")) }
    units[0].message?.contact = "Eve\r\nBcc: all@kunde.example"
    units[1].message?.address = "nobody"
    units[2].message?.template = "gone"
    units[3].company = "OTHER"
    let (sink, failures) = try written(units)
    #expect(
      failures.map(\.code) == ["mail-address", "template-missing", "company-unknown"])
    #expect(failures.compactMap(\.messageID) == units[1..<4].compactMap { $0.message?.id })
    #expect(sink.files.count == 3)
    // A line break in a name is a blank, and no header.
    let first = sink["reminders/email/\(units[0].message?.id ?? "").eml"]
    #expect(first.contains("To: \"Eve Bcc: all@kunde.example\" <"))
  }

  @Test func pythonReadsThem() throws {
    var units = [
      unit(PostSample.german("K-1")), unit(PostSample.german("K-2"), isLive: false), unit(PostSample.american()),
    ]
    units[0].customer.name = "Käufer \"Groß\" <& Söhne>"
    units[0].message?.contact = nil
    let (sink, failures) = try written(units)
    #expect(failures.isEmpty)
    let folder = try Outside.folder("mail", sink)
    defer { Outside.discard(folder) }
    let files = sink.files.map(\.path).filter { $0.hasSuffix(".eml") }.map { folder.appendingPathComponent($0).path }
    let result = try Outside.run("check_mail.py", files)
    #expect(result.status == 0, "\(result.text)")
  }
}

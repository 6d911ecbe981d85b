import Formats
import Ledger
import Testing

@testable import Pipeline

/// How a company's e-mails go out: what is refused, and which setting serves which kind of message.
@Suite struct MailSettingTests {
  /// The settings stand from line 2 on.
  private static func problems(_ mail: String) -> [String] {
    let (_, found) = Sample.load(Sample.file(companies: Sample.company(",\"mail\":\n\(mail)")))
    return found.map { "\($0.line):\($0.column) \($0.code)" }
  }

  static let provider =
    #""provider": { "host": "smtp.acme.example", "user": "ar@acme.example", "password": "env:SMTP" }"#

  static let refused: [(String, [String])] = [
    (#"[ { "name": "a", "from": "ar@acme.example" } ]"#, ["2:1 mail-default"]),
    (
      "[ { \"name\": \"a\", \"from\": \"ar@acme.example\", \"default\": true },\n"
        + "{ \"name\": \"b\", \"from\": \"br@acme.example\",\n\"default\": true } ]", ["4:12 mail-default"]
    ),
    (
      "[ { \"name\": \"a\", \"from\": \"ar@acme.example\", \"default\": true },\n"
        + "{ \"name\": \"A\", \"from\": \"br@acme.example\" } ]", ["3:11 duplicate-mail-setting"]
    ),
    (
      "[ { \"name\": \"a\", \"from\": \"ar@acme.example\", \"default\": true, \"for\": [\"reminders\"] },\n"
        + "{ \"name\": \"b\", \"from\": \"br@acme.example\",\n\"for\": [\"reminders\"] } ]", ["4:8 mail-default"]
    ),
    (
      "[ { \"name\": \"a\", \"from\": \"ar@acme.example\", \"default\": true,\n"
        + "\"provider\": { \"host\": \"h\",\n\"user\": \"ar@mailer.example\" } } ]", ["4:9 mail-domain"]
    ),
    (
      "[ { \"name\": \"a\", \"from\": \"ar@acme.example\", \"default\": true, \"incoming\": { \"host\": \"h\",\n"
        + "\"user\": \"ar@other.example\" } } ]", ["3:9 mail-domain"]
    ),
    (
      "[ { \"name\": \"a\", \"from\": \"ar@acme.example\", \"default\": true,\n\"provider\": { \"host\": \"h\",\n"
        + "\"password\": \"hunter2\" } } ]", ["4:13 secret-in-clear-text"]
    ),
    (
      "[ { \"name\": \"a\", \"from\": \"ar@acme.example\", \"default\": true,\n\"provider\": { \"host\": \"h\",\n"
        + "\"password\": \"env:A\",\n\"oauth2\": \"file:b\" } } ]", ["5:11 contradiction"]
    ),
    (
      "[ { \"name\": \"a\", \"from\": \"ar@acme.example\", \"default\": true,\n\"provider\": { \"host\": \"smtp.x.example\",\n"
        + "\"security\": \"none\" } } ]", ["4:13 impossible-value"]
    ),
  ]

  @Test(arguments: refused)
  func refusals(_ mail: String, _ expected: [String]) { #expect(Self.problems(mail) == expected) }

  @Test func theSecretItselfIsNeverTold() {
    let (_, found) = Sample.load(
      Sample.file(
        companies: Sample.company(
          ",\"mail\": [ { \"name\": \"a\", \"from\": \"ar@acme.example\", \"default\": true, \"provider\": { \"host\": \"h\", \"password\": \"hunter2\" } } ]"
        )))
    #expect(found.map(\.code) == ["secret-in-clear-text"])
    #expect(!found.contains { $0.description.contains("hunter2") })
    #expect(found.first?.help.contains("env:NAME") == true)
  }

  @Test func whichServesWhat() throws {
    let mail = """
      [ { "name": "all", "from": "ar@acme.example", "default": true, \(Self.provider) },
        { "name": "dunning", "from": "mahnung@acme.example", "fromName": "Acme Debitoren", "for": ["reminders"] },
        { "name": "old", "from": "old@acme.example", "active": false, "default": true, "for": ["reminders"] } ]
      """
    let (configuration, problems) = Sample.load(Sample.file(companies: Sample.company(",\"mail\": \(mail)")))
    // The sample's `email` stands beside it and is not read.
    #expect(problems.map(\.code) == ["unread-setting"])
    let company = try #require(configuration?.companies.first)
    #expect(company.mailSetting(for: .reminders)?.name == "dunning")
    #expect(company.sender(for: .reminders) == "mahnung@acme.example")
    #expect(company.mailSetting(for: .invitations)?.name == "all")
    #expect(company.sender(for: .statements) == "ar@acme.example")
  }

  @Test func withoutAnyTheCompanysAddressServes() throws {
    let (configuration, _) = Sample.load(Sample.file())
    let company = try #require(configuration?.companies.first)
    #expect(company.mailSetting(for: .reminders) == nil)
    #expect(company.sender == "ar@acme.example")
  }
}

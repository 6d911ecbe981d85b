import Ledger
import Testing

@testable import Documents

/// The six languages of the built-in templates: complete, courteous, and in their own habits.
@Suite struct TemplateLanguageTests {
  static let languages = TemplateBuiltinTests.languages
  static let reminders = TemplateBuiltinTests.reminders

  private static func content(_ template: String) -> ReminderContent {
    template == "pre-due" ? TemplateSamples.preDue() : TemplateSamples.full(level: 3, template: template)
  }

  private static func short(_ template: String, _ tag: String, sender: MessageSender = TemplateSamples.sender) throws
    -> String
  {
    var content = content(template)
    content.sender = sender
    let compiled = try #require(BuiltinTemplate.named(template)?.compile().template)
    return try #require(try compiled.short(content.fields, languages: [tag])).text
  }

  @Test(arguments: languages)
  func everyLabelIsThere(tag: String) throws {
    let language = try #require(Language(tag))
    #expect(Language.written.contains(tag))
    for label in Label.allCases {
      #expect(language.label(label) != label.rawValue || label.rawValue.count < 5, "\(label)")
    }
    #expect(language.page(2, of: 3).contains("2") && language.page(2, of: 3).contains("3"))
    #expect(language.agingBucket(from: 1, to: 30).hasPrefix("1–30"))
    #expect(language.agingBucket(from: 121, to: nil).contains("120"))
  }

  /// A language that lacks a word would show the English one.
  @Test(arguments: languages.filter { $0 != "en" })
  func noWordIsEnglish(tag: String) throws {
    let same: Set<Label> = [
      .document, .documentDate, .date, .kind, .iban, .bic, .bank, .rehearsal, .credit, .telephone, .email, .total,
      .subtotal, .description, .reference, .charge,
    ]
    let language = try #require(Language(tag))
    for label in Label.allCases where !same.contains(label) {
      #expect(language.label(label) != Language.english.label(label), "\(label)")
    }
  }

  @Test(arguments: reminders, languages)
  func wordsAreCourteousAndClaimNothing(template: String, tag: String) throws {
    let text = try TemplateBuiltinTests.plain(TemplateLanguageTests.content(template), template, tag)
    for word in [
      "{{", "}}", "lawyer", "court", "legal", "bailiff", "anwalt", "gericht", "inkasso", "avocat", "huissier",
      "tribunal",
      "abogado", "judicial", "avvocato", "legali", "giudiziari", "advocaat", "deurwaarder", "rechter", "incasso",
    ] { #expect(!text.lowercased().contains(word), "\(word)") }
    #expect(text.contains("Jo Füchsle") && text.contains("+49 221 1234-56"))
    #expect(text.contains("DE89 3704 0044 0532 0130 00"))
    #expect(text.contains("K-1001"))
  }

  @Test(arguments: [
    ("de", "1.214,50 €", "1. Dezember 2026"), ("en", "€1,214.50", "1 December 2026"),
    ("es", "1214,50 €", "1 de diciembre de 2026"), ("fr", "1 214,50 €", "1er décembre 2026"),
    ("it", "1.214,50 €", "1º dicembre 2026"), ("nl", "€ 1.214,50", "1 december 2026"),
  ])
  func amountsAndDatesFollowTheLanguage(tag: String, amount: String, date: String) throws {
    // 1,234.50 + 600.00 + 400.00 overdue, less 400.00: 1,834.50; here one item of 1,614.50 less 400.00.
    let content = TemplateSamples.content(
      level: 2, template: "firm",
      items: [
        (TemplateSamples.item("RE-1", due: 40, amount: 161_450), .trigger, 2),
        (TemplateSamples.item("ZA-1", due: nil, amount: -40_000, kind: .onAccount), .credit, 0),
      ])
    let text = try TemplateBuiltinTests.plain(content, "firm", tag).replacing("\n", with: " ")
    #expect(text.contains(amount))
    #expect(text.contains(date))
  }

  /// With a name, an amount, a reference and a telephone number: two segments, and no letter that costs the GSM alphabet.
  @Test(arguments: reminders, languages)
  func textMessagesAreShort(template: String, tag: String) throws {
    let sms = SMSText(try TemplateLanguageTests.short(template, tag))
    #expect(sms.foreign == [])
    #expect(sms.segments.count <= 2, "\(sms.text)")
    #expect(sms.text.hasPrefix("Acme Werkzeuge GmbH"))
    #expect(sms.text.contains("K-1001") && sms.text.contains("Jo Füchsle, +49 221 1234-56"))
    #expect(!sms.text.contains("  "))
  }

  /// A curly apostrophe would cost a third segment.
  @Test(arguments: languages)
  func invitationsByTextMessageAreShort(tag: String) throws {
    let customer = Customer(company: "ACME", id: "K-1001", name: "Brückner")
    let content = InvitationContent(
      customer: customer, contact: nil, emails: [], sender: TemplateSamples.sender,
      portal: "https://portal.example/acme")
    let compiled = try #require(BuiltinTemplate.named("invitation")?.compile().template)
    let sms = SMSText(try #require(try compiled.short(content.fields, languages: [tag])).text)
    #expect(sms.foreign == [])
    #expect(sms.segments.count <= 2, "\(sms.text)")
  }

  /// Somebody with several addresses may sign in with any of them.
  @Test(arguments: [("de", "oder"), ("en", "or"), ("es", "o"), ("fr", "ou"), ("it", "o"), ("nl", "of")])
  func anInvitationNamesEachAddress(tag: String, or: String) throws {
    let compiled = try #require(BuiltinTemplate.named("invitation")?.compile().template)
    func text(_ emails: [String]) throws -> String {
      let content = InvitationContent(
        customer: Customer(company: "ACME", id: "K-1001", name: "Brückner"), contact: nil, emails: emails,
        sender: TemplateSamples.sender, portal: "https://portal.example/acme")
      return try compiled.render(content.fields, languages: [tag]).blocks.map { "\($0)" }.joined()
    }
    #expect(try text(["a@b.example"]).contains("a@b.example"))
    #expect(try text(["a@b.example", "c@b.example"]).contains(" a@b.example \(or) c@b.example"))
    #expect(
      try text(["a@b.example", "c@b.example", "d@b.example"]).contains(" a@b.example, c@b.example \(or) d@b.example"))
  }

  @Test func aTextMessageNamesSomebodyToTurnTo() throws {
    let mail = MessageSender(companyName: "Acme", email: "ar@acme.example")
    #expect(try TemplateLanguageTests.short("gentle", "en", sender: mail).hasSuffix("Questions? ar@acme.example"))
    #expect(throws: RenderProblem.missingField("sender_line")) {
      _ = try TemplateLanguageTests.short("gentle", "en", sender: MessageSender(companyName: "Acme"))
    }
  }

  @Test func aTemplateForTextMessagesNeedsOneInEveryBody() {
    let declaration = TemplateDeclaration(id: "own", version: "1", channels: [.email, .sms])
    let bodies = [
      TemplateBody(language: "en", text: "# Subject\n\n@sms {{amount_due}}\n@sms due.\nText", file: "body.en.txt"),
      TemplateBody(language: "de", text: "# Betreff\n\nText", file: "body.de.txt"),
    ]
    let (_, problems) = Template.compile(declaration, bodies: bodies, offered: ReminderFields.all)
    #expect(problems.map(\.code) == ["template-sms-missing"])
    #expect(problems.first?.file == "body.de.txt")
  }

  @Test func linesOfATextMessageAreOneText() throws {
    let declaration = TemplateDeclaration(id: "own", version: "1", channels: [.sms])
    let body = TemplateBody(
      language: "en", text: "# S\n@sms {{company_name}}:\n@sms {{amount_due}} is due.\n\nText", file: "body.en.txt")
    let (template, problems) = Template.compile(declaration, bodies: [body], offered: ReminderFields.all)
    #expect(problems == [])
    let text = try template?.short(TemplateSamples.onAccount().fields, languages: ["en"])?.text
    #expect(text == "Acme Werkzeuge GmbH: €600.00 is due.")
  }
}

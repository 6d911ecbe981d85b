import Ledger
import Testing

@testable import Documents

/// The templates that come with the program: they compile, fill in, add up, and say only what they may.
@Suite struct TemplateBuiltinTests {
  static func text(_ content: ReminderContent, _ template: String, _ tag: String) throws -> RenderedText {
    let builtin = try #require(BuiltinTemplate.named(template))
    return try #require(builtin.compile().template).render(content.fields, languages: [tag])
  }

  static func plain(_ content: ReminderContent, _ template: String, _ tag: String) throws -> String {
    let text = try text(content, template, tag)
    return text.subject.replacing("\u{A0}", with: " ") + "\n\n"
      + PlainText(text.blocks).text.replacing("\u{A0}", with: " ")
  }

  static let languages = ["de", "en", "es", "fr", "it", "nl"]
  static let reminders = ["pre-due", "gentle", "firm", "final", "promise-broken", "plan-missed"]

  /// Several spaces, which only align, as one.
  private func squeezed(_ text: String) -> String { text.replacing(/\ {2,}/, with: " ") }

  @Test(arguments: BuiltinTemplate.all.map(\.declaration.id))
  func allCompileInEveryLanguage(id: String) throws {
    let (template, diagnostics) = try #require(BuiltinTemplate.named(id)).compile()
    #expect(diagnostics == [])
    #expect(template?.languages == ["de", "en-GB", "es", "fr", "it", "nl"])
  }

  @Test func onAccountShowsBothLinesAndAsksTheRest() throws {
    let english = squeezed(try TemplateBuiltinTests.plain(TemplateSamples.onAccount(), "gentle", "en"))
    #expect(english.hasPrefix("Payment reminder: €600.00 open, customer number K-1001\n"))
    #expect(english.contains("Overdue €1,000.00\n"))
    #expect(english.contains("Credits on your account −€400.00\n"))
    #expect(english.contains("Amount due €600.00\n"))
    #expect(english.contains("Please transfer €600.00 by 1 December 2026"))
    #expect(english.contains("Payment on account"))
    let german = squeezed(try TemplateBuiltinTests.plain(TemplateSamples.onAccount(), "gentle", "de"))
    #expect(german.contains("Überfällig 1.000,00 €\n"))
    #expect(german.contains("Guthaben auf Ihrem Konto −400,00 €\n"))
    #expect(german.contains("Fälliger Betrag 600,00 €\n"))
  }

  @Test(arguments: TemplateBuiltinTests.languages)
  func finalWordsStandOnlyOverTheLinesAtThatLevel(tag: String) throws {
    let text = try TemplateBuiltinTests.text(TemplateSamples.full(level: 3, template: "final"), "final", tag)
    let tables = text.blocks.compactMap { if case .table(let table) = $0 { table } else { nil } }
    #expect(tables[0].rows.map(\.cells[0]) == ["RE-2026-000099"])
    #expect(tables[1].rows.map(\.cells[0]) == ["RE-2026-000123", "RE-2026-000150"])
    #expect(tables[1].rows.map { $0.cells.last } == ["2", "1"])
  }

  @Test(arguments: ["en", "de"])
  func aNoticeDoesNotCallOverdueWhatFallsDueNorTheOtherWayRound(tag: String) throws {
    let text = try TemplateBuiltinTests.text(TemplateSamples.preDueAndOverdue(), "pre-due", tag)
    let tables = text.blocks.compactMap { if case .table(let table) = $0 { table } else { nil } }
    #expect(tables.prefix(2).map { $0.rows.map(\.cells[0]) } == [["RE-2026-000170"], ["RE-2026-000160"]])
    let alone = try TemplateBuiltinTests.plain(TemplateSamples.preDue(), "pre-due", tag)
    #expect(!alone.contains("Overdue") && !alone.contains("Überfällig") && !alone.contains("past their due date"))
  }

  @Test(arguments: TemplateBuiltinTests.languages)
  func everyLineOfAFirmReminderShowsItsOwnLevel(tag: String) throws {
    let text = try TemplateBuiltinTests.text(TemplateSamples.full(level: 2, template: "firm"), "firm", tag)
    let tables = text.blocks.compactMap { if case .table(let table) = $0 { table } else { nil } }
    #expect(tables[0].rows.map { $0.cells.last } == ["2", "1", "1"])
    let plain = PlainText(text.blocks).text
    #expect(plain.contains("RE-2026-000111"), "held")
    #expect(plain.contains("RE-2026-000170"), "not due")
  }

  @Test(arguments: ["pre-due", "gentle", "firm", "final"], ["en", "de"])
  func wordsAreCourteousAndClaimNothing(template: String, tag: String) throws {
    let content = template == "pre-due" ? TemplateSamples.preDue() : TemplateSamples.full(level: 3, template: template)
    let plain = try TemplateBuiltinTests.plain(content, template, tag).lowercased()
    for word in [
      "lawyer", "court", "legal", "bailiff", "debt", "anwalt", "gericht", "inkasso", "verzugszins", "{{", "}}",
      "interest",
      "zinsen", "schufa",
    ] { #expect(!plain.contains(word), "\(word)") }
    #expect(plain.contains("jo füchsle"))
    if template != "pre-due" { #expect(plain.contains(tag == "en" ? "thank you" : "danken wir ihnen")) }
    if template != "final" { #expect(!plain.contains("further steps") && !plain.contains("weitere schritte")) }
  }

  @Test func withoutContactBankAndDeadlineNothingIsLeftHanging() throws {
    var content = TemplateSamples.preDue()
    content.sender = MessageSender(companyName: "Acme")
    let english = try TemplateBuiltinTests.plain(content, "gentle", "en")
    #expect(english.contains("Dear Sir or Madam,"))
    #expect(english.contains("Please transfer €2,512.50, quoting K-1001."))
    #expect(!english.contains("IBAN") && !english.contains("Your contact"))
    #expect(english.hasSuffix("Kind regards\n\nAcme\n"))
  }

  /// 75 days on 1,234.50, in one piece, for no rate changes between 1 July and 31 December; and what earlier messages claimed stands apart.
  @Test(arguments: [
    ("en", "Legal basis: Directive 2011/7/EU", "Interest of earlier claims"),
    ("de", "Rechtsgrundlage: Richtlinie 2011/7/EU", "Zinsen aus früheren Forderungen"),
    ("fr", "directive 2011/7/UE", "Intérêts de créances antérieures"),
    ("es", "Base jurídica: Directiva 2011/7/UE", "Intereses de reclamaciones anteriores"),
    ("it", "Base giuridica: direttiva 2011/7/UE", "Interessi di richieste precedenti"),
    ("nl", "Rechtsgrond: Richtlijn 2011/7/EU", "Rente uit eerdere vorderingen"),
  ])
  func interestIsToldWithLawRateDaysAndBase(language: String, law: String, earlier: String) throws {
    for (template, flat) in try TemplateBuiltinTests.withInterest(language).texts {
      #expect(flat.contains(law), "\(template)")
      #expect(flat.contains(earlier) && flat.contains(language == "en" ? "1,234.50" : "234,50"))
      #expect(flat.contains(" 75 "), "days of interest")
    }
  }

  /// A reminder with interest and fees, and its words by each template that asks for them, with single spaces.
  private static func withInterest(
    _ language: String
  ) throws -> (content: ReminderContent, texts: [(template: String, words: String)]) {
    var content = TemplateSamples.full(level: 3, template: "final")
    TemplateSamples.addInterest(to: &content)
    let texts = try ["gentle", "firm", "final", "promise-broken", "plan-missed"].map { template in
      let plain = try TemplateBuiltinTests.plain(content, template, language)
      return (template, plain.split(whereSeparator: \.isWhitespace).joined(separator: " "))
    }
    return (content, texts)
  }

  @Test(arguments: [
    ("en", "section 288 (5)", "Lump sum 40.00"), ("de", "§ 288 Abs. 5 BGB", "Pauschale 40,00"),
    ("fr", "paragraphe 5", "Indemnité forfaitaire 40,00"), ("es", "apartado 5", "Cantidad fija 40,00"),
    ("it", "comma 5", "Importo forfettario 40,00"), ("nl", "lid 5", "Forfaitair bedrag 40,00"),
  ])
  func lumpSumsAreToldWithLawAndInvoice(language: String, law: String, row: String) throws {
    var (content, texts) = try TemplateBuiltinTests.withInterest(language)
    for (template, flat) in texts {
      #expect(flat.contains(law), "\(template)")
      #expect(flat.contains("RE-2026-000099 \(row)"), "\(template)")
    }
    // A sum that its rows do not make is told as a sum only.
    content.decision.fees += 1
    #expect(try !TemplateBuiltinTests.plain(content, "final", language).contains(law))
  }

  @Test func everyOfferedFieldIsFilledWithItsType() throws {
    func name(_ declaration: FieldDeclaration) throws -> FieldName {
      try #require(FieldName(rawValue: declaration.name))
    }
    var content = TemplateSamples.full(level: 3, template: "final")
    content.nextStep = "We will call you."
    TemplateSamples.addInterest(to: &content)
    // A part that is disputed, beside what is held for another reason.
    content.decision.outcomes[1].heldAmount = 10_00
    content.decision.outcomes[1].hold = .disputed
    let fields = content.fields
    #expect(Set(fields.names.map(\.rawValue)) == Set(ReminderFields.all.map(\.name)))
    for declaration in ReminderFields.all { #expect(fields[try name(declaration)]?.type == declaration.type) }
    for declaration in ReminderFields.all where declaration.type == .list {
      guard case .list(let rows)? = fields[try name(declaration)] else { continue }
      #expect(!rows.isEmpty)
      let columns = Dictionary(uniqueKeysWithValues: try declaration.columns.map { (try name($0), $0.type) })
      for row in rows {
        for name in row.names { #expect(row[name]?.type == columns[name]) }
      }
    }
  }

  @Test func aDisputedPartIsHeldAndTheRestIsAsked() throws {
    var content = TemplateSamples.onAccount()
    content.decision.outcomes[0].heldAmount = 25_000
    content.decision.outcomes[0].hold = .disputed
    let fields = content.fields
    #expect(fields[.heldTotal] == .money(Money(minorUnits: 25_000, currency: content.decision.currency)))
    guard case .list(let items)? = fields[.items] else { return }
    #expect(items[0][.balance] == .money(Money(minorUnits: 35_000, currency: content.decision.currency)))
  }

  /// Only what is disputed is being clarified; what is promised, or was disputed until lately, is not.
  @Test(
    arguments: [SuppressionReason.disputed, .promise, .plan, .directDebit, .paymentSeen, .hold, .notYet],
    TemplateBuiltinTests.languages)
  func onlyWhatIsDisputedIsBeingClarified(hold: SuppressionReason, tag: String) throws {
    var content = TemplateSamples.full(level: 2, template: "firm")
    let at = content.decision.outcomes.firstIndex { $0.includedAs == .held }!
    content.decision.outcomes[at].hold = hold
    let plain = try TemplateBuiltinTests.plain(content, "firm", tag)
    let words = ["clarified", "geklärt", "uitgezocht", "examen", "chiarimento", "aclarando"]
    #expect(words.contains(where: plain.contains) == (hold == .disputed))
    #expect(plain.contains("RE-2026-000111"))
  }

  @Test(arguments: ["en", "de"])
  func statementsKeepCurrenciesApart(tag: String) throws {
    let content = StatementContent(
      customer: Customer(company: "ACME", id: "K-1001", name: "Müller"), contact: nil, sender: TemplateSamples.sender,
      asOf: TemplateSamples.asOf, dataAsOf: TemplateSamples.asOf,
      balances: [
        .init(currency: Currency("USD")!, notDue: 0, overdue: 5_000, unapplied: 0),
        .init(currency: Currency("EUR")!, notDue: 100_000, overdue: 50_000, unapplied: -40_000),
      ])
    let template = try #require(BuiltinTemplate.named("statement")?.compile().template)
    let text = try template.render(content.fields, languages: [tag])
    guard case .table(let table)? = text.blocks.first(where: { if case .table = $0 { true } else { false } }) else {
      Issue.record("no table")
      return
    }
    #expect(
      table.rows.map { $0.cells.last?.replacing("\u{A0}", with: " ") }
        == (tag == "en" ? ["€1,100.00", "USD 50.00"] : ["1.100,00 €", "50,00 USD"]))
  }
}

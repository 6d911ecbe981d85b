import Ledger
import Testing

@testable import Documents

/// What the customer reads: bodies filled with values.
@Suite struct TemplateRenderTests {
  private static let eur = Currency("EUR")!

  private func render(
    _ text: String, _ fields: Fields, language: String = "en", reader: [String?]? = nil
  ) throws -> RenderedText {
    let (template, diagnostics) = Template.compile(
      TemplateDeclaration(id: "t", version: "1", channels: [.email]),
      bodies: [TemplateBody(language: language, text: text, file: "body.txt")], offered: TemplateCompileTests.fields)
    #expect(diagnostics.isEmpty)
    return try #require(template).render(fields, languages: reader ?? [language])
  }

  private let fields: Fields = [
    .customerName: .text("Müller & Söhne"), .amountDue: .money(Money(minorUnits: 123_450, currency: eur)),
    .payBy: .date(CalendarDate("2026-12-01")!), .level: .int(2), .rate: .percent(basisPoints: 1127),
    .hasCredits: .bool(true),
    .items: .list([
      [.documentID: .text("RE-1"), .balance: .money(Money(minorUnits: 100_000, currency: eur))],
      [.documentID: .text("RE-2"), .balance: .money(Money(minorUnits: -5, currency: eur))],
    ]),
  ]

  @Test func fieldsAreWrittenInTheLanguage() throws {
    let text = "# {{amount_due}}\n{{pay_by}} {{pay_by|date_long}} {{rate}} {{level|int}} {{customer_name|upper}}"
    let german = try render(text, fields, language: "de")
    #expect(german.subject == "1.234,50 €")
    #expect(
      german.blocks == [
        .paragraph("01.12.2026 1.\u{A0}Dezember\u{A0}2026 11,27\u{A0}% 2 MÜLLER & SÖHNE")
      ])
    #expect(try render(text, fields).subject == "€1,234.50")
  }

  @Test func aRegionReadsItsLanguageWithItsOwnNumbers() throws {
    let swiss = try render("# {{amount_due}}", fields, language: "de", reader: ["de-CH"])
    #expect(swiss.subject == "EUR 1'234.50")
    #expect(swiss.language.tag == "de-CH")
    // Nobody wrote it in French: the company's language, with that language's numbers.
    #expect(try render("# {{amount_due}}", fields, language: "de", reader: ["fr", "de"]).language.tag == "de")
    #expect(try render("# {{amount_due}}", fields, language: "de", reader: [nil]).language.tag == "de")
  }

  @Test func paragraphsMarksAndEmptyLines() throws {
    let text = """
      # s
      one
      two

      ## Head
      three
      > small
      > print
      \\# not a subject
      = Name: {{customer_name}}
      = Level: {{level}}
      + Overdue: {{amount_due}}
      ++ Due: {{amount_due}}
      """
    #expect(
      try render(text, fields).blocks == [
        .paragraph("one\ntwo"), .heading("Head"), .paragraph("three"), .smallPrint("small\nprint"),
        .paragraph("# not a subject"), .keyValues([KeyValue("Name", "Müller & Söhne"), KeyValue("Level", "2")]),
        .table(
          Table(
            columns: [.init(""), .init("", .trailing)],
            rows: [.init(["Overdue", "€1,234.50"]), .init(["Due", "€1,234.50"], style: .total)])),
      ])
  }

  @Test func sectionsInsideAndAcrossLines() throws {
    let text = """
      # s
      {{?has_credits}}
      with{{?has_credits}} credits{{/has_credits}}
      {{/has_credits}}
      {{#items}}
      {{document_id}} of {{customer_name}}
      {{/items}}
      """
    var fields = fields
    #expect(
      try render(text, fields).blocks == [
        .paragraph("with credits\nRE-1 of Müller & Söhne\nRE-2 of Müller & Söhne")
      ])
    fields[.hasCredits] = .bool(false)
    fields[.items] = .list([])
    #expect(try render(text, fields).blocks == [])
  }

  @Test func whatARowMayHaveIsNeverTheMessages() throws {
    var fields = fields
    guard case .list(var rows) = fields[.items] else { return }
    rows[0][.level] = .int(1)
    fields[.items] = .list(rows)
    fields[.credits] = .list([[.documentID: .text("G-1")]])
    let text = """
      # s {{level}}
      {{#items}}
      {{document_id}} at <{{level}}>{{#credits}}, {{document_id}} <{{level}}>{{/credits}}
      {{/items}}
      {{#credits}}
      {{document_id}} in reminder {{level}}
      {{/credits}}
      """
    let written = try render(text, fields)
    #expect(written.subject == "s 2")
    // A credit has no level of its own here: it is that of the item around it, or the message's.
    #expect(
      written.blocks == [.paragraph("RE-1 at <1>, G-1 <1>\nRE-2 at <>, G-1 <>\nG-1 in reminder 2")])
  }

  @Test func tablesNameTheirCurrencyOnceAndLeaveOutEmptyColumns() throws {
    let blocks = try render("# s\n| table items: document_id, due_date, balance", fields).blocks
    #expect(
      blocks == [
        .table(
          Table(
            columns: [.init("Document", weight: 2), .init("Open (EUR)", .trailing)],
            rows: [.init(["RE-1", "1,000.00"]), .init(["RE-2", "−0.05"])]))
      ])
  }

  @Test func tablesOfSeveralCurrenciesNameThemInEveryCell() throws {
    var fields = fields
    fields[.items] = .list([
      [.documentID: .text("A"), .balance: .money(Money(minorUnits: 1, currency: TemplateRenderTests.eur))],
      [.documentID: .text("B"), .balance: .money(Money(minorUnits: 7, currency: Currency("JPY")!))],
    ])
    let blocks = try render("# s\n| table items: balance \"Sum, open\"", fields).blocks
    #expect(
      blocks == [
        .table(
          Table(columns: [.init("Sum, open", .trailing)], rows: [.init(["€0.01"]), .init(["JPY\u{A0}7"])]))
      ])
  }

  @Test func aLineOfWhichNothingIsLeftIsNotPrinted() throws {
    var fields = fields
    fields[.payBy] = nil
    let blocks = try render("# s\na\n{{pay_by}}\n= Until: {{pay_by}}\nb", fields).blocks
    #expect(blocks == [.paragraph("a\nb")])
  }

  @Test func valuesOfExportsCannotMakeMarksOrTags() throws {
    var fields = fields
    fields[.customerName] = .text("# {{amount_due}}\n| table\u{2028}x")
    let text = try render("# {{customer_name}}\n{{customer_name}}", fields)
    #expect(text.blocks == [.paragraph("# {{amount_due}} | table x")])
    #expect(text.subject == "# {{amount_due}} | table x")
  }

  /// Controls, those beyond ASCII too, and the separators of lines; what begins with the same bytes stays.
  @Test func breaksInValuesAreSpacesOnPaper() {
    let breaks: [ClosedRange<UInt32>] = [0...0x1F, 0x7F...0x9F, 0x2028...0x2029]
    let values: [UInt32] = Array(0..<0x2100) + [0xE280, 0xFFFD, 0x1F600]
    for value in values {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = "a" + String(scalar) + "z"
      let expected = breaks.contains { $0.contains(value) } ? "a z" : text
      #expect(TemplateRenderer(language: .english).onOneLine(text) == expected, "\(value)")
    }
  }

  @Test func whatIsMissingOrOfAnotherTypeStopsTheMessage() {
    #expect(throws: RenderProblem.missingField("customer_name")) { try render("# {{customer_name}}", [:]) }
    #expect(throws: RenderProblem.wrongType("amount_due", expected: .money)) {
      try render("# {{amount_due}}", [.amountDue: .int(1)])
    }
    #expect(throws: RenderProblem.missingField("document_id")) {
      try render("# s\n| table items: document_id", [.items: .list([[:]])])
    }
  }
}

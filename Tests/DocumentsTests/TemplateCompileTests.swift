import Ledger
import Testing

@testable import Documents

/// What a template's author is told: every problem with its place, its code and a way out.
@Suite struct TemplateCompileTests {
  static let fields: [FieldDeclaration] = [
    .init("customer_name", .text, required: true), .init("amount_due", .money, required: true), .init("pay_by", .date),
    .init("level", .int), .init("rate", .percent), .init("has_credits", .bool),
    .init(
      "items", .list,
      columns: [
        .init("document_id", .text, required: true), .init("due_date", .date), .init("balance", .money),
        .init("has_other", .bool), .init("level", .int),
      ]),
    .init("credits", .list, columns: [.init("document_id", .text)]),
  ]

  static func compile(_ text: String, language: String = "en") -> [Diagnostic] {
    Template.compile(
      TemplateDeclaration(id: "t", version: "1", channels: [.email]),
      bodies: [TemplateBody(language: language, text: text, file: "body.txt")], offered: fields
    ).diagnostics
  }

  @Test(arguments: [
    ("# {{amuont_due}}", "1:5", "template-field-unknown", "did you mean amount_due?"),
    ("# s\n\nxy {{ nothing_like_it }}", "3:7", "template-field-unknown", "there are: amount_due"),
    ("# s\nä€ {{pay_by|dat_long}}", "2:13", "template-filter-unknown", "did you mean date_long?"),
    ("# s\n{{pay_by|money}}", "2:10", "template-filter-type", "filters for it: date, date_long, upper"),
    ("# s\n{{amount_due|date}}", "2:14", "template-filter-type", "money, upper"),
    ("# s\n{{items}}", "2:3", "template-field-type", "| table items"),
    ("# s\n{{has_credits}}", "2:3", "template-field-type", "{{?has_credits}}"),
    ("# s\n{{?credits}}x{{/credits}}", "2:1", "template-field-type", "write {{?has_credits}}"),
    ("# s\n{{#has_credits}}\nx\n{{/has_credits}}", "2:1", "template-field-type", "write {{?has_credits}}"),
    ("# s\n{{?has_credits}}\ntext", "2:1", "template-section-unclosed", "{{/has_credits}}"),
    ("# s\n{{?has_credits}}text\nmore{{/has_credits}}", "2:1", "template-section-unclosed", "on lines of their own"),
    ("# s\ntext {{/has_credits}}", "2:6", "template-section-unopened", "lines of their own"),
    ("# s\n{{/has_credits}}", "2:1", "template-section-unopened", "remove it"),
    ("# s\n{{#items}}\n{{?has_credits}}\nx\n{{/items}}", "5:1", "template-section-unclosed", "{{/has_credits}} before"),
    ("text", "1:1", "template-subject-missing", "begin it with"),
    ("# s\n# t", "2:1", "template-subject-twice", "##"),
    ("{{?has_credits}}\n# s\n{{/has_credits}}", "2:1", "template-subject-place", "top"),
    ("# s\n{{amount_due", "2:1", "template-tag-unclosed", "{{name}}"),
    ("# s\namount_due}} x", "2:11", "template-tag-unclosed", "{{name}}"),
    ("# s\n{{}}", "2:1", "template-tag-empty", "{{name}}"),
    ("# s\n{{^items}}x{{/items}}", "2:1", "template-tag-unknown", "{{#list}}"),
    ("# s\n| tabel items: balance", "1", "template-mark-unknown", "write | table"),
    ("# s\n@qr epc", "2:1", "template-mark-unknown", "marks:"),
    ("# s\n| table items", "2:1", "template-table-syntax", "document_id"),
    ("# s\n| table itmes: balance", "2:9", "template-field-unknown", "did you mean items?"),
    ("# s\n| table amount_due: balance", "2:9", "template-field-type", "list"),
    ("# s\n| table items: document_id, balnace", "2:29", "template-column-unknown", "did you mean balance?"),
    ("# s\n| table items: document_id,, balance", "2:28", "template-table-syntax", "comma"),
    ("# s\n| table items: has_other", "2:16", "template-field-type", "column"),
    ("# s\n| table items: due_date|money \"Due\"", "2:25", "template-filter-type", "date_long"),
    ("# s\nDear\tSir\u{3},", "2:9", "template-control", "remove it"),
    ("# s\n= no colon", "2:1", "template-pair-syntax", "{{pay_by}}"),
  ])
  func problems(text: String, place: String, code: String, help: String) throws {
    let found = TemplateCompileTests.compile(text)
    let problem = try #require(found.first { $0.code == code }, "\(found)")
    if place.contains(":") { #expect("\(problem.line):\(problem.column)" == place) }
    #expect(problem.help.contains(help), "\(problem.help)")
    #expect(problem.file == "body.txt")
  }

  @Test func allProblemsAreToldAtOnceInTheOrderOfTheFile() {
    let found = TemplateCompileTests.compile("{{a}}\n{{pay_by|money}}\n\n{{?has_credits}}\n{{level|x}}")
    #expect(
      found.map { "\($0.line):\($0.column) \($0.code)" } == [
        "1:1 template-subject-missing", "1:3 template-field-unknown", "2:10 template-filter-type",
        "4:1 template-section-unclosed", "5:9 template-filter-unknown",
      ])
  }

  @Test func anUnknownListIsOneProblemAndNotOnePerColumn() {
    let found = TemplateCompileTests.compile("# s\n{{#invoices}}\n{{number}} {{due}}\n{{/invoices}}")
    #expect(found.map(\.code) == ["template-field-unknown"])
  }

  @Test func rowsSeeTheirColumnsAndTheMessagesFields() {
    #expect(TemplateCompileTests.compile("# s\n{{#items}}{{document_id}} {{customer_name|upper}}{{/items}}").isEmpty)
    #expect(TemplateCompileTests.compile("# s\n{{document_id}}").map(\.code) == ["template-field-unknown"])
  }

  @Test func byteOrderMarkAndLineEndsOfWindowsDoNotMatter() {
    #expect(TemplateCompileTests.compile("\u{FEFF}# s\r\n\r\n{{customer_name}}\r\n").isEmpty)
  }

  @Test func aLanguageWithoutOurLabelsNeedsTitles() {
    let found = TemplateCompileTests.compile("# s\n| table items: document_id \"Faktura, nr\", balance", language: "pl")
    #expect(found.map(\.code) == ["template-title-missing"])
    #expect(found.map(\.column) == [43])
  }

  @Test func languages() {
    let declaration = TemplateDeclaration(id: "firm", version: "1", channels: [.email])
    func bodies(_ tags: String...) -> [TemplateBody] {
      tags.map { TemplateBody(language: $0, text: "# s", file: "body.\($0).txt") }
    }
    func codes(_ bodies: [TemplateBody], _ needed: [String] = []) -> [String] {
      Template.compile(declaration, bodies: bodies, offered: [], languages: needed).diagnostics.map {
        "\($0.file) \($0.code)"
      }
    }
    #expect(codes(bodies("en", "de"), ["en", "de-AT"]).isEmpty)
    #expect(codes(bodies("en"), ["de"]) == ["templates/firm/template.json template-language-missing"])
    #expect(codes([]) == ["templates/firm/template.json template-language-missing"])
    #expect(codes(bodies("xx", "en")) == ["body.xx.txt template-language-unknown"])
    #expect(codes(bodies("en", "en-GB")) == ["body.en-GB.txt template-language-twice"])
  }

  @Test func theFingerprintFollowsTheWordsAndNotTheOrderOfTheFiles() throws {
    func fingerprint(_ bodies: [(String, String)]) -> String? {
      Template.compile(
        TemplateDeclaration(id: "t", version: "1", channels: [.email]),
        bodies: bodies.map { TemplateBody(language: $0.0, text: $0.1, file: "body") }, offered: []
      ).template?.sha256
    }
    let one = try #require(fingerprint([("en", "# a"), ("de", "# b")]))
    #expect(fingerprint([("de", "# b"), ("en", "# a")]) == one)
    #expect(fingerprint([("de", "# a"), ("en", "# b")]) != one)
  }

  @Test func declaredFieldsMustBeOffered() {
    let declaration = TemplateDeclaration(
      id: "t", version: "1", channels: [.email],
      fields: [
        .init("amount_du", .money, line: 4, column: 9), .init("pay_by", .text, line: 5, column: 9),
        .init("level", .int, line: 6, column: 9), .init("level", .int, line: 7, column: 9),
      ])
    let found = Template.compile(
      declaration, bodies: [TemplateBody(language: "en", text: "# {{customer_name}}", file: "z")],
      offered: TemplateCompileTests.fields
    ).diagnostics
    #expect(
      found.map { "\($0.line) \($0.code)" } == [
        "4 template-field-not-offered", "5 template-field-declared-type", "7 template-field-twice",
        "1 template-field-unknown",
      ])
  }

  @Test(arguments: [("body.de.txt", "de"), ("body.de-CH.txt", "de-CH"), ("body.txt", nil), ("template.json", nil)])
  func bodyFileNames(name: String, tag: String?) {
    #expect(TemplateBody.language(ofFileName: name) == tag)
  }

  /// Values lie in the order of these numbers.
  @Test func namesOfFieldsAreNumberedInTheirOrder() {
    #expect(FieldName.allCases.map(\.number) == Array(FieldName.allCases.indices))
    #expect(FieldName.allCases.count <= UInt128.bitWidth)
    let offered = [ReminderFields.all, StatementFields.all, InvitationFields.all].flatMap { $0 }
    for field in offered + offered.flatMap(\.columns) {
      #expect(FieldName(rawValue: field.name) != nil, "\(field.name)")
    }
  }

  @Test func fieldsKeepWhatWasSetLast() {
    var fields = Fields()
    for (place, name) in FieldName.allCases.reversed().enumerated() { fields[name] = .int(place) }
    for (place, name) in FieldName.allCases.reversed().enumerated() { #expect(fields[name] == .int(place)) }
    fields[.level] = nil
    fields[.amount] = nil
    fields[.amount] = .text("x")
    fields[.level] = nil
    #expect(fields[.level] == nil && fields[.amount] == .text("x"))
    #expect(fields.names == FieldName.allCases.filter { $0 != .level })
    #expect([.level: .int(1), .amount: .int(2)] as Fields == [.amount: .int(2), .level: .int(1)])
  }
}

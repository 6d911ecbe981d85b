import Ledger

/// The templates that come with the program. A folder of the same name in `templates/` takes the place of one.
public struct BuiltinTemplate: Sendable {
  public let declaration: TemplateDeclaration
  public let bodies: [TemplateBody]
  /// What fills it in.
  public let offered: [FieldDeclaration]

  /// The names a policy may use without a folder, in the order of rising insistence, and the words of statements.
  public static let all: [BuiltinTemplate] = [
    BuiltinTemplate("pre-due", english: English.preDue, german: German.preDue),
    BuiltinTemplate("gentle", english: English.gentle, german: German.gentle),
    BuiltinTemplate("firm", english: English.firm, german: German.firm),
    BuiltinTemplate("final", english: English.final, german: German.final),
    BuiltinTemplate(
      "statement", english: English.statement, german: German.statement, offered: StatementFields.all),
  ]

  /// The built-in template of this name, nil where there is none.
  public static func named(_ id: String) -> BuiltinTemplate? { all.first { $0.declaration.id == id } }

  /// The template, ready to be written; nil, and what is wrong, never happens in a released program: a test compiles them all.
  public func compile() -> (template: Template?, diagnostics: [Diagnostic]) {
    Template.compile(declaration, bodies: bodies, offered: offered, languages: ["en", "de"])
  }

  private init(_ id: String, english: String, german: String, offered: [FieldDeclaration] = ReminderFields.all) {
    let folder = "built-in/\(id)"
    declaration = TemplateDeclaration(
      id: id, version: "1", channels: [.email, .letter], file: folder + "/template.json")
    bodies = [
      TemplateBody(language: "en", text: english, file: folder + "/body.en.txt"),
      TemplateBody(language: "de", text: german, file: folder + "/body.de.txt"),
    ]
    self.offered = offered
  }

  enum English {}
  enum German {}
}

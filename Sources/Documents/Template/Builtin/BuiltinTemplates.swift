import Ledger

/// The templates that come with the program. A folder of the same name in `templates/` takes the place of one.
public struct BuiltinTemplate: Sendable {
  public let declaration: TemplateDeclaration
  public let bodies: [TemplateBody]
  /// What fills it in.
  public let offered: [FieldDeclaration]
  /// What it is for, in words, where that is no reminder.
  public let purpose: String?

  /// The names a policy may use without a folder, in the order of rising insistence, and the words of statements.
  public static let all: [BuiltinTemplate] = [
    BuiltinTemplate("pre-due", \.preDue), BuiltinTemplate("gentle", \.gentle), BuiltinTemplate("firm", \.firm),
    BuiltinTemplate("final", \.final), BuiltinTemplate("promise-broken", \.promiseBroken),
    BuiltinTemplate("plan-missed", \.planMissed),
    BuiltinTemplate(
      "statement", \.statement, channels: [.email, .letter], offered: StatementFields.all,
      purpose: "statements of account"),
    BuiltinTemplate(
      "invitation", \.invitation, offered: InvitationFields.all, purpose: "invitations to the portal"),
  ]

  /// The languages they are written in, by tag.
  private static let languages: [(tag: String, words: BuiltinWords)] = [
    ("de", .german), ("en", .english), ("es", .spanish), ("fr", .french), ("it", .italian), ("nl", .dutch),
  ]

  /// The built-in template of this name, nil where there is none.
  public static func named(_ id: String) -> BuiltinTemplate? { all.first { $0.declaration.id == id } }

  /// The template, ready to be written; nil, and what is wrong, never happens in a released program: a test compiles them all.
  public func compile() -> (template: Template?, diagnostics: [Diagnostic]) {
    Template.compile(
      declaration, bodies: bodies, offered: offered, languages: BuiltinTemplate.languages.map(\.tag))
  }

  private init(
    _ id: String, _ body: (BuiltinBodies) -> String, channels: [Channel] = [.email, .letter, .sms],
    offered: [FieldDeclaration] = ReminderFields.all, purpose: String? = nil
  ) {
    let folder = "built-in/\(id)"
    declaration = TemplateDeclaration(id: id, version: "1", channels: channels, file: folder + "/template.json")
    bodies = BuiltinTemplate.languages.map { tag, words in
      TemplateBody(language: tag, text: body(BuiltinBodies(words: words)), file: "\(folder)/body.\(tag).txt")
    }
    self.offered = offered
    self.purpose = purpose
  }
}

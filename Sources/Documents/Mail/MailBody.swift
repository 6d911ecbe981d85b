/// The two forms of an e-mail's body: aligned text for programs and people who read that, and HTML. Both say the same.
public struct MailBody: Equatable, Sendable {
  public var language: Language
  /// Lines end with LF, the last one too.
  public var text: String
  /// One document without remote parts.
  public var html: String

  /// The blocks of a rendered template in both forms.
  public init(_ rendered: RenderedText) {
    self.init(blocks: rendered.blocks, subject: rendered.subject, language: rendered.language)
  }

  public init(blocks: [Block], subject: String, language: Language) {
    self.language = language
    text = PlainText(blocks, colon: language.habits.colon).text
    html = MailHTML(blocks, title: subject, language: language).document
  }
}

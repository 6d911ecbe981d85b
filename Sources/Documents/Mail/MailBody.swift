/// The two forms of an e-mail's body: aligned text for programs and people who read that, and HTML. Both say the same.
package struct MailBody: Equatable, Sendable {
  package var language: Language
  /// Lines end with LF, the last one too.
  package var text: String
  /// One document without remote parts.
  package var html: String

  /// The blocks of a rendered template in both forms.
  package init(_ rendered: RenderedText) {
    self.init(blocks: rendered.blocks, subject: rendered.subject, language: rendered.language)
  }

  package init(blocks: [Block], subject: String, language: Language) {
    self.language = language
    text = PlainText(blocks).text
    html = MailHTML(blocks, title: subject, language: language).document
  }
}

/// The words of a message as a piece of an HTML page, as a mail program shows them: styles inline, everything of files escaped.
public struct MailFragment: Equatable, Sendable {
  /// BCP 47 tag.
  public let language: String
  public let html: String

  public init(_ rendered: RenderedText) {
    language = rendered.language.tag
    html = MailHTML(rendered.blocks, title: rendered.subject, language: rendered.language).fragment
  }
}

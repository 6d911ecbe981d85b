import Documents
import Ledger
import Pipeline

/// What every message and document of a night is made with: the compiled templates and the fonts. Read and parsed once, before the first
/// customer.
public struct Stationery: Sendable {
  /// By name, without language.
  public let templates: TemplateLibrary
  public let fonts: Fonts

  /// - Parameters:
  ///   - regular: bytes of LiberationSans-Regular.ttf.
  ///   - bold: bytes of LiberationSans-Bold.ttf.
  /// - Throws: where a font cannot be used; the run cannot begin then.
  public init(templates: TemplateLibrary, regular: [UInt8], bold: [UInt8]) throws(FontProblem) {
    self.templates = templates
    fonts = try Fonts(regular: regular, bold: bold)
  }

  /// The template of that name, written for somebody who reads these languages, and what the index says of it.
  func render(
    _ name: String, _ fields: Fields, languages: [String?]
  ) throws(MessageProblem) -> (text: RenderedText, version: String) {
    guard let template = templates[name] else { throw .templateMissing(name) }
    do throws(RenderProblem) { return (try template.render(fields, languages: languages), template.version) } catch {
      throw .render(error)
    }
  }

  /// The text message of that template, its language, and what the batch says of the template.
  func short(
    _ name: String, _ fields: Fields, languages: [String?]
  ) throws(MessageProblem) -> (text: String, language: Language, version: String) {
    guard let template = templates[name] else { throw .templateMissing(name) }
    do throws(RenderProblem) {
      if let short = try template.short(fields, languages: languages) {
        return (short.text, short.language, template.version)
      }
    } catch { throw .render(error) }
    throw .noShortText(name, Language(nearest: languages))
  }

  /// Why nothing can be printed on the paper of a company; nil where everything fits. For `check`: such a problem would hold back
  /// each of its letters and statements.
  public func problem(of company: Company) -> DocumentProblem? {
    do throws(DocumentProblem) {
      _ = try CompanyPaper(company, for: .reminders, fonts: fonts)
      return nil
    } catch { return error }
  }
}

extension Company {
  /// Paper, envelope and window of its letters: as configured, else what is usual in its country.
  var profile: LetterProfile {
    letterProfile.flatMap { LetterProfile.named($0) } ?? LetterProfile.usual(inCountry: country)
  }

  /// Who signs its messages, and where its customers pay to.
  func messageSender(for kind: MailSetting.Kind) -> MessageSender {
    MessageSender(
      companyName: name, name: contact, email: answersTo(for: kind), phone: phone, iban: bank?.iban, bic: bank?.bic,
      accountHolder: bank?.name)
  }

  /// Where it reads what customers write about messages of this kind; nil: nowhere that is known.
  func answersTo(for kind: MailSetting.Kind) -> String? {
    replyTo(for: kind) ?? mailSetting(for: kind)?.from ?? email.from
  }
}

import Documents
import Ledger

/// What `check` remarks about messages that would go out and be wrong with their readers, though nothing is broken.
enum MessageRemarks {
  static func all(_ installation: Installation) -> [Diagnostic] { nobodyToTurnTo(installation) + words(installation) }

  /// A reminder that names nobody to talk to leaves its reader two ways out: pay, or do nothing.
  private static func nobodyToTurnTo(_ installation: Installation) -> [Diagnostic] {
    installation.configuration.companies.filter { company in
      company.contact == nil || (company.phone == nil && company.replyTo(for: .reminders) == nil)
    }.map { company in
      Diagnostic(
        file: installation.configPath, severity: .warning,
        message: "messages of company `\(company.id)` name nobody to turn to", code: "no-contact-person",
        help: "add \"contact\": a person or desk, and \"phone\" or a reply address")
    }
  }

  /// Words in templates of one's own that somebody should have decided on.
  private static func words(_ installation: Installation) -> [Diagnostic] {
    let bodies = installation.templates.files.compactMap { file in
      TemplateBody.language(ofFileName: file.name).map {
        TemplateBody(
          language: $0, text: String(decoding: file.bytes, as: UTF8.self),
          file: Path.join(Path.join(installation.root, "templates"), file.path))
      }
    }
    return WordingRules.remarks(on: bodies, countries: installation.configuration.companies.map(\.country))
  }
}

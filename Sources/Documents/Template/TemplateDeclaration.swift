import Ledger

/// What a field of a template holds; decides how it is written and which filters fit.
package enum FieldType: String, Sendable, CaseIterable, Codable {
  case money, date, text, int, percent, bool, list
}

/// A field that a template may use: offered by an artefact (`ReminderFields`), or declared in a `template.json`.
package struct FieldDeclaration: Equatable, Sendable {
  package var name: String
  package var type: FieldType
  /// A required field that is missing stops the message; an optional one is written as nothing.
  package var required: Bool
  /// What it says to the business, for the handbook.
  package var meaning: String
  /// Fields of each row, where `type` is `.list`.
  package var columns: [FieldDeclaration]
  /// Place in `template.json`, from 1; 0 for fields that are offered by the program.
  package var line: Int
  package var column: Int

  package init(
    _ name: String, _ type: FieldType, required: Bool = false, meaning: String = "", columns: [FieldDeclaration] = [],
    line: Int = 0, column: Int = 0
  ) {
    self.name = name
    self.type = type
    self.required = required
    self.meaning = meaning
    self.columns = columns
    self.line = line
    self.column = column
  }
}

/// `template.json` of a template folder, as the caller has read it.
package struct TemplateDeclaration: Equatable, Sendable {
  /// Name of the folder, and of the step in the policy: `firm`.
  package var id: String
  /// Printed in `template_version` of every message; the author counts it up.
  package var version: String
  package var channels: [Channel]
  /// Fields the bodies use. Empty: all that the artefact offers.
  package var fields: [FieldDeclaration]
  /// For diagnostics: `templates/firm/template.json`.
  package var file: String

  package init(
    id: String, version: String, channels: [Channel], fields: [FieldDeclaration] = [], file: String = ""
  ) {
    self.id = id
    self.version = version
    self.channels = channels
    self.fields = fields
    self.file = file.isEmpty ? "templates/\(id)/template.json" : file
  }
}

/// One `body.<lang>.txt` of a template folder.
package struct TemplateBody: Equatable, Sendable {
  /// The part of the file name between `body.` and `.txt`: a BCP 47 tag.
  package var language: String
  package var text: String
  /// For diagnostics: `templates/firm/body.de.txt`.
  package var file: String

  package init(language: String, text: String, file: String) {
    self.language = language
    self.text = text
    self.file = file
  }

  /// The tag in a file name; nil for a file that is no body.
  package static func language(ofFileName name: String) -> String? {
    guard name.hasPrefix("body."), name.hasSuffix(".txt"), name.utf8.count > 9 else { return nil }
    return String(name.dropFirst(5).dropLast(4))
  }
}

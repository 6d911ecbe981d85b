import Ledger

/// What a field of a template holds; decides how it is written and which filters fit.
public enum FieldType: String, Sendable, CaseIterable, Codable {
  case money, date, text, int, percent, bool, list
}

/// A field that a template may use: offered by an artefact (`ReminderFields`), or declared in a `template.json`.
public struct FieldDeclaration: Equatable, Sendable {
  public var name: String
  public var type: FieldType
  /// A required field that is missing stops the message; an optional one is written as nothing.
  public var required: Bool
  /// What it says to the business, for the handbook.
  public var meaning: String
  /// Fields of each row, where `type` is `.list`.
  public var columns: [FieldDeclaration]
  /// Place in `template.json`, from 1; 0 for fields that are offered by the program.
  public var line: Int
  public var column: Int

  public init(
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

  /// A field that the program offers.
  init(
    _ name: FieldName, _ type: FieldType, required: Bool = false, meaning: String = "", columns: [FieldDeclaration] = []
  ) {
    self.init(name.rawValue, type, required: required, meaning: meaning, columns: columns)
  }
}

/// `template.json` of a template folder, as the caller has read it.
public struct TemplateDeclaration: Equatable, Sendable {
  /// Name of the folder, and of the step in the policy: `firm`.
  public var id: String
  /// Printed in `template_version` of every message; the author counts it up.
  public var version: String
  public var channels: [Channel]
  /// Fields the bodies use. Empty: all that the artefact offers.
  public var fields: [FieldDeclaration]
  /// For diagnostics: `templates/firm/template.json`.
  public var file: String

  public init(
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
public struct TemplateBody: Equatable, Sendable {
  /// The part of the file name between `body.` and `.txt`: a BCP 47 tag.
  public var language: String
  public var text: String
  /// For diagnostics: `templates/firm/body.de.txt`.
  public var file: String

  public init(language: String, text: String, file: String) {
    self.language = language
    self.text = text
    self.file = file
  }

  /// The tag in a file name; nil for a file that is no body.
  public static func language(ofFileName name: String) -> String? {
    guard name.hasPrefix("body."), name.hasSuffix(".txt"), name.utf8.count > 9 else { return nil }
    return String(name.dropFirst(5).dropLast(4))
  }
}

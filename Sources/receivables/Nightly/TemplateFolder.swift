import Documents
import Formats
import Ledger
import Pipeline

/// The templates beside pipeline.json: one folder each, with `template.json` and a body per language. Built-in ones stand in for names
/// that have no folder.
struct TemplateFolder {
  struct File {
    /// `<template>/<file>`.
    var path: String
    var bytes: [UInt8]
    var template: String { String(path.prefix { $0 != "/" }) }
    var name: String { Path.name(path) }
  }

  /// In byte order of paths.
  let files: [File]

  init(files: [File]) { self.files = files }

  static func read(_ folder: String) throws -> TemplateFolder {
    guard try Path.isFolder(folder) else { return TemplateFolder(files: []) }
    var files: [File] = []
    for template in try Path.list(folder) where !template.hasPrefix(".") {
      guard try Path.isFolder(Path.join(folder, template)) else { continue }
      for name in try Path.list(Path.join(folder, template))
      where name == "template.json" || TemplateBody.language(ofFileName: name) != nil {
        files.append(
          File(path: "\(template)/\(name)", bytes: try ReadableFile(Path.join(folder, "\(template)/\(name)")).all()))
      }
    }
    return TemplateFolder(files: files)
  }

  /// Names of the templates here.
  var names: [String] { Array(Set(files.map(\.template))).sorted() }

  /// Everything that is wrong with the templates; `root` is the folder of pipeline.json.
  func problems(in root: String) -> [Diagnostic] { compiled(root: root).problems }

  /// All templates by name; those of the folder take the place of built-in ones.
  func library(root: String) -> [String: Template] {
    var templates: [String: Template] = [:]
    for builtin in BuiltinTemplate.all { templates[builtin.declaration.id] = builtin.compile().template }
    return templates.merging(compiled(root: root).templates) { _, own in own }
  }

  private func compiled(root: String) -> (templates: [String: Template], problems: [Diagnostic]) {
    var templates: [String: Template] = [:]
    var problems: [Diagnostic] = []
    let place = Path.join(root, "templates")
    for name in names {
      let own = files.filter { $0.template == name }
      let (declaration, found) = TemplateFolder.declaration(name, own, place)
      problems += found
      guard let declaration else { continue }
      let bodies = own.compactMap { file in
        TemplateBody.language(ofFileName: file.name).map {
          TemplateBody(language: $0, text: String(decoding: file.bytes, as: UTF8.self), file: Path.join(place, file.path))
        }
      }
      let offered = BuiltinTemplate.named(name)?.offered ?? ReminderFields.all
      let (template, diagnostics) = Template.compile(declaration, bodies: bodies, offered: offered)
      problems += diagnostics
      if let template { templates[name] = template }
    }
    return (templates, problems)
  }

  private static func declaration(
    _ name: String, _ files: [File], _ place: String
  ) -> (TemplateDeclaration?, [Diagnostic]) {
    let path = Path.join(place, "\(name)/template.json")
    guard let file = files.first(where: { $0.name == "template.json" }) else {
      return (
        nil,
        [
          Diagnostic(
            file: path, message: "template \(name) has no template.json", code: "template-undeclared",
            help: "write { \"version\": \"1\", \"channels\": [\"email\"] } into it")
        ]
      )
    }
    return TemplateDeclarationReader.read(file.bytes, name: name, file: path)
  }
}

extension KnownNames {
  /// The names that a configuration may use with this program and these templates.
  static func program(templates: TemplateFolder) -> KnownNames {
    let builtin = BuiltinTemplate.all.map(\.declaration.id)
    return KnownNames(
      presets: Presets.feeds, templates: Array(Set(builtin + templates.names)).sorted(),
      letterProfiles: LetterProfile.all.map(\.name))
  }
}

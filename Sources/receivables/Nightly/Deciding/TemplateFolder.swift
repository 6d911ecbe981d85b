import Documents
import Emit
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
  /// Each must be written in the companies' languages: a customer without a language of its own reads those.
  func problems(in root: String, languages: [String]) -> [Diagnostic] {
    compiled(root: root, languages: languages).problems
  }

  /// All templates by name; those of the folder take the place of built-in ones.
  func library(root: String) -> TemplateLibrary {
    TemplateLibrary(compiled(root: root).templates, builtin: BuiltinTemplate.all)
  }

  /// For which channels each of them is written.
  func channels(root: String) -> [String: [Channel]] {
    let builtin = BuiltinTemplate.all.map { ($0.declaration.id, $0.declaration.channels) }
    return Dictionary(uniqueKeysWithValues: builtin).merging(compiled(root: root).templates.mapValues(\.channels)) {
      _, own in own
    }
  }

  private func compiled(root: String, languages: [String] = []) -> (
    templates: [String: Template], problems: [Diagnostic]
  ) {
    var templates: [String: Template] = [:]
    var problems: [Diagnostic] = []
    let place = Path.join(root, "templates")
    for name in names {
      let own = files.filter { $0.template == name }
      let (declaration, found) = TemplateFolder.declaration(name, own, place)
      problems += found
      guard let declaration else { continue }
      var bodies: [TemplateBody] = []
      for file in own {
        guard let language = TemplateBody.language(ofFileName: file.name) else { continue }
        let path = Path.join(place, file.path)
        if let problem = WrittenText.problem(of: file.bytes, file: path) { problems.append(problem) }
        bodies.append(TemplateBody(language: language, text: String(decoding: file.bytes, as: UTF8.self), file: path))
      }
      let offered = BuiltinTemplate.named(name)?.offered ?? ReminderFields.all
      let (template, diagnostics) = Template.compile(
        declaration, bodies: bodies, offered: offered, languages: languages)
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
  /// The names that a configuration may use with this program, these templates and mapping files.
  static func program(templates: TemplateFolder, mappings: [MappingFile]) -> KnownNames {
    let builtin = BuiltinTemplate.all.map(\.declaration.id)
    return KnownNames(
      presets: Presets.feeds, templates: Array(Set(builtin + templates.names)).sorted(),
      otherTemplates: Dictionary(
        uniqueKeysWithValues: BuiltinTemplate.all.compactMap { one in one.purpose.map { (one.declaration.id, $0) } }),
      letterProfiles: LetterProfile.all.map(\.name), mappings: mappings)
  }
}

/// A step may only use a template on channels that the template is written for.
enum TemplateChannels {
  static func problems(
    _ configuration: Configuration, _ templates: [String: [Channel]], _ file: String
  ) -> [Diagnostic] {
    configuration.decide.policiesInForce.flatMap { policy in
      let uses = policy.steps.flatMap { step in policy.templates(of: step).map { (step: step, name: $0) } }
      return uses.flatMap { step, name -> [Diagnostic] in
        guard let written = templates[name], !written.isEmpty else { return [] }
        return step.channel.filter { $0 != .call && $0 != .whatsapp && !written.contains($0) }.map {
          channel in
          Diagnostic(
            file: file,
            message:
              "policy `\(policy.policy)`, step of \(step.days) days: template `\(name)` is not written for \(channel.rawValue)",
            code: "template-channel",
            help: "add \"\(channel.rawValue)\" to \"channels\" of its template.json, or choose another template")
        }
      }
    }
  }
}

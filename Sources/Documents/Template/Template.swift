import Ledger

/// A template that was checked: all its names are known, all types fit, every language it must have is there.
public struct Template: Equatable, Sendable {
  public let id: String
  public let version: String
  public let channels: [Channel]
  /// Hexadecimal, over id, version, channels and the texts of all bodies: what the audit of a message refers to, and by which a changed
  /// template is noticed though its author forgot to count the version up.
  public let sha256: String
  /// By tag of a shipped language.
  let bodies: [String: TemplateTree]

  /// Tags of the languages it is written in, in alphabetical order.
  public var languages: [String] { bodies.keys.sorted() }

  /// Checks a template and makes it ready to be written. All problems are told at once, each with its place.
  /// - Parameters:
  ///   - offered: what the artefact can fill in: `ReminderFields.all`, `StatementFields.all`.
  ///   - languages: BCP 47 tags of which each must be written, the companies' own; English or German where empty.
  /// - Returns: the template, nil where a problem is an error; and the problems in the order of the files.
  public static func compile(
    _ declaration: TemplateDeclaration, bodies: [TemplateBody], offered: [FieldDeclaration], languages: [String] = []
  ) -> (template: Template?, diagnostics: [Diagnostic]) {
    var check = TemplateCheck(declaration: declaration, offered: offered)
    let fields = check.fields()
    var trees: [String: TemplateTree] = [:]
    for body in bodies {
      guard let language = check.language(of: body, taken: trees) else { continue }
      var compiler = BodyCompiler(file: body.file, language: language, fields: fields)
      let tree = compiler.compile(body.text)
      if declaration.channels.contains(.sms), tree.short.isEmpty { check.reportShortMissing(body) }
      trees[language.tag] = tree
      check.diagnostics += compiler.diagnostics
    }
    check.require(languages, in: trees)
    let diagnostics = check.diagnostics.sorted()
    guard !diagnostics.contains(where: \.isError) else { return (nil, diagnostics) }
    let template = Template(
      id: declaration.id, version: declaration.version, channels: declaration.channels,
      sha256: fingerprint(declaration, bodies), bodies: trees)
    return (template, diagnostics)
  }

  private static func fingerprint(_ declaration: TemplateDeclaration, _ bodies: [TemplateBody]) -> String {
    let channels = declaration.channels.map(\.rawValue).joined(separator: ",")
    let texts = bodies.sorted { $0.language < $1.language }.flatMap { [$0.language, $0.text] }
    // NUL cannot be part of a body that people write, so that the parts cannot be mistaken for each other.
    return SHA256.hex(SHA256.digest(([declaration.id, declaration.version, channels] + texts).joined(separator: "\0")))
  }

  /// The body and the language for somebody who reads these languages: the customer's, then the company's. Region goes before
  /// language: for `de-CH` the Swiss body, else the German one with Swiss numbers and dates; English where nothing fits.
  func body(for tags: [String?]) -> (tree: TemplateTree, language: Language) {
    for case let tag? in tags {
      guard let language = Language(tag) else { continue }
      if let tree = bodies[language.tag] { return (tree, language) }
      let relatives = languages.filter { Language($0)?.base == language.base }
      if let tree = relatives.first.flatMap({ bodies[$0] }) { return (tree, language) }
    }
    let last = bodies[Language.english.tag] ?? languages.first.flatMap { bodies[$0] }
    // A template without any body does not compile.
    let tree = last ?? TemplateTree(language: .english, subject: [], nodes: [])
    return (tree, tree.language)
  }
}

/// What is checked across the files of a template folder.
private struct TemplateCheck {
  let declaration: TemplateDeclaration
  let offered: [FieldDeclaration]
  var diagnostics: [Diagnostic] = []

  init(declaration: TemplateDeclaration, offered: [FieldDeclaration]) {
    self.declaration = declaration
    self.offered = offered
  }

  /// The fields that bodies may use: the declared ones, as far as they are offered.
  mutating func fields() -> [FieldDeclaration] {
    if declaration.fields.isEmpty { return offered }
    return declared(declaration.fields, offered: offered, of: "")
  }

  private mutating func declared(
    _ fields: [FieldDeclaration], offered: [FieldDeclaration], of list: String
  ) -> [FieldDeclaration] {
    var result: [FieldDeclaration] = []
    for field in fields {
      let path = list + field.name
      if result.contains(where: { $0.name == field.name }) {
        report(field, "\(path) is declared twice", "template-field-twice", "")
        continue
      }
      result.append(field)
      guard let known = offered.first(where: { $0.name == field.name }) else {
        let near = nearestName(to: field.name, in: offered.map(\.name))
        report(
          field, "there is no field \(path)", "template-field-not-offered",
          near.map { "did you mean \($0)?" } ?? "fields here: \(offered.map(\.name).sorted().joined(separator: ", "))")
        continue
      }
      if known.type != field.type {
        report(
          field, "\(path) is declared as \(field.type.rawValue) and is \(known.type.rawValue)",
          "template-field-declared-type", "write \"type\": \"\(known.type.rawValue)\"")
      }
      result[result.count - 1].type = known.type
      result[result.count - 1].columns =
        field.columns.isEmpty
        ? known.columns : declared(field.columns, offered: known.columns, of: field.name + ".")
    }
    return result
  }

  private mutating func report(_ field: FieldDeclaration, _ message: String, _ code: String, _ help: String) {
    diagnostics.append(
      Diagnostic(
        file: declaration.file, line: field.line, column: field.column, message: message, code: code, help: help))
  }

  /// The language of a body file; nil, and a problem, where it has none or there is a body of it already.
  mutating func language(of body: TemplateBody, taken: [String: TemplateTree]) -> Language? {
    guard let language = Language(body.language) else {
      let tags = Language.shipped.map(\.tag)
      let near = nearestName(to: body.language, in: tags)
      diagnostics.append(
        Diagnostic(
          file: body.file, message: "numbers and dates of language \(body.language) are not known",
          code: "template-language-unknown",
          help: near.map { "did you mean body.\($0).txt?" } ?? "languages: \(tags.joined(separator: ", "))"))
      return nil
    }
    guard taken[language.tag] == nil else {
      diagnostics.append(
        Diagnostic(
          file: body.file, message: "there are two bodies in language \(language.tag)", code: "template-language-twice",
          help: "keep one of them"))
      return nil
    }
    return language
  }

  mutating func reportShortMissing(_ body: TemplateBody) {
    diagnostics.append(
      Diagnostic(
        file: body.file, line: 1, column: 1, message: "the body has no text message, and the template is for sms",
        code: "template-sms-missing", help: "write it behind @sms, or take sms from the channels of template.json"))
  }

  mutating func require(_ tags: [String], in trees: [String: TemplateTree]) {
    let written = Set(trees.values.map(\.language.base))
    var missing: [String] = []
    for language in tags.compactMap({ Language($0) }) where !written.contains(language.base) {
      if !missing.contains(language.base) { missing.append(language.base) }
    }
    if trees.isEmpty, missing.isEmpty { missing = ["en"] }
    for base in missing.sorted() {
      let near = written.isEmpty ? "" : "; there is \(written.sorted().joined(separator: ", "))"
      diagnostics.append(
        Diagnostic(
          file: declaration.file, message: "template \(declaration.id) is not written in \(base)\(near)",
          code: "template-language-missing", help: "add body.\(base).txt beside it"))
    }
  }
}

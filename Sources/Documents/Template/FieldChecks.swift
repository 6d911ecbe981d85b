import Ledger

/// The fields that a name may mean at one place of a body.
struct FieldScope {
  var fields: [String: FieldDeclaration]
  /// Of the rows of a list, so that at each of them there is one more to look at.
  var isOfRows = false
  /// Inside a list that there is not: its rows could have any field, and complaining about each would only hide the one problem.
  var isUnknown = false

  init(fields: [FieldDeclaration], isOfRows: Bool = false, isUnknown: Bool = false) {
    self.fields = Dictionary(fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.isOfRows = isOfRows
    self.isUnknown = isUnknown
  }
}

extension BodyCompiler {
  /// The field of this name, innermost first; nil, and a problem, where there is none.
  mutating func field(_ word: Word) -> FieldDeclaration? {
    if let place = place(of: word) { return scopes[place].fields[word.text] }
    if scopes.contains(where: \.isUnknown) { return nil }
    unknown(word, what: "field", among: scopes.flatMap { $0.fields.keys }, code: "template-field-unknown")
    return nil
  }

  private func place(of word: Word) -> Int? { scopes.lastIndex { $0.fields[word.text] != nil } }

  mutating func unknown(_ word: Word, what: String, among names: [String], code: String) {
    let near = nearestName(to: word.text, in: names)
    report(
      word.column, "there is no \(what) \(word.text)", code,
      help: near.map { "did you mean \($0)?" } ?? "there are: \(Set(names).sorted().joined(separator: ", "))")
  }

  /// The fields inside a section.
  mutating func scope(of tag: TemplateTag) -> FieldScope {
    guard let field = field(tag.name) else { return FieldScope(fields: [], isUnknown: tag.form == .list) }
    if tag.form == .list, field.type != .list {
      report(
        tag.column, "\(field.name) is \(field.type.rawValue), not a list", "template-field-type",
        help: field.type == .bool ? "write {{?\(field.name)}}" : "write {{\(field.name)}}")
    } else if tag.form == .bool, field.type != .bool {
      let near = "has_" + field.name
      let known = scopes.contains { $0.fields[near]?.type == .bool }
      report(
        tag.column, "\(field.name) is \(field.type.rawValue), not a yes or no", "template-field-type",
        help: known ? "write {{?\(near)}}" : "only fields of type bool can decide what is printed")
    }
    return FieldScope(fields: tag.form == .list ? field.columns : [], isOfRows: tag.form == .list)
  }

  /// A field to be printed, with its filters.
  mutating func printed(_ tag: TemplateTag) -> TemplateField? {
    guard let field = field(tag.name) else {
      _ = filters(tag.filters, on: nil)
      return nil
    }
    if field.type == .list || field.type == .bool {
      report(
        tag.name.column, "\(field.name) is \(field.type.rawValue) and cannot be printed", "template-field-type",
        help: field.type == .list
          ? "write {{#\(field.name)}}...{{/\(field.name)}} or | table \(field.name): ..."
          : "write {{?\(field.name)}}...{{/\(field.name)}}")
      return nil
    }
    var printed = written(field, filters(tag.filters, on: field))
    printed?.row = scopes[...(place(of: tag.name) ?? 0)].count { $0.isOfRows }
    return printed
  }

  /// A field with its filters; nil for one that nobody offers, which was told where it is declared.
  func written(_ field: FieldDeclaration, _ filters: [TemplateFilter]) -> TemplateField? {
    guard let name = FieldName(rawValue: field.name) else { return nil }
    return TemplateField(
      name: name, type: field.type, required: field.required, longDate: filters.contains(.dateLong),
      upper: filters.contains(.upper))
  }

  /// The filters that fit; a problem for each that does not exist or writes another type.
  mutating func filters(_ words: [Word], on field: FieldDeclaration?) -> [TemplateFilter] {
    words.compactMap { word in
      guard let filter = TemplateFilter(rawValue: word.text) else {
        unknown(word, what: "filter", among: TemplateFilter.allCases.map(\.rawValue), code: "template-filter-unknown")
        return nil
      }
      guard let field, let type = filter.type, type != field.type else { return filter }
      let fitting = TemplateFilter.allCases.filter { $0.type == field.type || $0 == .upper }.map(\.rawValue)
      report(
        word.column, "filter \(word.text) does not fit \(field.name), which is \(field.type.rawValue)",
        "template-filter-type", help: "filters for it: \(fitting.joined(separator: ", "))")
      return nil
    }
  }
}

// MARK: - Lines

extension BodyCompiler {
  /// The parts of a line. Sections that begin on it must end on it.
  mutating func pieces(_ tokens: [TemplateToken]) -> [TemplatePiece] {
    var levels: [(tag: TemplateTag?, pieces: [TemplatePiece])] = [(nil, [])]
    for token in tokens {
      switch token {
      case .text(let word): levels[levels.count - 1].pieces.append(.literal(word.text))
      case .broken(let column, let message, let code, let help): report(column, message, code, help: help)
      case .tag(let tag) where tag.form == .field:
        if let field = printed(tag) { levels[levels.count - 1].pieces.append(.field(field)) }
      case .tag(let tag) where tag.form == .close: close(tag, in: &levels)
      case .tag(let tag):
        scopes.append(scope(of: tag))
        levels.append((tag, []))
      }
    }
    while let tag = levels[levels.count - 1].tag {
      report(
        tag.column, "section \(tag.name.text) begins on this line and does not end on it", "template-section-unclosed",
        help: "add {{/\(tag.name.text)}} to the line, or put {{?...}} and {{/...}} on lines of their own")
      fold(&levels)
    }
    return levels[0].pieces
  }

  private mutating func close(_ tag: TemplateTag, in levels: inout [(tag: TemplateTag?, pieces: [TemplatePiece])]) {
    guard let open = levels[levels.count - 1].tag, open.name.text == tag.name.text else {
      let open = levels[levels.count - 1].tag
      return report(
        tag.column, "section \(tag.name.text) is closed here but was not opened on this line",
        "template-section-unopened",
        help: open.map { "write {{/\($0.name.text)}}" } ?? "put {{?...}} and {{/...}} on lines of their own")
    }
    fold(&levels)
  }

  private mutating func fold(_ levels: inout [(tag: TemplateTag?, pieces: [TemplatePiece])]) {
    let (tag, pieces) = levels.removeLast()
    scopes.removeLast()
    guard let tag, let name = FieldName(rawValue: tag.name.text) else { return }
    levels[levels.count - 1].pieces.append(tag.form == .list ? .each(name, pieces) : .when(name, pieces))
  }
}

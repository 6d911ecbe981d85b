/// The fixed filters. Each writes one type; `upper` may follow any of them.
enum TemplateFilter: String, CaseIterable {
  case money, date, dateLong = "date_long", int, percent, upper

  /// Nil: whatever is printed.
  var type: FieldType? {
    switch self {
    case .money: .money
    case .date, .dateLong: .date
    case .int: .int
    case .percent: .percent
    case .upper: nil
    }
  }
}

/// What stands between `{{` and `}}`.
struct TemplateTag: Equatable {
  enum Form: Equatable { case field, list, bool, close }
  var form: Form
  var name: Word
  var filters: [Word]
  /// Where `{{` stands.
  var column: Int
}

/// A word of a body and the column of its first character, from 1.
struct Word: Equatable {
  var text: String
  var column: Int
}

enum TemplateToken: Equatable {
  case text(Word)
  case tag(TemplateTag)
  /// A tag that cannot be read: what is wrong with it, code, help.
  case broken(column: Int, message: String, code: String, help: String)
}

/// Splits a line into words and tags. Columns count Unicode characters.
struct TemplateScanner {
  let line: [Character]
  /// Index of the next character.
  var at = 0

  init(_ line: [Character], from start: Int = 0) {
    self.line = line
    at = start
  }

  static func tokens(_ line: [Character], from start: Int = 0) -> [TemplateToken] {
    var scanner = TemplateScanner(line, from: start)
    var tokens: [TemplateToken] = []
    while let token = scanner.next() { tokens.append(token) }
    return tokens
  }

  private func isPair(_ character: Character, at index: Int) -> Bool {
    index + 1 < line.count && line[index] == character && line[index + 1] == character
  }

  private mutating func next() -> TemplateToken? {
    guard at < line.count else { return nil }
    let start = at
    if isPair("{", at: at) { return tag() }
    while at < line.count, !isPair("{", at: at), !isPair("}", at: at) { at += 1 }
    if at > start { return .text(Word(text: String(line[start..<at]), column: start + 1)) }
    at += 2
    return .broken(
      column: start + 1, message: "}} without {{ before it", code: "template-tag-unclosed", help: "a field is {{name}}")
  }

  private mutating func tag() -> TemplateToken {
    let start = at
    at += 2
    let inside = at
    while at < line.count, !isPair("}", at: at), !isPair("{", at: at) { at += 1 }
    guard isPair("}", at: at) else {
      return .broken(
        column: start + 1, message: "{{ is not closed by }} on this line", code: "template-tag-unclosed",
        help: "a field is {{name}}")
    }
    let end = at
    at += 2
    return tag(inside..<end, column: start + 1)
  }

  private func tag(_ range: Range<Int>, column: Int) -> TemplateToken {
    let words = split(range, at: "|")
    guard var name = words.first, !name.text.isEmpty else {
      return .broken(
        column: column, message: "a field without a name", code: "template-tag-empty", help: "a field is {{name}}")
    }
    let forms: [Character: TemplateTag.Form] = ["#": .list, "?": .bool, "/": .close]
    let form = name.text.first.flatMap { forms[$0] } ?? .field
    if form != .field {
      let rest = name.text.dropFirst()
      let name2 = rest.drop(while: \.isWhitespace)
      name = Word(text: String(name2), column: name.column + 1 + rest.count - name2.count)
    }
    guard !name.text.isEmpty, name.text.allSatisfy(TemplateScanner.isNamePart), form == .field || words.count == 1
    else {
      return .broken(
        column: column, message: "{{\(String(line[range]))}} is not a field or section", code: "template-tag-unknown",
        help: "there are {{name}}, {{name|filter}}, {{#list}}...{{/list}} and {{?yes_or_no}}...{{/yes_or_no}}")
    }
    return .tag(TemplateTag(form: form, name: name, filters: Array(words.dropFirst()), column: column))
  }

  static func isNamePart(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || character == "_")
  }

  /// Words between separators, without the spaces around them.
  func split(_ range: Range<Int>, at separator: Character) -> [Word] {
    line[range].split(separator: separator, omittingEmptySubsequences: false).map { part in
      let text = part.drop(while: \.isWhitespace)
      let end = text.reversed().drop(while: \.isWhitespace).count
      return Word(text: String(text.prefix(end)), column: text.startIndex + 1)
    }
  }
}

import Ledger

/// Reads one body: lines into nodes, names against the declared fields. Goes on after a problem, so that all are found.
struct BodyCompiler {
  let file: String
  let language: Language
  private(set) var diagnostics: [Diagnostic] = []
  /// The message's fields, and inside `{{#list}}` those of its rows.
  var scopes: [FieldScope]
  private var open: [OpenSection] = []
  private var nodes: [TemplateNode] = []
  private var subject: [TemplatePiece]?
  private var short: [TemplatePiece] = []
  var lineNumber = 0

  /// A section whose end has not come yet.
  private struct OpenSection {
    var tag: TemplateTag
    var line: Int
    /// Nodes before the section.
    var outer: [TemplateNode]
  }

  init(file: String, language: Language, fields: [FieldDeclaration]) {
    self.file = file
    self.language = language
    scopes = [FieldScope(fields: fields)]
  }

  mutating func compile(_ text: String) -> TemplateTree {
    let text = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      lineNumber += 1
      read(printable(line))
    }
    for section in open.reversed() {
      lineNumber = section.line
      report(
        section.tag.column, "section \(section.tag.name.text) is never closed", "template-section-unclosed",
        help: "add {{/\(section.tag.name.text)}} on a line of its own")
      close(section)
    }
    if subject == nil {
      diagnostics.append(
        Diagnostic(
          file: file, line: 1, column: 1, message: "the body has no subject", code: "template-subject-missing",
          help: "begin it with a line like: # Our invoices to {{customer_name}}"))
    }
    return TemplateTree(language: language, subject: subject ?? [], short: short, nodes: nodes)
  }

  mutating func report(_ column: Int, _ message: String, _ code: String, help: String) {
    diagnostics.append(
      Diagnostic(file: file, line: lineNumber, column: column, message: message, code: code, help: help))
  }

  /// The line with blanks for tabs. Other controls, which editors do not show, would stand in messages: each is told, and none is read.
  private mutating func printable(_ line: Substring) -> [Character] {
    guard line.unicodeScalars.contains(where: MailHeader.isControl) else { return Array(line) }
    return line.enumerated().map { index, character in
      if character == "\t" { return " " }
      guard let control = character.unicodeScalars.first(where: MailHeader.isControl) else { return character }
      report(
        index + 1, "a control character, \(control.codePoint), that no message can show", "template-control",
        help: "remove it; an editor may show it as a box or not at all")
      return " "
    }
  }

  private mutating func read(_ line: [Character]) {
    if line.allSatisfy(\.isWhitespace) { return nodes.append(.blank) }
    let tokens = TemplateScanner.tokens(line)
    if let tags = BodyCompiler.sectionTags(tokens) {
      for tag in tags { tag.form == .close ? end(tag) : begin(tag) }
      return
    }
    switch TemplateMark(line) {
    case .subject(let start): readSubject(line, start)
    case .line(let kind, let start): nodes.append(.line(readLine(kind, line, start)))
    case .short(let start): readShort(line, start)
    case .table(let start): if let table = table(line, from: start) { nodes.append(.table(table)) }
    case .unknown(let word):
      let near = nearestName(to: word.filter(\.isLetter), in: ["table", "sms"])
      report(
        1, "\(word) is not a mark that a line can begin with", "template-mark-unknown",
        help: near == nil
          ? "marks: # subject, ## heading, > small print, = label: value, + label: amount, ++ label: sum, | table, @sms text; \\ before it makes it text"
          : near == "sms" ? "write @sms and the text of the message" : "write | table name: column, column")
    }
  }

  /// The tags of a line that holds nothing but begins and ends of sections; nil for any other line.
  private static func sectionTags(_ tokens: [TemplateToken]) -> [TemplateTag]? {
    var tags: [TemplateTag] = []
    for token in tokens {
      switch token {
      case .text(let word): if !word.text.allSatisfy(\.isWhitespace) { return nil }
      case .tag(let tag): if tag.form == .field { return nil } else { tags.append(tag) }
      case .broken: return nil
      }
    }
    return tags.isEmpty ? nil : tags
  }

  private mutating func begin(_ tag: TemplateTag) {
    scopes.append(scope(of: tag))
    open.append(OpenSection(tag: tag, line: lineNumber, outer: nodes))
    nodes = []
  }

  private mutating func end(_ tag: TemplateTag) {
    guard let index = open.lastIndex(where: { $0.tag.name.text == tag.name.text }) else {
      let inner = open.last.map { ", and \($0.tag.name.text) of line \($0.line) is open" } ?? ""
      return report(
        tag.column, "section \(tag.name.text) is closed here but was not opened\(inner)", "template-section-unopened",
        help: open.last.map { "write {{/\($0.tag.name.text)}}" } ?? "remove it")
    }
    while open.count > index + 1 {
      let section = open[open.count - 1]
      report(
        tag.column, "section \(section.tag.name.text) of line \(section.line) is not closed before \(tag.name.text)",
        "template-section-unclosed", help: "add {{/\(section.tag.name.text)}} before this line")
      close(section)
    }
    close(open[index])
  }

  private mutating func close(_ section: OpenSection) {
    open.removeLast()
    scopes.removeLast()
    // Where there is no such field, that was told, and the body is not used.
    guard let name = FieldName(rawValue: section.tag.name.text) else { return nodes = section.outer }
    nodes = section.outer + [section.tag.form == .list ? .each(name, nodes) : .when(name, nodes)]
  }

  private mutating func readSubject(_ line: [Character], _ start: Int) {
    let tokens = TemplateScanner.tokens(line, from: start)
    let pieces = pieces(tokens)
    if !open.isEmpty {
      report(
        1, "the subject stands inside a section", "template-subject-place",
        help: "write it at the top; parts of it may be conditional: # Invoices{{?has_final}} (final){{/has_final}}")
    } else if subject != nil {
      report(1, "the body has a second subject", "template-subject-twice", help: "a heading begins with ##")
    } else if tokens.isEmpty {
      report(1, "the subject is empty", "template-subject-missing", help: "write it behind the #")
    }
    subject = subject ?? pieces
  }

  /// Lines of the text message are one text, joined by blanks.
  private mutating func readShort(_ line: [Character], _ start: Int) {
    guard open.isEmpty else {
      return report(
        1, "a text message stands inside a section", "template-sms-place",
        help: "write it at the top; parts of it may be conditional: @sms {{?has_pay_by}}by {{pay_by}}{{/has_pay_by}}")
    }
    let from = line[start...].firstIndex { !$0.isWhitespace } ?? line.endIndex
    if !short.isEmpty { short.append(.literal(" ")) }
    short += pieces(TemplateScanner.tokens(line, from: from))
  }

  private mutating func readLine(_ kind: TemplateLine.Kind, _ line: [Character], _ start: Int) -> TemplateLine {
    let parts = pieces(TemplateScanner.tokens(line, from: start))
    guard [.pair, .sum, .grandTotal].contains(kind) else { return TemplateLine(kind: kind, pieces: parts) }
    for (index, part) in parts.enumerated() {
      guard case .literal(let text) = part, let colon = text.firstIndex(of: ":") else { continue }
      let before = String(text[..<colon])
      let after = String(text[text.index(after: colon)...].drop(while: \.isWhitespace))
      return TemplateLine(
        kind: kind, label: parts[..<index] + (before.isEmpty ? [] : [.literal(before)]),
        pieces: (after.isEmpty ? [] : [.literal(after)]) + parts[(index + 1)...])
    }
    report(
      1, "a line of label and value has no colon", "template-pair-syntax", help: "write it like: = Due on: {{pay_by}}")
    return TemplateLine(kind: kind, pieces: parts)
  }
}

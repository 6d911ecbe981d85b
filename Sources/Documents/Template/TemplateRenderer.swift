import Ledger

extension Template {
  /// Writes the message in the language of its reader.
  /// - Parameter languages: the customer's tag, then the company's; see `Language(nearest:)`.
  public func render(_ fields: Fields, languages: [String?]) throws(RenderProblem) -> RenderedText {
    let (tree, language) = body(for: languages)
    let renderer = TemplateRenderer(language: language)
    var blocks = BlockBuilder()
    try renderer.write(tree.nodes, [fields], to: &blocks)
    var subject = ""
    try renderer.write(tree.subject, [fields], to: &subject)
    // A subject is searched for and filtered: its spaces are plain ones.
    return RenderedText(
      language: language, subject: Template.withPlainSpaces(renderer.onOneLine(subject)), blocks: blocks.finish())
  }

  private static func withPlainSpaces(_ text: String) -> String {
    guard text.utf8.contains(0xC2) else { return text }
    var plain = ""
    for scalar in text.unicodeScalars { plain.unicodeScalars.append(scalar == "\u{A0}" ? " " : scalar) }
    return plain
  }

  /// The text message in the language of its reader, on one line; nil where the body has none.
  public func short(
    _ fields: Fields, languages: [String?]
  ) throws(RenderProblem) -> (text: String, language: Language)? {
    let (tree, language) = body(for: languages)
    guard !tree.short.isEmpty else { return nil }
    var text = ""
    try TemplateRenderer(language: language).write(tree.short, [fields], to: &text)
    return (SMSText.plain(text), language)
  }

  /// A field as the template's language writes it; nil where the message has none. For messages of which only values are sent.
  public static func value(_ name: FieldName, _ fields: Fields, in language: Language) -> String? {
    fields[name].map { TemplateRenderer(language: language).written($0, longDate: false) }
  }
}

/// Fills a checked body with the values of one message.
struct TemplateRenderer {
  let language: Language

  func write(_ nodes: [TemplateNode], _ scopes: [Fields], to blocks: inout BlockBuilder) throws(RenderProblem) {
    for node in nodes {
      switch node {
      case .blank: blocks.endParagraph()
      case .line(let line): try write(line, scopes, to: &blocks)
      case .table(let table):
        if let rows = try list(table.list, scopes), !rows.isEmpty { blocks.add(.table(try self.table(table, rows))) }
      case .when(let name, let nodes): if try isTrue(name, scopes) { try write(nodes, scopes, to: &blocks) }
      case .each(let name, let nodes):
        for row in try list(name, scopes) ?? [] { try write(nodes, scopes + [row], to: &blocks) }
      }
    }
  }

  /// A line of which only empty fields remain is not printed: an unknown telephone number leaves no hole.
  private func write(_ line: TemplateLine, _ scopes: [Fields], to blocks: inout BlockBuilder) throws(RenderProblem) {
    var label = ""
    var text = ""
    try write(line.label, scopes, to: &label)
    try write(line.pieces, scopes, to: &text)
    let isFixed = line.pieces.allSatisfy(\.isLiteral)
    guard isFixed || !isBlank(text) else { return }
    blocks.add(line.kind, label: onOneLine(label), text: onOneLine(text))
  }

  private func isBlank(_ text: String) -> Bool {
    // Nearly every line begins with a letter or digit, and one byte tells.
    if let first = text.utf8.first, (0x21..<0x7F).contains(first) { return false }
    return text.allSatisfy(\.isWhitespace)
  }

  func write(_ pieces: [TemplatePiece], _ scopes: [Fields], to text: inout String) throws(RenderProblem) {
    for piece in pieces {
      switch piece {
      case .literal(let words): text += words
      case .field(let field): text += try self.text(field, scopes) ?? ""
      case .when(let name, let pieces): if try isTrue(name, scopes) { try write(pieces, scopes, to: &text) }
      case .each(let name, let pieces):
        for row in try list(name, scopes) ?? [] { try write(pieces, scopes + [row], to: &text) }
      }
    }
  }

  private func value(_ name: FieldName, _ scopes: [Fields]) -> FieldValue? {
    for index in scopes.indices.reversed() {
      if let value = scopes[index][name] { return value }
    }
    return nil
  }

  private func isTrue(_ name: FieldName, _ scopes: [Fields]) throws(RenderProblem) -> Bool {
    guard let value = value(name, scopes) else { return false }
    guard case .bool(let isTrue) = value else { throw .wrongType(name.rawValue, expected: .bool) }
    return isTrue
  }

  private func list(_ name: FieldName, _ scopes: [Fields]) throws(RenderProblem) -> [Fields]? {
    guard let value = value(name, scopes) else { return nil }
    guard case .list(let rows) = value else { throw .wrongType(name.rawValue, expected: .list) }
    return rows
  }

  private func text(_ field: TemplateField, _ scopes: [Fields]) throws(RenderProblem) -> String? {
    // What a row may have and does not is empty, also where the message has a field of that name.
    try text(field, scopes[field.row][field.name])
  }

  private func text(_ field: TemplateField, _ value: FieldValue?) throws(RenderProblem) -> String? {
    guard let value else {
      if field.required { throw .missingField(field.name.rawValue) }
      return nil
    }
    guard value.type == field.type else { throw .wrongType(field.name.rawValue, expected: field.type) }
    let text = written(value, longDate: field.longDate)
    return field.upper ? text.uppercased() : text
  }

  func written(_ value: FieldValue, longDate: Bool) -> String {
    switch value {
    case .money(let money): language.money(money)
    case .date(let date): longDate ? language.longDate(date) : language.date(date)
    case .text(let text): text
    case .label(let label): language.label(label)
    case .int(let number): language.integer(number)
    case .percent(let basisPoints): language.percent(basisPoints: basisPoints)
    case .rate(let rate): language.percent(tenThousandths: rate.tenThousandths)
    case .basis(let basis): language.sentence(basis)
    case .lumpSum(let regime): language.lumpSums(by: regime)
    case .oneOf(let texts): language.oneOf(texts)
    case .bool, .list: ""
    }
  }

  /// Values come from exports and may hold line breaks and worse; each of them is a space, on paper and in subjects.
  func onOneLine(_ text: String) -> String {
    var text = text
    guard text.withUTF8(TemplateRenderer.hasBreaks) else { return text }
    var line = ""
    for scalar in text.unicodeScalars { line.unicodeScalars.append(MailHeader.isControl(scalar) ? " " : scalar) }
    return line
  }

  /// The same by bytes of UTF-8, for nearly every text has none: C2 80 to C2 9F are controls, E2 80 A8 and A9 the separators of lines.
  private static func hasBreaks(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    for index in text.indices {
      switch text[index] {
      case 0x20..<0x7F, 0x80..<0xC2, 0xC3..<0xE2, 0xE3...: continue
      case 0xC2: if text[index + 1] < 0xA0 { return true }
      case 0xE2: if text[index + 1] == 0x80, text[index + 2] == 0xA8 || text[index + 2] == 0xA9 { return true }
      default: return true
      }
    }
    return false
  }
}

// MARK: - Tables

extension TemplateRenderer {
  /// The table of a list. Columns in which no row has anything are left out. Amounts of one currency stand without it, and the
  /// title says it once.
  private func table(_ table: TemplateTable, _ rows: [Fields]) throws(RenderProblem) -> Table {
    var columns: [Table.Column] = []
    var cells = rows.map { _ in
      var row: [String] = []
      row.reserveCapacity(table.columns.count)
      return row
    }
    for column in table.columns {
      let (title, texts) = try texts(of: column, rows)
      guard texts.contains(where: { !$0.isEmpty }) else { continue }
      let type = column.field.type
      let isNumber = type == .money || type == .int || type == .percent
      columns.append(Table.Column(title, isNumber ? .trailing : .leading, weight: type == .text ? 2 : 1))
      for index in rows.indices { cells[index].append(texts[index]) }
    }
    return Table(columns: columns, rows: cells.map { Table.Row($0) })
  }

  private func texts(
    of column: TemplateTable.Column, _ rows: [Fields]
  ) throws(RenderProblem) -> (title: String, texts: [String]) {
    let field = column.field
    guard field.type == .money else {
      var texts: [String] = []
      texts.reserveCapacity(rows.count)
      for row in rows { texts.append(onOneLine(try text(field, row[field.name]) ?? "")) }
      return (column.title, texts)
    }
    let values = rows.map { $0[field.name] }
    let only = onlyCurrency(of: values)
    var texts: [String] = []
    texts.reserveCapacity(rows.count)
    for value in values {
      switch value {
      case .money(let money)?: texts.append(only != nil ? language.amount(money) : language.money(money))
      case nil where !field.required: texts.append("")
      case nil: throw .missingField(field.name.rawValue)
      default: throw .wrongType(field.name.rawValue, expected: .money)
      }
    }
    return (only.map { "\(column.title) (\($0.code))" } ?? column.title, texts)
  }

  /// The currency of all amounts; nil where there are several, or none.
  private func onlyCurrency(of values: [FieldValue?]) -> Currency? {
    var only: Currency?
    for case .money(let money)? in values {
      if let only, only != money.currency { return nil }
      only = money.currency
    }
    return only
  }
}

/// Gathers lines into the blocks of a page.
struct BlockBuilder {
  private var blocks: [Block] = []
  private var kind: TemplateLine.Kind?
  private var lines: [String] = []
  private var pairs: [KeyValue] = []
  private var sums: [Table.Row] = []

  mutating func add(_ kind: TemplateLine.Kind, label: String, text: String) {
    if group(kind) != self.kind { endParagraph() }
    self.kind = group(kind)
    switch kind {
    case .heading:
      endParagraph()
      blocks.append(.heading(text))
    case .text, .smallPrint: lines.append(text)
    case .pair: pairs.append(KeyValue(label, text))
    case .sum: sums.append(Table.Row([label, text]))
    case .grandTotal: sums.append(Table.Row([label, text], style: .total))
    }
  }

  mutating func add(_ block: Block) {
    endParagraph()
    blocks.append(block)
  }

  mutating func endParagraph() {
    if !lines.isEmpty {
      let text = lines.joined(separator: "\n")
      blocks.append(kind == .smallPrint ? .smallPrint(text) : .paragraph(text))
    }
    if !pairs.isEmpty { blocks.append(.keyValues(pairs)) }
    // A single amount has nothing above it of which it could be the sum.
    if sums.count == 1 { sums[0].style = .emphasis }
    // Sums have no titles: the words stand beside the amounts.
    if !sums.isEmpty { blocks.append(.table(Table(columns: [.init(""), .init("", .trailing)], rows: sums))) }
    kind = nil
    lines = []
    pairs = []
    sums = []
  }

  mutating func finish() -> [Block] {
    endParagraph()
    return blocks
  }

  /// Lines of sums belong together.
  private func group(_ kind: TemplateLine.Kind) -> TemplateLine.Kind { kind == .grandTotal ? .sum : kind }
}

import Ledger

extension BodyCompiler {
  /// `| table items: document_id "Invoice", due_date|date_long, balance`. `start` is the index behind the word `table`.
  mutating func table(_ line: [Character], from start: Int) -> TemplateTable? {
    let scanner = TemplateScanner(line)
    guard let colon = line[start...].firstIndex(of: ":") else {
      report(
        1, "the table names no columns", "template-table-syntax",
        help: "write it like: | table items: document_id, due_date, balance")
      return nil
    }
    let name = scanner.split(start..<colon, at: ":")[0]
    guard let list = field(name) else { return nil }
    guard list.type == .list else {
      report(
        name.column, "\(list.name) is \(list.type.rawValue), not a list", "template-field-type",
        help: "a table needs a list, such as items")
      return nil
    }
    let columns = scanner.columns((colon + 1)..<line.count).compactMap { column($0, of: list) }
    guard !columns.isEmpty, let name = FieldName(rawValue: list.name) else { return nil }
    return TemplateTable(list: name, columns: columns)
  }

  private mutating func column(_ part: TemplateScanner.ColumnText, of list: FieldDeclaration) -> TemplateTable.Column? {
    guard let field = list.columns.first(where: { $0.name == part.name.text }) else {
      if part.name.text.isEmpty {
        report(part.name.column, "a column has no name", "template-table-syntax", help: "separate columns by one comma")
      } else {
        unknown(
          part.name, what: "column", among: list.columns.filter { $0.type != .bool }.map(\.name),
          code: "template-column-unknown")
      }
      return nil
    }
    guard field.type != .bool, field.type != .list else {
      report(
        part.name.column, "\(field.name) is \(field.type.rawValue) and cannot be a column", "template-field-type",
        help: "use a column of type money, date, text, int or percent")
      return nil
    }
    guard let result = written(field, filters(part.filters, on: field)) else { return nil }
    if let title = part.title { return TemplateTable.Column(field: result, title: title.text) }
    guard let label = Label(column: result.name), Language.written.contains(language.base) else {
      report(
        part.name.column, "column \(field.name) has no title in \(language.base)", "template-title-missing",
        help: "write it behind the name: \(field.name) \"Title\"")
      return nil
    }
    return TemplateTable.Column(field: result, title: language.label(label))
  }
}

extension TemplateScanner {
  /// A column as it is written: name, filters, title in quotes.
  struct ColumnText {
    var name: Word
    var filters: [Word]
    var title: Word?
  }

  /// The columns of a table; a comma inside quotes does not separate.
  func columns(_ range: Range<Int>) -> [ColumnText] {
    var columns: [ColumnText] = []
    var start = range.lowerBound
    var quoted = false
    for index in range {
      if line[index] == "\"" { quoted.toggle() }
      if line[index] == ",", !quoted {
        columns.append(columnText(start..<index))
        start = index + 1
      }
    }
    return columns + [columnText(start..<range.upperBound)]
  }

  private func columnText(_ range: Range<Int>) -> ColumnText {
    let quote = line[range].firstIndex(of: "\"") ?? range.upperBound
    let words = split(range.lowerBound..<quote, at: "|")
    var title: Word?
    if quote < range.upperBound {
      let inside = line[(quote + 1)..<range.upperBound].prefix { $0 != "\"" }
      title = Word(text: String(inside), column: quote + 2)
    }
    return ColumnText(name: words[0], filters: Array(words.dropFirst()), title: title)
  }
}

extension Label {
  /// The title of a column of items, by the name of its field.
  init?(column name: FieldName) {
    switch name {
    case .documentID: self = .document
    case .documentDate: self = .documentDate
    case .dueDate: self = .dueDate
    case .daysPastDue: self = .daysOverdue
    case .amount: self = .amount
    case .balance: self = .balance
    case .level: self = .level
    case .reference, .knownAs: self = .reference
    case .purchaseOrder: self = .purchaseOrder
    case .kind: self = .kind
    case .from: self = .from
    case .through: self = .through
    case .days: self = .days
    case .principal: self = .principal
    case .rate: self = .rate
    case .interest: self = .interest
    default: return nil
    }
  }
}

/// A compiled body: every name in it is known and of a type that fits.
struct TemplateTree: Equatable, Sendable {
  var language: Language
  var subject: [TemplatePiece]
  /// The text message; empty: the body has none.
  var short: [TemplatePiece] = []
  var nodes: [TemplateNode]
}

/// A line of a body, or lines between `{{?name}}` and `{{/name}}` that stand on lines of their own.
indirect enum TemplateNode: Equatable, Sendable {
  case blank
  case line(TemplateLine)
  case table(TemplateTable)
  case when(FieldName, [TemplateNode])
  case each(FieldName, [TemplateNode])
}

struct TemplateLine: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    /// Lines of one paragraph stand on lines of their own; a blank line ends it.
    case text
    /// `## Heading`
    case heading
    /// `> small print`
    case smallPrint
    /// `= IBAN: {{iban}}`
    case pair
    /// `+ Overdue: {{overdue_total}}`, and `++` for the sum below.
    case sum, grandTotal
  }
  var kind: Kind
  /// Before the colon, for pairs and sums.
  var label: [TemplatePiece] = []
  var pieces: [TemplatePiece]
}

/// A part of a line.
indirect enum TemplatePiece: Equatable, Sendable {
  case literal(String)
  case field(TemplateField)
  case when(FieldName, [TemplatePiece])
  case each(FieldName, [TemplatePiece])

  /// A line that is all words is always printed; one with fields vanishes when nothing is left of it.
  var isLiteral: Bool {
    if case .literal = self { true } else { false }
  }
}

/// `{{name|filter}}`
struct TemplateField: Equatable, Sendable {
  var name: FieldName
  var type: FieldType
  var required: Bool
  /// Of which row it is, where sections of lists are nested: 1 is that of the outermost. 0: the message's own.
  var row = 0
  var longDate = false
  var upper = false
}

/// `| table items: document_id, due_date "Due on", balance`
struct TemplateTable: Equatable, Sendable {
  struct Column: Equatable, Sendable {
    var field: TemplateField
    var title: String
  }
  var list: FieldName
  var columns: [Column]
}

/// A part of a letter, statement or message body, in reading order. Templates produce blocks, and every writer (PDF, HTML,
/// plain text) lays the same blocks out in its own way. All texts are final: amounts and dates are already in the customer's language.
public enum Block: Equatable, Sendable {
  /// A short line that opens a part of the page; it stays together with what follows it.
  case heading(String)
  /// Running text, wrapped to the width of the page. A line feed inside it breaks the line.
  case paragraph(String)
  /// Legal notes and the like: wrapped as a paragraph, in smaller type.
  case smallPrint(String)
  case table(Table)
  /// Pairs such as "Reference: RF18 5390 0754", one below the other.
  case keyValues([KeyValue])
  /// An empty line's worth of white space.
  case spacer
  /// A thin line over the width of the page.
  case rule
}

/// A label and what it says: "Customer number" and "C-1001".
public struct KeyValue: Equatable, Sendable {
  public var label: String
  public var value: String

  public init(_ label: String, _ value: String) {
    self.label = label
    self.value = value
  }
}

/// Rows of open items, payments or totals. Cells are final texts; the table never computes.
public struct Table: Equatable, Sendable {
  /// A column: its title, where its texts stand, and how much of the width it gets when the texts do not fit as they are.
  public struct Column: Equatable, Sendable {
    public enum Alignment: Equatable, Sendable { case leading, trailing }

    public var title: String
    /// Amounts and counts are `.trailing`, everything else `.leading`.
    public var alignment: Alignment
    /// The share of the spare width, relative to the other columns; at least 1.
    public var weight: Int

    public init(_ title: String, _ alignment: Alignment = .leading, weight: Int = 1) {
      self.title = title
      self.alignment = alignment
      self.weight = max(1, weight)
    }
  }

  public enum RowStyle: Equatable, Sendable {
    case normal
    /// Bold, for what the reader must not miss.
    case emphasis
    /// Bold under a rule: the sum of what stands above it.
    case total
    /// Smaller and gray: an explanation of the row above, which it never leaves.
    case note
  }

  public struct Row: Equatable, Sendable {
    /// One text per column; missing ones are empty.
    public var cells: [String]
    public var style: RowStyle
    /// The running total up to and with this row, as it is printed on the "carried forward" line where a page ends after this row.
    /// Nil where the table carries nothing forward.
    public var runningTotal: String?

    public init(_ cells: [String], style: RowStyle = .normal, runningTotal: String? = nil) {
      self.cells = cells
      self.style = style
      self.runningTotal = runningTotal
    }
  }

  /// The words around a page break: "Carried forward" at the end of a page, "Brought forward" at the top of the next one.
  public struct CarriedForward: Equatable, Sendable {
    public var carriedLabel: String
    public var broughtLabel: String
    /// Index of the column under which the running total stands.
    public var column: Int

    public init(carriedLabel: String, broughtLabel: String, column: Int) {
      self.carriedLabel = carriedLabel
      self.broughtLabel = broughtLabel
      self.column = column
    }
  }

  public var columns: [Column]
  public var rows: [Row]
  /// Whether the column titles stand again at the top of each following page.
  public var repeatHead: Bool
  /// Nil: nothing is carried forward at a page break. Otherwise rows bring their `runningTotal`.
  public var carriedForward: CarriedForward?

  public init(
    columns: [Column], rows: [Row], repeatHead: Bool = true, carriedForward: CarriedForward? = nil
  ) {
    self.columns = columns
    self.rows = rows
    self.repeatHead = repeatHead
    self.carriedForward = carriedForward
  }
}

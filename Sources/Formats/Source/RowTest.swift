/// One condition on the text of a column of the source, such as `{ "field": "Status", "in": ["DRAFT", "VOIDED"] }` of a mapping.
///
/// Texts are compared without blanks around them and with regard to capital letters. A row fits a list of tests when it fits each.
public struct RowTest: Equatable, Sendable {
  public indirect enum Condition: Equatable, Sendable {
    case isIn([String])
    case isNotIn([String])
    case isEmpty(Bool)
    case startsWith([String])
    /// Whole numbers or texts of one length, both ends included: debtor accounts `10000` to `69999`.
    case isBetween(String, String)
    /// A shape of `#` digit, `@` letter, `*` any run, everything else itself: `INV-#*`.
    case matches([String])
    /// At least one of these fits; `from` means nothing then. They hold no `any` of their own.
    case any([RowTest])
  }

  /// Columns that may hold it, see `SourceColumn`; the first that the file has is looked at.
  public var from: [String]
  public var condition: Condition

  public init(_ from: [String], _ condition: Condition) {
    self.from = from
    self.condition = condition
  }
}

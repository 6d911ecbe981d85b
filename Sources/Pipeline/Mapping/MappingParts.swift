import Formats

/// By what a file is known to be one of this mapping: the `match`. Any part may be empty.
public struct MappingMatch: Equatable, Sendable {
  /// Names of files: `*aging*.csv`.
  public var files: [FilePattern] = []
  /// Columns that the header has to have, each with its alternatives.
  public var columns: [[String]] = []
  /// Root elements, `Invoice` or `{namespace}Invoice`; the namespace may end in `*`.
  public var root: [String] = []

  public init() {}
}

/// The program that wrote the file, and what is known about it: the `erp` of a mapping.
public struct SourceSystem: Equatable, Sendable {
  /// What is known not to work.
  public struct Refusal: Equatable, Sendable {
    /// Nil: whatever it is.
    public var extent: FeedSettings.Extent?
    /// Versions that begin so; nil: every one.
    public var version: String?
    /// Told to the person; ends the sentence "is refused, because".
    public var because: String
  }
  public var name: String
  /// Older ones are refused.
  public var minimumVersion: String?
  public var refuse: [Refusal] = []
}

/// By what a file says that it is not all there is, as one page of an answer does: the `incomplete` of a mapping.
public struct IncompleteSign: Equatable, Sendable {
  /// A row that fits them refuses the file: what it does not hold would count as paid.
  public var when: [RowTest]
  /// Told to the person, behind "the file is not complete: ".
  public var because: String
  /// What to do about it.
  public var help: String
}

/// Consecutive rows of one document become one record: the `groupBy` of a mapping.
public struct LineGrouping: Equatable, Sendable {
  /// Columns of the file whose values are equal in all rows of a document. Rows of several companies, customers or ids are
  /// several documents all the same.
  public var key: [String]
  /// Canonical fields that are added up; of all others the first row's value counts.
  public var sum: [String]
}

/// A sum that has to be what a total row of the file says: one entry of `check`.
public struct SumCheck: Equatable, Sendable {
  /// Canonical field: an amount.
  public var sum: String
  /// Columns of the total row: the first that it has something in.
  public var equals: [String]

  public init(sum: String, equals: [String]) {
    self.sum = sum
    self.equals = equals
  }
}

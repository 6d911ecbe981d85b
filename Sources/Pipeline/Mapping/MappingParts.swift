/// By what a file is known to be one of this mapping: the `match`. Any part may be empty.
package struct MappingMatch: Equatable, Sendable {
  /// Names of files: `*aging*.csv`.
  package var files: [FilePattern] = []
  /// Columns that the header has to have, each with its alternatives.
  package var columns: [[String]] = []
  /// Root elements, `Invoice` or `{namespace}Invoice`; the namespace may end in `*`.
  package var root: [String] = []

  package init() {}
}

/// The program that wrote the file, and what is known about it: the `erp` of a mapping.
package struct SourceSystem: Equatable, Sendable {
  /// What is known not to work.
  package struct Refusal: Equatable, Sendable {
    /// Nil: whatever it is.
    package var extent: FeedSettings.Extent?
    /// Versions that begin so; nil: every one.
    package var version: String?
    /// Told to the person; ends the sentence "is refused, because".
    package var because: String
  }
  package var name: String
  /// Older ones are refused.
  package var minimumVersion: String?
  package var refuse: [Refusal] = []
}

/// Consecutive rows of one document become one record: the `groupBy` of a mapping.
package struct LineGrouping: Equatable, Sendable {
  /// Columns of the file whose values are equal in all rows of a document.
  package var key: [String]
  /// Canonical fields that are added up; of all others the first row's value counts.
  package var sum: [String]
}

/// A sum that has to be what a total row of the file says: one entry of `check`.
package struct SumCheck: Equatable, Sendable {
  /// Canonical field: an amount.
  package var sum: String
  /// Column of the total row.
  package var equals: String

  package init(sum: String, equals: String) {
    self.sum = sum
    self.equals = equals
  }
}

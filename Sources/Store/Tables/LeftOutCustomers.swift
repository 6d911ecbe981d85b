/// Of which customers sums that are kept know nothing: those of the group, as they were when the sums were made or last brought up to date. No mark:
/// the sums are to be made from the rows first.
struct LeftOutCustomers {
  private let tables: RunTables
  private let mark: String

  /// - Parameter mark: its name among the facts about the state.
  init(_ database: Database, mark: String) {
    tables = RunTables(database)
    self.mark = mark
  }

  /// The list that is kept; nil: the sums are not.
  func kept() throws -> String? { try tables.meta(mark) }

  /// Whether the sums that are kept leave out just these.
  func are(_ customers: [Int64]) throws -> Bool { try kept() == customers.jsonList }

  /// - Parameter customers: keys, ascending; nil: the sums are kept no longer.
  func keep(_ customers: [Int64]?) throws { try tables.setMeta(mark, customers?.jsonList) }
}

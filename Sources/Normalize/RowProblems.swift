import Ledger
import Pipeline

/// Something wrong with one field, or with the row as a whole.
struct Fault {
  /// The column as the file calls it; empty for the whole row.
  var column: String
  var code: String
  var message: String
  var hint: String

  init(_ column: String, _ code: String, _ message: String, _ hint: String = "") {
    self.column = column
    self.code = code
    self.message = message
    self.hint = hint
  }
}

/// What a file's rows gave rise to: every problem of every rejected row, and remarks about rows that were taken.
///
/// Once more rows were rejected than any limit allows, the file is refused as a whole: rows beyond that are counted and not
/// kept. Of each kind of warning the first few are kept and all are counted.
public struct RowProblems: Sendable {
  /// Rows read so far, good and bad.
  public private(set) var rows = 0
  /// Rows rejected; a row with three problems counts once and has three entries in `rejects`.
  public private(set) var rejectedRows = 0
  public private(set) var rejects: [RejectedRow] = []
  public private(set) var warnings: [RowWarning] = []
  private var warned: [(code: String, count: Int)] = []
  private let kept: Int

  /// Warnings of one code that are kept.
  public static let warningsKept = 20

  public init(limit: MaxRejects = MaxRejects()) { kept = max(limit.atMost, limit.atLeast, 1000) + 1 }

  /// How often each warning was given, by code in byte order.
  public var warningCounts: [(code: String, count: Int)] { warned.sorted { $0.code < $1.code } }

  /// True when so many rows of the file are bad that none of it is trusted: when the rejected rows exceed clamp(percent of the rows, atLeast, atMost).
  public static func isRefused(rejected: Int, rows: Int, limit: MaxRejects) -> Bool {
    rejected > limit.limit(rows: rows)
  }

  @inline(__always)
  mutating func countRow() { rows &+= 1 }

  mutating func reject(_ entries: [RejectedRow]) {
    rejectedRows += 1
    if rejectedRows <= kept { rejects.append(contentsOf: entries) }
  }

  mutating func warn(_ code: String, at position: RecordPosition, _ message: () -> String) {
    let count: Int
    if let index = warned.firstIndex(where: { $0.code == code }) {
      warned[index].count += 1
      count = warned[index].count
    } else {
      warned.append((code, 1))
      count = 1
    }
    if count <= RowProblems.warningsKept {
      warnings.append(RowWarning(position: position, code: code, message: message()))
    }
  }
}

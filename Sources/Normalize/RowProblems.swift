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
  /// Those of them that concern none of the companies that are looked after.
  public private(set) var othersRejected = 0
  /// Rows that were passed over because they concern none of the companies of their feed: they are not among `rows`.
  public private(set) var othersLeftOut = 0
  public private(set) var rejects: [RejectedRow] = []
  public private(set) var warnings: [RowWarning] = []
  private var warned: [(code: String, count: Int)] = []
  private let kept: Int

  /// Warnings of one code that are kept.
  public static let warningsKept = 20

  public init(limit: MaxRejects = MaxRejects()) { kept = max(limit.atMost, limit.atLeast, 1000) + 1 }

  /// How often each warning was given, by code in byte order.
  public var warningCounts: [(code: String, count: Int)] { warned.sorted { $0.code < $1.code } }

  /// Of rejected rows of companies that are not looked after those that count as none: they say nothing about the others, unless there are none.
  public static func passedOver(ofOthers others: Int, rows: Int) -> Int { others < rows ? others : 0 }

  /// Whether rows without those of companies that are not looked after are refused.
  public static func isRefused(rejected: Int, ofOthers others: Int, rows: Int, limit: MaxRejects) -> Bool {
    let others = passedOver(ofOthers: others, rows: rows)
    return isRefused(rejected: rejected - others, rows: rows - others, limit: limit)
  }

  /// True when so many rows of the file are bad that none of it is trusted: when the rejected rows exceed clamp(percent of the rows, atLeast, atMost).
  public static func isRefused(rejected: Int, rows: Int, limit: MaxRejects) -> Bool {
    rejected > limit.limit(rows: rows)
  }

  @inline(__always)
  mutating func countRow() { rows &+= 1 }

  mutating func reject(_ entries: [RejectedRow]) {
    rejectedRows += 1
    if entries.first?.isOfOtherCompany == true { othersRejected += 1 }
    if rejectedRows <= kept { rejects.append(contentsOf: entries) }
  }

  /// A row that was counted concerns nobody of the feed.
  mutating func leaveOut() {
    rows &-= 1
    othersLeftOut += 1
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

  /// The rows that were passed over, as a mapping's `when` tells those that it does not let through.
  public var othersSkipped: [(test: String, rows: Int)] {
    othersLeftOut == 0 ? [] : [("the company is one that pipeline.json lists", othersLeftOut)]
  }
}

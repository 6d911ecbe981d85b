import Ledger

/// What a reader has to say about a file that it reads all the same: remarks, and what it left out on purpose.
struct BankNotes {
  let file: String
  private(set) var warnings: [Diagnostic] = []
  private var kinds: [(code: String, count: Int)] = []
  private var left: [(what: String, count: Int, line: Int)] = []

  /// Remarks of one code that are kept one by one; of the rest only their number is told.
  private static let kept = 20

  init(file: String) { self.file = file }

  mutating func warn(_ code: String, line: Int, _ message: String, _ help: String = "") {
    let at: Int
    if let known = kinds.firstIndex(where: { $0.code == code }) {
      at = known
    } else {
      at = kinds.count
      kinds.append((code, 0))
    }
    kinds[at].count += 1
    guard kinds[at].count <= BankNotes.kept else { return }
    warnings.append(
      Diagnostic(file: file, line: line, severity: .warning, message: message, code: code, help: help))
  }

  /// Counts something that is no payment: `entries that are not booked yet (PDNG)`.
  mutating func leaveOut(_ what: String, line: Int, count: Int = 1) {
    if let at = left.firstIndex(where: { $0.what == what }) {
      left[at].count += count
    } else {
      left.append((what, count, line))
    }
  }

  /// What was left out, in the order in which it was first met.
  var leftOut: [(what: String, count: Int)] { left.map { ($0.what, $0.count) } }

  /// At the end of the file: how many remarks were not told, and what was left out.
  mutating func close() {
    for kind in kinds where kind.count > BankNotes.kept {
      warnings.append(
        Diagnostic(
          file: file, line: 0, severity: .warning, message: "\(kind.count - BankNotes.kept) more of the same",
          code: kind.code))
    }
    for entry in left {
      warnings.append(
        Diagnostic(
          file: file, line: entry.line, severity: .warning, message: "left out: \(entry.count) \(entry.what)",
          code: "bank-skipped"))
    }
  }
}

extension Diagnostic {
  /// Why a bank file cannot be read any further.
  static func bank(_ file: String, _ line: Int, _ code: String, _ message: String, _ help: String) -> Diagnostic {
    Diagnostic(file: file, line: line, message: message, code: code, help: help)
  }

  static let bankCut = "was the file copied while it was being written? drop it again when it is complete"
}

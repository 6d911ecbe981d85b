import Ledger

/// One movement as a reader has understood it, before it is masked and shown.
struct BankRow {
  private var values = [String](repeating: "", count: BankColumn.allCases.count)
  var problems: [RecordProblem] = []
  var lineFrom = 0
  var lineTo = 0
  var byteOffset = 0
  /// The lines of the file that it stands on; empty in XML.
  var source: [UInt8] = []
  /// What makes it this movement and no other, apart from the account; see `BankRows.show`.
  var identity: [String] = []
  /// The same as earlier versions made it; empty where it was no other.
  var formerIdentity: [String] = []
  /// What makes the entry the one it is of which this is one of several transactions; empty where it is the only one.
  var entry: [String] = []

  subscript(column: BankColumn) -> String {
    get { values[column.rawValue] }
    set { values[column.rawValue] = newValue }
  }

  mutating func fail(_ code: String, _ message: String, _ hint: String, in column: BankColumn? = nil) {
    problems.append(RecordProblem(code: code, message: message, hint: hint, field: column?.rawValue))
  }

  mutating func set(_ amount: BankAmount) { self[.amount] = amount.text(in: self[.currency]) }

  /// Keeps the text of an amount that cannot be read, and says so.
  mutating func fail(amount text: String, _ hint: String) {
    self[.amount] = BankText.clean(text)
    fail("bank-amount", "\(BankText.quoted(text)) is no amount", hint, in: .amount)
  }

  mutating func set(_ column: BankColumn, _ date: CalendarDate?) { if let date { self[column] = date.description } }

  mutating func fail(date text: String, in column: BankColumn) {
    self[column] = BankText.clean(text)
    fail(
      "bank-date", text.isEmpty ? "the record has no date" : "\(BankText.quoted(text)) is no date",
      "the bank has to write the file again", in: column)
  }
}

/// Shows rows as records: gives each its id, masks what is private, and lays the texts side by side.
struct BankRows {
  /// The element of a record that is written down to be corrected; with `Mapping.payments` it can be dropped again.
  static let element = "payment"

  private let context = RecordContext(columns: BankColumn.names)
  private let mask: AccountMask
  private var count = 0
  /// How often each movement of the statement at hand was met, by the first 16 digits of its id: two equal payments of one day
  /// are two.
  private var met: [UInt64: UInt32] = [:]
  /// Our own account as it is shown: the same in nearly every row.
  private var ownAccount = (plain: "", masked: "")
  private var text: [UInt8] = []

  init(mask: AccountMask) { self.mask = mask }

  /// Another account, statement or day: equal movements in it are the same ones again.
  mutating func startStatement() { met.removeAll(keepingCapacity: true) }

  /// Shows a row. Its id is a salted hash over the account, `identity`, and the how-many-th of its kind in the statement it is.
  mutating func show(_ row: BankRow, _ body: (RecordView) throws -> Void) throws {
    var row = row
    count += 1
    row[.paymentID] = id(row, row.identity)
    if !row.formerIdentity.isEmpty, row.formerIdentity != row.identity { row[.formerID] = id(row, row.formerIdentity) }
    if !row.entry.isEmpty { row[.entryKey] = mask.hash(parts(row, row.entry), digits: 32) }
    maskPrivate(&row)
    text.removeAll(keepingCapacity: true)
    var ends: [Int] = []
    for column in BankColumn.allCases {
      text.append(contentsOf: row[column].utf8)
      ends.append(text.count)
    }
    context.element = BankRows.element
    context.problems = row.problems
    defer { context.problems = [] }
    let position = RecordPosition(
      record: count, lineFrom: row.lineFrom, lineTo: max(row.lineFrom, row.lineTo), byteOffset: row.byteOffset)
    try row.source.withUnsafeBytes { source in
      try text.withUnsafeBytes { text in
        var start = 0
        let fields = ends.map { end in
          defer { start = end }
          return UnsafeRawBufferPointer(rebasing: text[start..<end])
        }
        try fields.withUnsafeBufferPointer {
          try body(RecordView(context, fields: $0, width: $0.count, position: position, source: source))
        }
      }
    }
  }

  private func parts(_ row: BankRow, _ identity: [String]) -> [[UInt8]] {
    [AccountMask.normalized(row[.account])] + identity.map { Array($0.utf8) }
  }

  private mutating func id(_ row: BankRow, _ identity: [String]) -> String {
    let parts = parts(row, identity)
    let kind = mask.hash(parts, digits: 32)
    let key = UInt64(kind.prefix(16), radix: 16) ?? 0
    let number = met[key, default: 0] + 1
    met[key] = number
    return number == 1 ? kind : mask.hash(parts + [Array("#\(number)".utf8)], digits: 32)
  }

  private mutating func maskPrivate(_ row: inout BankRow) {
    let accounts = [row[.account], row[.payerAccount]].filter { !$0.isEmpty }.map { Array($0.utf8) }
    var hasHidden = false
    for column in BankColumn.allCases where ![.paymentID, .entryKey, .formerID].contains(column) {
      if row[column].isEmpty { continue }
      if column == .account {
        if ownAccount.plain != row[column] { ownAccount = (row[column], mask.masked(row[column])) }
        row[column] = ownAccount.masked
      } else if column == .payerAccount {
        row[column] = mask.masked(row[column])
      } else {
        let clean = BankText.clean(row[column])
        row[column] = TextMask.masked(clean, accounts: accounts)
        hasHidden = hasHidden || row[column] != clean
      }
    }
    guard !row.source.isEmpty else { return }
    let masked = TextMask.masked(row.source, accounts: accounts)
    // A number that the file breaks over two lines cannot be found there: then the lines are not shown at all.
    let whole = AccountMask.normalized(BankText.string(masked))
    let isBroken = hasHidden && masked == row.source || accounts.contains { BankRows.holds(whole, $0) }
    row.source = isBroken ? [] : masked
  }

  /// Whether letters and digits hold those of an account one behind the other.
  private static func holds(_ text: [UInt8], _ account: [UInt8]) -> Bool {
    let plain = AccountMask.normalized(BankText.string(account))
    guard plain.count >= 6, text.count >= plain.count else { return false }
    for at in 0...(text.count - plain.count) where text[at] == plain[0] {
      if text[at..<(at + plain.count)].elementsEqual(plain) { return true }
    }
    return false
  }
}

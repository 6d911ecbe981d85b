import Ledger

/// The rows of a QuickBooks transaction, from `TRNS` to `ENDTRNS`, until it is complete.
struct IIFTransaction {
  private struct Row {
    var cells: [Range<Int>]
    var position: RecordPosition
    var problems: [RecordProblem]
  }
  /// A transaction is some rows; one that is longer was never ended.
  private static let byteLimit = 4 << 20

  private var text: [UInt8] = []
  private var cellText: [UInt8] = []
  private var rows: [Row] = []
  private let line: Int
  private var lastLine: Int
  /// In hundred-thousandths: amounts have up to five decimals. Nil where one is no amount.
  private var sum: Int64? = 0
  private var isTooLong = false
  /// Its first line is missing, or lost its type.
  var isHeadless = false
  /// What is wrong with it beside its sum.
  var fault: RecordProblem?

  init(line: Int) {
    self.line = line
    lastLine = line
  }

  mutating func addRaw(_ view: RecordView) {
    guard text.count < IIFTransaction.byteLimit else {
      isTooLong = true
      return
    }
    if !text.isEmpty { text.append(0x0A) }
    text += view.source
    lastLine = view.position.lineTo
  }

  mutating func addAmount(_ text: UnsafeRawBufferPointer?) {
    guard let text, let amount = IIFTransaction.amount(text.withoutBlanks), let before = sum else { return sum = nil }
    let (after, isTooMuch) = before.addingReportingOverflow(amount)
    sum = isTooMuch ? nil : after
  }

  /// A row of the type that is read.
  mutating func addRow(
    _ fields: some Sequence<UnsafeRawBufferPointer>, _ position: RecordPosition, problems: [RecordProblem]
  ) {
    guard !isTooLong else { return }
    var cells: [Range<Int>] = []
    for field in fields {
      cells.append(cellText.count..<cellText.count + field.count)
      cellText += field
    }
    rows.append(Row(cells: cells, position: position, problems: problems))
  }

  /// Shows its rows. Each has the whole transaction as its bytes in the file: it can only be dropped again as one.
  func forEachRow(
    _ body: ([UnsafeRawBufferPointer], RecordPosition, UnsafeRawBufferPointer, [RecordProblem]) throws -> Void
  ) rethrows {
    try text.withUnsafeBytes { source in
      try cellText.withUnsafeBytes { bytes in
        for row in rows {
          try body(
            row.cells.map { UnsafeRawBufferPointer(rebasing: bytes[$0]) }, row.position, source, row.problems)
        }
      }
    }
  }

  /// - Parameter isEnded: an `ENDTRNS` has come.
  func problem(isEnded: Bool) -> RecordProblem? {
    if let fault { return fault }
    let place = "the transaction on lines \(line) to \(lastLine)"
    let message: String
    if !isEnded || isTooLong {
      message = "\(place) has no ENDTRNS"
    } else if let sum {
      if sum == 0 { return nil }
      message = "the amounts of \(place) add up to \(IIFTransaction.plain(sum)), not to zero"
    } else {
      message = "an amount of \(place) is missing or is no number"
    }
    return RecordProblem(
      code: "iif-unbalanced", message: message, hint: "export it again: a line is missing or was changed by hand")
  }

  /// `-1,234.5` in hundred-thousandths; nil where it is something else.
  static func amount(_ text: UnsafeRawBufferPointer) -> Int64? {
    var value: Int64 = 0
    var decimals: Int?
    var digits = 0
    for (index, byte) in text.enumerated() {
      switch byte {
      case UInt8(ascii: "-"), UInt8(ascii: "+"): if index > 0 { return nil }
      case UInt8(ascii: ","): if decimals != nil || digits == 0 { return nil }
      case UInt8(ascii: "."):
        if decimals != nil { return nil }
        decimals = 0
      case 0x30...0x39:
        digits += 1
        guard digits < 14, (decimals ?? 0) < 5 else { return nil }
        value = value * 10 + Int64(byte - 0x30)
        decimals = decimals.map { $0 + 1 }
      default: return nil
      }
    }
    guard digits > 0 else { return nil }
    for _ in (decimals ?? 0)..<5 { value *= 10 }
    return text.first == UInt8(ascii: "-") ? -value : value
  }

  private static func plain(_ value: Int64) -> String {
    var decimals = String(value.magnitude % 100_000)
    decimals = String(repeating: "0", count: 5 - decimals.count) + decimals
    while decimals.count > 2, decimals.last == "0" { decimals.removeLast() }
    return "\(value < 0 ? "-" : "")\(value.magnitude / 100_000).\(decimals)"
  }
}

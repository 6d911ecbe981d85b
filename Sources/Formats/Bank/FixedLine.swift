/// A line of fixed columns. Columns count characters, not bytes: names with umlauts would shift everything behind them.
struct FixedLine {
  private(set) var bytes: [UInt8]
  /// Where each character starts, and the end; empty in plain ASCII.
  private var starts: [Int] = []

  init(_ line: some Sequence<UInt8>) {
    bytes = Array(line)
    if bytes.contains(where: { $0 >= 0x80 }) {
      starts = bytes.indices.filter { bytes[$0] & 0xC0 != 0x80 } + [bytes.count]
    }
  }

  var count: Int { starts.isEmpty ? bytes.count : starts.count - 1 }
  var type: UInt8 { bytes.first ?? 0x20 }

  /// Columns from 1, both included; what lies beyond the end is missing.
  subscript(_ from: Int, _ to: Int) -> ArraySlice<UInt8> {
    let low = min(max(from - 1, 0), count)
    let high = min(max(to, low), count)
    return starts.isEmpty ? bytes[low..<high] : bytes[starts[low]..<starts[high]]
  }

  /// The line with the letters and digits of some columns as stars, but for the last four: how a rejected record is shown.
  func hiding(_ from: Int, _ to: Int) -> FixedLine {
    let columns = self[from, to]
    var hidden = self
    for index in columns.indices.filter({ TextMask.isLetterOrDigit(columns[$0]) }).dropLast(4) {
      hidden.bytes[index] = UInt8(ascii: "*")
    }
    return hidden
  }

  func text(_ from: Int, _ to: Int) -> String { BankText.clean(self[from, to]) }
  func number(_ from: Int, _ to: Int) -> Int? { BankText.count(BankText.trimmed(self[from, to])) }
  /// Digits without a decimal mark, the last two of them cents.
  func cents(_ from: Int, _ to: Int) -> BankAmount? { BankAmount(minor: BankText.trimmed(self[from, to]), exponent: 2) }
}

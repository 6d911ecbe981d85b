import Formats
import Ledger
import Pipeline

/// Sums of a file beside its total rows: the `check` of a mapping.
///
/// What counts is the last total that has the column, the grand total of a report; where there is none, the totals of its groups
/// together. Rows that cannot be read are missing from the sum, so a file with one of them does not tie: that is meant.
struct TotalChecks {
  private struct Sum {
    var check: SumCheck
    var field = -1
    /// With four decimals, as no currency has more.
    var total: Int128 = 0
    /// Index in `Styles.amounts`: total rows are written as their column is.
    var style: Int
  }
  private var sums: [Sum] = []

  init(_ mapping: Mapping) {
    guard !mapping.check.isEmpty else { return }
    var amounts: [String: Int] = [:]
    var number = 0
    for rule in StyledRule.all(mapping) {
      guard case .amount = rule.kind else { continue }
      if amounts[rule.field] == nil { amounts[rule.field] = number }
      number += 1
    }
    sums = mapping.check.compactMap { check in amounts[check.sum].map { Sum(check: check, style: $0) } }
  }

  var isNeeded: Bool { !sums.isEmpty }

  mutating func compile(_ names: [String]) {
    for index in sums.indices { sums[index].field = names.firstIndex(of: sums[index].check.sum) ?? -1 }
  }

  mutating func add(_ machine: RecordMachine) {
    var scale: Int128 = 1
    for _ in machine.exponent..<4 { scale *= 10 }
    for index in sums.indices where sums[index].field >= 0 {
      if let amount = machine.fields.amount(sums[index].field) { sums[index].total += Int128(amount) * scale }
    }
  }

  /// What the file states and what was counted, one for each check that the file has a total for.
  func compared(with controls: [SourceControl], _ styles: Styles) -> [SourceControl] {
    sums.compactMap { sum in
      let wanted = sum.check.equals.map { $0.lowercased() }
      let found = controls.compactMap { control -> (control: SourceControl, column: String, text: String)? in
        wanted.lazy.compactMap { name in
          control.cells.first { $0.column.lowercased() == name && !$0.text.isEmpty }
        }.first.map { (control, $0.column, $0.text) }
      }
      guard let last = found.last else { return nil }
      let stated = found.map { TotalChecks.amount($0.text, styles.amounts[sum.style]) }
      let all = stated.reduce(Int128?.some(0)) { sum, next in sum.flatMap { sum in next.map { sum + $0 } } }
      let ties = stated.last == sum.total || all == sum.total
      let told = stated.last.flatMap { $0 }.map(TotalChecks.decimal) ?? last.text
      return SourceControl(
        name: "\(last.column) in the total on line \(last.control.line)", line: last.control.line,
        stated: ties ? TotalChecks.decimal(sum.total) : told, counted: TotalChecks.decimal(sum.total))
    }
  }

  /// At four decimals; nil where it is no amount.
  private static func amount(_ text: String, _ style: AmountStyle) -> Int128? {
    var style = style
    style.signs = [.lead, .trail, .paren, .crdr]
    style.rounds = true
    var text = text
    return text.withUTF8 { bytes in
      let bytes = FieldText.trimmed(UnsafeRawBufferPointer(bytes))
      if bytes.isEmpty { return nil }
      do throws(AmountText.Problem) {
        return Int128(try AmountText.parse(bytes, style, exponent: 4)) * (style.countsMinorUnits ? 100 : 1)
      } catch { return nil }
    }
  }

  private static func decimal(_ amount: Int128) -> String {
    let digits = String(amount.magnitude)
    let padded = String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    var decimals = padded.suffix(4)
    while decimals.count > 2, decimals.last == "0" { decimals.removeLast() }
    return (amount < 0 ? "-" : "") + padded.dropLast(4) + "." + decimals
  }
}

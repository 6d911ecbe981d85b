import Formats
import Ledger

/// A total that a file states and its rows do not add up to, in words: what is stated, what was counted, and the difference.
struct ControlDifference {
  private let control: SourceControl

  init(_ control: SourceControl) { self.control = control }

  var message: String {
    let stated = control.stated ?? "nothing"
    let counted = control.counted ?? "nothing"
    let difference = Self.difference(stated, counted).map { ", a difference of \($0)" } ?? ""
    return "\(control.name): the file states \(stated), its rows give \(counted)\(difference)"
  }

  func diagnostic(file: String) -> Diagnostic {
    Diagnostic(
      file: file, line: control.line, message: message, code: "control-total",
      help: "a row is missing or rejected, a sign is lost, or a decimal mark has moved")
  }

  /// Of two plain decimals; nil where one is none.
  static func difference(_ a: String, _ b: String) -> String? {
    guard let (x, i) = parts(a), let (y, j) = parts(b) else { return nil }
    let places = max(i, j)
    func scaled(_ value: Int128, _ from: Int) -> Int128 { (from..<places).reduce(value) { value, _ in value * 10 } }
    let difference = scaled(x, i) - scaled(y, j)
    var digits = String(difference.magnitude)
    while digits.count <= places { digits = "0" + digits }
    let sign = difference < 0 ? "-" : ""
    return sign + digits.dropLast(places) + (places > 0 ? "." + digits.suffix(places) : "")
  }

  /// Digits without the point, and how many stand behind it.
  private static func parts(_ text: String) -> (Int128, Int)? {
    let pieces = text.split(separator: ".", omittingEmptySubsequences: false)
    guard pieces.count <= 2, text.utf8.count < 36, let whole = pieces.first, !whole.isEmpty else { return nil }
    let decimals = pieces.count == 2 ? pieces[1] : ""
    return Int128(whole + decimals).map { ($0, decimals.count) }
  }
}

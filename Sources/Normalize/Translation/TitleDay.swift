import Ledger
import Pipeline

/// The day that a report states above its rows: `June 30, 2026`, `30.06.2026`.
public enum TitleDay {
  /// - Parameter styles: how the columns of the file are written, which tells 5/7 from 7/5; without them such a date is none.
  /// - Returns: nil where it is no date, or could be two.
  public static func day(_ text: UnsafeRawBufferPointer, _ styles: Styles?) -> CalendarDate? {
    if let day = parse(text, plain[0]) { return day }
    if let own = styles?.days.first, let day = parse(text, DayCodes([own])[0]) { return day }
    let both = [parse(text, slashes[0]), parse(text, slashes[1])].compactMap(\.self)
    return both.count == 1 || Set(both).count == 1 ? both[0] : nil
  }

  private static func parse(_ text: UnsafeRawBufferPointer, _ code: DayCode) -> CalendarDate? {
    try? DayText.parse(text, code, since: nil)
  }

  private static func style(_ patterns: String...) -> DayStyle { DayStyle(patterns.compactMap(DatePattern.init)) }
  private static let plain = DayCodes([
    style(
      "MMMM D, YYYY", "D MMMM YYYY", "D. MMMM YYYY", "MMMM D YYYY", "D.M.YYYY", "ISO", "YYYY/M/D", "YYYY.M.D",
      "YYYYMMDD")
  ])
  private static let slashes = DayCodes([style("D/M/YYYY", "D-M-YYYY"), style("M/D/YYYY", "M-D-YYYY")])
}

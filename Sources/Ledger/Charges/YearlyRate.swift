/// A yearly rate of interest in ten-thousandths of a percent: 11.27 % is 112700. Never a binary float; reference rates may be negative.
public struct YearlyRate: Hashable, Comparable, Sendable {
  public var tenThousandths: Int

  public init(tenThousandths: Int) { self.tenThousandths = tenThousandths }

  /// Reads a plain decimal with at most four decimals from -100 to 100: `2.15`, `-0.88`. Nil for anything else.
  public init?(_ text: some StringProtocol) {
    var text = String(text)
    let value = text.withUTF8 { bytes in
      Result(catching: { () throws(Money.Problem) in try Money.parse(UnsafeRawBufferPointer(bytes), exponent: 4) })
    }
    guard case .success(let value) = value, (-1_000_000...1_000_000).contains(value) else { return nil }
    tenThousandths = Int(value)
  }

  /// One that is written in the source as hundredths of a percent: 215 is 2.15 %.
  init(hundredths: Int) { tenThousandths = hundredths * 100 }

  public static func + (a: YearlyRate, b: YearlyRate) -> YearlyRate {
    YearlyRate(tenThousandths: a.tenThousandths + b.tenThousandths)
  }
  public static func < (a: YearlyRate, b: YearlyRate) -> Bool { a.tenThousandths < b.tenThousandths }
}

extension YearlyRate: CustomStringConvertible {
  /// In percent, with two decimals or as many more as it has: `11.27`, `8.125`.
  public var description: String {
    var bytes: [UInt8] = []
    Money.write(Int64(tenThousandths), exponent: 4, to: &bytes)
    for _ in 0..<2 where bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}

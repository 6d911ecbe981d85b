/// The decimal digits of a number below a hundred million, all at once and without a branch: a night writes ten million amounts and
/// dates, and how long each is nobody can guess.
@usableFromInline
struct EightDigits {
  /// A digit in each byte, as a number from 0 to 9; the first digit lowest.
  @usableFromInline let digits: UInt64

  /// The first number that has more digits.
  @usableFromInline static var bound: UInt64 { @inlinable get { 100_000_000 } }

  /// - Parameter value: below `bound`.
  @inlinable @inline(__always)
  init(_ value: UInt64) {
    // Two halves of four digits side by side, then four pairs, then eight digits. The factors are 2^20 / 100 and 2^10 / 10, rounded up so
    // that the quotients are exact for four and for two digits.
    let fours = value / 10_000 | (value % 10_000) &<< 32
    let high = ((fours &* 10_486) &>> 20) & 0x0000_007F_0000_007F
    let pairs = ((fours &- high &* 100) &<< 16) &+ high
    let tens = ((pairs &* 103) &>> 10) & 0x000F_000F_000F_000F
    digits = tens &+ ((pairs &- tens &* 10) &<< 8)
  }

  /// Zeros in front of the first other digit.
  @inlinable @inline(__always)
  var leadingZeros: Int { digits.trailingZeroBitCount &>> 3 }

  /// ASCII, the first digit lowest.
  @inlinable @inline(__always)
  var text: UInt64 { digits | 0x3030_3030_3030_3030 }
}

/// The step of a ladder at which a document reached its level: by it the level is found again where steps were put in, taken out or moved, or another
/// policy counts. Its days past due, and a mark of its template's name.
public struct LevelStep: Equatable, Sendable {
  /// As the state keeps it: the days in the upper 13 bits, the mark in the lower 19.
  public let number: Int32

  public init(number: Int32) { self.number = number }

  public init(days: Int, template: String) {
    let mark = FNV1a(template.utf8).value
    number = Int32(min(max(days, 0), 4095)) << 19 | Int32((mark ^ mark >> 32) & 0x7FFFF)
  }

  public var days: Int { Int(number >> 19) }

  public func hasTemplate(of other: LevelStep) -> Bool { (number ^ other.number) & 0x7FFFF == 0 }
}

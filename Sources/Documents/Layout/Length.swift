/// Lengths are integers, so that the same piece gives the same bytes everywhere: 1/1000 point inside the layout,
/// micrometres where people and envelopes are concerned.
public enum Length {
  /// 1/1000 pt from micrometres: an inch is 72 pt and 25,400 micrometres.
  public static func fromMicrometres(_ value: Int) -> Int { divide(value * 360, by: 127) }

  /// Micrometres from 1/1000 pt.
  public static func toMicrometres(_ value: Int) -> Int { divide(value * 127, by: 360) }

  /// `12.3` from 12,345 micrometres: the form in which people move things on paper.
  public static func millimetres(_ micrometres: Int) -> String {
    let tenths = divide(micrometres, by: 100)
    return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }

  /// Division that rounds to the nearest, halves away from zero.
  private static func divide(_ value: Int, by divisor: Int) -> Int {
    (value + (value < 0 ? -divisor : divisor) / 2) / divisor
  }
}

/// A rectangle on a page, measured from its top left corner. In micrometres for profiles, in 1/1000 pt inside the layout.
public struct Rect: Equatable, Sendable {
  public var x: Int
  public var y: Int
  public var width: Int
  public var height: Int

  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  public init(left: Int, top: Int, right: Int, bottom: Int) {
    self.init(x: left, y: top, width: max(0, right - left), height: max(0, bottom - top))
  }

  public var right: Int { x + width }
  public var bottom: Int { y + height }
  public var isEmpty: Bool { width <= 0 || height <= 0 }

  public func intersection(_ other: Rect) -> Rect {
    Rect(
      left: max(x, other.x), top: max(y, other.y), right: min(right, other.right),
      bottom: min(bottom, other.bottom))
  }

  public func intersects(_ other: Rect) -> Bool { !intersection(other).isEmpty }

  public func contains(_ other: Rect) -> Bool {
    other.x >= x && other.y >= y && other.right <= right && other.bottom <= bottom
  }

  /// Larger by `margin` on each side.
  public func grown(by margin: Int) -> Rect {
    Rect(x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin)
  }

  /// The same rectangle in 1/1000 pt; the receiver is in micrometres.
  public var inThousandthsOfPoint: Rect {
    Rect(
      left: Length.fromMicrometres(x), top: Length.fromMicrometres(y), right: Length.fromMicrometres(right),
      bottom: Length.fromMicrometres(bottom))
  }
}

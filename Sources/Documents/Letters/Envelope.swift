/// A window envelope and the folded sheet in it: which part of the paper shows in a window, wherever the sheet has slid to. All lengths
/// in micrometres.
public struct Envelope: Equatable, Sendable {
  public var width: Int
  public var height: Int
  /// Size of the folded sheet.
  public var insertWidth: Int
  public var insertHeight: Int
  /// The window for the recipient's address, from the top left corner of the envelope's front.
  public var addressWindow: Rect
  /// A second window for the sender's address.
  public var returnWindow: Rect?

  private var playX: Int { max(0, width - insertWidth) }
  private var playY: Int { max(0, height - insertHeight) }

  /// The part of the paper that shows in a window however the sheet lies: what must be read has to be in it.
  public func alwaysVisible(_ window: Rect) -> Rect {
    Rect(left: window.x, top: window.y, right: window.right - playX, bottom: window.bottom - playY)
  }

  /// The part of the paper that can show in a window: what must not be seen has to stay out of it.
  public func everVisible(_ window: Rect) -> Rect {
    Rect(
      left: max(0, window.x - playX), top: max(0, window.y - playY), right: min(window.right, insertWidth),
      bottom: min(window.bottom, insertHeight))
  }
}

/// Type size, face and darkness of a text.
public struct TextStyle: Equatable, Sendable {
  /// In 1/1000 pt.
  public var size: Int
  /// From one baseline to the next, in 1/1000 pt.
  public var leading: Int
  public var face: Face
  /// 0 is black, 100 is white.
  public var gray: UInt8

  public init(size: Int, leading: Int, face: Face = .regular, gray: UInt8 = 0) {
    self.size = size
    self.leading = leading
    self.face = face
    self.gray = gray
  }
}

/// What a text on a page is, for the check of the address window.
public enum TextRole: UInt8, Sendable { case body, address, returnAddress }

/// One line of text at its place. Coordinates in 1/1000 pt from the top left corner of the page.
public struct TextRun: Equatable, Sendable {
  public var x: Int
  public var baseline: Int
  public var width: Int
  public var style: TextStyle
  public var role: TextRole
  /// Where its characters stand in `Drawing.scalars`.
  public var start: Int
  public var count: Int

  /// The area the letters can cover: from their highest ascender to their lowest descender.
  public var box: Rect {
    Rect(
      left: x, top: baseline - style.size * 93 / 100, right: x + width, bottom: baseline + style.size * 23 / 100)
  }
}

/// A filled rectangle: a rule, a band behind a heading, a part of a chart. In 1/1000 pt.
public struct Bar: Equatable, Sendable {
  public var area: Rect
  /// 0 is black, 100 is white.
  public var gray: UInt8
}

/// A square of dark and light modules at its place on a page or in a strip.
struct DrawnCode: Equatable, Sendable {
  var code: QRCode
  /// The dark square, without the white around it, in 1/1000 pt.
  var area: Rect
}

/// What is printed on one side of paper, in reading order.
public struct DrawnPage: Equatable, Sendable {
  public var texts: [TextRun] = []
  public var bars: [Bar] = []
  var codes: [DrawnCode] = []
}

/// The pages of one piece, laid out and not yet written. All texts share one array of characters.
public struct Drawing: Sendable {
  public var pages: [DrawnPage] = []
  public var scalars: [UInt32] = []

  /// The characters of a run, as they are read.
  public func text(_ run: TextRun) -> String {
    var text = ""
    for value in scalars[run.start..<(run.start + run.count)] where value != TrueTypeFont.softHyphen {
      if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
    }
    return text
  }
}

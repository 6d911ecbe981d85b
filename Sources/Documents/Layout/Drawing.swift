/// Type size, face and darkness of a text.
package struct TextStyle: Equatable, Sendable {
  /// In 1/1000 pt.
  package var size: Int
  /// From one baseline to the next, in 1/1000 pt.
  package var leading: Int
  package var face: Face
  /// 0 is black, 100 is white.
  package var gray: UInt8

  package init(size: Int, leading: Int, face: Face = .regular, gray: UInt8 = 0) {
    self.size = size
    self.leading = leading
    self.face = face
    self.gray = gray
  }
}

/// What a text on a page is, for the check of the address window.
package enum TextRole: UInt8, Sendable { case body, address, returnAddress }

/// One line of text at its place. Coordinates in 1/1000 pt from the top left corner of the page.
package struct TextRun: Equatable, Sendable {
  package var x: Int
  package var baseline: Int
  package var width: Int
  package var style: TextStyle
  package var role: TextRole
  /// Where its characters stand in `Drawing.scalars`.
  package var start: Int
  package var count: Int

  /// The area the letters can cover: from their highest ascender to their lowest descender.
  package var box: Rect {
    Rect(
      left: x, top: baseline - style.size * 93 / 100, right: x + width, bottom: baseline + style.size * 23 / 100)
  }
}

/// A filled rectangle: a rule, a band behind a heading, a part of a chart. In 1/1000 pt.
package struct Bar: Equatable, Sendable {
  package var area: Rect
  /// 0 is black, 100 is white.
  package var gray: UInt8
}

/// What is printed on one side of paper, in reading order.
package struct DrawnPage: Equatable, Sendable {
  package var texts: [TextRun] = []
  package var bars: [Bar] = []
}

/// The pages of one piece, laid out and not yet written. All texts share one array of characters.
package struct Drawing: Sendable {
  package var pages: [DrawnPage] = []
  package var scalars: [UInt32] = []

  /// The characters of a run, as they are read.
  package func text(_ run: TextRun) -> String {
    var text = ""
    for value in scalars[run.start..<(run.start + run.count)] where value != TrueTypeFont.softHyphen {
      if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
    }
    return text
  }
}

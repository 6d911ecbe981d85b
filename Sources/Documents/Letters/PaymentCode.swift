/// A code that a banking app reads, beside the lines of a letter that say the same.
public struct PaymentCode: Equatable, Sendable {
  public var code: CreditTransferCode
  /// A few words below it in the reader's language.
  public var caption: String
  /// The block whose first line it begins at, an index into the letter's.
  public var block: Int

  public init(_ code: CreditTransferCode, caption: String, block: Int) {
    self.code = code
    self.caption = caption
    self.block = block
  }
}

/// A square of dark and light modules at its place on a page or in a strip.
struct DrawnCode: Equatable, Sendable {
  var code: QRCode
  /// The dark square, without the white around it, in 1/1000 pt.
  var area: Rect
}

/// A code at the right of the column, beside which texts are narrower.
struct SideRoom {
  /// What of it the strips so far have not passed, in 1/1000 pt.
  var height: Int
  /// With the white at its left.
  var width: Int
  /// What is drawn with the first strip beside it; nil: it has been.
  var pending: (code: Int, texts: [TextRun])?
}

extension Galley {
  /// EPC069-12 wants a code that phones read from paper; 30 mm are usual. Modules are whole dots of 600 dpi, 0.12 pt, so that every printer
  /// makes them of one size.
  private static let smallestCode = 85_040
  private static let dot = 120
  /// From the top of the first strip to the code.
  private static let codeTop = 3000

  /// The next strips stand beside the code, on the page of the line that asks to pay.
  mutating func begin(_ payment: PaymentCode) throws(DocumentProblem) {
    guard let code = QRCode(payment.code.text) else { return }
    if let last = strips.indices.last { strips[last].keepWithNext = true }
    let dots = (Galley.smallestCode + code.size * Galley.dot - 1) / (code.size * Galley.dot)
    let module = dots * Galley.dot
    let size = code.size * module
    let quiet = QRCode.quietZone * module
    codes.append(DrawnCode(code: code, area: Rect(x: right - size, y: Galley.codeTop, width: size, height: size)))
    let caption = try setter.set(payment.caption, .regular)
    let style = Style.fine
    let top = Galley.codeTop + size + quiet
    let x = right - (size + caption.width(style.size)) / 2
    side = SideRoom(
      height: top + style.leading, width: size + quiet + 4000,
      pending: (codes.count - 1, [setter.run(caption, style, x: x, baseline: top + Galley.baseline(style))]))
  }

  /// The last strip stands beside the code: it has passed a part of it, and stays with what passes the rest.
  mutating func advanceSide() {
    guard var side, let last = strips.indices.last else { return }
    if let pending = side.pending {
      strips[last].code = pending.code
      texts += pending.texts
      strips[last].texts = strips[last].texts.lowerBound..<texts.count
      side.pending = nil
      side.height -= strips[last].height
    } else {
      strips[last].isRigid = true
      side.height -= strips[last].spaceBefore + strips[last].height
    }
    if side.height > 0 { strips[last].keepWithNext = true }
    self.side = side.height > 0 ? side : nil
  }

  /// What comes next has the whole width, below the code.
  mutating func passSide() {
    guard let side, side.pending == nil else { return }
    pendingSpace = max(pendingSpace, side.height)
  }

  /// Nothing more comes: the last strip reaches down to the end of the code.
  mutating func endSide() {
    defer { side = nil }
    guard let side, side.pending == nil, let last = strips.indices.last else { return }
    strips[last].height += side.height
    strips[last].keepWithNext = false
  }
}

extension PDFBytes {
  /// An inline image of one bit a module that paints the dark ones black.
  mutating func append(_ drawn: DrawnCode, pageHeight: Int) {
    let size = drawn.code.size
    literal("q 0 g ")
    points(drawn.area.width)
    literal(" 0 0 ")
    points(drawn.area.height)
    space()
    points(drawn.area.x)
    space()
    points(pageHeight - drawn.area.bottom)
    literal(" cm\nBI /W ")
    integer(size)
    literal(" /H ")
    integer(size)
    literal(" /BPC 1 /IM true /D [1 0] /F /AHx ID\n")
    // Bit 0 is the module at the left, and in the image the highest bit of the first digit.
    let reversed: StaticString = "084C2A6E195D3B7F"
    let digits = (size + 7) / 8 * 2
    append(atMost: size * digits) { pen in
      for var row in drawn.code.rows {
        for _ in 0..<digits {
          pen.put(reversed.utf8Start[Int(truncatingIfNeeded: row & 15)])
          row >>= 4
        }
      }
    }
    literal(">\nEI Q\n")
  }
}

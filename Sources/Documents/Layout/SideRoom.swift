/// A code at the right of the column, beside which texts are narrower.
struct SideRoom {
  /// What of it the strips so far have not passed, in 1/1000 pt.
  var height: Int
  /// With the white at its left.
  var width: Int
  /// What is drawn with the first strip beside it; nil: it has been.
  var pending: (code: Int, caption: TextRun)?
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
      pending: (codes.count - 1, setter.run(caption, style, x: x, baseline: top + Galley.baseline(style))))
  }

  /// The last strip stands beside the code: it has passed a part of it, and stays with what passes the rest.
  mutating func advanceSide() {
    guard var side, let last = strips.indices.last else { return }
    if let pending = side.pending {
      strips[last].code = pending.code
      texts.append(pending.caption)
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

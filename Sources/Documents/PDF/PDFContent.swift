/// Turns a laid-out page into the operators of a content stream.
struct PDFContent {
  /// Numbers of the characters used so far, by face.
  private(set) var uses = [FontUse(), FontUse()]

  /// Appends the operators for one page of a drawing. `pageHeight` in 1/1000 pt: PDF counts from the bottom.
  mutating func append(_ page: DrawnPage, of scalars: [UInt32], pageHeight: Int, to out: inout PDFBytes) {
    appendBars(page.bars, pageHeight, to: &out)
    guard !page.texts.isEmpty else { return }
    out.literal("BT\n")
    var style: TextStyle?
    var gray: UInt8 = 0
    if !page.bars.isEmpty { out.literal("0 g\n") }
    for run in page.texts {
      if run.style.face != style?.face || run.style.size != style?.size {
        out.literal("/F")
        out.integer(Int(run.style.face.rawValue) + 1)
        out.space()
        out.points(run.style.size)
        out.literal(" Tf\n")
      }
      if run.style.gray != gray {
        gray = run.style.gray
        PDFContent.appendGray(gray, to: &out)
      }
      style = run.style
      appendText(run, scalars, pageHeight, to: &out)
    }
    out.literal("ET\n")
  }

  private mutating func appendText(_ run: TextRun, _ scalars: [UInt32], _ pageHeight: Int, to out: inout PDFBytes) {
    let face = Int(run.style.face.rawValue)
    // Two numbers, operators, and at most four bytes a character.
    out.append(atMost: 96 + 4 * run.count) { pen in
      pen.literal("1 0 0 1 ")
      pen.points(run.x)
      pen.put(0x20)
      pen.points(pageHeight - run.baseline)
      pen.literal(" Tm(")
      scalars.withUnsafeBufferPointer { scalars in
        uses[face].encode(
          UnsafeBufferPointer(rebasing: scalars[run.start..<(run.start + run.count)]), to: &pen.place)
      }
      pen.literal(")Tj\n")
    }
  }

  private func appendBars(_ bars: [Bar], _ pageHeight: Int, to out: inout PDFBytes) {
    var gray: UInt8 = 0
    for bar in bars where !bar.area.isEmpty {
      if bar.gray != gray {
        gray = bar.gray
        PDFContent.appendGray(gray, to: &out)
      }
      out.points(bar.area.x)
      out.space()
      out.points(pageHeight - bar.area.bottom)
      out.space()
      out.points(bar.area.width)
      out.space()
      out.points(bar.area.height)
      out.literal(" re f\n")
    }
  }

  private static func appendGray(_ gray: UInt8, to out: inout PDFBytes) {
    out.points(Int(gray) * 10)
    out.literal(" g\n")
  }
}

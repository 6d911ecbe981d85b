/// Turns a laid-out page into the operators of a content stream. What stands for the characters of a text is the writer's business.
struct PDFContent<Texts: TextWriter> {
  private(set) var texts: Texts

  init(_ texts: Texts) { self.texts = texts }

  /// Appends the operators for one page of a drawing. `pageHeight` in 1/1000 pt: PDF counts from the bottom.
  mutating func append(_ page: DrawnPage, of scalars: [UInt32], pageHeight: Int, to out: inout PDFBytes) {
    appendBars(page.bars, pageHeight, to: &out)
    for code in page.codes { out.append(code, pageHeight: pageHeight) }
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
      texts.append(run, of: scalars, pageHeight: pageHeight, to: &out)
    }
    out.literal("ET\n")
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

extension PDFContent where Texts == CodedTexts {
  /// Appends a page that was drafted, with the codes of this file.
  mutating func append(_ draft: PageDraft, to out: inout PDFBytes) { texts.append(draft, to: &out) }

  /// The characters used so far, by face.
  var uses: [FontUse] { texts.uses }
}

/// Writes one line of text at its place: two numbers, operators, and what stands for its characters as the inside of a literal string `(...)`.
protocol TextWriter {
  mutating func append(_ run: TextRun, of scalars: [UInt32], pageHeight: Int, to out: inout PDFBytes)
}

extension PDFPen {
  /// What stands before the characters of a text: at most 80 bytes.
  @inline(__always)
  mutating func begin(_ run: TextRun, pageHeight: Int) {
    literal("1 0 0 1 ")
    points(run.x)
    put(0x20)
    points(pageHeight - run.baseline)
    literal(" Tm(")
  }
}

/// Texts in the codes of a file, which are given out at the first use of each character.
struct CodedTexts: TextWriter {
  /// Numbers of the characters used so far, by face.
  private(set) var uses = [FontUse(), FontUse()]

  mutating func append(_ run: TextRun, of scalars: [UInt32], pageHeight: Int, to out: inout PDFBytes) {
    let face = Int(run.style.face.rawValue)
    // At most four bytes a character.
    out.append(atMost: 96 + 4 * run.count) { pen in
      pen.begin(run, pageHeight: pageHeight)
      scalars.withUnsafeBufferPointer { scalars in
        uses[face].encode(
          UnsafeBufferPointer(rebasing: scalars[run.start..<(run.start + run.count)]), to: &pen.place)
      }
      pen.literal(")Tj\n")
    }
  }

  mutating func append(_ draft: PageDraft, to out: inout PDFBytes) {
    draft.bytes.withUnsafeBufferPointer { bytes in
      // Nothing but texts grows, and no byte of a text becomes more than four.
      out.append(atMost: 4 * bytes.count + 4) { pen in
        var copied = 0
        for text in draft.texts {
          pen.bytes(UnsafeBufferPointer(rebasing: bytes[copied..<text.start]))
          uses[text.face].encode(utf8: UnsafeBufferPointer(rebasing: bytes[text.start..<text.end]), to: &pen.place)
          copied = text.end
        }
        pen.bytes(UnsafeBufferPointer(rebasing: bytes[copied...]))
      }
    }
  }
}

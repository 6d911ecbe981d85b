/// The content stream of a page, ready but for the codes of its characters: those are given out by the file that takes the page, in the
/// order of first use. So pages can be drafted in any order and by anybody, and the file has the same bytes.
struct PageDraft: Equatable, Sendable {
  /// A text within the bytes, without the parentheses around it.
  struct Text: Equatable, Sendable {
    /// Of its first byte.
    var start: Int
    /// Behind its last byte.
    var end: Int
    var face: Int
  }

  /// Operators, with the texts in UTF-8 where their codes will be.
  var bytes: ArraySlice<UInt8>
  /// In the order of the bytes.
  var texts: [Text]

  /// The same operators as `PDFContent` writes into a file.
  init(_ page: DrawnPage, of scalars: [UInt32], pageHeight: Int) {
    var content = PDFContent(DraftedTexts())
    var out = PDFBytes()
    out.bytes.reserveCapacity(4096)
    content.append(page, of: scalars, pageHeight: pageHeight, to: &out)
    bytes = out.bytes[...]
    texts = content.texts.texts
  }

  /// Nil: these are not the bytes of a draft.
  init?(from parcel: inout Parcel.Reader) {
    guard let count = parcel.integer(), count >= 0, let bytes = parcel.bytes(), count <= bytes.count else { return nil }
    self.bytes = bytes
    texts = []
    texts.reserveCapacity(count)
    var last = 0
    for _ in 0..<count {
      guard let packed = parcel.integer() else { return nil }
      let start = packed >> 32
      let text = Text(start: start, end: start + (packed & 0xFFFF_FFFF) >> 1, face: packed & 1)
      guard last <= text.start, text.start <= text.end, text.end <= bytes.count else { return nil }
      texts.append(text)
      last = text.end
    }
  }

  func put(into parcel: inout Parcel) {
    parcel.put(texts.count)
    parcel.put(bytes)
    // A place, a length and one of two faces in one number.
    for text in texts { parcel.put(text.start << 32 | (text.end - text.start) << 1 | text.face) }
  }
}

/// Notes where texts stand, and leaves their characters as they are.
struct DraftedTexts: TextWriter {
  private(set) var texts: [PageDraft.Text] = []

  init() { texts.reserveCapacity(128) }

  mutating func append(_ run: TextRun, of scalars: [UInt32], pageHeight: Int, to out: inout PDFBytes) {
    out.append(atMost: 96) { $0.begin(run, pageHeight: pageHeight) }
    let start = out.count
    out.append(atMost: 4 * run.count) { pen in
      for scalar in scalars[run.start..<(run.start + run.count)] where scalar != TrueTypeFont.softHyphen {
        pen.utf8(scalar)
      }
    }
    texts.append(PageDraft.Text(start: start, end: out.count, face: Int(run.style.face.rawValue)))
    out.literal(")Tj\n")
  }
}

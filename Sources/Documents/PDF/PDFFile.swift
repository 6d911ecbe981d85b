import Ledger

/// A PDF 1.7 file that is written from front to back: objects go to the sink as they come, and only their offsets are kept. Fonts are
/// embedded at the end, when it is known which characters were used. The bytes depend on nothing but what was drawn.
struct PDFFile {
  /// Objects with numbers known beforehand; pages and forms follow.
  private enum Fixed {
    static let catalog = 1
    static let pages = 2
    static let metadata = 3
    static let profile = 4
    static let resources = 5
    static let encoding = 6
    /// Five objects for each face from here on.
    static let fonts = 7
    static let count = 17
  }
  /// What a page shows besides its own content: a drawing that was written once.
  struct Form: Equatable, Sendable { fileprivate let index: Int }

  /// Pages in a node of the page tree, so that viewers open a file of 10,000 pages at once.
  private static let pagesPerNode = 128

  private var objects: PDFObjects
  private var content = PDFContent(CodedTexts())
  private var scratch = PDFBytes()
  private var forms: [Int] = []
  private var openNode: (object: Int, pages: [Int])?
  private var nodes: [(object: Int, count: Int)] = []
  /// Hash of all content, for the file identifier.
  private var identity = SHA256()
  private(set) var pageCount = 0

  init(_ sink: any ByteSink) {
    objects = PDFObjects(sink, reserved: Fixed.count)
  }

  /// Writes a drawing that many pages share, such as the letterhead. `size` in 1/1000 pt.
  mutating func addForm(_ page: DrawnPage, of scalars: [UInt32], width: Int, height: Int) throws(DocumentProblem)
    -> Form
  {
    draw(page, of: scalars, form: nil, height: height)
    identity.update(scratch.bytes)
    forms.append(objects.beginNew())
    objects.out.literal("<</Type/XObject/Subtype/Form/BBox[0 0 ")
    objects.out.points(width)
    objects.out.space()
    objects.out.points(height)
    objects.out.literal("]/Resources ")
    objects.out.reference(Fixed.resources)
    objects.appendStreamBody(scratch.bytes)
    try objects.flushWhenFull()
    return Form(index: forms.count - 1)
  }

  /// Writes a page and adds the bytes of its content stream to `hash`. Sizes in 1/1000 pt.
  mutating func addPage(
    _ page: DrawnPage, of scalars: [UInt32], over form: Form?, width: Int, height: Int, hash: inout SHA256
  ) throws(DocumentProblem) {
    draw(page, of: scalars, form: form, height: height)
    try addDrawnPage(width: width, height: height, hash: &hash)
  }

  /// The same for a page that was drafted.
  mutating func addPage(
    _ draft: PageDraft, over form: Form, width: Int, height: Int, hash: inout SHA256
  ) throws(DocumentProblem) {
    begin(form)
    content.append(draft, to: &scratch)
    try addDrawnPage(width: width, height: height, hash: &hash)
  }

  private mutating func addDrawnPage(width: Int, height: Int, hash: inout SHA256) throws(DocumentProblem) {
    hash.update(scratch.bytes)
    let object = beginPage(width, height)
    objects.out.literal("/Contents ")
    objects.out.reference(object + 1)
    objects.out.literal(">>\nendobj\n")
    objects.beginNew()
    objects.out.literal("<<")
    objects.appendStreamBody(scratch.bytes)
    try endPage()
  }

  /// Writes a page without anything on it: the back of a sheet.
  mutating func addBlankPage(width: Int, height: Int) throws(DocumentProblem) {
    _ = beginPage(width, height)
    objects.out.literal(">>\nendobj\n")
    try endPage()
  }

  /// Adds the digest of a piece to what the file is identified by.
  mutating func identify(by digest: [UInt8]) { identity.update(digest) }

  /// Writes fonts, metadata and directory. Nothing can be added afterwards.
  mutating func finish(
    title: String, language: String, duplex: Bool, fonts: Fonts
  ) throws(DocumentProblem) {
    closeNode()
    appendPageTree()
    appendResources()
    for face in Face.allCases { try appendFont(face, fonts[face]) }
    objects.appendStream(Fixed.encoding, PDFFont.encoding.bytes) { out in
      out.literal("/Type/CMap/CMapName/Receivables-H/WMode 0")
      out.literal("/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>")
    }
    objects.appendStream(Fixed.profile, PDFMetadata.grayProfile) { $0.literal("/N 1") }
    let xmp = Array(PDFMetadata.xmp(title: title, language: language).utf8)
    identity.update(xmp)
    objects.appendStream(Fixed.metadata, xmp) { $0.literal("/Type/Metadata/Subtype/XML") }
    appendCatalog(language: language, duplex: duplex)
    try objects.finish(root: Fixed.catalog, id: SHA256.hex(identity.finish().prefix(16)))
  }

  // MARK: Pages

  private mutating func draw(_ page: DrawnPage, of scalars: [UInt32], form: Form?, height: Int) {
    begin(form)
    content.append(page, of: scalars, pageHeight: height, to: &scratch)
  }

  /// Begins a content stream in `scratch`.
  private mutating func begin(_ form: Form?) {
    scratch.bytes.removeAll(keepingCapacity: true)
    guard let form else { return }
    scratch.literal("/X")
    scratch.integer(form.index + 1)
    scratch.literal(" Do\n")
  }

  private mutating func beginPage(_ width: Int, _ height: Int) -> Int {
    if openNode == nil {
      openNode = (objects.reserve(), [])
    }
    let object = objects.beginNew()
    openNode?.pages.append(object)
    pageCount += 1
    objects.out.literal("<</Type/Page/Parent ")
    objects.out.reference(openNode?.object ?? Fixed.pages)
    objects.out.literal("/MediaBox[0 0 ")
    objects.out.points(width)
    objects.out.space()
    objects.out.points(height)
    objects.out.literal("]")
    return object
  }

  private mutating func endPage() throws(DocumentProblem) {
    if let count = openNode?.pages.count, count >= PDFFile.pagesPerNode { closeNode() }
    try objects.flushWhenFull()
  }

  private mutating func closeNode() {
    guard let node = openNode else { return }
    openNode = nil
    nodes.append((node.object, node.pages.count))
    objects.begin(node.object)
    objects.out.literal("<</Type/Pages/Parent ")
    objects.out.reference(Fixed.pages)
    appendKids(node.pages, count: node.pages.count)
    objects.out.literal(">>\nendobj\n")
  }

  private mutating func appendPageTree() {
    objects.begin(Fixed.pages)
    objects.out.literal("<</Type/Pages/Resources ")
    objects.out.reference(Fixed.resources)
    appendKids(nodes.map(\.object), count: pageCount)
    objects.out.literal(">>\nendobj\n")
  }

  private mutating func appendKids(_ kids: [Int], count: Int) {
    objects.out.literal("/Count ")
    objects.out.integer(count)
    objects.out.literal("/Kids[")
    for object in kids {
      objects.out.reference(object)
      objects.out.space()
    }
    objects.out.literal("]")
  }

  private mutating func appendResources() {
    objects.begin(Fixed.resources)
    objects.out.literal("<</Font<<")
    for face in Face.allCases {
      objects.out.literal("/F")
      objects.out.integer(Int(face.rawValue) + 1)
      objects.out.space()
      objects.out.reference(Fixed.fonts + 5 * Int(face.rawValue))
    }
    objects.out.literal(">>")
    if !forms.isEmpty {
      objects.out.literal("/XObject<<")
      for (index, object) in forms.enumerated() {
        objects.out.literal("/X")
        objects.out.integer(index + 1)
        objects.out.space()
        objects.out.reference(object)
      }
      objects.out.literal(">>")
    }
    objects.out.literal(">>\nendobj\n")
  }

  // MARK: End of the file

  private mutating func appendFont(_ face: Face, _ font: TrueTypeFont) throws(DocumentProblem) {
    let first = Fixed.fonts + 5 * Int(face.rawValue)
    let embedded = PDFFont(font: font, use: content.uses[Int(face.rawValue)], face: face)
    let subset: [UInt8]
    do throws(FontProblem) { subset = try TrueTypeSubset.bytes(of: font, embedded.use) } catch {
      throw .cannotWrite(SinkFailure(error))
    }
    objects.append(first, embedded.type0(encoding: Fixed.encoding, descendant: first + 1, toUnicode: first + 2))
    objects.append(first + 1, embedded.descendant(descriptor: first + 3))
    objects.appendStream(first + 2, embedded.toUnicode.bytes) { _ in }
    objects.append(first + 3, embedded.descriptor(file: first + 4))
    objects.appendStream(first + 4, subset) { out in
      out.literal("/Length1 ")
      out.integer(subset.count)
    }
    identity.update(subset)
  }

  private mutating func appendCatalog(language: String, duplex: Bool) {
    objects.begin(Fixed.catalog)
    objects.out.literal("<</Type/Catalog/Pages ")
    objects.out.reference(Fixed.pages)
    objects.out.literal("/Metadata ")
    objects.out.reference(Fixed.metadata)
    objects.out.literal("/Lang")
    objects.out.textString(language)
    objects.out.literal("/ViewerPreferences<</DisplayDocTitle true")
    if duplex { objects.out.literal("/Duplex/DuplexFlipLongEdge") }
    objects.out.literal(">>/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(Gray 2.2)")
    objects.out.literal("/Info(Gray 2.2)/DestOutputProfile ")
    objects.out.reference(Fixed.profile)
    objects.out.literal(">>]>>\nendobj\n")
  }
}

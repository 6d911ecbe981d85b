/// The numbered objects of a PDF on their way into the sink, and where each of them begins.
struct PDFObjects {
  private static let bufferSize = 1 << 20

  /// What is not in the sink yet. Callers append the inside of an object here.
  var out = PDFBytes()
  private var sink: any ByteSink
  private var flushed = 0
  /// Position of each object by number; 0 while it is only reserved.
  private var offsets: [Int]

  /// Writes the file header. Numbers below `reserved` are given out by the caller.
  init(_ sink: any ByteSink, reserved: Int) {
    self.sink = sink
    offsets = [Int](repeating: 0, count: reserved)
    out.bytes.reserveCapacity(PDFObjects.bufferSize + (1 << 16))
    out.literal("%PDF-1.7\n%")
    out.bytes += [0xE2, 0xE3, 0xCF, 0xD3, 0x0A]
  }

  /// A number for an object that is written later.
  mutating func reserve() -> Int {
    offsets.append(0)
    return offsets.count - 1
  }

  @discardableResult
  mutating func beginNew() -> Int {
    let object = reserve()
    begin(object)
    return object
  }

  mutating func begin(_ object: Int) {
    offsets[object] = flushed + out.count
    out.integer(object)
    out.literal(" 0 obj\n")
  }

  /// A whole object.
  mutating func append(_ object: Int, _ body: String) {
    begin(object)
    out.text(body)
    out.literal("\nendobj\n")
  }

  /// A whole object with data; `entries` appends what its dictionary holds beside the length.
  mutating func appendStream(_ object: Int, _ data: [UInt8], _ entries: (inout PDFBytes) -> Void) {
    begin(object)
    out.literal("<<")
    entries(&out)
    appendStreamBody(data)
  }

  /// Ends a dictionary that was begun with the length, and adds the data.
  mutating func appendStreamBody(_ data: [UInt8]) {
    out.literal("/Length ")
    out.integer(data.count)
    out.literal(">>stream\n")
    out.bytes.append(contentsOf: data)
    out.literal("\nendstream\nendobj\n")
  }

  /// Writes the directory of objects and the end of the file. `id` is 32 hexadecimal digits.
  mutating func finish(root: Int, id: String) throws(DocumentProblem) {
    let start = flushed + out.count
    out.literal("xref\n0 ")
    out.integer(offsets.count)
    out.literal("\n0000000000 65535 f \n")
    for offset in offsets.dropFirst() { appendEntry(offset) }
    out.text("trailer\n<</Size \(offsets.count)/Root \(root) 0 R/ID[<\(id)><\(id)>]>>\n")
    out.text("startxref\n\(start)\n%%EOF\n")
    try flush()
  }

  /// One line of the directory: ten digits, and exactly 20 bytes in all.
  private mutating func appendEntry(_ offset: Int) {
    var divisor = 1_000_000_000
    while divisor > 0 {
      out.bytes.append(UInt8(48 + offset / divisor % 10))
      divisor /= 10
    }
    out.literal(" 00000 n \n")
  }

  mutating func flushWhenFull() throws(DocumentProblem) {
    if out.count >= PDFObjects.bufferSize { try flush() }
  }

  private mutating func flush() throws(DocumentProblem) {
    do { try out.bytes.withUnsafeBytes { try sink.write($0) } } catch { throw .cannotWrite(SinkFailure(error)) }
    flushed += out.count
    out.bytes.removeAll(keepingCapacity: true)
  }
}

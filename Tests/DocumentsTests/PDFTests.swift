import Ledger
import Testing

@testable import Documents

@Suite struct PDFTests {
  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test func sameInputGivesTheSameBytes() throws {
    let letters = [Sample.letter(), Sample.letter(rows: 60)]
    #expect(try Sample.file(letters) == Sample.file(letters))
    #expect(try Sample.file(letters) != Sample.file(letters.reversed()))
  }

  /// Every number of the directory leads to its object, and the parts that PDF/A asks for are there.
  @Test func directoryAndArchiveParts() throws {
    let bytes = try Sample.file([Sample.letter(rows: 50)])
    let text = Self.text(bytes)
    #expect(text.hasPrefix("%PDF-1.7\n%"))
    #expect(text.hasSuffix("%%EOF\n"))
    for part in [
      "/S/GTS_PDFA1", "<pdfaid:part>2</pdfaid:part>", "/FontFile2", "/ToUnicode", "/Lang<FEFF0065006E>", "/ID[<",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    #expect(!text.contains("/Info "))
    try checkDirectory(bytes)
  }

  private func checkDirectory(_ bytes: [UInt8]) throws {
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(Int(lines[lines.count - 3]))
    #expect(Array(bytes[start..<(start + 5)]) == Array("xref\n".utf8))
    let entries = String(decoding: bytes[start...], as: UTF8.self).split(separator: "\n")
    let count = try #require(Int(entries[1].split(separator: " ")[1]))
    for object in 1..<count {
      let offset = try #require(Int(entries[object + 2].prefix(10)))
      #expect(Array(bytes[offset..<(offset + "\(object) 0 obj".utf8.count)]) == Array("\(object) 0 obj".utf8))
    }
  }

  /// The letterhead is written once, however many letters there are.
  @Test func stationeryIsShared() throws {
    let one = try Sample.file([Sample.letter()])
    let many = try Sample.file(Array(repeating: Sample.letter(), count: 200))
    #expect(Self.text(many).components("/Subtype/Form") == 2)
    #expect((many.count - one.count) / 199 < 3000)
  }

  @Test func bytesReachTheSinkInPieces() throws {
    final class CountingSink: ByteSink {
      var pieces: [Int] = []
      func write(_ bytes: UnsafeRawBufferPointer) { pieces.append(bytes.count) }
    }
    let sink = CountingSink()
    var file = PrintFile(
      sink: sink, fonts: Sample.fonts, profile: .din5008b, title: "T", language: "en", duplex: false)
    for _ in 0..<1500 { _ = try file.add(Sample.letter()) }
    try file.finish()
    #expect(sink.pieces.count >= 2)
    #expect(sink.pieces.allSatisfy { $0 < 1 << 21 })
  }

  @Test func aFullDiskIsReportedAsSuch() throws {
    struct FullDisk: Error {}
    final class FullSink: ByteSink {
      func write(_ bytes: UnsafeRawBufferPointer) throws { throw FullDisk() }
    }
    var file = PrintFile(
      sink: FullSink(), fonts: Sample.fonts, profile: .din5008b, title: "T", language: "en", duplex: false)
    _ = try file.add(Sample.letter())
    #expect(throws: DocumentProblem.cannotWrite(SinkFailure(FullDisk()))) { try file.finish() }
  }

  @Test(arguments: [
    (0, "0"), (1, "0"), (5, "0.01"), (1000, "1"), (12_340, "12.34"), (-500, "-0.5"), (841_890, "841.89"),
  ])
  func lengthsInPoints(thousandths: Int, expected: String) {
    var out = PDFBytes()
    out.points(thousandths)
    #expect(Self.text(out.bytes) == expected)
  }

  @Test func titlesCannotBreakTheMetadata() {
    let xmp = PDFMetadata.xmp(title: "A & B <\"C\">\u{0}\u{FFFF}", language: "de")
    #expect(xmp.contains("A &amp; B &lt;&quot;C&quot;&gt;</rdf:li>"))
  }

  @Test func grayProfileIsAsLongAsItSays() {
    let profile = PDFMetadata.grayProfile
    #expect(profile.count == 324)
    #expect(profile.prefix(4).reduce(0) { $0 << 8 | Int($1) } == profile.count)
  }
}

extension String {
  /// How often a text occurs.
  fileprivate func components(_ needle: String) -> Int {
    var count = 0
    var rest = self[...]
    while let found = rest.firstRange(of: needle) {
      count += 1
      rest = rest[found.upperBound...]
    }
    return count
  }
}
